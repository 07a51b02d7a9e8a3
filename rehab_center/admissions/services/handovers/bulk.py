"""Chuyển diện for everybody a decision names, at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from rehab_center.admissions.models import HandoverPerson
from rehab_center.admissions.queries.handover_rows import load_decision
from rehab_center.admissions.queries.ledger import load_stay
from rehab_center.admissions.rules.handover import Outcome
from rehab_center.admissions.rules.regime import Regime
from rehab_center.admissions.services.handovers.lines import next_position
from rehab_center.admissions.services.handovers.outcomes import take_in
from rehab_center.admissions.services.handovers.rows import open_minutes
from rehab_center.errors import Blocked, DomainError, ReasonNeeded
from rehab_center.names import fold
from rehab_center.permissions import Actor
from rehab_center.residents.queries import numbers_of, person_facts
from rehab_center.words import N_, message


def change_over_together(
    session: Session,
    decision_id: int,
    *,
    stay_ids: Sequence[int],
    reason: str | None = None,
    regime: Regime | None = None,
    actor: Actor,
    now: datetime,
) -> tuple[int, ...]:
    """Change every one of these stays over to the decision's ground, and give the ids of the stays that follow.

    Each person becomes a line of the minutes, with an entry of their own in the log; all of them or none. ``reason``
    answers the warnings of all. Raises as ``take_in``, naming the person; DomainError where nobody was chosen.
    """
    if not stay_ids:
        raise DomainError(message(N_("Choose at least one person")), field="stays")
    return tuple(
        _change_over(session, decision_id, stay_id, reason=reason, regime=regime, actor=actor, now=now)
        for stay_id in dict.fromkeys(stay_ids)
    )


def _change_over(
    session: Session,
    decision_id: int,
    stay_id: int,
    *,
    reason: str | None,
    regime: Regime | None,
    actor: Actor,
    now: datetime,
) -> int:
    line = _line(session, decision_id, stay_id, actor=actor, now=now)
    name = line.full_name
    try:
        return take_in(session, line.id, reason=reason, for_all=reason is not None, regime=regime, actor=actor, now=now)
    except ReasonNeeded:
        raise
    except Blocked as error:
        words = message(N_("%(name)s: %(why)s"), name=name, why=error.message)
        raise DomainError(words, field="stays") from error


def _line(session: Session, decision_id: int, stay_id: int, *, actor: Actor, now: datetime) -> HandoverPerson:
    decision = load_decision(session, decision_id, scope=actor.scope)
    handover = open_minutes(session, decision.handover_id, actor=actor)
    stay = load_stay(session, stay_id, scope=actor.scope)
    page = person_facts(session, stay.resident_id, scope=actor.scope)
    facts = page.facts
    line = HandoverPerson(
        handover_id=handover.id,
        position=next_position(session, handover.id),
        full_name=facts.full_name,
        search_key=fold(facts.full_name),
        birth_on=facts.birth.on,
        birth_precision=facts.birth.precision.value,
        sex=facts.sex.value,
        identity_number=numbers_of(session, [stay.resident_id]).get(stay.resident_id),
        address=facts.address,
        commune=facts.commune,
        district=facts.district,
        province=facts.province,
        kind=decision.kind,
        decision_id=decision.id,
        resident_id=stay.resident_id,
        outcome=Outcome.WAITING.value,
        written_at=now,
    )
    session.add(line)
    session.flush()
    return line
