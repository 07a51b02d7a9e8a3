"""Who came to the sessions of the invented centre: keyed in thrice a week, with what happens in every workshop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.activities.kinds import ActivityKind, CancelReason
from rehab_center.activities.queries import Meeting, sessions_of
from rehab_center.activities.services.sessions import cancel_session
from rehab_center.attendance.kinds import Attended, SheetKind
from rehab_center.attendance.queries.sessions import MeetingPage, meeting_page, span_of
from rehab_center.attendance.queries.sheets import sheets_of
from rehab_center.attendance.rules.marking import Mark
from rehab_center.attendance.services.corrections import confirm_correction, propose_correction
from rehab_center.attendance.services.keying import key_sheets
from rehab_center.attendance.services.sheets import Returned, print_sheet, take_back
from rehab_center.audit.waiting import rows_together
from rehab_center.demo.work import HEAD, TRAINER, Works
from rehab_center.permissions import EVERYWHERE

_KEYED_ON = (1, 3, 5)
"""Tuesday, Thursday, Saturday: no session waits longer than the two days in which it may be marked alone."""
_EVENING = 18
_SHEETS = timedelta(days=24)
"""Before the end: from when on sheets are printed."""
_ABSENCES = (
    (0.018, Attended.SICK, None),
    (0.009, Attended.TREATMENT, None),
    (0.008, Attended.VISIT, None),
    (0.004, Attended.REFUSED, "Không chịu nhận việc, đã nhắc nhở, lập biên bản"),
    (0.003, Attended.UNEXCUSED, "Không ra tập trung, ở lại buồng"),
    (0.004, Attended.AUTHORITIES, None),
    (0.006, Attended.OTHER_DUTY, "Trực nhật theo phân công"),
    (0.003, Attended.DISCIPLINE, None),
    (0.010, Attended.LATE, None),
    (0.005, Attended.LEFT_EARLY, None),
)
_CANCELLED = 61
"""One session of so many does not take place."""
_CORRECTED, _WAITS = 12, 3
"""Days before the end: a correction each month, and the last that waits for its second person."""
_CAUSES = {
    ActivityKind.LABOUR: (CancelReason.NO_WORK, CancelReason.POWER, CancelReason.WEATHER, CancelReason.CENTRE),
    ActivityKind.VOCATIONAL: (CancelReason.TEACHER, CancelReason.POWER),
    ActivityKind.EDUCATION: (CancelReason.TEACHER, CancelReason.CENTRE),
}
_MISTAKES = (
    ("Phiếu giấy ghi vắng, máy ghi có mặt", Mark(Attended.VISIT)),
    ("Đến muộn, khi nhập chưa ghi", Mark(Attended.LATE)),
    ("Y tế báo lại: nghỉ tại trạm", Mark(Attended.TREATMENT)),
)

Happening = Callable[[Session, datetime], object]


def attended_days(works: Works) -> Iterator[tuple[date, Happening]]:
    """On which days somebody keys sheets in, and on which they are printed."""
    keyed = works.first
    for day in (works.first + timedelta(days=ahead) for ahead in range(1, (works.until - works.first).days + 1)):
        if day > works.until - _SHEETS and day.weekday() < 5:
            yield day, lambda session, now: _print(works, session, now)
        if day.weekday() in _KEYED_ON or day == works.until:
            yield day, _keys(works, keyed + timedelta(days=1), day)
            keyed = day
        if (ago := (works.until - day).days) % 30 == _CORRECTED or ago == _WAITS:
            yield day, _corrects(works, waits=ago == _WAITS)


def _corrects(works: Works, *, waits: bool) -> Happening:
    return lambda session, now: _correct(works, session, now, waits=waits)


def _keys(works: Works, first: date, last: date) -> Happening:
    def happens(session: Session, now: datetime) -> None:
        evening = now if last == works.until else clock.moment_of(last, _EVENING)
        with clock.set_to(evening):
            _key(works, first, last, session, evening)

    return happens


def _key(works: Works, first: date, last: date, session: Session, now: datetime) -> None:
    """Cancel what did not take place, mark everybody at the rest, take back the sheets that came."""
    over = [
        one
        for one in sessions_of(session, first, last, scope=works.scope, planned_only=True)
        if span_of(one).ends_at <= now
    ]
    held = [one for one in over if not _cancelled(session, one, now)]
    if held:
        with rows_together(session):
            key_sheets(session, held, _exceptions, actor=TRAINER, now=now)
    if last > works.until - _SHEETS:
        for one in held:
            _take_back(session, one, now)


def _cancelled(session: Session, one: Meeting, now: datetime) -> bool:
    if one.id % _CANCELLED:
        return False
    cancel_session(session, one.id, reason=Random(one.id).choice(_CAUSES[one.kind]), actor=TRAINER, now=now)
    return True


def _exceptions(page: MeetingPage) -> dict[int, Mark]:
    """Fourteen of fifteen are there."""
    random = Random(page.meeting.id)
    found: dict[int, Mark] = {}
    for one in page.people:
        luck = random.random()
        for chance, attended, note in _ABSENCES:
            if luck < chance:
                late = attended in (Attended.LATE, Attended.LEFT_EARLY)
                minutes = page.span.minutes - random.randint(10, 40) if late else None
                found[one.stay_id] = Mark(attended, minutes, note=note)
                break
            luck -= chance
    return found


def _correct(works: Works, session: Session, now: datetime, *, waits: bool) -> None:
    """Once a month the paper says otherwise than the screen: the head confirms what the office found."""
    day = clock.day_of(now) - timedelta(days=5)
    random = Random(day.toordinal())
    found = sessions_of(session, day, scope=works.scope, planned_only=True)
    pages = [meeting_page(session, one.id, scope=works.scope) for one in random.sample(found, min(2, len(found)))]
    for page in pages:
        there = [one for one in page.people if one.mark and one.mark.attended is Attended.PRESENT]
        if there and not page.editable(now):
            reason, mark = random.choice(_MISTAKES)
            if mark.attended is Attended.LATE:
                mark = replace(mark, minutes=page.span.minutes - 25)
            correction = propose_correction(
                session, page.meeting.id, {random.choice(there).stay_id: mark}, reason=reason,
                expected_version=page.version, actor=TRAINER, now=now,
            )  # fmt: skip
            if not waits:
                confirm_correction(session, correction, actor=HEAD, now=now + timedelta(minutes=20))
            return


def _print(works: Works, session: Session, now: datetime) -> None:
    """The sheets of tomorrow's work, for signature."""
    tomorrow = clock.day_of(now) + timedelta(days=1)
    for one in sessions_of(session, tomorrow, scope=works.scope, planned_only=True):
        if one.kind is ActivityKind.LABOUR and one.id % 3 == 0:
            print_sheet(session, SheetKind.ROLL, one.id, actor=TRAINER, now=now)


def _take_back(session: Session, meeting: Meeting, now: datetime) -> None:
    """Most sheets come back signed; one is missing, one has a signature too few, one another number."""
    for row in sheets_of(session, meeting.id, scope=EVERYWHERE, now=now):
        fate = row.number % 13
        if row.returned_at is not None or fate == 5:
            continue
        there = row.marked or 0
        given = Returned(signed=fate != 7, on_paper=there - 1 if fate == 9 and there else there)
        take_back(session, row.id, given, expected_version=row.version, actor=TRAINER, now=now)
