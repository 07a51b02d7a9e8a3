"""May this person be assigned to this programme from this day on: every rule, its gravity, its article. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rehab_center.assignments.rules.facts import Apart, Held, Person, Plan, Practice, Programme, Removal
from rehab_center.assignments.rules.hours import check_hours
from rehab_center.assignments.rules.limits import ADULT, HOLIDAYS, MINORS_WORK
from rehab_center.findings import Finding, Severity
from rehab_center.health.kinds import Clearance
from rehab_center.placements.kinds import Strictness
from rehab_center.residents.kinds import Sex
from rehab_center.words import N_, message

CARE = "L120 Đ46.2d; NĐ 116/2021 Đ68"
STAGES = "L73 Đ29; L120 Đ29.2; NĐ 116/2021 Đ68"
HEALTH = "NĐ 116/2021 Đ67, Đ68"
SEXES = "L73 Đ35.3; L120 Đ46.2h"
KEPT_APART = "L120 Đ46.1b"
SCHOOLING = "NĐ 116/2021 Đ72–74"
OWN = "Điều kiện của chương trình do cơ sở đặt ra"
PRACTICE = "Thông lệ; chưa có văn bản, chờ cơ sở xác nhận"

LABOUR_FROM = 3
"""The first stage in which somebody works: not in reception (a) and not in withdrawal treatment (b)."""

OVERRIDABLE = frozenset(
    {"day-hours", "week-hours", "rest-day", "full", "min-stage", "programme-age", "apart", "holiday"}
)
"""What the director may let stand, signed and for some time. Never: the limits of minors, health, sex, two places at
once, a stay or programme that is over (rule 29 of the field may be blocked or warned of; rule 30 blocks)."""


@dataclass(frozen=True)
class Case:
    """Everything that is looked at: who, what, when, who is in the programme, and what happened before.

    ``waits``: another proposal for the same waits for its answer.
    """

    person: Person
    programme: Programme
    plan: Plan
    today: date
    holidays: Collection[date] = frozenset()
    apart: tuple[Apart, ...] = ()
    removals: tuple[Removal, ...] = ()
    practice: Practice = Practice()
    waits: bool = False

    @property
    def held(self) -> Held:
        """The assignment as it would be held."""
        return Held(self.programme, self.plan.from_on, self.plan.until_on)


def check_assignment(case: Case) -> tuple[Finding, ...]:
    """What speaks against an assignment, the gravest first."""
    found = [finding for check in _CHECKS for finding in check(case)]
    order = list(Severity)
    return tuple(sorted(found, key=lambda finding: order.index(finding.severity)))


def not_overridden(findings: Iterable[Finding], rules: Collection[str]) -> tuple[Finding, ...]:
    """The findings without those that the director lets stand; what nobody may override stays."""
    return tuple(one for one in findings if not (one.rule in rules and one.rule in OVERRIDABLE))


def overridable(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The blocks that a signature of the director would lift."""
    return tuple(one for one in findings if one.severity is Severity.BLOCK and one.rule in OVERRIDABLE)


def _care(case: Case) -> Iterator[Finding]:
    if not case.person.under_care:
        words = message(N_("Not under care on this day: nobody who has left or is at large is assigned"))
        yield Finding("not-under-care", Severity.BLOCK, words, CARE, "starts_on")
    elif case.plan.from_on < case.person.admitted_on:
        words = message(N_("The stay only began on %(day)s"), day=case.person.admitted_on)
        yield Finding("before-admission", Severity.BLOCK, words, CARE, "starts_on")
    elif case.person.is_away:
        words = message(N_("Is away at the moment: the assignment begins with the return"))
        yield Finding("away", Severity.REMIND, words, CARE, "starts_on")


def _dates(case: Case) -> Iterator[Finding]:
    programme, plan = case.programme, case.plan
    if plan.until_on is not None and plan.until_on < plan.from_on:
        words = message(N_("The last day lies before the first"))
        yield Finding("wrong-way-round", Severity.BLOCK, words, "", "ends_on")
    if plan.from_on < programme.begins_on:
        words = message(N_("The programme begins on %(day)s"), day=programme.begins_on)
        yield Finding("programme-dates", Severity.BLOCK, words, OWN, "starts_on")
    elif programme.last_day is not None and plan.from_on > programme.last_day:
        words = message(N_("The programme ended on %(day)s"), day=programme.last_day)
        yield Finding("programme-dates", Severity.BLOCK, words, OWN, "starts_on")
    if plan.from_on < case.today:
        words = message(N_("Begins before today: the days that have passed would count too"))
        yield Finding("past", Severity.WARN, words, PRACTICE, "starts_on")


