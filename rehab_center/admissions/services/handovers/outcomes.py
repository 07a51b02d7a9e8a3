"""What becomes of a person delivered: taken in by whichever way it is, refused, or decided about again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission, Handover, HandoverDecision, HandoverPerson, Movement
from rehab_center.admissions.queries.alike import line_facts
from rehab_center.admissions.queries.assessments import Assessment, assess
from rehab_center.admissions.queries.handover_rows import load_line
from rehab_center.admissions.queries.handovers import handover_page
from rehab_center.admissions.rules.facts import MoveFacts, StayFacts
from rehab_center.admissions.rules.gate import of_decision
from rehab_center.admissions.rules.handover import Outcome, WayIn
from rehab_center.admissions.rules.refusals import REFUSALS, RefusalReason
from rehab_center.admissions.rules.regime import Regime
from rehab_center.admissions.services.admit import admission_details, log_subject, open_stay
from rehab_center.admissions.services.convert import change_over, ground_change
from rehab_center.admissions.services.handovers.rows import label_of, open_minutes, subject_of, waiting_line
from rehab_center.admissions.services.ledger import term_change
from rehab_center.admissions.services.move import add_movement
from rehab_center.admissions.services.rest import owe_the_rest
from rehab_center.audit.recorder import record
from rehab_center.errors import Blocked, Conflict, DomainError, ReasonNeeded
from rehab_center.findings import Severity
from rehab_center.names import clean
from rehab_center.permissions import Actor
from rehab_center.residents.kinds import Sex
from rehab_center.residents.queries import person_names
from rehab_center.residents.services import add_person, fill_in_person
from rehab_center.words import N_, message

_ACTS = {WayIn.ADMIT: "stay.admitted", WayIn.CONVERT: "stay.converted", WayIn.RETURN: "stay.moved"}


def take_in(
    session: Session,
    line_id: int,
    *,
    reason: str | None = None,
    for_all: bool = False,
    regime: Regime | None = None,
    sex: Sex | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """Take in somebody who waits: admit, change over or bring back, as it is; gives the stay's id.

    ``reason`` answers what rules warn of; with ``for_all`` it answers, for everybody the decision names, what is about
    the decision itself, and so does ``regime``. ``sex`` is that of somebody new of whom the minutes did not say it.
    What is still to be done about the person is owed from now on.

    Raises Conflict where somebody alike has not been compared yet or another has decided; Blocked and ReasonNeeded with
    the rules' findings; DomainError (field ``sex``) where that is still to be said; NotFound for a stranger.
    """
    handover, line = waiting_line(session, line_id, actor=actor)
    if sex is not None and line.sex is None and line.resident_id is None:
        line.sex = sex.value
    found = assess(session, line_id, scope=actor.scope, now=now, regime=regime)
    if for_all and reason and line.decision_id is not None and _warns_of_decision(found):
        decision = session.get_one(HandoverDecision, line.decision_id)
        decision.reason, decision.regime = reason, regime.value if regime else decision.regime
        session.flush()
        found = assess(session, line_id, scope=actor.scope, now=now, regime=regime)
    why = _settled(found, reason)
    stay_id = _carry_out(session, handover, line, found, why, actor=actor, now=now)
    line.admission_id = stay_id
    line.outcome = (Outcome.RETURNED if found.way is WayIn.RETURN else Outcome.ACCEPTED).value
    line.decided_at, line.decided_by = now, actor.label
    stay = session.get_one(Admission, stay_id)
    if found.way is not WayIn.CONVERT:
        refuted = line.identity_number if line.identity_refuted else None
        returned = found.way is WayIn.RETURN
        owe_the_rest(session, stay, returned=returned, refuted_number=refuted, actor=actor, now=now)
    session.flush()
    details: dict[str, Any] = {"handover": label_of(handover)}
    if found.way is WayIn.CONVERT and found.stay is not None:
        details |= ground_change(session, found.stay.id, stay)
    if found.way is WayIn.ADMIT:
        details |= admission_details(session, stay)
    if line.movement_id is not None:
        details |= term_change(session, stay, session.get_one(Movement, line.movement_id), now=now)
    record(_ACTS[found.way], actor=actor, at=now, about=log_subject(session, stay), reason=why, details=details)
    return stay_id


def _warns_of_decision(found: Assessment) -> bool:
    return any(of_decision(one) for one in found.warnings)


def _settled(found: Assessment, reason: str | None) -> str | None:
    """The reason that goes with the act: the decision's own, where it answers something, and this one's."""
    if found.matches:
        raise Conflict(message(N_("Compare those alike first: is it one of them?")), code="compare-first")
    if found.blocks:
        raise Blocked(found.blocks)
    if found.asks_sex:
        raise DomainError(message(N_("Choose: there is no 12-digit number that says it")), field="sex", code="no-sex")
    if found.warnings and not clean(reason or ""):
        raise ReasonNeeded(found.warnings)
    warned = [one for one in found.findings if one.severity is Severity.WARN]
    of_all = found.decision_reason if any(of_decision(one) for one in warned) else None
    own = clean(reason or "") if found.warnings else ""
    return "; ".join(dict.fromkeys(one for one in (of_all, own) if one)) or None


def _carry_out(
    session: Session,
    handover: Handover,
    line: HandoverPerson,
    found: Assessment,
    why: str | None,
    *,
    actor: Actor,
    now: datetime,
) -> int:
    facility_id = handover.facility_id
    known = person_names(session, [line.resident_id])[line.resident_id] if line.resident_id is not None else None
    sex = Sex(line.sex or (known.sex if known else ""))
    facts = line_facts(line).person(sex, with_number=not line.identity_refuted)
    if line.resident_id is None:
        line.resident_id = add_person(session, facts=facts, facility_id=facility_id, actor=actor, now=now, reason=why)
    else:
        fill_in_person(session, line.resident_id, facts=facts, facility_id=facility_id, actor=actor, now=now)
    if found.way is WayIn.RETURN:
        return _bring_back(session, line, found, why, actor=actor, now=now)
    stay_facts = _given(found.stay_facts)
    if found.way is WayIn.CONVERT and found.stay is not None:
        return change_over(session, found.stay.id, facts=stay_facts, reason=why, actor=actor, now=now)
    return open_stay(
        session,
        resident_id=line.resident_id,
        facility_id=facility_id,
        facts=stay_facts,
        reason=why,
        actor=actor,
        now=now,
    )


def _given(facts: StayFacts | None) -> StayFacts:
    if facts is None:
        raise ValueError("an assessment without blocks says what would be written")
    return facts


def _bring_back(
    session: Session, line: HandoverPerson, found: Assessment, why: str | None, *, actor: Actor, now: datetime
) -> int:
    stay, facts = found.stay, found.move_facts
    if stay is None or not isinstance(facts, MoveFacts):
        raise ValueError("somebody brought back has an open stay")
    line.movement_id = add_movement(session, stay.id, facts=facts, reason=why, actor=actor, now=now)
    return stay.id


def refuse(
    session: Session, line_id: int, *, refusal: RefusalReason, note: str | None = None, actor: Actor, now: datetime
) -> None:
    """Refuse somebody who waits, for a reason of the list and, where it needs them, words of one's own.

    Raises DomainError where those words are missing; otherwise as :func:`take_in`.
    """
    handover, line = waiting_line(session, line_id, actor=actor)
    words = clean(note or "") or None
    if REFUSALS[refusal].needs_note and words is None:
        raise DomainError(message(N_("Say in your own words what the matter is")), field="note")
    line.outcome = Outcome.REFUSED.value
    line.refusal, line.refusal_note = refusal.value, words
    line.decided_at, line.decided_by = now, actor.label
    record(
        "handover.person-refused",
        actor=actor,
        at=now,
        about=subject_of(handover),
        reason=words,
        details={"person": line.full_name, "refusal": refusal.value},
    )


def decide_again(session: Session, line_id: int, *, actor: Actor, now: datetime) -> None:
    """Let somebody refused wait again, or somebody whose admission or return was voided since.

    Raises Conflict for whoever waits already, and while what took them in still stands: it is voided on the stay.
    """
    line = load_line(session, line_id, scope=actor.scope)
    handover = open_minutes(session, line.handover_id, actor=actor)
    if line.outcome == Outcome.WAITING:
        raise Conflict(message(N_("Nobody has decided about %(name)s yet"), name=line.full_name))
    shown = handover_page(session, handover.id, scope=actor.scope).line(line_id)
    if line.outcome != Outcome.REFUSED and not shown.taken_back:
        raise Conflict(
            message(N_("%(name)s has been taken in: void that on the stay first"), name=line.full_name),
            code="taken-in",
        )
    line.outcome = Outcome.WAITING.value
    line.refusal = line.refusal_note = None
    line.admission_id = line.movement_id = None
    line.decided_at = line.decided_by = None
    record(
        "handover.person-reconsidered",
        actor=actor,
        at=now,
        about=subject_of(handover),
        details={"person": line.full_name},
    )
