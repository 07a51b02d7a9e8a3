"""The sum of a term as it grows: the clock, the lines it writes, and an end that a paper overrides.

An override answers everything up to its day. What happens later is counted on from the overridden end: a reduction
shortens from there, days away lengthen from there. When it is ended, what is calculated without it holds again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from rehab_center.admissions.rules import term_words as words
from rehab_center.admissions.rules.term_articles import Articles
from rehab_center.admissions.rules.term_case import (
    Conventions,
    Credit,
    EscapeDays,
    Ground,
    Interruption,
    TermCase,
    TermChange,
    TermLine,
    TermResult,
)
from rehab_center.admissions.rules.term_opening import Opening
from rehab_center.admissions.rules.term_override import BY_PAPER, Override, ended_words, override_words
from rehab_center.dates import ONE_DAY, add_months
from rehab_center.findings import Finding, Severity
from rehab_center.policies.rules import TermEndConvention
from rehab_center.words import Message


@dataclass
class Clock:
    """The sum as it grows from line to line, how far days away have been looked at, and since when it stands still.

    ``base_on``: from where months and days count, the start or an overridden end; ``counted``: the changes in them.
    """

    case: TermCase
    conventions: Conventions
    articles: Articles
    base_on: date = date.min
    months: int = 0
    days: int = 0
    counted: list[TermChange] = field(default_factory=list)
    overridden: bool = False
    looked_at_until: date = date.min
    stopped_on: date | None = None
    lines: list[TermLine] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def _end(self, months: int, days: int) -> date:
        end = add_months(self.base_on, months) + timedelta(days=days)
        return end - ONE_DAY if self.conventions.term_end is TermEndConvention.DAY_BEFORE else end

    @property
    def end_on(self) -> date:
        return self._end(self.months, self.days)

    @property
    def shown_end(self) -> date | None:
        return self.end_on if self.stopped_on is None else None

    @property
    def remaining_days(self) -> int | None:
        return None if self.stopped_on is None else max(0, (self.end_on - self.stopped_on).days)

    def end_seen_from(self, day: date) -> date:
        """The end as it stood on ``day``, when later decisions had not been made."""
        later = [change for change in self.counted if change.on > day]
        return self._end(
            self.months - sum(change.months for change in later), self.days - sum(change.days for change in later)
        )

    def add(
        self,
        ground: Ground,
        formula: Message,
        article: str,
        *,
        from_on: date,
        to_on: date | None = None,
        months: int = 0,
        days: int = 0,
        document_id: int | None = None,
        movement_id: int | None = None,
    ) -> None:
        self.lines.append(
            TermLine(
                ground=ground,
                from_on=from_on,
                to_on=to_on,
                months=months,
                days=days,
                running_end_on=self.shown_end,
                formula=formula,
                article=article,
                document_id=document_id,
                movement_id=movement_id,
                policy_value_id=self.conventions.value_ids.get(ground),
            )
        )

    def note(self, severity: Severity, words: Message, article: str, absence: Interruption) -> None:
        """What was given about days away and did not count as given."""
        rule = "12" if absence.ground is Ground.IMPRISONMENT else "10"
        self.findings.append(Finding(rule, severity, words, article, "pauses"))


Fact = TermChange | Credit | Opening | Interruption


def calculate(case: TermCase, conventions: Conventions, articles: Articles) -> TermResult:
    """Add everything up in the order that the sum needs."""
    clock = _begun(case, conventions, articles)
    facts = _in_order(case, conventions)
    waiting = facts
    for one in case.overrides:
        waiting = _count(clock, waiting, one)
        _override(clock, one)
        if one.ended_on is not None:
            waiting = _count(clock, waiting, replace(one, made_on=one.ended_on))
            plain = _begun(case, conventions, articles)
            _count(plain, [fact for fact in facts if fact not in waiting])
            _end_override(clock, one, one.ended_on, plain)
    _count(clock, waiting)
    return TermResult(clock.shown_end, tuple(clock.lines), clock.remaining_days, tuple(clock.findings))


def _begun(case: TermCase, conventions: Conventions, articles: Articles) -> Clock:
    clock = Clock(case, conventions, articles, base_on=case.start_on)
    _add_term(clock)
    return clock


def _in_order(case: TermCase, conventions: Conventions) -> list[Fact]:
    return [
        *sorted(case.changes, key=lambda one: (one.on, one.movement_id or 0, one.months, one.days)),
        *case.credits,
        *((case.opening,) if case.opening is not None else ()),
        *sorted(case.interruptions, key=lambda one: _when(one, conventions)),
    ]


def _count(clock: Clock, facts: Sequence[Fact], until: Override | None = None) -> list[Fact]:
    """Count the facts, but those that come after an override: they are given back, in their order."""
    later: list[Fact] = []
    for fact in facts:
        if until is not None and not _answered(until, fact):
            later.append(fact)
        elif isinstance(fact, TermChange):
            _change(clock, fact)
        elif isinstance(fact, Credit):
            _take_credit(clock, fact)
        elif isinstance(fact, Opening):
            _open(clock, fact)
        else:
            _interrupt(clock, fact)
    return later


def _answered(one: Override, fact: Fact) -> bool:
    """Whether the override was written after it: of what is of its own day, only what it had seen."""
    if isinstance(fact, Credit):
        return True
    if isinstance(fact, TermChange):
        return fact.on < one.made_on or (fact.on == one.made_on and (fact.movement_id or 0) <= one.seen_movement_id)
    if isinstance(fact, Opening):
        return fact.until_on <= one.made_on
    return fact.to_on is not None and fact.to_on <= one.made_on


def _override(clock: Clock, one: Override) -> None:
    computed = clock.end_on
    day_before = clock.conventions.term_end is TermEndConvention.DAY_BEFORE
    clock.base_on = one.end_on + ONE_DAY if day_before else one.end_on
    clock.months = clock.days = 0
    clock.counted = []
    clock.overridden = True
    clock.looked_at_until = max(clock.looked_at_until, one.made_on)
    clock.add(
        Ground.OVERRIDE,
        override_words(one, computed),
        BY_PAPER,
        from_on=one.made_on,
        days=(one.end_on - computed).days,
        document_id=one.document_id,
    )


def _end_override(clock: Clock, one: Override, on: date, plain: Clock) -> None:
    """What would hold without it holds again, as ``plain`` has counted it."""
    before = clock.end_on
    clock.base_on, clock.months, clock.days = plain.base_on, plain.months, plain.days
    clock.counted, clock.overridden = plain.counted, False
    clock.looked_at_until = plain.looked_at_until
    clock.add(
        Ground.OVERRIDE_ENDED,
        ended_words(one, on, clock.end_on),
        BY_PAPER,
        from_on=on,
        days=(clock.end_on - before).days,
        document_id=one.ended_document_id,
    )


def _when(absence: Interruption, conventions: Conventions) -> tuple[date, date, str, int]:
    back = absence.to_on or date.max
    return _first_uncounted(absence, conventions), back, absence.ground.value, absence.movement_id or 0


def _first_uncounted(absence: Interruption, conventions: Conventions) -> date:
    from_next_day = absence.ground is Ground.ESCAPE and conventions.escape is EscapeDays.FROM_NEXT_DAY
    return absence.from_on + ONE_DAY if from_next_day else absence.from_on


def _add_term(clock: Clock) -> None:
    case = clock.case
    clock.months = case.months
    formula = words.term(case.start_on, case.months, clock.end_on, clock.conventions)
    article = clock.articles.term.get(case.kind, "XLVPHC")
    clock.add(Ground.TERM, formula, article, from_on=case.start_on, months=case.months, document_id=case.decision_id)


def _take_credit(clock: Clock, credit: Credit) -> None:
    taken = credit.days if clock.conventions.credit_taken else 0
    clock.days -= taken
    formula = (
        words.credit_not_taken(credit)
        if credit.days and not taken
        else words.credit(credit, clock.end_on, clock.articles.credit)
    )
    clock.add(Ground.CREDIT, formula, clock.articles.credit, from_on=clock.case.start_on, days=-taken)


def _open(clock: Clock, opening: Opening) -> None:
    """What the old book counts, months first; days away up to its day are in its number."""
    from_on, document_id = min(clock.case.start_on, opening.until_on), opening.document_id
    if opening.months:
        clock.months -= opening.months
        article = clock.articles.change
        clock.add(
            Ground.OPENING_MONTHS,
            words.opening_months(opening, clock.end_on, article),
            article,
            from_on=from_on,
            to_on=opening.until_on,
            months=-opening.months,
            document_id=document_id,
        )
    clock.days += opening.days
    article = f"{clock.articles.escape}; {clock.articles.prison}"
    clock.add(
        Ground.OPENING_DAYS,
        words.opening_days(opening, clock.end_on, article),
        article,
        from_on=from_on,
        to_on=opening.until_on,
        days=opening.days,
        document_id=document_id,
    )
    clock.looked_at_until = max(clock.looked_at_until, opening.until_on + ONE_DAY)


def _change(clock: Clock, change: TermChange) -> None:
    opening = clock.case.opening
    if opening is not None and change.shortens and opening.answers(change.on):
        clock.add(
            Ground.REDUCTION,
            words.reduced_already(change, opening),
            clock.articles.change,
            from_on=change.on,
            document_id=change.document_id,
            movement_id=change.movement_id,
        )
        return
    clock.months += change.months
    clock.days += change.days
    clock.counted.append(change)
    article = clock.articles.change
    clock.add(
        Ground.REDUCTION if change.shortens else Ground.EXTENSION,
        words.change_from_override(change, clock.end_on, article)
        if clock.overridden
        else words.change(change, clock.case.start_on, clock.months, clock.end_on, article),
        article,
        from_on=change.on,
        months=change.months,
        days=change.days,
        document_id=change.document_id,
        movement_id=change.movement_id,
    )


def _interrupt(clock: Clock, absence: Interruption) -> None:
    """Add a line for days away; only those count that no earlier absence has taken and that lie inside the term."""
    days = 0
    article = clock.articles.of(absence)
    begun, back = _first_uncounted(absence, clock.conventions), absence.to_on
    first = max(begun, clock.case.start_on, clock.looked_at_until)
    if _counts(absence, clock.conventions):
        formula = words.counted(absence, article)
    elif back is not None and back <= clock.case.start_on:
        formula = words.before_the_start(absence, clock.case.start_on)
        clock.note(Severity.WARN, formula, article, absence)
    elif clock.stopped_on is not None or (back is not None and back <= clock.looked_at_until):
        opening = clock.case.opening
        in_book = opening is not None and back is not None and back <= opening.until_on + ONE_DAY
        formula = words.opened_already(absence, opening) if opening and in_book else words.taken_already(absence)
        clock.note(Severity.REMIND, formula, article, absence)
    elif first >= clock.end_seen_from(first):
        formula = words.after_the_end(absence)
        clock.note(Severity.WARN, formula, article, absence)
    elif back is None:
        clock.stopped_on = first
        formula = words.stopped(absence, clock.remaining_days, article)
    else:
        days = max(0, (back - first).days)
        clock.days += days
        formula = words.uncounted(absence, first, days, clock.end_on, clock.conventions, article)
        if first > begun:
            clock.note(Severity.REMIND, formula, article, absence)
        clock.looked_at_until = max(clock.looked_at_until, back)
    clock.add(
        absence.ground,
        formula,
        article,
        from_on=absence.from_on,
        to_on=absence.to_on,
        days=days,
        document_id=absence.document_id,
        movement_id=absence.movement_id,
    )


def _counts(absence: Interruption, conventions: Conventions) -> bool:
    if absence.ground is Ground.ESCAPE:
        return conventions.escape is EscapeDays.COUNTED
    if absence.ground is Ground.IMPRISONMENT:
        return conventions.prison_counted
    return True
