"""A stay that began before the program: what the old book counts up to a day, in one line of opening.

Up to that day the opening answers for everything that was not served and for every month reduced: what the register
itself holds of that time is in its numbers and is not counted a second time. From the next day on the register counts.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rehab_center.admissions.rules.movements import AFTER, EXITS, MovementKind, State, may_follow
from rehab_center.admissions.rules.reductions import MOST_WITH_MERIT
from rehab_center.admissions.rules.regime import BY_COURT, Regime, StayKind
from rehab_center.admissions.rules.term_override import BY_PAPER
from rehab_center.dates import ONE_DAY
from rehab_center.documents.rules import DocumentFacts
from rehab_center.findings import Finding, Severity
from rehab_center.words import N_, message

#: Where somebody on the books can be (the states of ``movements``), for the question of the form.
WHEREABOUTS = (
    State.PRESENT,
    State.IN_HOSPITAL,
    State.ON_LEAVE,
    State.TAKEN_OUT,
    State.SUSPENDED,
    State.ESCAPED,
    State.IMPRISONED,
)


@dataclass(frozen=True)
class Opening:
    """The part of an opening that the term is calculated from: up to ``until_on``, that day included."""

    until_on: date
    days: int = 0
    months: int = 0
    document_id: int | None = None

    def answers(self, day: date) -> bool:
        """Whether a day lies in the time that the old book counts."""
        return day <= self.until_on


@dataclass(frozen=True)
class OpeningFacts:
    """An opening as somebody states it.

    ``until_on``: None where the book says nothing of days and months. ``state``: where the person is on the day of
    writing. ``paper``: the old book; ``source``: where it was read, for what comes out of a workbook.
    """

    until_on: date | None = None
    days: int = 0
    months: int = 0
    book_end_on: date | None = None
    state: State | None = None
    paper: DocumentFacts | None = None
    source: str | None = None
    note: str | None = None

    @property
    def counts(self) -> bool:
        """Whether it says anything that the term is calculated from."""
        return self.until_on is not None

    def for_term(self, document_id: int | None = None) -> Opening | None:
        """The part that the term is calculated from; None where there is none."""
        return Opening(self.until_on, self.days, self.months, document_id) if self.until_on is not None else None


@dataclass(frozen=True)
class StandingOpening:
    """The opening that holds for a stay, as it was written."""

    id: int
    facts: OpeningFacts
    computed_on: date | None
    document_id: int | None
    author: str
    recorded_at: datetime

    @property
    def for_term(self) -> Opening | None:
        """The part that the term is calculated from."""
        return self.facts.for_term(self.document_id)


def packed_opening(one: StandingOpening) -> dict[str, Any]:
    """An opening as a stay's row keeps it."""
    facts = one.facts
    return {
        "id": one.id,
        "until": facts.until_on.isoformat() if facts.until_on else None,
        "days": facts.days,
        "months": facts.months,
        "book_end": facts.book_end_on.isoformat() if facts.book_end_on else None,
        "state": facts.state.value if facts.state else None,
        "computed": one.computed_on.isoformat() if one.computed_on else None,
        "document": one.document_id,
        "source": facts.source,
        "note": facts.note,
        "author": one.author,
        "at": one.recorded_at.isoformat(),
    }


