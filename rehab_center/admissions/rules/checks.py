"""What the law says about an intake: rules 2b to 8 and the checks of dates, decision and identity.

Severities: BLOCK what cannot be true or may not be; WARN what the court or the centre may have had reason for (the term
comes from the decision, so a mismatch is never refused); REMIND what is owed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rehab_center.admissions.rules.regime import BY_COURT, Regime, StayKind
from rehab_center.dates import add_months
from rehab_center.findings import Finding, Severity
from rehab_center.residents.rules.births import UNKNOWN_BIRTH, PartialBirth, YearOnlyRule, age_on, counted_age
from rehab_center.words import N_, Message, message

LEAST_AGE = 12  # L73 Đ33.1; L120 Đ36.1
FULL_AGE = 18  # L73 Đ32; L120 Đ35.1
PROOF_VALID_MONTHS = 6  # L120 Đ31.1b

#: What a decision may give under the older laws, in months, first and last included, with its article.
_MONTHS: dict[tuple[Regime, StayKind], tuple[int, int, str]] = {
    (Regime.BEFORE_2022, StayKind.COMPULSORY): (12, 24, "XLVPHC Đ95.2"),
    (Regime.LAW_2021, StayKind.COMPULSORY): (12, 24, "XLVPHC Đ95.2"),
    (Regime.LAW_2021, StayKind.MINOR): (6, 12, "L73 Đ33.3"),
    (Regime.LAW_2021, StayKind.VOLUNTARY): (6, 12, "L73 Đ30, Đ31"),
}
MOST_MONTHS = 60  # more than any of the laws gives for one term: whoever types it has hit a key too often
FIRST_TIME_MONTHS, LATER_MONTHS = 24, 36  # L120 Đ29.1


@dataclass(frozen=True)
class Intake:
    """Everything the checks look at. Days are Vietnamese days; ``term_end_on`` is the computed end, where there is one.

    ``transferred``: the person comes from another centre, so that the term began before the first day here.
    """

    kind: StayKind
    regime: Regime
    admitted_on: date
    today: date
    term_start_on: date
    decided: bool = False
    decided_on: date | None = None
    issuer_known: bool = True
    decision_effective_on: date | None = None
    months: int | None = None
    credit_days: int = 0
    times_treated: int | None = None
    term_end_on: date | None = None
    birth: PartialBirth = UNKNOWN_BIRTH
    birthday_rule: YearOnlyRule = YearOnlyRule.LAST_DAY
    identified: bool = True
    transferred: bool = False
    pregnant_or_nursing: bool = False
    addiction_proof_on: date | None = None


def check_intake(intake: Intake) -> tuple[Finding, ...]:
    """All findings about an intake, in the order of the form."""
    return (
        *_decision(intake),
        *_age(intake),
        *_months(intake),
        *_days(intake),
        *_term(intake),
        *_person(intake),
    )


def _block(rule: str, words: Message, source: str, field: str) -> Finding:
    return Finding(rule, Severity.BLOCK, words, source, field)


def _warn(rule: str, words: Message, source: str, field: str) -> Finding:
    return Finding(rule, Severity.WARN, words, source, field)


def _remind(rule: str, words: Message, source: str, field: str) -> Finding:
    return Finding(rule, Severity.REMIND, words, source, field)


def _decision(intake: Intake) -> Iterator[Finding]:
    if not intake.decided:
        if intake.kind in BY_COURT:
            words = message(N_("A compulsory stay needs the number of the decision it rests on"))
            yield _block("no-decision", words, "XLVPHC Đ95; L73 Đ32, Đ33; L120 Đ35, Đ36", "decision_number")
        else:
            words = message(N_("This stay has no decision or registration paper yet: it must follow"))
            yield _remind("paper-later", words, "L120 Đ34.3, Đ37.1; L73 Đ31", "decision_number")
        return
    decided_on = intake.decided_on
    if decided_on is None:
        words = message(N_("The date of the decision is not known"))
        yield _remind("decision-date", words, "L120 Đ35; XLVPHC", "decision_on")
        return
    if not intake.issuer_known:
        words = message(N_("Who made the decision is not known"))
        yield _remind("decision-issuer", words, "L120 Đ35.8; XLVPHC", "decision_issuer")
    if decided_on > intake.today:
        words = message(N_("The decision is dated %(day)s, which has not come yet"), day=decided_on)
        yield _block("future-decision", words, "XLVPHC", "decision_on")
    if decided_on > intake.admitted_on and intake.kind is not StayKind.TEMPORARY:
        words = message(
            N_("The decision of %(decided)s was made after the admission on %(admitted)s"),
            decided=decided_on,
            admitted=intake.admitted_on,
        )
        yield _warn("decision-after-admission", words, "XLVPHC Đ110; L120 Đ38.5", "decision_on")
    effective_on = intake.decision_effective_on
    if effective_on is not None and effective_on < decided_on:
        words = message(
            N_("The decision takes effect on %(effective)s, before it was made on %(decided)s"),
            effective=effective_on,
            decided=decided_on,
        )
        yield _warn("effective-before-decision", words, "XLVPHC", "decision_effective_on")


def _age(intake: Intake) -> Iterator[Finding]:
    """Rule 6. A partial birth date counts as the centre has chosen, but refuses nobody who may be old enough."""
    day = intake.decided_on or intake.admitted_on
    possible, age = age_on(intake.birth, day), counted_age(intake.birth, day, intake.birthday_rule)
    if possible is None or age is None:
        words = message(N_("The birth date is not known: the age at the decision cannot be checked"))
        yield _remind("6", words, "L73 Đ32, Đ33; L120 Đ35, Đ36", "birth")
    elif age < LEAST_AGE:
        words = message(N_("%(age)s years old on %(day)s: nobody under 12 may be received"), age=age, day=day)
        severity = Severity.BLOCK if possible.most < LEAST_AGE else Severity.WARN
        yield Finding("6", severity, words, "L73 Đ33.1; L120 Đ36.1", "birth")
    elif intake.kind is StayKind.COMPULSORY and age < FULL_AGE:
        words = message(N_("%(age)s years old on %(day)s: the measure for adults begins at 18"), age=age, day=day)
        yield _warn("6", words, "L73 Đ32; L120 Đ35.1", "kind")
    elif intake.kind is StayKind.MINOR and age >= FULL_AGE:
        words = message(N_("%(age)s years old on %(day)s: this ground is for 12 to under 18"), age=age, day=day)
        yield _warn("6", words, "L73 Đ33.1; L120 Đ36.1", "kind")


def _months(intake: Intake) -> Iterator[Finding]:
    if intake.kind is StayKind.TEMPORARY:
        return
    if intake.months is None:
        words = message(N_("The decision's term in months is missing: the end of the term cannot be computed"))
        yield _warn("months-missing", words, "XLVPHC Đ95.2; L120 Đ29.1", "months")
    elif not 1 <= intake.months <= MOST_MONTHS:
        words = message(
            N_("A term of %(months)s months is none: 1 to %(most)s can be entered, look at the decision again"),
            months=intake.months,
            most=MOST_MONTHS,
        )
        yield Finding("months-range", Severity.BLOCK, words, "XLVPHC Đ95.2; L73 Đ33.3; L120 Đ29.1", "months")
    else:
        yield from check_months(intake.regime, intake.kind, intake.months, times_treated=intake.times_treated)


def check_credit(credit_days: int, held: int) -> tuple[Finding, ...]:
    """Whether as many days are taken off as somebody was held temporarily before (L120 Đ37.2)."""
    if credit_days == held:
        return ()
    words = message(
        N_("%(days)s days are to be taken off the term, but the stay before lasted %(held)s"),
        days=credit_days,
        held=held,
    )
    return (Finding("credit-not-as-held", Severity.WARN, words, "L120 Đ37.2", "credit_days"),)


def check_months(
    regime: Regime, kind: StayKind, months: int, *, times_treated: int | None = None
) -> tuple[Finding, ...]:
    """Whether a term is as long as the law gives for that ground: rules 3, 4 and 5."""
    if regime is Regime.LAW_2025:
        return tuple(_months_2025(months, times_treated))
    if (regime, kind) not in _MONTHS:
        return ()
    least, most, source = _MONTHS[regime, kind]
    if least <= months <= most:
        return ()
    words = message(
        N_("%(months)s months: the law gives %(least)s to %(most)s for this ground"),
        months=months,
        least=least,
        most=most,
    )
    return (_warn("4" if kind is StayKind.MINOR else "3", words, source, "months"),)


def _months_2025(months: int, times: int | None) -> Iterator[Finding]:
    first_fits = times in (None, 1) and months == FIRST_TIME_MONTHS
    later_fits = times != 1 and months == LATER_MONTHS
    if not first_fits and not later_fits:
        words = message(
            N_("%(months)s months: the law of 2025 gives 24 the first time and 36 from the second time on"),
            months=months,
        )
        yield _warn("5", words, "L120 Đ29.1", "months")


def _days(intake: Intake) -> Iterator[Finding]:
    if intake.admitted_on > intake.today:
        words = message(N_("The first day, %(day)s, has not come yet"), day=intake.admitted_on)
        yield _block("future-admission", words, "XLVPHC Đ110", "admitted_on")
    birthday = intake.birth.on
    if birthday is not None and intake.admitted_on < birthday:
        words = message(N_("The first day, %(day)s, lies before the birth"), day=intake.admitted_on)
        yield _block("before-birth", words, "BLDS 2015", "admitted_on")
    if intake.term_start_on > intake.admitted_on:
        words = message(
            N_("The term begins on %(start)s, after the first day here (%(admitted)s)"),
            start=intake.term_start_on,
            admitted=intake.admitted_on,
        )
        yield _warn("term-start", words, "XLVPHC Đ110.3", "term_start_on")
    elif intake.term_start_on < intake.admitted_on and not intake.transferred:
        words = message(
            N_("The term begins on %(start)s, before the first day here (%(admitted)s), and this is no transfer"),
            start=intake.term_start_on,
            admitted=intake.admitted_on,
        )
        yield _warn("term-start", words, "XLVPHC Đ110.3", "term_start_on")


def _term(intake: Intake) -> Iterator[Finding]:
    end = intake.term_end_on
    if end is None:
        return
    if end < intake.term_start_on:
        words = message(
            N_("The term would end on %(end)s, before it begins on %(start)s"), end=end, start=intake.term_start_on
        )
        yield _block("term-end-before-start", words, "L120 Đ37.2", "credit_days")
    elif end <= intake.admitted_on:
        words = message(N_("The term has already ended on %(end)s, by the first day here"), end=end)
        yield _warn("term-over", words, "L120 Đ29.3", "months")


def _person(intake: Intake) -> Iterator[Finding]:
    if not intake.identified:
        words = message(N_("No identity paper is recorded: compare name, birth date and photo with the decision"))
        yield _remind("identity", words, "Luật Căn cước 26/2023 Đ12", "identity")
    if intake.pregnant_or_nursing and intake.regime is Regime.LAW_2025:
        words = message(N_("Pregnant, or nursing a child under 36 months: the measure is not applied to this person"))
        yield _warn("7", words, "L120 Đ35.2", "pregnant_or_nursing")
    proof_on = intake.addiction_proof_on
    if intake.kind is not StayKind.VOLUNTARY or intake.regime is not Regime.LAW_2025 or proof_on is None:
        return
    if add_months(proof_on, PROOF_VALID_MONTHS) < intake.admitted_on:
        words = message(
            N_("The proof of addiction of %(day)s is older than 6 months: it must be determined anew"), day=proof_on
        )
        yield _warn("8", words, "L120 Đ31.1b", "addiction_proof_on")
