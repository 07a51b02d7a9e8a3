"""What the minutes say of somebody: as the gate wrote it, and where it wrote nothing, as the records know it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission, HandoverDecision, HandoverPerson
from rehab_center.admissions.queries.alike import line_facts
from rehab_center.admissions.queries.handover_rows import load_line
from rehab_center.admissions.queries.handover_said import HOME, said_of
from rehab_center.admissions.rules.handover import Outcome
from rehab_center.admissions.rules.handover_facts import LineFacts
from rehab_center.admissions.services.handovers.rows import open_minutes, subject_of
from rehab_center.audit.recorder import record
from rehab_center.audit.second_saver import refuse_stale
from rehab_center.errors import Conflict, Difference
from rehab_center.names import clean, fold
from rehab_center.permissions import Actor
from rehab_center.residents.rules.identity import read_number
from rehab_center.residents.rules.person import tidied_name
from rehab_center.words import N_, message

_SAID = ("full_name", "birth", "sex", "identity_number", *HOME, "note")


def restate_line(
    session: Session, line_id: int, *, facts: LineFacts, expected_version: int, actor: Actor, now: datetime
) -> None:
    """Put right what open minutes say about somebody decided about; the record of the person stays as it is.

    Raises Conflict with both values when somebody saved in between, for somebody still waiting, or once the minutes
    are closed; DomainError ``no-name``, ``bad-id-length``; NotFound for a stranger.
    """
    line = load_line(session, line_id, scope=actor.scope)
    handover = open_minutes(session, line.handover_id, actor=actor)
    if line.outcome == Outcome.WAITING:
        raise Conflict(message(N_("Nobody has decided about %(name)s yet"), name=line.full_name))
    before = line_facts(line)
    pairs = [(name, getattr(before, name), getattr(facts, name)) for name in _SAID]
    differences = [Difference(name, theirs, yours) for name, theirs, yours in pairs if theirs != yours]
    refuse_stale(session, line, expected_version, differences=differences)
    name = tidied_name(facts.full_name)
    if facts.identity_number:
        read_number(facts.identity_number)
    line.full_name = name
    _write(line, facts)
    line.note = clean(facts.note or "") or None
    record(
        "handover.person-revised", actor=actor, at=now, about=subject_of(handover), details={"person": line.full_name}
    )


def _write(line: HandoverPerson, facts: LineFacts) -> None:
    line.birth_on, line.birth_precision = facts.birth.on, facts.birth.precision
    line.sex = facts.sex.value if facts.sex else None
    if clean(facts.identity_number or "") != (line.identity_number or ""):
        line.identity_refuted = False
    line.identity_number = clean(facts.identity_number or "") or None
    for field in HOME:
        setattr(line, field, clean(getattr(facts, field) or "") or None)
    line.search_key = fold(f"{line.full_name} {line.identity_number or ''}")


def keep_what_is_said(session: Session, handover_id: int) -> None:
    """Let closed minutes stay what they were: the records' facts where a line is silent, terms as they stand now.

    Part of closing: no entry in the log.
    """
    rows = session.scalars(
        select(HandoverPerson).where(
            HandoverPerson.handover_id == handover_id, HandoverPerson.outcome.in_([Outcome.ACCEPTED, Outcome.RETURNED])
        )
    ).all()
    said = said_of(session, rows)
    for line in rows:
        _write(line, said[line.id])
    _keep_terms(session, [line for line in rows if line.outcome == Outcome.ACCEPTED])
    session.flush()


def _keep_terms(session: Session, lines: Sequence[HandoverPerson]) -> None:
    """The months of each stay; where all a decision names now have others than it brought, the decision's too."""
    wanted = select(Admission.id, Admission.months).where(Admission.id.in_([line.admission_id for line in lines]))
    given_by_stay: dict[int | None, int | None] = {row.id: row.months for row in session.execute(wanted)}
    for decision_id in {line.decision_id for line in lines if line.decision_id is not None}:
        decision = session.get_one(HandoverDecision, decision_id)
        named = [line for line in lines if line.decision_id == decision_id]
        terms = {given_by_stay[line.admission_id] for line in named}
        if decision.months is not None and len(terms) == 1 and all(line.months is None for line in named):
            decision.months = terms.pop() or decision.months
        for line in named:
            given = given_by_stay[line.admission_id]
            if given is not None and given != (line.months or decision.months):
                line.months = given