def unpacked_opening(kept: Mapping[str, Any]) -> StandingOpening:
    """The same, read again."""
    return StandingOpening(
        id=kept["id"],
        facts=OpeningFacts(
            until_on=_day(kept["until"]),
            days=kept["days"],
            months=kept["months"],
            book_end_on=_day(kept["book_end"]),
            state=State(kept["state"]) if kept["state"] else None,
            source=kept["source"],
            note=kept["note"],
        ),
        computed_on=_day(kept["computed"]),
        document_id=kept["document"],
        author=kept["author"],
        recorded_at=datetime.fromisoformat(kept["at"]),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@dataclass(frozen=True)
class Recorded:
    """What the register itself holds of the time an opening answers for.

    ``days``: how many of them it does not count as served; ``months``: reduced by its movements.
    """

    days: int = 0
    months: int = 0


@dataclass(frozen=True)
class OpeningCase:
    """An opening to be looked at, with the stay and what the register knows of it.

    ``first_day``: from which on the register is complete; ``half_on``: when half of the term is served, the days not
    counted among them; ``lowest_on``: the earliest end any line comes to; ``state``: where the register has the person
    today.
    """

    facts: OpeningFacts
    regime: Regime
    kind: StayKind
    months: int | None
    start_on: date
    admitted_on: date
    first_day: date
    today: date
    state: State
    recorded: Recorded = Recorded()
    half_on: date | None = None
    lowest_on: date | None = None
    overridden_on: date | None = None


def check_opening(case: OpeningCase) -> tuple[Finding, ...]:
    """Everything there is to say about an opening; where it cannot be at all, only that."""
    impossible = tuple(_impossible(case))
    if any(one.severity is Severity.BLOCK for one in impossible):
        return impossible
    return (*impossible, *_numbers(case), *_twice(case), *_whereabouts(case))


def _block(words: str, source: str, field: str | None = None, **params: object) -> Finding:
    return Finding("opening", Severity.BLOCK, message(words, **params), source, field)


def _warn(words: str, source: str, field: str | None = None, **params: object) -> Finding:
    return Finding("opening", Severity.WARN, message(words, **params), source, field)


_STOPS = "L120 Đ29.3, Đ47.1; XLVPHC Đ132"
_REDUCED = "NĐ 116/2021 Đ58"
_TERM = "XLVPHC Đ110.3"


def _impossible(case: OpeningCase) -> Iterator[Finding]:
    facts = case.facts
    if case.months is None or case.kind is StayKind.TEMPORARY:
        yield _block(N_("This stay has no term to be counted"), _TERM)
    elif case.state in (State.LEFT, State.NOT_ENTERED):
        yield _block(N_("The person is not on the books: the old book opens nothing any more"), _TERM)
    elif case.admitted_on >= case.first_day:
        yield _block(
            N_("The stay began on %(first)s; the register is complete from %(day)s: the old book opens nothing"),
            _TERM,
            first=case.admitted_on,
            day=case.first_day,
        )
    elif facts.until_on is None and (facts.days or facts.months):
        yield _block(N_("Say up to which day the old book counts these days and months"), _STOPS, "until_on")
    elif facts.until_on is None and facts.book_end_on is None and facts.state is None:
        yield _block(N_("Say what the old book counts, or which end of the term it gives"), _TERM, "until_on")
    elif facts.until_on is not None and facts.until_on < case.start_on:
        words = N_("The old book counts up to %(until)s, before the term began on %(start)s")
        yield _block(words, _TERM, "until_on", until=facts.until_on, start=case.start_on)
    elif facts.until_on is not None and facts.until_on > case.today:
        yield _block(N_("The old book cannot count up to a day that is still to come"), _TERM, "until_on")


def _numbers(case: OpeningCase) -> Iterator[Finding]:
    facts = case.facts
    if facts.until_on is not None:
        yield from _days(case, facts.until_on)
        yield from _months(case, facts.until_on)
    if facts.book_end_on is not None and facts.book_end_on <= case.start_on:
        yield _block(N_("The term would end before it begins"), _TERM, "book_end_on")
    if case.lowest_on is not None and case.lowest_on < case.start_on:
        words = N_("The term would end on %(end)s, before it begins on %(start)s")
        yield _block(words, _TERM, "months", end=case.lowest_on, start=case.start_on)
    if case.overridden_on is not None and facts.counts:
        yield _warn(
            N_("A paper gives this term its end since %(on)s: the opening moves nothing while that stands"),
            BY_PAPER,
            on=case.overridden_on,
        )


def _days(case: OpeningCase, until: date) -> Iterator[Finding]:
    facts = case.facts
    there = (until - case.start_on).days + 1
    if facts.days < 0 or facts.months < 0:
        yield _block(N_("Days and months are not below zero"), _STOPS, "days" if facts.days < 0 else "months")
    elif facts.days > there:
        words = N_("%(days)s days not counted, but from %(start)s to %(until)s there are only %(there)s")
        yield _block(words, _STOPS, "days", days=facts.days, start=case.start_on, until=until, there=there)
    if until < case.first_day - ONE_DAY:
        yield _warn(
            N_(
                "The old book counts up to %(until)s and the register is complete from %(day)s: "
                "nobody tells of the days between"
            ),
            _TERM,
            "until_on",
            until=until,
            day=case.first_day,
        )


def _months(case: OpeningCase, until: date) -> Iterator[Finding]:
    """Rules 13 and 14, as far as a sum without its days can be looked at."""
    months = case.facts.months
    if not months:
        return
    if case.regime is Regime.LAW_2025:
        yield _block(N_("A case under the law of 2025 is not reduced"), "L120 Đ54.9", "months")
    elif case.kind not in BY_COURT:
        yield _block(N_("Only the term of a court's decision is reduced: a voluntary one is not"), _REDUCED, "months")
    elif case.months is not None and months >= case.months:
        words = N_("The reductions take away the whole term of %(months)s months")
        yield _block(words, _REDUCED, "months", months=case.months)
    elif case.half_on is not None and until < case.half_on:
        words = N_("%(months)s months reduced by %(until)s, but half of the term is served on %(half)s only")
        yield _warn(words, _REDUCED, "months", months=months, until=until, half=case.half_on)
    elif months > MOST_WITH_MERIT:
        words = N_("%(months)s months reduced: one decision gives six at most; see that there were several")
        yield _warn(words, _REDUCED, "months", months=months)


def _twice(case: OpeningCase) -> Iterator[Finding]:
    """Nothing counts twice: what the register holds of that time must be in the old book's numbers."""
    facts, recorded = case.facts, case.recorded
    if facts.until_on is None:
        return
    held = recorded.days
    if held > facts.days:
        yield _block(
            N_(
                "The register itself holds %(held)s days not served up to %(until)s, the old book only %(days)s: "
                "write the sum of both, or let the book count up to an earlier day"
            ),
            _STOPS,
            "days",
            held=held,
            until=facts.until_on,
            days=facts.days,
        )
    elif held:
        yield _warn(
            N_("%(held)s of these days stand in the register too: they count once, in the old book's number"),
            _STOPS,
            "days",
            held=held,
        )
    if recorded.months > facts.months:
        yield _block(
            N_(
                "The register itself holds reductions of %(held)s months up to %(until)s, the old book only "
                "%(months)s: write the sum of both, or let the book count up to an earlier day"
            ),
            _REDUCED,
            "months",
            held=recorded.months,
            until=facts.until_on,
            months=facts.months,
        )
    elif recorded.months:
        yield _warn(
            N_("%(held)s of these months stand in the register too: they count once, in the old book's number"),
            _REDUCED,
            "months",
            held=recorded.months,
        )


def _whereabouts(case: OpeningCase) -> Iterator[Finding]:
    """The movements are the only truth about who is here: what is missing of them is said, never invented."""
    told = case.facts.state
    if told is not None and told is not case.state:
        yield Finding(
            "opening",
            Severity.REMIND,
            message(N_("The register has the person elsewhere: the movements that are missing are to be entered")),
            "L120 Đ46.2",
            "state",
        )


_COUNTED_THERE = frozenset({MovementKind.ESCAPED, MovementKind.IMPRISONED, MovementKind.TERM_REDUCED})


def check_moved(opening: Opening | None, kind: MovementKind, on: date, *, old_book: bool) -> tuple[Finding, ...]:
    """What is to be said of a movement in the time that an old book answers for."""
    if opening is None or kind not in _COUNTED_THERE or not opening.answers(on):
        return ()
    words = N_(
        "The old book counts everything up to %(until)s: this movement of %(on)s adds nothing to the term; "
        "where the book did not have it, put the opening right too"
    )
    severity = Severity.REMIND if old_book else Severity.WARN
    return (Finding("opening", severity, message(words, until=opening.until_on, on=on), _STOPS, "effective_on"),)


def missing_moves(now: State, told: State, kind: StayKind) -> tuple[MovementKind, ...]:
    """The fewest movements that lead from where the register has somebody to where they are said to be.

    None where both agree, and where no way leads there (somebody who has left comes back only by a new stay).
    """
    ways: deque[tuple[State, tuple[MovementKind, ...]]] = deque([(now, ())])
    seen = {now}
    while ways:
        state, moves = ways.popleft()
        if state is told:
            return moves
        for move in may_follow(state, kind):
            after = AFTER.get(move, state)
            if move not in EXITS and after not in seen:
                seen.add(after)
                ways.append((after, (*moves, move)))
    return ()
