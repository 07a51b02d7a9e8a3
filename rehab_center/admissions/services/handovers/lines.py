"""The persons of a delivery as they are written down one after the other, and who each of them is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Handover, HandoverPerson
from rehab_center.admissions.queries.alike import line_facts
from rehab_center.admissions.queries.handover_rows import load_decision
from rehab_center.admissions.rules.handover import Outcome
from rehab_center.admissions.rules.handover_facts import LineFacts
from rehab_center.admissions.services.handovers.rows import open_minutes, subject_of, waiting_line
from rehab_center.audit.recorder import record
from rehab_center.audit.second_saver import refuse_stale
from rehab_center.errors import Difference, NotFound
from rehab_center.names import clean, fold
from rehab_center.permissions import Actor
from rehab_center.residents.queries import load_resident, number_taken
from rehab_center.residents.rules.identity import read_number, sex_by
from rehab_center.residents.rules.person import tidied_name
from rehab_center.words import N_, message

_TEXTS = ("identity_number", "address", "commune", "district", "province", "note")
_PLAIN = ("months", "credit_days", "times_treated", "term_start_on", "addiction_proof_on", "decision_id")
_WHO = ("full_name", "birth", "identity_number", "commune")
"""What somebody is recognised by: once it is put right, the person is looked for anew."""


def add_line(session: Session, handover_id: int, *, facts: LineFacts, actor: Actor, now: datetime) -> int:
    """Write down a person delivered, waiting for a decision, and give the line's id.

    Raises DomainError ``no-name``, ``bad-id-length``; NotFound and Conflict as every act on minutes.
    """
    handover = open_minutes(session, handover_id, actor=actor)
    line = HandoverPerson(
        handover_id=handover_id,
        position=next_position(session, handover_id),
        written_at=now,
        outcome=Outcome.WAITING.value,
        **_values(session, handover, facts, actor),
    )
    session.add(line)
    session.flush()
    record(
        "handover.person-written", actor=actor, at=now, about=subject_of(handover), details={"person": line.full_name}
    )
    return line.id


def next_position(session: Session, handover_id: int) -> int:
    """The number of the next person written down."""
    last = session.scalar(select(func.max(HandoverPerson.position)).where(HandoverPerson.handover_id == handover_id))
    return (last or 0) + 1


def _values(session: Session, handover: Handover, facts: LineFacts, actor: Actor) -> dict[str, Any]:
    name = tidied_name(facts.full_name)
    if facts.identity_number:
        read_number(facts.identity_number)
    if facts.decision_id is not None:
        decision = load_decision(session, facts.decision_id, scope=actor.scope)
        if decision.handover_id != handover.id:
            raise NotFound(message(N_("There is no such decision")))
    values: dict[str, Any] = {name: clean(getattr(facts, name) or "") or None for name in _TEXTS}
    values |= {name: getattr(facts, name) for name in _PLAIN}
    return values | {
        "full_name": name,
        "search_key": fold(f"{name} {facts.identity_number or ''}"),
        "birth_on": facts.birth.on,
        "birth_precision": facts.birth.precision.value,
        "sex": facts.sex.value if facts.sex else None,
        "kind": facts.kind.value,
        "pregnant_or_nursing": facts.pregnant_or_nursing,
    }


def revise_line(
    session: Session, line_id: int, *, facts: LineFacts, expected_version: int, actor: Actor, now: datetime
) -> None:
    """Put right what was written about somebody still waiting; who it is, is then asked again.

    Raises Conflict with both values when somebody saved in between; otherwise as :func:`add_line`.
    """
    handover, line = waiting_line(session, line_id, actor=actor)
    before = line_facts(line)
    pairs = [(name, getattr(before, name), getattr(facts, name)) for name in LineFacts.__dataclass_fields__]
    differences = [Difference(name, theirs, yours) for name, theirs, yours in pairs if theirs != yours]
    refuse_stale(session, line, expected_version, differences=differences)
    for name, value in _values(session, handover, facts, actor).items():
        setattr(line, name, value)
    if any(getattr(before, name) != getattr(facts, name) for name in _WHO):
        line.resident_id, line.somebody_new, line.identity_refuted = None, False, False
    record(
        "handover.person-revised", actor=actor, at=now, about=subject_of(handover), details={"person": line.full_name}
    )


def remove_line(session: Session, line_id: int, *, actor: Actor, now: datetime) -> None:
    """Take out a line written by mistake, about somebody who was not delivered. The log keeps it."""
    handover, line = waiting_line(session, line_id, actor=actor)
    name = line.full_name
    session.delete(line)
    session.flush()
    record("handover.person-removed", actor=actor, at=now, about=subject_of(handover), details={"person": name})


def identify(session: Session, line_id: int, *, resident_id: int, actor: Actor, now: datetime) -> None:
    """It is this person of the records. A number shown that is somebody else's is not entered as theirs.

    Raises NotFound for a stranger.
    """
    handover, line = waiting_line(session, line_id, actor=actor)
    load_resident(session, resident_id, scope=actor.scope)
    line.resident_id, line.somebody_new = resident_id, False
    line.identity_refuted = number_taken(session, line_facts(line).traits(), but=resident_id)
    _recorded(handover, line, actor, now)


def somebody_else(session: Session, line_id: int, *, actor: Actor, now: datetime) -> None:
    """Those alike were compared: this is somebody the records do not have. Another's number is not entered.

    Nor does it say this one's sex: a sister may come with her brother's card.
    """
    handover, line = waiting_line(session, line_id, actor=actor)
    line.resident_id, line.somebody_new = None, True
    line.identity_refuted = number_taken(session, line_facts(line).traits())
    if line.identity_refuted and line.sex == sex_by(line.identity_number or ""):
        line.sex = None
    _recorded(handover, line, actor, now)


def compare_again(session: Session, line_id: int, *, actor: Actor, now: datetime) -> None:
    """What was said about who it is was wrong: those alike are compared anew."""
    handover, line = waiting_line(session, line_id, actor=actor)
    line.resident_id, line.somebody_new, line.identity_refuted = None, False, False
    _recorded(handover, line, actor, now)


def _recorded(handover: Handover, line: HandoverPerson, actor: Actor, now: datetime) -> None:
    record(
        "handover.person-identified",
        actor=actor,
        at=now,
        about=subject_of(handover),
        details={"person": line.full_name},
    )