def _again(case: Case) -> Iterator[Finding]:
    if case.waits:
        words = message(N_("A proposal for this programme waits already: answer it first"))
        yield Finding("proposed", Severity.BLOCK, words, PRACTICE, "activity")
    for held in case.person.held:
        if held.programme.id == case.programme.id and _both_run(held, case.held):
            words = message(N_("Is assigned to this programme already"))
            yield Finding("again", Severity.BLOCK, words, PRACTICE, "activity")
            return


def _both_run(one: Held, other: Held) -> bool:
    return (one.until_on is None or other.from_on <= one.until_on) and (
        other.until_on is None or one.from_on <= other.until_on
    )


def _stage(case: Case) -> Iterator[Finding]:
    stage, least = case.person.stage, case.programme.min_stage
    if case.programme.is_labour and (stage is None or stage < LABOUR_FROM):
        words = message(
            N_("No stage of rehabilitation is written: nobody works before stage c")
            if stage is None
            else N_("In reception or withdrawal treatment: nobody works in stages a and b")
        )
        yield Finding("detox", Severity.BLOCK, words, STAGES, "activity")
    elif least is not None and (stage is None or stage < least):
        words = message(N_("The programme is for those from stage %(stage)s on"), stage="abcdđ"[least - 1])
        yield Finding("min-stage", Severity.BLOCK, words, OWN, "activity")


def _health(case: Case) -> Iterator[Finding]:
    programme, cleared = case.programme, case.person.cleared
    works = programme.is_labour or programme.needs_work
    if not (works or programme.needs_class):
        return
    if cleared is None:
        words = message(N_("The medical post has not said yet what this person may do"))
        yield Finding("no-clearance", Severity.BLOCK, words, HEALTH, "activity")
    elif cleared.until_on < case.plan.from_on:
        words = message(N_("What the medical post allowed ended on %(day)s"), day=cleared.until_on)
        yield Finding("clearance-over", Severity.BLOCK, words, HEALTH, "activity")
    elif not _allowed(cleared.clearance, works=works, heavy=programme.hazardous):
        words = message(N_("The medical post does not allow this work or class"))
        yield Finding("clearance-against", Severity.BLOCK, words, HEALTH, "activity")
    elif cleared.until_on < case.plan.from_on + timedelta(days=case.practice.clearance_days):
        words = message(N_("What the medical post allows ends soon, on %(day)s"), day=cleared.until_on)
        yield Finding("clearance-ends-soon", Severity.WARN, words, HEALTH, "starts_on")
    elif cleared.until_on < _looked_ahead(case):
        words = message(N_("What the medical post allows ends on %(day)s: ask for it anew"), day=cleared.until_on)
        yield Finding("clearance-ends", Severity.REMIND, words, HEALTH, "starts_on")


def _looked_ahead(case: Case) -> date:
    """The day up to which the end of a clearance is worth a word."""
    ahead = case.plan.from_on + timedelta(days=case.practice.ahead_days)
    return min(ahead, case.plan.until_on) if case.plan.until_on else ahead


def _allowed(clearance: Clearance, *, works: bool, heavy: bool) -> bool:
    if clearance is Clearance.NOTHING:
        return False
    if not works:
        return True
    return clearance is Clearance.ALL or (clearance is Clearance.NO_HEAVY and not heavy)


