"""The figures of work and classes: who took part and how many hours, refusals, permissions, sessions, sheets.

Hours and refusals come from marks alone, people at the period's end from the assignments of that day. Attendance that
is not marked from the period's first day on gives no number, as with the book of stays. Nothing of anybody's health is
told: whoever rests is away or paused, whatever the cause. Where a centre has no programme there are no such figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from rehab_center.activities.kinds import ActivityKind, Subject
from rehab_center.assignments.kinds import Standing
from rehab_center.assignments.queries import Assigned, assigned
from rehab_center.attendance.queries.report import (
    Line,
    Programmes,
    TookPart,
    programmes_told,
    took_part,
)
from rehab_center.figures.making import hours_figure, if_known, people_figure, percent, times_figure
from rehab_center.figures.values import Counted, Excluded, Figure
from rehab_center.figures.work_certificates import CERTIFICATES, Given, certificates_given
from rehab_center.figures.work_events import paper_figures, permission_figures, session_figures
from rehab_center.figures.work_words import COMPARED, ENDS, LEVELS, RESTS, SUBJECTS
from rehab_center.names import slug
from rehab_center.periods import Period
from rehab_center.permissions import Scope
from rehab_center.words import N_, Message, message

PEOPLE = {ActivityKind.LABOUR: "labour", ActivityKind.VOCATIONAL: "course", ActivityKind.EDUCATION: "class"}
"""How the codes of each kind of programme begin."""

UNMARKED = N_("No session is marked in the program")
"""What is said of a figure where nobody marks attendance."""

PARTS = {
    f"{begin}_{what}_percent": (f"{begin}_{what}", f"{begin}_{what}_same_period")
    for begin in PEOPLE.values()
    for what in ("people", "hours")
}
PARTS["certificates_percent"] = ("certificates", "certificates_same_period")
"""What each percentage is made of."""


def adds_times(code: str) -> bool:
    """Whether a figure adds up how often something happened to the people behind it."""
    return code in ("refusals", "certificates", "certificates_same_period") or code.startswith("given_")


def adds_minutes(code: str) -> bool:
    """Whether a figure adds up the minutes of the people behind it."""
    return code.removesuffix("_same_period") in {f"{begin}_hours" for begin in PEOPLE.values()}


@dataclass(frozen=True)
class _Asked:
    session: Session
    period: Period
    scope: Scope
    known_at: datetime
    programmes: Programmes

    def line(self, activity_id: int) -> Line | None:
        return self.programmes.by_id.get(activity_id)

    def knows(self, figure: Figure, period: Period) -> Figure:
        """The figure, or none where attendance is not marked from the period's first day on."""
        since = self.programmes.marked_from
        note = message(N_("Attendance is marked from %(day)s on"), day=since) if since else Message(UNMARKED)
        return if_known(figure, known=since is not None and since <= period.range.first, note=note)


def work_figures(session: Session, period: Period, *, scope: Scope, known_at: datetime) -> list[Figure]:
    """Every figure of work and classes, in the order of the report's tables; none where there is no programme."""
    asked = _Asked(session, period, scope, known_at, programmes_told(session, period.range.last, scope=scope))
    if not asked.programmes.by_id:
        return []
    now = took_part(session, period.range, scope=scope, known_at=known_at)
    ends = assigned(session, period.range.last, scope=scope)
    days = period.range
    events = (
        *session_figures(session, days, scope=scope, known_at=known_at),
        *paper_figures(session, days, scope=scope, known_at=known_at),
    )
    given = certificates_given(session, days, scope=scope, known_at=known_at)
    return [
        *_compared(asked, now),
        *_certificates(asked, given),
        *_by_line(asked, now, ends, ActivityKind.VOCATIONAL, _trade_of),
        *_by_line(asked, now, ends, ActivityKind.EDUCATION, _subject_of),
        *given.by_trade(),
        *(
            _at_the_end(f"{PEOPLE[kind]}_end", message(label), [one for one in ends if one.kind is kind])
            for kind, label in ENDS.items()
        ),
        *(asked.knows(one, period) for one in _refusals(now)),
        *permission_figures(session, days, scope=scope),
        *(asked.knows(one, period) for one in events),
    ]


# --- people and hours -------------------------------------------------------------------------------------------------


def _compared(asked: _Asked, now: Sequence[TookPart]) -> list[Figure]:
    """People and hours of each kind, against the same period of the year before."""
    earlier = asked.period.same_period_last_year
    then = took_part(asked.session, earlier.range, scope=asked.scope, known_at=asked.known_at)
    figures = []
    for kind, (people, hours) in COMPARED.items():
        here, before = (
            [one for one in some if (line := asked.line(one.activity_id)) and line.kind is kind] for some in (now, then)
        )
        for code, label, make in (
            (f"{PEOPLE[kind]}_people", people, _people),
            (f"{PEOPLE[kind]}_hours", hours, _hours),
        ):
            one = asked.knows(make(code, message(label), here), asked.period)
            figures += _three(one, asked.knows(make(f"{code}_same_period", _earlier(label), before), earlier), label)
    return figures


def _three(one: Figure, same: Figure, label: str) -> list[Figure]:
    """A figure, the same of the year before, and its percentage."""
    share = message(N_("%(figure)s, percent of the same period of the year before"), figure=Message(label))
    return [one, same, percent(f"{one.code}_percent", share, one, same.value, 0)]


def _earlier(label: str) -> Message:
    return message(N_("%(figure)s, same period of the year before"), figure=Message(label))


