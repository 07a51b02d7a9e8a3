"""What is owed about a file: that somebody looks through it, and each paper that is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.hooks import Written
from rehab_center.admissions.models import Admission
from rehab_center.admissions.rules.movements import ENTRIES, MovementKind
from rehab_center.audit.recorder import Subject
from rehab_center.dossiers.models import FilePaper
from rehab_center.dossiers.queries import live_papers
from rehab_center.dossiers.rules.checklist import NAMES
from rehab_center.dossiers.rules.papers import Deadlines
from rehab_center.permissions import Actor, Role
from rehab_center.policies.queries import in_force
from rehab_center.policies.rules import PolicyKind
from rehab_center.residents.queries import person_names
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.queries import closed_because
from rehab_center.tasks.rules import TaskSubject
from rehab_center.tasks.services import close_exceptions, open_exception, reopen
from rehab_center.words import N_, Message, message

CHECK_SUBJECT = "stay-file"
"""The to-do that somebody looks through a file hangs on the stay."""
PAPER_SUBJECT = "file-paper"
"""The to-do of a missing paper hangs on the row that misses it."""

#: Stored beside the closed task as somebody's words would be.
_THERE = "Đã có trong hồ sơ"
_CHECKED = "Đã kiểm tra giấy tờ"
_GOES_ON = "Chuyển diện: kiểm tra hồ sơ của đợt mới"
_NEVER = "Đợt cai nghiện đã bị hủy do ghi nhầm"


@dataclass(frozen=True)
class Handling:
    """An act on one stay's file: whose it is, who acts, when."""

    session: Session
    stay: Admission
    label: str
    actor: Actor
    now: datetime

    @property
    def today(self) -> date:
        """The day of the act."""
        return clock.day_of(self.now)

    @property
    def about(self) -> Subject:
        """The person as the log names them."""
        return Subject("resident", self.stay.resident_id, self.label)


def handling(session: Session, stay: Admission, *, actor: Actor, now: datetime) -> Handling:
    """An act on the file of a stay."""
    name = person_names(session, [stay.resident_id])[stay.resident_id].full_name
    return Handling(session, stay, f"{name} ({stay.file_code})", actor, now)


def deadlines_on(session: Session, day: date) -> Deadlines:
    """The days a missing paper has."""
    late, own = (in_force(session, kind, day) for kind in (PolicyKind.LATE_PAPER_DAYS, PolicyKind.FILE_OWN_PAPERS_DAYS))
    return Deadlines(late.whole, own.whole)


def owe_check(session: Session, written: Written, *, actor: Actor, now: datetime) -> None:
    """When a stay has begun its file must be looked through; after a change of ground only the new one's.

    No entry in the log.
    """
    stay_id = written.stay_id
    if written.kind is MovementKind.CONVERTED_OUT:
        act = handling(session, session.get_one(Admission, stay_id), actor=actor, now=now)
        _close(act, CHECK_SUBJECT, stay_id, None, _GOES_ON)
    if written.kind not in ENTRIES:
        return
    act = handling(session, session.get_one(Admission, stay_id), actor=actor, now=now)
    due_on = act.today + timedelta(days=deadlines_on(session, act.today).late_days)
    _owe(act, TaskKind.OTHER, CHECK_SUBJECT, stay_id, message(N_("Check the papers of the file")), due_on)


def check_again(session: Session, voided: Written, *, actor: Actor, now: datetime) -> None:
    """The stay goes on under its own ground after all: its file is still to be looked through. No entry in the log."""
    if voided.kind is MovementKind.CONVERTED_OUT:
        reopen(session, closed_because(session, CHECK_SUBJECT, voided.stay_id, [TaskKind.OTHER], _GOES_ON))


def owe_paper(act: Handling, paper: FilePaper) -> None:
    """A paper is missing: it is owed until its day."""
    name = paper.title or NAMES[paper.line]
    what = message(N_("Missing from the file: %(paper)s"), paper=name)
    _owe(act, TaskKind.PAPER_MISSING, PAPER_SUBJECT, paper.id, what, paper.due_on or act.today)


def _owe(act: Handling, kind: TaskKind, subject_kind: str, subject_id: int, what: Message, due_on: date) -> None:
    open_exception(
        act.session,
        facility_id=act.stay.facility_id,
        kind=kind,
        subject=TaskSubject(subject_kind, subject_id, act.label, act.stay.resident_id),
        what=what,
        owner_role=Role.INTAKE,
        due_at=clock.end_of(due_on),
        actor=act.actor,
        now=act.now,
    )


def settle_check(act: Handling) -> None:
    """Somebody has looked through the file."""
    _close(act, CHECK_SUBJECT, act.stay.id, None, _CHECKED)


def settle_paper(act: Handling, paper: FilePaper, *, reason: str | None = None) -> None:
    """A missing paper has come, or is missed no longer for ``reason``."""
    _close(act, PAPER_SUBJECT, paper.id, None if reason else paper.document_id, reason or _THERE)


def _close(act: Handling, subject_kind: str, subject_id: int, document_id: int | None, reason: str) -> None:
    close_exceptions(
        act.session,
        subject_kind=subject_kind,
        subject_id=subject_id,
        document_id=document_id,
        reason=None if document_id else reason,
        actor=act.actor,
        now=act.now,
    )


def forget_file(session: Session, stay_id: int, *, actor: Actor, now: datetime) -> None:
    """A stay never was: nothing is owed about its file; what was written of it stays. No entry in the log."""
    act = handling(session, session.get_one(Admission, stay_id), actor=actor, now=now)
    _close(act, CHECK_SUBJECT, stay_id, None, _NEVER)
    for paper in live_papers(session, stay_id):
        settle_paper(act, paper, reason=_NEVER)
