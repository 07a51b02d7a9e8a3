"""A workshop with a morning session and people assigned to it, to test attendance with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rehab_center.activities.kinds import ActivityKind, Subject
from rehab_center.activities.rules.facts import ActivityFacts
from rehab_center.activities.services.programmes import create_activity
from rehab_center.activities.services.sessions import add_session
from rehab_center.assignments.models import Assignment
from rehab_center.attendance.kinds import Attended
from rehab_center.attendance.queries.sessions import MeetingPage, meeting_page
from rehab_center.attendance.rules.marking import Mark
from rehab_center.attendance.services.marking import mark_session
from rehab_center.audit.recorder import record
from rehab_center.clock import moment_of
from rehab_center.db import transaction
from rehab_center.permissions import EVERYWHERE, Actor
from tests.admissions.stays import Centre

DAY = date(2024, 6, 14)  # a Friday
BEGINS, ENDS = 7 * 60 + 30, 11 * 60
DURING = moment_of(DAY, 9)
NEXT_DAY = moment_of(DAY + timedelta(days=1), 9)
AFTER_WINDOW = moment_of(DAY + timedelta(days=2), 11, 1)
"""A minute after the 48 hours that begin at the end of the session are over."""
NAMES = ("Trần Văn An", "Lê Văn Bình", "Phạm Văn Cường")


@dataclass(frozen=True)
class Workshop:
    """A programme with one session, and the stays assigned to it."""

    centre: Centre
    activity_id: int
    session_id: int
    stays: tuple[int, ...]

    @property
    def page(self) -> MeetingPage:
        """The session as it stands now."""
        with transaction() as session:
            return meeting_page(session, self.session_id, scope=EVERYWHERE)

    def mark(
        self,
        marks: dict[int, Mark] | None = None,
        *,
        session_id: int | None = None,
        version: int | None = None,
        actor: Actor | None = None,
        now: datetime = DURING,
    ) -> int:
        """Everybody there, but for those given."""
        wanted = {stay: Mark(Attended.PRESENT) for stay in self.stays} if marks is None else marks
        key = session_id or self.session_id
        with transaction() as session:
            seen = meeting_page(session, key, scope=EVERYWHERE).version if version is None else version
            return mark_session(session, key, wanted, expected_version=seen, actor=actor or self.centre.actor, now=now)

    def meet(self, on: date, begins: int = BEGINS, ends: int = ENDS, *, activity_id: int | None = None) -> int:
        """One more session."""
        return meet(self.centre, activity_id or self.activity_id, on, begins, ends)


def programme(centre: Centre, name: str = "Xưởng may", kind: ActivityKind = ActivityKind.LABOUR) -> int:
    """A programme since the beginning of the year."""
    subject = Subject.LAW if kind is ActivityKind.EDUCATION else None
    facts = ActivityFacts(
        kind, name, 30, date(2024, 1, 1), place="Nhà xưởng 1", organiser="Ngô Thị Hạnh", subject=subject
    )
    with transaction() as session:
        return create_activity(session, centre.facility_id, facts=facts, actor=centre.actor, now=DURING)


def meet(centre: Centre, activity_id: int, on: date, begins: int = BEGINS, ends: int = ENDS) -> int:
    """A session of a programme."""
    with transaction() as session:
        return add_session(session, activity_id, on=on, begins=begins, ends=ends, actor=centre.actor, now=DURING)


def assign(centre: Centre, stay_id: int, activity_id: int, since: date = date(2024, 5, 1)) -> None:
    """A decided assignment as it stands in the table: whether it was allowed is tested where assignments are."""
    with transaction() as session:
        session.add(
            Assignment(
                admission_id=stay_id,
                activity_id=activity_id,
                proposed_on=since,
                proposed_by="Người đề nghị",
                starts_on=since,
                decided_on=since,
                decided_by="Giám đốc",
                recorded_at=DURING,
            )
        )
        record("assignment.decided", actor=centre.actor, at=DURING)


def make_workshop(centre: Centre, names: tuple[str, ...] = NAMES) -> Workshop:
    """A workshop in which all of these work."""
    activity_id = programme(centre)
    stays = tuple(centre.admit(centre.person(name)) for name in names)
    for stay_id in stays:
        assign(centre, stay_id, activity_id)
    return Workshop(centre, activity_id, meet(centre, activity_id, DAY), stays)