def _certificates(asked: _Asked, given: Given) -> list[Figure]:
    """Certificates against the same period, which is known where attendance is."""
    earlier = asked.period.same_period_last_year
    before = certificates_given(asked.session, earlier.range, scope=asked.scope, known_at=asked.known_at)
    same = asked.knows(before.whole("certificates_same_period", _earlier(CERTIFICATES)), earlier)
    return _three(given.whole("certificates", message(CERTIFICATES)), same, CERTIFICATES)


def _people(code: str, label: Message, some: Iterable[TookPart]) -> Figure:
    told = list(some)
    counted = _once_each(told)
    there = {one.resident_id for one in counted}
    missed: dict[int, list[tuple[TookPart, date]]] = {}
    for one in told:
        if one.resident_id not in there and one.missed_on:
            missed.setdefault(one.resident_id, []).append((one, one.missed_on))
    return people_figure(code, label, counted, [_never_there(lines) for lines in missed.values()])


def _never_there(lines: Sequence[tuple[TookPart, date]]) -> Excluded:
    first, times = lines[0][0], sum(one.missed for one, _on in lines)
    reason = message(N_("marked absent at all %(count)s sessions"), count=times)
    on = min(on for _one, on in lines)
    return Excluded(first.stay_id, first.resident_id, first.file_code, first.full_name, on, reason)


def _hours(code: str, label: Message, some: Iterable[TookPart]) -> Figure:
    return hours_figure(code, label, _once_each(some, lambda one: one.minutes))


def _once_each(some: Iterable[TookPart], amount: Callable[[TookPart], int] | None = None) -> list[Counted]:
    """Everybody who was there once, with the first day; ``amount`` is added up over stays and programmes."""
    there = ((one, one.first_on, amount(one) if amount else None) for one in some)
    return _added_up((one, on, many) for one, on, many in there if on)


def _refusals(now: Iterable[TookPart]) -> list[Figure]:
    """Refusals of any session: how many times, and by whom."""
    found = _added_up((one, one.refused_on, one.refusals) for one in now if one.refused_on)
    return [
        times_figure("refusals", message(N_("Refusals to work or to learn, times")), found),
        people_figure(
            "refusing_people",
            message(N_("People who refused to work or to learn")),
            [replace(one, amount=None) for one in found],
        ),
    ]


def _added_up(some: Iterable[tuple[TookPart, date, int | None]]) -> list[Counted]:
    """Everybody once, by the first of their stays, with the earliest day and the sum of the amounts."""
    found: dict[int, Counted] = {}
    for one, on, amount in some:
        before = found.get(one.resident_id)
        if before is None:
            found[one.resident_id] = Counted(one.stay_id, one.resident_id, one.file_code, one.full_name, on, amount)
        else:
            total = None if amount is None else amount + (before.amount or 0)
            found[one.resident_id] = replace(before, on=min(before.on, on), amount=total)
    return list(found.values())


# --- by trade and subject, and at the period's end --------------------------------------------------------------------


def _trade_of(line: Line) -> tuple[str, Message] | None:
    if line.trade is None or line.level is None:
        return None
    words = message(N_("%(trade)s, %(level)s (course)"), trade=line.trade, level=Message(LEVELS[line.level]))
    return f"trade_{line.level}_{slug(line.trade)}", words


def _subject_of(line: Line) -> tuple[str, Message] | None:
    if line.subject is None:
        return None
    return f"subject_{line.subject}".replace("-", "_"), Message(SUBJECTS[line.subject])


def _by_line(
    asked: _Asked,
    now: Sequence[TookPart],
    ends: Sequence[Assigned],
    kind: ActivityKind,
    named: Callable[[Line], tuple[str, Message] | None],
) -> list[Figure]:
    """For each trade and level, or each subject, that had anybody: who took part, and who does at the end."""
    lines: dict[str, tuple[Message, set[int]]] = {}
    for key, line in asked.programmes.by_id.items():
        told = named(line) if line.kind is kind else None
        if told:
            lines.setdefault(told[0], (told[1], set()))[1].add(key)
    figures = []
    for code, (words, ids) in sorted(lines.items(), key=lambda one: _place(one[0])):
        took = _people(code, message(N_("Took part in the period: %(what)s"), what=words),
                       [one for one in now if one.activity_id in ids])  # fmt: skip
        last = _at_the_end(f"{code}_end", message(N_("Takes part at the end of the period: %(what)s"), what=words),
                           [one for one in ends if one.activity_id in ids])  # fmt: skip
        if took.people or took.just_excluded or last.people or last.just_excluded:
            figures += [asked.knows(took, asked.period), last]
    return figures


def _place(code: str) -> tuple[int, str]:
    """Trades by their words, subjects in the order of the closed list."""
    subject = code.removeprefix("subject_").replace("_", "-")
    return (list(Subject).index(Subject(subject)), code) if code.startswith("subject_") else (0, code)


def _at_the_end(code: str, label: Message, ends: Iterable[Assigned]) -> Figure:
    """Who takes part as the last day ends; whoever is assigned and rests is just outside, without the cause."""
    found: dict[int, Counted] = {}
    outside: dict[int, Excluded] = {}
    for one in ends:
        about = (one.stay_id, one.resident_id, one.file_code, one.full_name, one.dates.starts_on)
        if one.standing is Standing.ACTIVE:
            found.setdefault(one.resident_id, Counted(*about))
        elif one.standing in RESTS:
            outside.setdefault(one.resident_id, Excluded(*about, Message(RESTS[one.standing])))
    return people_figure(code, label, found.values(), [one for key, one in outside.items() if key not in found])
