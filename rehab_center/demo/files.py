"""Files and intakes of the invented centre: lists are new there, so only the latest went through them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.queries import stay_page
from rehab_center.admissions.queries.ledger import load_stay
from rehab_center.admissions.services.admit import log_subject
from rehab_center.audit.recorder import record
from rehab_center.demo.founding import BUILDER
from rehab_center.dossiers.kinds import CopyForm, PaperState
from rehab_center.dossiers.queries import file_page
from rehab_center.dossiers.services import FileCheck, PaperFacts, check_file
from rehab_center.permissions import EVERYWHERE
from rehab_center.tasks.kinds import DEEDS, TaskKind
from rehab_center.tasks.services import close_exceptions

_BY_LIST = timedelta(days=60)
_FRESH = timedelta(days=2)
_BY_HAND = "Đã làm xong, ghi ở sổ giấy"
_SENT = "Đã gửi các bản sao, có ký nhận ở sổ công văn đi"
#: What one file in three still lacks.
_LATE = frozenset({"identity", "notice", "plan"})


def look_through(session: Session, stay_id: int, *, number: int, until: date, now: datetime) -> None:
    """Check the file of a stay just begun: by hand in the old days, by the list of late; the newest wait for it.

    So does what the gate left to be done about the newcomer.
    """
    began = clock.day_of(now)
    if began > until - _FRESH:
        return
    by_list = began > until - _BY_LIST
    if by_list:
        _by_list(session, stay_id, number=number, now=now)
    done_on_paper(session, stay_id, file_too=not by_list, now=now)


def done_on_paper(session: Session, stay_id: int, *, file_too: bool = False, now: datetime) -> None:
    """What the gate left to be done was done before there were lists; with ``file_too`` the file was checked so."""
    close = partial(close_exceptions, session, subject_id=stay_id, reason=_BY_HAND, actor=BUILDER, now=now)
    close(subject_kind="admission", kinds=DEEDS)
    if file_too:
        close(subject_kind="stay-file")
    stay = load_stay(session, stay_id, scope=EVERYWHERE)
    record("task.closed", actor=BUILDER, at=now, about=log_subject(session, stay), reason=_BY_HAND)


def copies_sent(session: Session, stay_id: int, movement_id: int, *, now: datetime) -> None:
    """The copies of a certificate went out with it, before there were lists."""
    closed = close_exceptions(
        session,
        subject_kind="movement",
        subject_id=movement_id,
        kinds=[TaskKind.CERTIFICATE_COPIES],
        reason=_SENT,
        actor=BUILDER,
        now=now,
    )
    if closed:
        stay = load_stay(session, stay_id, scope=EVERYWHERE)
        record("task.closed", actor=BUILDER, at=now, about=log_subject(session, stay), reason=_SENT)


def _by_list(session: Session, stay_id: int, *, number: int, now: datetime) -> None:
    came_on = clock.day_of(now)
    page = file_page(session, stay_page(session, stay_id, scope=EVERYWHERE, as_of=came_on))
    late = _LATE if number % 3 == 0 else frozenset()
    there = PaperFacts(PaperState.RECEIVED, received_on=came_on, copy_form=CopyForm.COPY)
    found = {row.asked.code: there for row in page.rows if row.asked.needed and row.asked.code not in late}
    check_file(session, stay_id, check=FileCheck(found), actor=BUILDER, now=now)
