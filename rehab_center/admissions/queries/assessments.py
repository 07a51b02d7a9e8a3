"""What taking in a person delivered would be, before anything is written: who, by which way, what rules say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Handover, HandoverDecision, HandoverPerson
from rehab_center.admissions.queries.alike import Match, credited, line_facts, open_stay_of, people_alike, way_for
from rehab_center.admissions.queries.handover_rows import load_handover, load_line
from rehab_center.admissions.queries.plans import Applicant, MovePlan, StayPlan, applicant, plan_movement, plan_stay
from rehab_center.admissions.queries.stays import StayLine, stays_of_resident, treatments_before
from rehab_center.admissions.rules.facts import MoveFacts, StayFacts
from rehab_center.admissions.rules.gate import check_delivered, check_held, check_number_taken, of_decision
from rehab_center.admissions.rules.handover import BACK, WayIn
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.documents.queries import document_line
from rehab_center.documents.rules import DocumentFacts
from rehab_center.errors import DomainError
from rehab_center.findings import Finding, Severity
from rehab_center.permissions import Scope
from rehab_center.residents.kinds import Sex
from rehab_center.residents.queries import number_taken
from rehab_center.residents.rules.person import check_birth, check_person


@dataclass(frozen=True)
class Assessment:
    """What taking in this one would be.

    ``matches``: to be compared first; while there are any, nothing else is worked out. ``stay`` is the open stay that
    goes on or changes over, ``stay_facts`` or ``move_facts`` what would be written, ``findings`` all that rules say.
    """

    matches: tuple[Match, ...] = ()
    way: WayIn = WayIn.ADMIT
    stay: StayLine | None = None
    stay_facts: StayFacts | None = None
    plan: StayPlan | None = None
    move_facts: MoveFacts | None = None
    move: MovePlan | None = None
    findings: tuple[Finding, ...] = ()
    #: Why warnings about the decision itself are right nevertheless: said once for all it names.
    decision_reason: str | None = None
    #: Somebody new, whose sex neither the gate nor a number has said.
    asks_sex: bool = False

    @property
    def blocks(self) -> tuple[Finding, ...]:
        """What stands in the way."""
        return tuple(one for one in self.findings if one.severity is Severity.BLOCK)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What still needs a reason: not what the decision's own reason answers."""
        warned = [one for one in self.findings if one.severity is Severity.WARN]
        return tuple(one for one in warned if not (self.decision_reason and of_decision(one)))

    @property
    def reminders(self) -> tuple[Finding, ...]:
        """What will be owed."""
        return tuple(one for one in self.findings if one.severity is Severity.REMIND)

    @property
    def clear(self) -> bool:
        """Whether it can be done at once, without a question."""
        return not (self.matches or self.blocks or self.warnings or self.asks_sex)


def assess(session: Session, line_id: int, *, scope: Scope, now: datetime, regime: Regime | None = None) -> Assessment:
    """What taking in a person delivered would be. ``regime``: a human's choice for this one where the law is silent.

    Raises NotFound for a stranger.
    """
    line = load_line(session, line_id, scope=scope)
    handover = load_handover(session, line.handover_id, scope=scope)
    if line.resident_id is None and not line.somebody_new:
        matches = people_alike(session, line, handover, scope)
        if matches:
            return Assessment(matches=matches)
    if line.resident_id is None:
        return _as_new(session, line, handover, scope=scope, now=now, regime=regime)
    return _as_known(session, line, handover, line.resident_id, scope=scope, now=now, regime=regime)


def _as_new(
    session: Session, line: HandoverPerson, handover: Handover, *, scope: Scope, now: datetime, regime: Regime | None
) -> Assessment:
    facts_at_gate, sex = line_facts(line), Sex(line.sex) if line.sex else None
    traits = facts_at_gate.traits()
    numbered = bool(traits.identity) and not line.identity_refuted
    who = Applicant(None, traits.birth, numbered)
    facts = _stay_facts(session, line, handover, times_treated=line.times_treated or 1)
    today = clock.day_of(now)
    if sex is None:
        more = [*check_birth(traits.birth, today=today)]
    else:
        more = [*check_person(facts_at_gate.person(sex, with_number=numbered), today=today)]
    if numbered and number_taken(session, traits):
        more.append(check_number_taken(line.identity_number or ""))
    found = _admission(session, line, handover, who, facts, more=more, now=now, regime=regime)
    return replace(found, asks_sex=sex is None)


