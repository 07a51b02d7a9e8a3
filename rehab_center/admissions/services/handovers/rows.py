"""The rows the use-cases of a handover work on, refused where they may no longer be written."""

from __future__ import annotations

from sqlalchemy.orm import Session

from rehab_center.admissions.models import Handover, HandoverPerson
from rehab_center.admissions.queries.handover_rows import load_handover, load_line
from rehab_center.admissions.rules.handover import HandoverState, Outcome
from rehab_center.audit.recorder import Subject
from rehab_center.errors import Conflict
from rehab_center.permissions import Actor
from rehab_center.words import N_, message


def open_minutes(session: Session, handover_id: int, *, actor: Actor) -> Handover:
    """A handover that may be written in. Raises NotFound for a stranger's, Conflict once it is closed."""
    handover = load_handover(session, handover_id, scope=actor.scope)
    if handover.state == HandoverState.CLOSED:
        raise Conflict(
            message(N_("%(who)s closed these minutes on %(day)s"), who=handover.closed_by, day=handover.closed_at),
            code="closed-already",
        )
    return handover


def waiting_line(session: Session, line_id: int, *, actor: Actor) -> tuple[Handover, HandoverPerson]:
    """Somebody about whom nobody has decided yet, with the minutes.

    Raises NotFound for a stranger, Conflict once the minutes are closed or another has decided.
    """
    line = load_line(session, line_id, scope=actor.scope)
    handover = open_minutes(session, line.handover_id, actor=actor)
    if line.outcome != Outcome.WAITING:
        raise Conflict(
            message(N_("%(who)s has decided about %(name)s already"), who=line.decided_by, name=line.full_name),
            code="decided-already",
        )
    return handover, line


def subject_of(handover: Handover) -> Subject:
    """The minutes as the log names them: who delivered, and when."""
    return Subject("handover", handover.id, label_of(handover))


def label_of(handover: Handover) -> str:
    """Who delivered, and when, in words."""
    return f"{handover.delivering_unit}, {handover.delivered_on:%d/%m/%Y}"
