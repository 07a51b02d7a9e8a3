"""Who was delivered as the minutes say it: as written at the gate, and where that is silent, as the records know."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from rehab_center.admissions.models import HandoverPerson
from rehab_center.admissions.queries.alike import line_facts
from rehab_center.admissions.queries.handover_rows import load_line
from rehab_center.admissions.rules.handover_facts import LineFacts
from rehab_center.permissions import Scope
from rehab_center.residents.models import Resident
from rehab_center.residents.queries import facts_of, numbers_of

HOME = ("address", "commune", "district", "province")
"""The parts of an address: the gate's or the records', never mixed."""


def said_of(session: Session, line: HandoverPerson) -> LineFacts:
    """A row as the minutes say it."""
    facts = line_facts(line)
    resident = session.get(Resident, line.resident_id) if line.resident_id is not None else None
    if resident is None:
        return facts
    known = facts_of(resident)
    if not any(getattr(facts, name) for name in HOME):
        facts = replace(facts, **{name: getattr(known, name) for name in HOME})
    return replace(
        facts,
        birth=facts.birth if facts.birth.on else known.birth,
        sex=facts.sex or known.sex,
        identity_number=facts.identity_number or numbers_of(session, [resident.id]).get(resident.id),
    )


def said_of_line(session: Session, line_id: int, *, scope: Scope) -> LineFacts:
    """A person delivered as the minutes say it. Raises NotFound for a stranger."""
    return said_of(session, load_line(session, line_id, scope=scope))
