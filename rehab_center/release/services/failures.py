"""A stay that the clock of releases cannot judge: noted once, owed to the head of the centre until it can again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission
from rehab_center.admissions.services.papers import about_stay
from rehab_center.audit.recorder import Subject, record
from rehab_center.db import transaction
from rehab_center.permissions import Actor, Role
from rehab_center.release.queries.clocks import failed_stays
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.rules import TaskSubject
from rehab_center.tasks.services import close_exceptions, open_exception
from rehab_center.words import N_, message

_WELL_AGAIN = "Đồng hồ ra về đã xét được"


def note_failure(stay_id: int, error: str, *, actor: Actor, now: datetime) -> None:
    """Let it be owed that somebody finds this last day by hand; ``error`` names the failure. Once while it lasts."""
    with transaction() as session:
        if stay_id in failed_stays(session):
            return
        about = about_stay(session, session.get_one(Admission, stay_id))
        open_exception(
            session,
            facility_id=about.facility_id,
            kind=TaskKind.CLOCK_FAILED,
            subject=TaskSubject("admission", stay_id, about.label, about.resident_id),
            what=message(
                N_("The clock of releases cannot judge this stay (%(error)s): find its last day by hand"), error=error
            ),
            owner_role=Role.DIRECTOR,
            due_at=now,
            actor=actor,
            now=now,
        )
        label = Subject("resident", about.resident_id, about.label)
        record("release.failed", actor=actor, at=now, about=label, details={"release_error": error})


def recovered(session: Session, stay_id: int, *, actor: Actor, now: datetime) -> bool:
    """The clock has judged a stay: whether it could not before. No entry in the log."""
    return bool(
        close_exceptions(
            session,
            subject_kind="admission",
            subject_id=stay_id,
            kinds=[TaskKind.CLOCK_FAILED],
            reason=_WELL_AGAIN,
            actor=actor,
            now=now,
        )
    )
