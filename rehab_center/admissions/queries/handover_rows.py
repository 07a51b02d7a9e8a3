"""The rows of a handover, for services and for queries about them; outside the scope there are none."""

from __future__ import annotations

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Handover, HandoverDecision, HandoverPerson, Movement
from rehab_center.admissions.rules.handover import Outcome
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.papers import paper_kind_of
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.documents.kinds import DocumentKind
from rehab_center.errors import NotFound
from rehab_center.permissions import Scope
from rehab_center.residents.kinds import BirthPrecision
from rehab_center.residents.rules.births import PartialBirth
from rehab_center.words import N_, message


def load_handover(session: Session, handover_id: int, *, scope: Scope) -> Handover:
    """The row itself, for services. Raises NotFound, outside the scope too."""
    handover = session.get(Handover, handover_id)
    if handover is None or not scope.covers(handover.facility_id):
        raise NotFound(message(N_("There is no such handover")))
    return handover


def load_line(session: Session, line_id: int, *, scope: Scope) -> HandoverPerson:
    """The row of a person delivered, for services. Raises NotFound, outside the scope too."""
    line = session.get(HandoverPerson, line_id)
    if line is None:
        raise NotFound(message(N_("There is no such person")))
    load_handover(session, line.handover_id, scope=scope)
    return line


def load_decision(session: Session, decision_id: int, *, scope: Scope) -> HandoverDecision:
    """The row of a decision delivered, for services. Raises NotFound, outside the scope too."""
    decision = session.get(HandoverDecision, decision_id)
    if decision is None:
        raise NotFound(message(N_("There is no such decision")))
    load_handover(session, decision.handover_id, scope=scope)
    return decision


def handover_of_line(session: Session, line_id: int, *, scope: Scope) -> int:
    """Which handover a person was delivered by. Raises NotFound for a stranger."""
    return load_line(session, line_id, scope=scope).handover_id


def handover_of_decision(session: Session, decision_id: int, *, scope: Scope) -> int:
    """Which handover brought a decision. Raises NotFound for a stranger's."""
    return load_decision(session, decision_id, scope=scope).handover_id


def birth_of_line(row: HandoverPerson) -> PartialBirth:
    """The birth as written at the gate, with its precision."""
    return PartialBirth(row.birth_on, BirthPrecision(row.birth_precision))


def movements_waiting_for_minutes(session: Session, handover_id: int) -> tuple[int, ...]:
    """The movements that usually rest on the minutes themselves: who was brought back, and temporary stays without
    another paper."""
    rows = session.scalars(
        select(HandoverPerson).where(
            HandoverPerson.handover_id == handover_id, HandoverPerson.outcome.in_([Outcome.ACCEPTED, Outcome.RETURNED])
        )
    ).all()
    back = [row.movement_id for row in rows if row.movement_id is not None]
    held = [row.admission_id for row in rows if row.outcome == Outcome.ACCEPTED and row.kind == StayKind.TEMPORARY]
    moves = session.scalars(
        select(Movement).where(
            or_(
                Movement.id.in_(back),
                and_(Movement.admission_id.in_(held), Movement.kind == MovementKind.ADMITTED.value),
            ),
            Movement.document_id.is_(None),
        )
    )
    on_minutes = [one for one in moves if one.admission_id in held or _rests_on_minutes(one)]
    return tuple(one.id for one in on_minutes)


def _rests_on_minutes(movement: Movement) -> bool:
    return paper_kind_of(MovementKind(movement.kind)) is DocumentKind.HANDOVER