def _sex_and_age(case: Case) -> Iterator[Finding]:
    person, programme, day = case.person, case.programme, case.plan.from_on
    if programme.sex is not None and programme.sex is not person.lives_as:
        words = message(
            N_("A programme for women: this person is placed as a man")
            if programme.sex is Sex.FEMALE
            else N_("A programme for men: this person is placed as a woman")
        )
        yield Finding("sex", Severity.BLOCK, words, SEXES, "activity")
    asks = programme.min_age is not None or programme.max_age is not None or programme.hazardous
    if person.birthday is None and (asks or programme.is_labour):
        words = message(N_("The birth date is not known: make sure of the age first"))
        grave = Severity.BLOCK if programme.hazardous else Severity.WARN
        yield Finding("age-unknown", grave, words, MINORS_WORK, "activity")
    if programme.hazardous and person.is_below(ADULT, day):
        words = message(N_("Heavy or hazardous work: never for those under 18"))
        yield Finding("minor-hazardous", Severity.BLOCK, words, MINORS_WORK, "activity")
    if programme.min_age is not None and person.is_below(programme.min_age, day):
        words = message(N_("The programme is for those from %(age)s years on"), age=programme.min_age)
        yield Finding("programme-age", Severity.BLOCK, words, OWN, "activity")
    too_old = programme.max_age is not None and person.birthday is not None
    if too_old and not person.is_below((programme.max_age or 0) + 1, day):
        words = message(N_("The programme is for those up to %(age)s years"), age=programme.max_age)
        yield Finding("programme-age", Severity.BLOCK, words, OWN, "activity")


def _people(case: Case) -> Iterator[Finding]:
    for one in case.apart:
        forbidden = one.strictness is Strictness.FORBIDDEN
        words = message(N_("Kept apart from %(name)s, who is in this programme"), name=one.full_name)
        grave = Severity.BLOCK if forbidden else Severity.WARN
        yield Finding("apart" if forbidden else "apart-better", grave, words, KEPT_APART, "activity")
    programme = case.programme
    if programme.people >= programme.capacity:
        words = message(
            N_("No place is free: %(people)s of %(capacity)s; there is the waiting list"),
            people=programme.people,
            capacity=programme.capacity,
        )
        yield Finding("full", Severity.BLOCK, words, OWN, "activity")


def _holidays(case: Case) -> Iterator[Finding]:
    if not case.programme.is_labour:
        return
    last = min((day for day in (case.plan.until_on, case.programme.last_day) if day), default=date.max)
    for turn in sorted(case.programme.extras, key=lambda turn: turn.on):
        if turn.on in case.holidays and case.plan.from_on <= turn.on <= last:
            words = message(N_("A session of labour stands on %(day)s, a holiday"), day=turn.on)
            yield Finding("holiday", Severity.BLOCK, words, HOLIDAYS, "activity")
            return


def _term(case: Case) -> Iterator[Finding]:
    end = case.person.term_end_on
    needs = case.programme.lasts_until or (None if case.programme.is_labour else case.programme.ends_on)
    if end is not None and needs is not None and needs > end:
        words = message(N_("The course goes on until %(needs)s, the term ends on %(end)s"), needs=needs, end=end)
        yield Finding("outlasts-term", Severity.WARN, words, PRACTICE, "activity")
    if end is not None and case.plan.from_on > end:
        words = message(N_("Begins after the end of the term, %(end)s"), end=end)
        yield Finding("after-term", Severity.BLOCK, words, CARE, "starts_on")


def _before(case: Case) -> Iterator[Finding]:
    if case.removals:
        last = max(case.removals, key=lambda one: one.ended_on)
        words = message(N_("Was taken out of it before, on %(day)s"), day=last.ended_on)
        yield Finding("removed-before", Severity.WARN, words, PRACTICE, "activity")


def _schooling(case: Case) -> Iterator[Finding]:
    if not case.person.owes_schooling or case.programme.is_schooling:
        return
    if any(held.programme.is_schooling and _both_run(held, case.held) for held in case.person.held):
        return
    words = message(N_("Under 18, and schooling is owed: no class of schooling is held beside this"))
    yield Finding("schooling", Severity.WARN, words, SCHOOLING, "activity")


def _hours(case: Case) -> Iterator[Finding]:
    if any(finding.rule == "again" for finding in _again(case)):
        return iter(())  # its own hours would be counted twice
    return check_hours(case.person, case.held)


_CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    _care,
    _dates,
    _again,
    _stage,
    _health,
    _sex_and_age,
    _hours,
    _holidays,
    _people,
    _term,
    _before,
    _schooling,
)
