"""Which paper covers each day of a stay, and which days none does, with the reason. Pure.

A day is covered by the paper of what the person was in that day: the court's decision or the registration until the
last day of the term (L120 Đ29, Đ35, Đ36; XLVPHC), the police's decision while the file is made (L120 Đ37.1), the paper
of the movement while away. Whoever has escaped is not kept. What an old book never said is told apart from what is owed
now.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rehab_center.admissions.rules.last_day import BookEntry
from rehab_center.admissions.rules.movements import AFTER, EFFECTS, EXITS, MovementKind, PaperRule, State
from rehab_center.admissions.rules.regime import BY_COURT, StayKind
from rehab_center.release.kinds import Gap, Ground

_DAY = timedelta(days=1)
_NOT_TIED_TO_THE_TERM = frozenset({State.SUSPENDED, State.IMPRISONED})


@dataclass(frozen=True)
class Paper:
    """A paper as far as it covers days; ``unknown`` where an old book never said its date or issuer."""

    id: int
    number: str
    issued_on: date | None
    unknown: bool = False

    @property
    def covers(self) -> bool:
        """A ground has a number and a day."""
        return bool(self.number) and self.issued_on is not None


@dataclass(frozen=True)
class Step:
    """A movement that changes where somebody is, with its own paper or the one that came later."""

    kind: MovementKind
    on: date
    paper: Paper | None


@dataclass(frozen=True)
class StayDays:
    """What the days of a stay are read from.

    ``steps`` are the movements that stand, in their order. ``end_on``: the last day of the term, None without one and
    while the clock stands still; ``before_on``: the end that held before one that nobody has checked. ``book``: how the
    stay came into the register; what happened before it was written here comes out of an old book.
    """

    kind: StayKind
    months: int | None
    decision: Paper | None
    steps: tuple[Step, ...]
    end_on: date | None
    before_on: date | None
    book: BookEntry


@dataclass(frozen=True)
class Span:
    """Days of one kind, both ends included: covered by a ground, or a gap. ``old``: out of an old book."""

    first: date
    last: date
    ground: Ground | None = None
    gap: Gap | None = None
    paper: Paper | None = None
    old: bool = False

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


def coverage(stay: StayDays, *, today: date, temporary_days: int) -> tuple[Span, ...]:
    """Every day of the stay until ``today`` or the day it ended, without a hole and without a day twice."""
    found: list[Span] = []
    for first, last, step in _stretches(stay.steps, today):
        for span in _cut(_covered(stay, step, first, last), stay, step, temporary_days):
            old = span.gap is not None and _is_old(stay, step, span)
            marked = replace(span, old=True) if old else span
            if found and _goes_on(found[-1], marked):
                found[-1] = replace(found[-1], last=marked.last)
            else:
                found.append(marked)
    return tuple(found)


def _stretches(steps: Sequence[Step], today: date) -> Iterator[tuple[date, date, Step]]:
    """From each movement to the eve of the next; the day somebody leaves for good still counts, but for one who goes
    on under another ground that day."""
    for place, step in enumerate(steps):
        if step.kind in EXITS or step.on > today:
            return
        following = steps[place + 1] if place + 1 < len(steps) else None
        last = today
        if following is not None and following.on <= today:
            leaves = following.kind in EXITS and following.kind is not MovementKind.CONVERTED_OUT
            last = following.on if leaves else following.on - _DAY
        if step.on <= last:
            yield step.on, last, step


def _covered(stay: StayDays, step: Step, first: date, last: date) -> Span:
    """The whole stretch by the paper of what somebody is in, the term left aside."""
    state = AFTER[step.kind]
    if state is State.ESCAPED:
        return Span(first, last, ground=Ground.AT_LARGE)
    if state is not State.PRESENT:
        if step.paper is None or not step.paper.covers:
            return Span(first, last, gap=Gap.AWAY_WITHOUT_PAPER, paper=step.paper)
        return Span(first, last, ground=Ground.AWAY, paper=step.paper)
    base = stay.decision or stay.steps[0].paper
    if stay.kind in BY_COURT and (base is None or not base.covers):
        return Span(first, last, gap=Gap.NO_DECISION, paper=base)
    if base is None or not base.covers:
        return Span(first, last, gap=Gap.PAPER_OWED, paper=base)
    if _lacks_its_own(step):
        return Span(first, last, gap=Gap.PAPER_OWED, paper=step.paper)
    ground = Ground.TEMPORARY if stay.kind is StayKind.TEMPORARY else Ground.DECISION
    return Span(first, last, ground=ground, paper=base)


def _lacks_its_own(step: Step) -> bool:
    """Whether the movement that brought somebody here still lacks its paper."""
    needed = EFFECTS[step.kind].paper is not PaperRule.NOT_NEEDED and step.kind is not MovementKind.ADMITTED
    return needed and (step.paper is None or not step.paper.covers)


def _cut(span: Span, stay: StayDays, step: Step, temporary_days: int) -> Iterator[Span]:
    """The stretch in pieces where a ground ends within it."""
    if span.ground is Ground.AT_LARGE or AFTER[step.kind] in _NOT_TIED_TO_THE_TERM:
        yield span
        return
    if stay.kind is StayKind.TEMPORARY:
        until = stay.steps[0].on + timedelta(days=temporary_days - 1)
        yield from _split(span, until, Gap.TEMPORARY_TOO_LONG)
        return
    if stay.months is None and stay.kind in BY_COURT:
        yield span if span.gap else replace(span, ground=None, gap=Gap.NO_TERM)
        return
    if stay.end_on is None:
        yield span
        return
    for piece in _split(span, stay.end_on, Gap.AFTER_TERM):
        unchecked = stay.before_on is not None and stay.before_on < stay.end_on and piece.gap is not Gap.AFTER_TERM
        if unchecked and stay.before_on is not None:
            yield from _split(piece, stay.before_on, Gap.UNCHECKED_TERM)
        else:
            yield piece


def _split(span: Span, until: date, gap: Gap) -> Iterator[Span]:
    """Until a day as it is; what lies after it is a gap of its own kind, whatever paper there was."""
    if span.first <= until:
        yield span if span.last <= until else replace(span, last=until)
    if span.last > until:
        first = max(span.first, until + _DAY)
        yield replace(span, first=first, ground=None, gap=gap)


def _is_old(stay: StayDays, step: Step, span: Span) -> bool:
    written_on, last = stay.book.written_on, stay.steps[-1]
    since = last.on if last.kind not in EXITS else None
    if span.gap is Gap.AFTER_TERM:
        return stay.book.left_behind(stay.end_on, since=since)
    if span.gap is Gap.UNCHECKED_TERM:
        return stay.book.left_behind(stay.before_on, since=since)
    if span.gap is Gap.NO_TERM:
        return stay.steps[0].on < written_on
    return (span.paper is not None and span.paper.unknown) or step.on < written_on


def _goes_on(before: Span, span: Span) -> bool:
    same = (before.ground, before.gap, before.paper, before.old) == (span.ground, span.gap, span.paper, span.old)
    return same and before.last + _DAY == span.first
