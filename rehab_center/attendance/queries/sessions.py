"""One session and everybody at it: who is expected, what is marked, how far the marking is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session, aliased

from rehab_center import clock
from rehab_center.activities.queries import Meeting, meeting
from rehab_center.activities.rules import clock_text
from rehab_center.admissions.models import Admission
from rehab_center.admissions.queries.ledger import chunks
from rehab_center.attendance.hooks import output_units
from rehab_center.attendance.kinds import Attended, RollState, WalkInReason
from rehab_center.attendance.models import (
    AttendanceCorrection,
    AttendanceMark,
    AttendanceWalkIn,
    MarkColumns,
    SessionRoll,
)
from rehab_center.attendance.queries.expected import expected_at
from rehab_center.attendance.rules.marking import Mark, Span, may_edit, open_until
from rehab_center.attendance.rules.reasons import AHEAD
from rehab_center.permissions import Scope
from rehab_center.policies.queries import whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.residents.models import Resident
from rehab_center.residents.queries.order import listed_by


def times_of(meeting: Meeting) -> str:
    """ "07:30–11:00"."""
    return f"{clock_text(meeting.begins)}–{clock_text(meeting.ends)}"


def label_of(meeting: Meeting) -> str:
    """A session as people call it. Vietnamese, for it stands in the log for ever."""
    return f"{meeting.name}, {times_of(meeting)} ngày {meeting.on:%d/%m/%Y}"


def span_of(meeting: Meeting) -> Span:
    """Its two moments."""
    start = clock.moment_of(meeting.on)
    return Span(start + timedelta(minutes=meeting.begins), start + timedelta(minutes=meeting.ends))


@dataclass(frozen=True)
class WalkIn:
    """Why somebody was there without an assignment; ``against_rule``: a rule spoke against one that day.

    ``rules``: which, by their codes; empty where none did, and of what was written before they were kept.
    """

    reason: WalkInReason
    note: str | None
    against_rule: bool
    actor: str
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Attendee:
    """Somebody at a session. ``expected``: assigned on that day and not away; ``mark_id`` None: not marked yet."""

    stay_id: int
    resident_id: int
    full_name: str
    file_code: str
    birth_year: int | None
    expected: bool
    mark_id: int | None = None
    mark: Mark | None = None
    marked_by: str | None = None
    recorded_at: datetime | None = None
    revision: int = 0
    walk_in: WalkIn | None = None


@dataclass(frozen=True)
class MeetingPage:
    """A session with everybody at it. ``version`` 0: nobody has saved it yet; ``unit``: in which output is counted."""

    meeting: Meeting
    version: int
    closed_at: datetime | None
    closed_by: str | None
    people: tuple[Attendee, ...]
    edit_hours: int
    correction_id: int | None
    unit: str | None = None

    @property
    def times(self) -> str:
        """ "07:30–11:00"."""
        return times_of(self.meeting)

    @property
    def label(self) -> str:
        """As people call it."""
        return label_of(self.meeting)

    @property
    def span(self) -> Span:
        """When it is."""
        return span_of(self.meeting)

    def state(self, now: datetime) -> RollState:
        """How far the marking is."""
        return roll_state(
            cancelled=not self.meeting.is_planned,
            expected=sum(one.expected for one in self.people),
            marked=sum(one.mark is not None for one in self.people if one.expected),
            others=sum(one.mark is not None for one in self.people if not one.expected),
            ahead=now < self.span.begins_at,
        )

    @property
    def open_until(self) -> datetime:
        """Until when one officer alone may change it."""
        return open_until(self.span, self.edit_hours)

    def editable(self, now: datetime) -> bool:
        """Whether the edit window is open."""
        return may_edit(self.span, self.edit_hours, now=now)

    def count(self, attended: Collection[Attended]) -> int:
        """How many are marked in one of these ways."""
        return sum(one.mark is not None and one.mark.attended in attended for one in self.people)


def roll_state(*, cancelled: bool, expected: int, marked: int, others: int, ahead: bool) -> RollState:
    """How far a session of so many expected people is marked; ``ahead``: it has not begun."""
    if cancelled:
        return RollState.CANCELLED
    if ahead:
        return RollState.AHEAD
    if not (expected or others):
        return RollState.NOBODY
    if marked >= expected:
        return RollState.MARKED
    return RollState.PARTLY if marked or others else RollState.NOT_MARKED


def codes_of(rules: str | None) -> tuple[str, ...]:
    """The codes of rules as a row keeps them."""
    return tuple(rules.split()) if rules else ()


_later = aliased(AttendanceMark)


def current() -> ColumnElement[bool]:
    """Whether a mark is the one that counts: no later one replaces it."""
    return ~exists().where(_later.replaces_id == AttendanceMark.id)


def meeting_page(session: Session, session_id: int, *, scope: Scope) -> MeetingPage:
    """A session with everybody expected or marked, in the order of lists. Raises NotFound, outside the scope too."""
    return meeting_pages(session, [meeting(session, session_id, scope=scope)])[0]


def meeting_pages(session: Session, found: Sequence[Meeting]) -> tuple[MeetingPage, ...]:
    """These sessions with everybody expected or marked at each: as many statements as for one of a day."""
    ids = [one.id for one in found]
    rolls = {
        roll.activity_session_id: roll
        for roll in session.scalars(select(SessionRoll).where(SessionRoll.activity_session_id.in_(ids)))
    }
    waits = {
        row.activity_session_id: row.id
        for row in session.scalars(
            select(AttendanceCorrection).where(
                AttendanceCorrection.activity_session_id.in_(ids), AttendanceCorrection.decided_at.is_(None)
            )
        )
    }
    people = _people(session, ids, expected_at(session, found))
    hours = {on: whole_on(session, PolicyKind.ATTENDANCE_EDIT_HOURS, on) for on in {one.on for one in found}}
    days = {one.on for one in found}
    units = {on: output_units(session, {one.activity_id for one in found if one.on == on}, on) for on in days}
    return tuple(
        MeetingPage(
            one,
            rolls[one.id].version if one.id in rolls else 0,
            rolls[one.id].closed_at if one.id in rolls else None,
            rolls[one.id].closed_by if one.id in rolls else None,
            people[one.id],
            hours[one.on],
            waits.get(one.id),
            units[one.on].get(one.activity_id),
        )
        for one in found
    )


def _people(
    session: Session, ids: Collection[int], expected: Mapping[int, Collection[int]]
) -> dict[int, tuple[Attendee, ...]]:
    marks: dict[int, dict[int, AttendanceMark]] = {key: {} for key in ids}
    for mark in session.scalars(select(AttendanceMark).where(AttendanceMark.activity_session_id.in_(ids), current())):
        marks[mark.activity_session_id][mark.admission_id] = mark
    walked: dict[int, dict[int, WalkIn]] = {key: {} for key in ids}
    for row in session.scalars(select(AttendanceWalkIn).where(AttendanceWalkIn.activity_session_id.in_(ids))):
        why = WalkIn(WalkInReason(row.reason), row.note, row.against_rule, row.actor, codes_of(row.rules))
        walked[row.activity_session_id][row.admission_id] = why
    there = {key: {*expected[key], *marks[key], *walked[key]} for key in ids}
    wanted = {stay for some in there.values() for stay in some}
    rows = session.execute(
        select(*attendee_columns())
        .join(Resident, Resident.id == Admission.resident_id)
        .where(Admission.id.in_(sorted(wanted)))
        .order_by(listed_by(session), Admission.id)
    ).all()
    return {
        key: tuple(
            attendee_of(row, marks[key].get(row[0]), walked[key].get(row[0]), expected=row[0] in expected[key])
            for row in rows
            if row[0] in there[key]
        )
        for key in ids
    }


def attendee_columns() -> tuple[Any, ...]:
    """What :func:`attendee_of` takes of a stay and its person."""
    return Admission.id, Resident.id, Resident.full_name, Admission.file_code, Resident.birth_on


def attendee_of(row: Sequence[Any], mark: AttendanceMark | None, walk_in: WalkIn | None, *, expected: bool) -> Attendee:
    """One of those at a session, from :func:`attendee_columns` and what is marked of them."""
    stay_id, resident_id, name, code, birth_on = row
    return Attendee(
        stay_id,
        resident_id,
        name,
        code,
        birth_on.year if birth_on else None,
        expected,
        mark.id if mark else None,
        mark_of(mark) if mark else None,
        mark.marked_by if mark else None,
        mark.recorded_at if mark else None,
        mark.revision if mark else 0,
        walk_in,
    )


def mark_of(row: MarkColumns) -> Mark:
    """What a mark says."""
    return Mark(Attended(row.attended), row.minutes, row.output, row.note)


def marks_by_session(session: Session, session_ids: Collection[int]) -> dict[int, dict[Attended, int]]:
    """How many of each mark every session has, in one statement."""
    found: dict[int, dict[Attended, int]] = {key: {} for key in session_ids}
    for key, attended, count in session.execute(
        select(AttendanceMark.activity_session_id, AttendanceMark.attended, func.count())
        .where(AttendanceMark.activity_session_id.in_(sorted(session_ids)), current())
        .group_by(AttendanceMark.activity_session_id, AttendanceMark.attended)
    ):
        found[key][Attended(attended)] = count
    return found


def marked_among(session: Session, session_ids: Collection[int]) -> frozenset[int]:
    """Which of these sessions were held: somebody is marked with more than what may be said ahead."""
    ahead = [one.value for one in AHEAD]
    found: set[int] = set()
    for some in chunks(session_ids):
        found |= set(
            session.scalars(
                select(AttendanceMark.activity_session_id)
                .where(AttendanceMark.activity_session_id.in_(some), AttendanceMark.attended.not_in(ahead), current())
                .distinct()
            )
        )
    return frozenset(found)
