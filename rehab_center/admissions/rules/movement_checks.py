"""What the law says about recording a movement: rules 11, 13 to 15, 49 and 50, and the days of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rehab_center.admissions.rules.movements import EFFECTS, MovementKind, PaperRule, State
from rehab_center.admissions.rules.reductions import Reduction, check_reduction
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.admissions.rules.sequence import StayState
from rehab_center.dates import add_months
from rehab_center.findings import Finding, Severity
from rehab_center.words import N_, Message, message

IN_PATIENT_DAYS = 10  # NĐ 116/2021 Đ58: more than 10 days in hospital
RETURN_MONTHS = 3  # L120 Đ39.3; NĐ 116/2021 Đ58


@dataclass(frozen=True)
class Move:
    """A movement about to be recorded and what it is judged by.

    ``in_patient_days``: how long somebody says the person had been in hospital;
    ``state`` is where the stay stands before it; ``term_end_on`` the end of the term as of that day (None: no term, or
    the clock stands still) and ``last_on`` the day on which the person is to be let go, another one where the end is
    unchecked; ``has_paper`` whether its paper is given; ``old_book``: it comes from an old book, whose
    missing papers are owed and not refused; ``reduction``: what is to be looked at where the movement reduces the term.
    """

    kind: MovementKind
    effective_on: date
    today: date
    stay_kind: StayKind
    regime: Regime
    state: StayState
    term_end_on: date | None = None
    last_on: date | None = None
    has_paper: bool = True
    old_book: bool = False
    reduction: Reduction | None = None
    in_patient_days: int | None = None


def check_move(move: Move) -> tuple[Finding, ...]:
    """All findings about a movement. Whether it fits into the ledger is ``sequence.check_insertion``'s to say."""
    return (
        *_day(move),
        *_ground(move),
        *_paper(move),
        *_notice(move),
        *_reduction(move),
        *_term(move),
        *_suspension(move),
        *_prison(move),
    )


def _finding(rule: str, severity: Severity, words: Message, source: str, field: str) -> Finding:
    return Finding(rule, severity, words, source, field)


def _day(move: Move) -> Iterator[Finding]:
    if move.effective_on > move.today:
        words = message(N_("%(day)s has not come yet: an intention is a paper, not a movement"), day=move.effective_on)
        yield _finding("future-movement", Severity.BLOCK, words, EFFECTS[move.kind].source, "effective_on")


def _ground(move: Move) -> Iterator[Finding]:
    effect = EFFECTS[move.kind]
    if move.stay_kind not in effect.only:
        words = message(N_("“%(kind)s” does not exist for this kind of stay"), kind=effect.title())
        yield _finding("ground", Severity.BLOCK, words, effect.source, "kind")


def _paper(move: Move) -> Iterator[Finding]:
    """Rule 50: the paper that is itself the ground must be there, the others may follow."""
    effect = EFFECTS[move.kind]
    if move.has_paper or effect.paper is PaperRule.NOT_NEEDED:
        return
    if effect.paper is PaperRule.AT_ONCE and not move.old_book:
        words = message(
            N_("“%(kind)s” needs its paper: %(paper)s"), kind=effect.title(), paper=Message(effect.paper_name or "")
        )
        yield _finding("50", Severity.BLOCK, words, effect.source, "paper_number")
    else:
        words = message(N_("The paper is still owed: %(paper)s"), paper=Message(effect.paper_name or ""))
        yield _finding("50", Severity.REMIND, words, effect.source, "paper_number")


def _notice(move: Move) -> Iterator[Finding]:
    """Rule 16."""
    if move.kind is MovementKind.ESCAPED and not move.old_book:
        words = message(N_("The commune police must be told of the escape within 24 hours"))
        yield _finding("16", Severity.REMIND, words, "L120 Đ46.2i", "effective_on")


def _reduction(move: Move) -> tuple[Finding, ...]:
    """Rules 13 and 14."""
    return check_reduction(move.reduction) if move.reduction is not None else ()


def _term(move: Move) -> Iterator[Finding]:
    """Rule 9: early by the end that is checked, too late once neither end is to come."""
    if move.kind is not MovementKind.COMPLETED or move.term_end_on is None:
        return
    end = move.last_on or move.term_end_on
    if move.effective_on < end:
        words = message(
            N_("Completed on %(day)s although the term ends on %(end)s: %(days)s days early"),
            day=move.effective_on,
            end=end,
            days=(end - move.effective_on).days,
        )
        yield _finding("9", Severity.WARN, words, "L120 Đ29.3; XLVPHC Đ95.2", "effective_on")
    elif move.effective_on > (end := max(end, move.term_end_on)):
        words = message(
            N_("Completed on %(day)s although the term ended on %(end)s: kept %(days)s days too long"),
            day=move.effective_on,
            end=end,
            days=(move.effective_on - end).days,
        )
        yield _finding("9", Severity.WARN, words, "L120 Đ29.3; XLVPHC Đ114", "effective_on")


def _suspension(move: Move) -> Iterator[Finding]:
    """Rule 15 for a suspension under the older law, rule 11 for the return from one."""
    if move.kind is MovementKind.SUSPENDED and move.regime is not Regime.LAW_2025 and not _long_in_hospital(move):
        words = message(N_("The older law suspends only after more than 10 days in hospital"))
        yield _finding("15", Severity.WARN, words, "NĐ 116/2021 Đ58", "kind")
    end = move.term_end_on
    if move.kind is MovementKind.RESUMED and end is not None and add_months(move.effective_on, RETURN_MONTHS) > end:
        words = message(
            N_("Less than 3 months of the term are left (until %(end)s): the law does not ask for the return"), end=end
        )
        yield _finding("11", Severity.WARN, words, "L120 Đ39.3; NĐ 116/2021 Đ58", "kind")


def _long_in_hospital(move: Move) -> bool:
    if move.in_patient_days is not None:
        return move.in_patient_days > IN_PATIENT_DAYS
    since = move.state.since if move.state.state is State.IN_HOSPITAL else None
    return since is not None and (move.effective_on - since).days > IN_PATIENT_DAYS


def _prison(move: Move) -> Iterator[Finding]:
    if move.kind is MovementKind.RELEASED_FROM_PRISON and move.regime is not Regime.LAW_2025:
        yield prison_under_the_older_law(move.stay_kind)


def prison_under_the_older_law(kind: StayKind) -> Finding:
    """Rule 12: only the law of 2025 says that the rest is served after prison."""
    if kind is StayKind.MINOR:
        words = message(
            N_("Who is 14 to under 18 and sentenced to prison without suspension is exempted from the rest of the term")
        )
        return Finding("12", Severity.WARN, words, "L73 Đ39", "kind")
    words = message(
        N_("Under the older law a prison sentence usually exempts from the rest of the term (to be confirmed)")
    )
    return Finding("12", Severity.WARN, words, "XLVPHC Đ117; L73 Đ39", "kind")