def _as_known(
    session: Session,
    line: HandoverPerson,
    handover: Handover,
    resident_id: int,
    *,
    scope: Scope,
    now: datetime,
    regime: Regime | None,
) -> Assessment:
    who = applicant(session, resident_id, scope=scope)
    stays = stays_of_resident(session, resident_id, scope=scope, as_of=handover.delivered_on)
    here = open_stay_of(stays)
    way = way_for(here, StayKind(line.kind))
    if here is not None and way is WayIn.RETURN:
        return _return(session, handover, here, scope=scope, now=now)
    if here is not None and way is WayIn.IMPOSSIBLE:
        return Assessment(way=way, stay=here, findings=(check_held(here.file_code, here.admitted_on),))
    times = line.times_treated or treatments_before(session, stays, handover.delivered_on) + 1
    facts = _stay_facts(session, line, handover, times_treated=times)
    if here is not None:
        return _conversion(session, line, handover, who, facts, here, scope=scope, now=now, regime=regime)
    return _admission(session, line, handover, who, facts, now=now, regime=regime)


def _return(session: Session, handover: Handover, here: StayLine, *, scope: Scope, now: datetime) -> Assessment:
    facts = MoveFacts(
        kind=BACK[here.state.state],
        effective_on=handover.delivered_on,
        effective_time=handover.delivered_time,
        document_id=handover.minutes_id,
    )
    try:
        move = plan_movement(session, here.id, facts=facts, scope=scope, now=now)
    except DomainError as error:
        refused = Finding("sequence", Severity.BLOCK, error.message, "")
        return Assessment(way=WayIn.RETURN, stay=here, move_facts=facts, findings=(refused,))
    return Assessment(way=WayIn.RETURN, stay=here, move_facts=facts, move=move, findings=move.findings)


def _conversion(
    session: Session,
    line: HandoverPerson,
    handover: Handover,
    who: Applicant,
    facts: StayFacts,
    here: StayLine,
    *,
    scope: Scope,
    now: datetime,
    regime: Regime | None,
) -> Assessment:
    facts = replace(
        facts,
        entry=MovementKind.CONVERTED_IN,
        entry_paper=None,
        previous_admission_id=here.id,
        credit_days=credited(session, line, here.id, handover.delivered_on),
        term_start_on=None,
    )
    out = MoveFacts(MovementKind.CONVERTED_OUT, handover.delivered_on, document_id=facts.decision_id)
    try:
        move = plan_movement(session, here.id, facts=out, scope=scope, now=now)
    except DomainError as error:
        refused = Finding("sequence", Severity.BLOCK, error.message, "")
        return Assessment(way=WayIn.CONVERT, stay=here, stay_facts=facts, findings=(refused,))
    found = _admission(session, line, handover, who, facts, more=move.findings, now=now, regime=regime)
    return replace(found, way=WayIn.CONVERT, stay=here, move=move)


def _admission(
    session: Session,
    line: HandoverPerson,
    handover: Handover,
    who: Applicant,
    facts: StayFacts,
    *,
    more: Sequence[Finding] = (),
    now: datetime,
    regime: Regime | None,
) -> Assessment:
    decision = _decision(session, line)
    chosen = regime or (Regime(decision.regime) if decision and decision.regime else None)
    plan = plan_stay(session, who=who, facility_id=handover.facility_id, facts=facts, now=now)
    if plan.regime_is_open and chosen is not None:
        facts = replace(facts, regime=chosen)
        plan = plan_stay(session, who=who, facility_id=handover.facility_id, facts=facts, now=now)
    delivered = check_delivered(facts.kind, facts.decision_effective_on, handover.delivered_on)
    return Assessment(
        stay_facts=facts,
        plan=plan,
        findings=(*more, *delivered, *plan.findings),
        decision_reason=decision.reason if decision else None,
    )


def _decision(session: Session, line: HandoverPerson) -> HandoverDecision | None:
    return session.get(HandoverDecision, line.decision_id) if line.decision_id is not None else None


def _stay_facts(session: Session, line: HandoverPerson, handover: Handover, *, times_treated: int) -> StayFacts:
    """The stay as the line, its decision and the delivery make it together."""
    decision = _decision(session, line)
    kind = StayKind(line.kind)
    entry = MovementKind(handover.entry)
    by_police = handover.delivering_unit if entry is MovementKind.ADMITTED else None
    return StayFacts(
        kind=kind,
        admitted_on=handover.delivered_on,
        entry_time=handover.delivered_time,
        months=None if kind is StayKind.TEMPORARY else line.months or (decision.months if decision else None),
        decision_id=decision.document_id if decision else None,
        decision_effective_on=decision.effective_on if decision else None,
        police_unit=(decision.police_unit if decision else None) or by_police,
        term_start_on=line.term_start_on,
        credit_days=line.credit_days or 0,
        times_treated=None if kind is StayKind.TEMPORARY else times_treated,
        note=line.note,
        entry=entry,
        entry_paper=_transfer(session, handover),
        pregnant_or_nursing=line.pregnant_or_nursing,
        addiction_proof_on=line.addiction_proof_on,
    )


def _transfer(session: Session, handover: Handover) -> DocumentFacts | None:
    if handover.transfer_id is None:
        return None
    paper = document_line(session, handover.transfer_id)
    return DocumentFacts(paper.kind, paper.number, issued_on=paper.issued_on, issuer=paper.issuer)
