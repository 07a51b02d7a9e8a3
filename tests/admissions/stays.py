"""An invented centre with stays to test with; everything goes through the services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from typing import Any

from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.admissions.services import MoveFacts, StayFacts, admit, record_movement, void_movement
from rehab_center.clock import moment_of
from rehab_center.db import transaction
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.permissions import Actor
from rehab_center.policies.services import enter_first_values
from rehab_center.residents.kinds import Sex
from tests.residents.persons import make_facility, make_person

NOW = moment_of(date(2024, 6, 14), 9)
SECOND = Actor(name="nguoi.hai", label="Người thứ hai", origin="test")
"""Another one than whoever wrote it: voids what is no longer fresh."""
COURT = "TAND huyện Vụ Bản"
_numbers = count(1)


def decision(issued_on: date | None = date(2024, 3, 5), **others: Any) -> DocumentFacts:
    """A court's decision with a number of its own."""
    given: dict[str, Any] = {"number": f"{next(_numbers)}/QĐ-TA", "issued_on": issued_on, "issuer": COURT}
    return DocumentFacts(DocumentKind.DECISION, **(given | others))


def paper(kind: DocumentKind = DocumentKind.OTHER, issued_on: date = date(2024, 5, 1)) -> DocumentFacts:
    """Any complete paper."""
    return DocumentFacts(kind, f"{next(_numbers)}/QĐ-CSCN", issued_on=issued_on, issuer="Cơ sở cai nghiện ma túy")


def stay_facts(**others: Any) -> StayFacts:
    """A compulsory stay of 18 months from 10/03/2024, unless told otherwise."""
    given: dict[str, Any] = {
        "kind": StayKind.COMPULSORY,
        "admitted_on": date(2024, 3, 10),
        "months": 18,
        "times_treated": 1,
    }
    if "decision" not in others and "decision_id" not in others:
        given["decision"] = decision()
    return StayFacts(**(given | others))


@dataclass(frozen=True)
class Centre:
    """A centre with its first policy values, and somebody who acts."""

    facility_id: int
    actor: Actor

    def person(self, full_name: str = "Trần Văn An", **others: Any) -> int:
        """Somebody who may be admitted."""
        return make_person(self.actor, self.facility_id, full_name, **({"sex": Sex.MALE} | others))

    def admit(
        self, resident_id: int | None = None, *, now: datetime = NOW, reason: str | None = None, **facts: Any
    ) -> int:
        """A stay of somebody new, or of ``resident_id``."""
        person = resident_id or self.person()
        with transaction() as session:
            return admit(
                session,
                resident_id=person,
                facility_id=self.facility_id,
                facts=stay_facts(**facts),
                reason=reason,
                actor=self.actor,
                now=now,
            )

    def move(
        self,
        stay_id: int,
        kind: MovementKind,
        day: date,
        *,
        now: datetime = NOW,
        reason: str | None = None,
        with_paper: bool = True,
        **facts: Any,
    ) -> int:
        """A movement with a paper."""
        document = paper() if with_paper else None
        with transaction() as session:
            return record_movement(
                session,
                stay_id,
                facts=MoveFacts(kind, day, document=document, **facts),
                reason=reason,
                actor=self.actor,
                now=now,
            )

    def void(
        self, movement_id: int, *, now: datetime = NOW, reason: str = "Ghi nhầm người", actor: Actor | None = None
    ) -> int:
        """A voided movement; by a second person unless told otherwise."""
        with transaction() as session:
            return void_movement(session, movement_id, reason=reason, actor=actor or SECOND, now=now)


def make_centre(actor: Actor) -> Centre:
    """A centre ready to admit people. Inside an application context."""
    facility_id = make_facility(actor)
    with transaction() as session:
        enter_first_values(session, actor=actor, now=NOW)
    return Centre(facility_id, actor)
