"""Invented persons to test with."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from rehab_center.clock import moment_of
from rehab_center.db import transaction
from rehab_center.organisation.services import create_facility
from rehab_center.permissions import Actor
from rehab_center.residents.kinds import Sex
from rehab_center.residents.rules.births import born_on
from rehab_center.residents.rules.facts import PersonFacts
from rehab_center.residents.services import create_person

NOW = moment_of(date(2024, 6, 14), 9)


def make_facility(actor: Actor, code: str = "CS1", *, now: datetime = NOW) -> int:
    """A centre."""
    with transaction() as session:
        return create_facility(session, code=code, name=f"Cơ sở cai nghiện ma túy {code}", actor=actor, now=now)


def facts(full_name: str = "Đỗ Thị Hòa", **others: Any) -> PersonFacts:
    """Somebody's facts: a woman born on 05/06/1982 unless told otherwise."""
    return PersonFacts(full_name, **({"sex": Sex.FEMALE, "birth": born_on(date(1982, 6, 5))} | others))


def make_person(actor: Actor, facility_id: int, full_name: str = "Đỗ Thị Hòa", **others: Any) -> int:
    """Somebody entered at a centre."""
    reason = others.pop("reason", None)
    with transaction() as session:
        return create_person(
            session, facts=facts(full_name, **others), facility_id=facility_id, actor=actor, now=NOW, reason=reason
        )
