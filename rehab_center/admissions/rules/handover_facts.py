"""What a clerk says about a handover, a decision it brings, and a person delivered. Plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.residents.kinds import Sex
from rehab_center.residents.rules.births import UNKNOWN_BIRTH, PartialBirth
from rehab_center.residents.rules.facts import PaperFacts, PersonFacts


@dataclass(frozen=True)
class HandoverFacts:
    """The delivery: when, where, by whom, to whom. ``deliverers`` and ``receivers`` have a line for each.

    ``entry`` is transferred-in where another centre hands over, by the paper ``transfer``.
    """

    delivered_on: date
    delivering_unit: str
    delivered_time: str | None = None
    place: str | None = None
    deliverers: str | None = None
    receivers: str | None = None
    stated_count: int | None = None
    entry: MovementKind = MovementKind.ADMITTED
    transfer: DocumentFacts | None = None
    note: str | None = None


@dataclass(frozen=True)
class DecisionFacts:
    """A decision as the delivery brings it: what it is of everybody it names."""

    paper: DocumentFacts
    kind: StayKind = StayKind.COMPULSORY
    months: int | None = None
    effective_on: date | None = None
    police_unit: str | None = None


@dataclass(frozen=True)
class LineFacts:
    """A person as the minutes name one. ``decision_id`` is a decision of the same handover.

    ``months``, ``credit_days``, ``times_treated`` and ``term_start_on`` only where they are this one's own.
    """

    full_name: str
    sex: Sex
    birth: PartialBirth = UNKNOWN_BIRTH
    identity_number: str | None = None
    address: str | None = None
    commune: str | None = None
    district: str | None = None
    province: str | None = None
    kind: StayKind = StayKind.COMPULSORY
    decision_id: int | None = None
    months: int | None = None
    credit_days: int | None = None
    times_treated: int | None = None
    term_start_on: date | None = None
    pregnant_or_nursing: bool = False
    addiction_proof_on: date | None = None
    note: str | None = None

    def person(self, *, with_number: bool = True) -> PersonFacts:
        """What of it is about the person; without the number where it proved to be another's."""
        numbers = (PaperFacts(self.identity_number),) if self.identity_number and with_number else ()
        return PersonFacts(
            full_name=self.full_name,
            sex=self.sex,
            birth=self.birth,
            address=self.address,
            commune=self.commune,
            district=self.district,
            province=self.province,
            identity=numbers,
        )
