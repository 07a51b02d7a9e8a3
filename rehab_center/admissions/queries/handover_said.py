"""Who was delivered as the minutes say it: as written at the gate, and where that is silent, as the records know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import HandoverPerson
from rehab_center.admissions.queries.alike import line_facts
from rehab_center.admissions.queries.handover_rows import load_line
from rehab_center.admissions.rules.handover_facts import LineFacts
from rehab_center.permissions import Scope
from rehab_center.residents.models import Resident
from rehab_center.residents.queries import facts_of, numbers_of
from rehab_center.residents.rules.births import fuller
from rehab_center.residents.rules.facts import PersonFacts

HOME = ("address", "commune", "district", "province")
"""The parts of an address: the gate's or the records', never mixed."""


def said_of(session: Session, lines: Sequence[HandoverPerson]) -> dict[int, LineFacts]:
    """Rows as the minutes say them, by the row's id."""
    ids = [line.resident_id for line in lines if line.resident_id is not None]
    known = {one.id: facts_of(one) for one in session.scalars(select(Resident).where(Resident.id.in_(ids)))}
    numbers = numbers_of(session, ids)
    return {line.id: _said(line, known.get(line.resident_id or 0), numbers) for line in lines}


def _said(line: HandoverPerson, known: PersonFacts | None, numbers: Mapping[int, str]) -> LineFacts:
    facts = line_facts(line)
    if known is None:
        return facts
    if not any(getattr(facts, name) for name in HOME):
        facts = replace(facts, **{name: getattr(known, name) for name in HOME})
    return replace(
        facts,
        birth=fuller(facts.birth, known.birth),
        sex=facts.sex or known.sex,
        identity_number=facts.identity_number or numbers.get(line.resident_id or 0),
    )


def said_of_line(session: Session, line_id: int, *, scope: Scope) -> LineFacts:
    """A person delivered as the minutes say it. Raises NotFound for a stranger."""
    return said_of(session, [load_line(session, line_id, scope=scope)])[line_id]
