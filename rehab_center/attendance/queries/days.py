"""A day: every session with how far it is marked, and who goes where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.activities.queries import Meeting, sessions_of
from rehab_center.admissions.models import Admission
from rehab_center.attendance.kinds import Attended, RollState
from rehab_center.attendance.models import SessionRoll
from rehab_center.attendance.queries.expected import expected_at
from rehab_center.attendance.queries.sessions import marks_by_session, roll_state, span_of, times_of
from rehab_center.attendance.rules.reasons import COUNTING, REFUSALS
from rehab_center.permissions import Scope
from rehab_center.residents.models import Resident
from rehab_center.residents.queries.order import listed_by


@dataclass(frozen=True)
class SessionLine:
    """A session of a day. ``there``, ``absent`` and ``refused`` count marks; ``unmarked``: expected and not marked."""

    meeting: Meeting
    expected: int
    marks: Mapping[Attended, int]
    closed_by: str | None
    closed_at: datetime | None
    state: RollState

    @property
    def times(self) -> str:
        """ "07:30–11:00"."""
        return times_of(self.meeting)

    @property
    def there(self) -> int:
        """How many took part."""
        return sum(self.marks.get(one, 0) for one in COUNTING)

    @property
    def absent(self) -> int:
        """How many did not, whatever the reason."""
        return sum(self.marks.values()) - self.there

    @property
    def refused(self) -> int:
        """How many refused."""
        return sum(self.marks.get(one, 0) for one in REFUSALS)


def day_lines(session: Session, on: date, *, scope: Scope, now: datetime) -> tuple[SessionLine, ...]:
    """Every session of a day by its time: four statements, whatever the number of sessions and people."""
    found = sessions_of(session, on, scope=scope)
    expected = expected_at(session, found)
    marks = marks_by_session(session, [one.id for one in found])
    rolls = {
        key: (by, at)
        for key, by, at in session.execute(
            select(SessionRoll.activity_session_id, SessionRoll.closed_by, SessionRoll.closed_at).where(
                SessionRoll.activity_session_id.in_([one.id for one in found])
            )
        )
    }
    return tuple(
        _line(one, len(expected[one.id]), marks[one.id], rolls.get(one.id, (None, None)), now) for one in found
    )


def _line(
    one: Meeting,
    expected: int,
    marks: Mapping[Attended, int],
    closed: tuple[str | None, datetime | None],
    now: datetime,
) -> SessionLine:
    state = roll_state(
        cancelled=not one.is_planned,
        expected=expected,
        marked=expected if closed[1] else min(sum(marks.values()), max(expected - 1, 0)),
        others=sum(marks.values()),
        ahead=now < span_of(one).begins_at,
    )
    return SessionLine(one, expected, marks, *closed, state)


@dataclass(frozen=True)
class Going:
    """Somebody on the list of a day: where they are expected, in the order of the day."""

    stay_id: int
    full_name: str
    file_code: str
    meetings: tuple[Meeting, ...]

    @property
    def stops(self) -> tuple[tuple[str, str, str], ...]:
        """Times, programme and place of each."""
        return tuple((times_of(one), one.name, one.place or "") for one in self.meetings)


def goings_of(session: Session, on: date, *, scope: Scope) -> tuple[Going, ...]:
    """Everybody expected somewhere on a day, in the order of lists, each with their sessions that take place."""
    found = sessions_of(session, on, scope=scope, planned_only=True)
    expected = expected_at(session, found)
    where: dict[int, list[Meeting]] = {}
    for one in found:
        for stay_id in expected[one.id]:
            where.setdefault(stay_id, []).append(one)
    return tuple(
        Going(stay_id, name, code, tuple(where[stay_id])) for stay_id, name, code in _named(session, sorted(where))
    )


def _named(session: Session, stay_ids: Sequence[int]) -> list[tuple[int, str, str]]:
    rows = session.execute(
        select(Admission.id, Resident.full_name, Admission.file_code)
        .join(Resident, Resident.id == Admission.resident_id)
        .where(Admission.id.in_(stay_ids))
        .order_by(listed_by(session), Admission.id)
    )
    return [(stay_id, name, code) for stay_id, name, code in rows]
