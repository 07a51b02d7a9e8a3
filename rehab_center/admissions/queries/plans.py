"""What an intake or a movement would do, before anything is written: for the "check your answers" step and services."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count as count_from

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.hooks import conduct_before, findings_about
from rehab_center.admissions.models import Admission
from rehab_center.admissions.queries.conventions import conventions_on, policies_of
from rehab_center.admissions.queries.ledger import (
    TermInput,
    calculated_term,
    load_stay,
    movements_of,
    term_case,
    term_input,
)
from rehab_center.admissions.queries.overlaps import check_overlaps
from rehab_center.admissions.queries.overrides import overrides_of
from rehab_center.admissions.queries.unchecked import told_last_day
from rehab_center.admissions.rules.checks import MOST_MONTHS, Intake, check_credit, check_intake
from rehab_center.admissions.rules.details import Answer, Detail, Told, check_details
from rehab_center.admissions.rules.facts import MoveFacts, StayFacts
from rehab_center.admissions.rules.held import held_days
from rehab_center.admissions.rules.movement_checks import Move, check_move
from rehab_center.admissions.rules.movements import AFTER, EFFECTS, ENTRIES, TERM_CHANGES, MovementKind, State
from rehab_center.admissions.rules.reductions import Conduct, Reduction
from rehab_center.admissions.rules.regime import Regime, StayKind, regime_of
from rehab_center.admissions.rules.sequence import NOT_YET, Moved, StayState, check_insertion, live, state_of
from rehab_center.admissions.rules.term_answer import reduction_of
from rehab_center.admissions.rules.term_case import TermResult
from rehab_center.admissions.rules.term_opening import check_moved
from rehab_center.admissions.rules.term_override import check_answered
from rehab_center.audit.waiting import BESIDE, waiting
from rehab_center.dates import add_months
from rehab_center.documents.queries import document_line
from rehab_center.errors import Conflict, DomainError
from rehab_center.findings import Finding
from rehab_center.organisation.queries import name_history
from rehab_center.permissions import Scope
from rehab_center.policies.queries import whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.residents.queries import birth_of, load_resident, numbers_of
from rehab_center.residents.rules.births import PartialBirth, YearOnlyRule
from rehab_center.words import N_, message

FIRST_CODE = "HV00001"
_NUMBERED = re.compile(r"(.*?)(\d+)")

# Put together once: an import asks both for each of its rows.
_LAST_CODE = (
    select(Admission.file_code)
    .where(Admission.facility_id == bindparam("facility_id"), Admission.previous_admission_id.is_(None))
    .order_by(Admission.id.desc())
    .limit(1)
    .execution_options(**BESIDE)
)
_STAY_WITH_CODE = (
    select(Admission.id)
    .where(Admission.facility_id == bindparam("facility_id"), Admission.file_code == bindparam("code"))
    .limit(1)
    .execution_options(**BESIDE)
)


@dataclass(frozen=True)
class StayPlan:
    """What an intake would be: its law with the article, its code, its computed term (None: no term), the findings.

    ``regime`` is the best guess where the law is silent and nobody has chosen yet; the findings then say so.
    """

    regime: Regime
    regime_source: str
    regime_is_open: bool
    file_code: str
    term: TermResult | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class MovePlan:
    """What a movement would do: the state before and after it, the term before and after it, the findings."""

    kind: MovementKind
    before: StayState
    after: State
    term_before: TermResult | None
    term_after: TermResult | None
    findings: tuple[Finding, ...]

    @property
    def standing(self) -> StayState:
        """Books, care and presence after it."""
        return StayState(self.after)


@dataclass(frozen=True)
class Applicant:
    """Whom an intake is about. ``resident_id`` None: somebody who is entered together with the stay."""

    resident_id: int | None
    birth: PartialBirth
    identified: bool


def applicant(session: Session, resident_id: int, *, scope: Scope) -> Applicant:
    """A person known already. Raises NotFound for a stranger."""
    resident = load_resident(session, resident_id, scope=scope)
    return Applicant(resident_id, birth_of(resident), bool(numbers_of(session, [resident_id])))


def plan_stay(session: Session, *, who: Applicant, facility_id: int, facts: StayFacts, now: datetime) -> StayPlan:
    """What admitting this person would be. Raises Conflict for a file code in use."""
    if facts.entry not in ENTRIES:
        raise ValueError(f"{facts.entry} begins no stay")
    policies = policies_of(session)
    decided_on = _decided_on(session, facts)
    answer = regime_of(facts.kind, decided_on=decided_on, began_on=min(facts.starts_on, facts.admitted_on))
    regime = facts.regime or answer.regime or Regime.LAW_2021
    entry = Moved(NOT_YET, facts.entry, facts.admitted_on, now)
    given = TermInput(facts.kind, regime, facts.starts_on, facts.months, facts.credit_days, facts.decision_id)
    term = calculated_term(policies, given, [entry])
    intake = Intake(
        kind=facts.kind,
        regime=regime,
        admitted_on=facts.admitted_on,
        today=clock.day_of(now),
        term_start_on=facts.starts_on,
        decided=facts.decided,
        decided_on=decided_on,
        issuer_known=facts.decision is None or facts.decision.issuer is not None,
        decision_effective_on=facts.decision_effective_on,
        months=facts.months,
        credit_days=facts.credit_days,
        times_treated=facts.times_treated,
        term_end_on=term.end_on if term else None,
        birth=who.birth,
        birthday_rule=YearOnlyRule(policies.on(PolicyKind.PARTIAL_BIRTH, facts.admitted_on).value),
        identified=who.identified,
        transferred=facts.entry is MovementKind.TRANSFERRED_IN,
        pregnant_or_nursing=facts.pregnant_or_nursing,
        addiction_proof_on=facts.addiction_proof_on,
    )
    overlaps: tuple[Finding, ...] = ()
    if who.resident_id is not None:
        overlaps = check_overlaps(
            session, who.resident_id, facts.admitted_on, facts.left_on, but=facts.previous_admission_id
        )
    return StayPlan(
        regime=regime,
        regime_source=answer.source,
        regime_is_open=answer.regime is None,
        file_code=free_code(session, facility_id, facts.file_code),
        term=term,
        findings=(*answer.findings, *overlaps, *check_intake(intake), *_credited(session, facts)),
    )


def _credited(session: Session, facts: StayFacts) -> tuple[Finding, ...]:
    """Whether the days taken off after a change of ground are those that the stay before lasted."""
    if facts.previous_admission_id is None or facts.entry is not MovementKind.CONVERTED_IN or not facts.credit_days:
        return ()
    before = session.get_one(Admission, facts.previous_admission_id)
    temporary = before.kind == StayKind.TEMPORARY
    held = held_days(movements_of(session, [before.id])[before.id], facts.admitted_on) if temporary else 0
    return check_credit(facts.credit_days, held)


def _decided_on(session: Session, facts: StayFacts) -> date | None:
    if facts.decision_id is not None:
        return document_line(session, facts.decision_id).issued_on
    return facts.decision.issued_on if facts.decision is not None else None


def free_code(session: Session, facility_id: int, wanted: str | None) -> str:
    """The wanted file code, or the next one. Raises Conflict when the wanted one is in use in this centre."""
    if wanted is None:
        return next_code(session, facility_id)
    if _code_in_use(session, facility_id, wanted):
        raise Conflict(
            message(N_("File code %(code)s is already in use"), code=wanted), field="file_code", code="code-in-use"
        )
    return wanted


def next_code(session: Session, facility_id: int) -> str:
    """The code after the one given last, in the same shape: HV00733 gives HV00734."""
    own = (stay for stay in reversed(waiting(session, Admission)) if stay.facility_id == facility_id)
    last = next((stay.file_code for stay in own if stay.previous_admission_id is None), None)
    last = last or session.scalar(_LAST_CODE, {"facility_id": facility_id})
    if last is None:
        return FIRST_CODE
    shape = _NUMBERED.fullmatch(last)
    prefix, digits = (shape[1], shape[2]) if shape else (f"{last}-", "0")
    number = int(digits)
    while True:
        number += 1
        code = f"{prefix}{number:0{len(digits)}d}"
        if not _code_in_use(session, facility_id, code):
            return code


def _code_in_use(session: Session, facility_id: int, code: str) -> bool:
    if any((stay.facility_id, stay.file_code) == (facility_id, code) for stay in waiting(session, Admission)):
        return True
    return session.scalar(_STAY_WITH_CODE, {"facility_id": facility_id, "code": code}) is not None


def plan_movement(
    session: Session,
    stay_id: int,
    *,
    facts: MoveFacts,
    scope: Scope,
    now: datetime,
    old_book: bool = False,
    together: Sequence[Moved] = (),
) -> MovePlan:
    """What recording this movement would do; ``together`` are others that the same act is about to write.

    Raises Conflict when it does not fit into the ledger, naming the movement it collides with; DomainError when its
    length is missing or out of place; NotFound for a stranger.
    """
    stay = load_stay(session, stay_id, scope=scope)
    policies = policies_of(session)
    _check_length(facts)
    movements = movements_of(session, [stay_id])[stay_id]
    new = Moved(NOT_YET, facts.kind, facts.effective_on, now, months=facts.months, days=facts.days)
    check_insertion([*movements, *together], new)
    given = term_input(stay, overrides_of(session, [stay_id])[stay_id])
    before = state_of(movements, as_of=facts.effective_on)
    until_then = [moved for moved in live(movements) if moved.effective_on <= facts.effective_on]
    term_before = calculated_term(policies, given.until(facts.effective_on), until_then)
    end_on = term_before.end_on if term_before else None
    goes = facts.kind is MovementKind.COMPLETED and not old_book
    move = Move(
        kind=facts.kind,
        effective_on=facts.effective_on,
        today=clock.day_of(now),
        stay_kind=given.kind,
        regime=given.regime,
        state=before,
        term_end_on=end_on,
        last_on=told_last_day(session, stay_id, end_on, until_then) if goes else end_on,
        has_paper=facts.has_paper,
        old_book=old_book,
        reduction=_reduction(session, stay, given, facts, until_then, term_before, lenient=old_book),
        in_patient_days=_number(facts.details.get(Detail.IN_PATIENT_DAYS)),
    )
    return MovePlan(
        kind=facts.kind,
        before=before,
        after=AFTER.get(facts.kind, before.state),
        term_before=term_before,
        term_after=calculated_term(policies, given, live([*movements, new])),
        findings=(
            *check_move(move),
            *check_moved(given.opening, facts.kind, facts.effective_on, old_book=old_book),
            *(() if old_book else check_answered(given.overrides, facts.kind, facts.effective_on)),
            *_answers(session, stay, facts),
            *(() if old_book else findings_about(session, stay_id, facts.kind)),
        ),
    )


def _reduction(
    session: Session,
    stay: Admission,
    given: TermInput,
    facts: MoveFacts,
    until_then: Sequence[Moved],
    term: TermResult | None,
    *,
    lenient: bool,
) -> Reduction | None:
    """What rules 13 and 14 look at; None for a movement that reduces nothing, or where there is no term."""
    on = facts.effective_on
    case = term_case(given, until_then)
    if facts.kind not in (MovementKind.TERM_REDUCED, MovementKind.REDUCED) or case is None:
        return None
    months = (facts.months or 0) + bool(facts.days) if facts.kind is MovementKind.TERM_REDUCED else None
    if months is None and term is not None and term.end_on is not None and on < term.end_on:
        months = next(count for count in count_from(1) if add_months(term.end_on, -count) <= on)
    return reduction_of(
        given.regime,
        case,
        conventions_on(policies_of(session), given.regime, given.start_on, given.applied),
        on=on,
        months=months,
        conduct=Conduct() if lenient else conduct_before(session, stay.id, on),
        lenient=lenient,
    )


def _answers(session: Session, stay: Admission, facts: MoveFacts) -> tuple[Finding, ...]:
    """What the answers to a movement's own questions give rise to; nothing is read where none was given."""
    if not facts.details:
        return ()
    names = name_history(session, stay.facility_id) if Detail.TO_CENTRE in facts.details else ()
    told = Told(
        kind=facts.kind,
        effective_on=facts.effective_on,
        details=facts.details,
        leave_days=whole_on(session, PolicyKind.LEAVE_DAYS, facts.effective_on),
        own_names=tuple(entry.line.name for entry in names),
    )
    return check_details(told)


def _number(answer: Answer | None) -> int | None:
    return answer if isinstance(answer, int) else None


def _check_length(facts: MoveFacts) -> None:
    if facts.kind not in EFFECTS:
        raise ValueError(f"{facts.kind} is not recorded as a movement of its own")
    length = (facts.months or 0, facts.days or 0)
    if facts.kind in TERM_CHANGES and (max(length) <= 0 or min(length) < 0):
        raise DomainError(message(N_("Say by how many months or days the term changes")), field="months")
    if facts.kind in TERM_CHANGES and length[0] > MOST_MONTHS:
        words = N_("A term is not changed by %(months)s months: look at the decision again")
        raise DomainError(message(words, months=length[0]), field="months")
    if facts.kind not in TERM_CHANGES and (facts.months, facts.days) != (None, None):
        raise ValueError(f"{facts.kind} has no length of its own")


def ordered_movements(session: Session, stay_id: int) -> Sequence[Moved]:
    """The live movements of one stay, in their order."""
    return live(movements_of(session, [stay_id])[stay_id])
