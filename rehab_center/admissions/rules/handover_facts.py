"""What a clerk says about a handover, a decision it brings, and a person delivered. Plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.residents.kinds import Sex
from rehab_center.residents.rules.births import UNKNOWN_BIRTH, PartialBirth
from rehab_center.residents.rules.facts import PaperFacts, PersonFacts, Traits


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

    ``sex`` is None where the gate has not said it: the records may know it.
    ``months``, ``credit_days``, ``times_treated`` and ``term_start_on`` only where they are this one's own.
    """

    full_name: str
    sex: Sex | None
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

    def traits(self) -> Traits:
        """What the person is looked for by; the sex is not among it and may still be unsaid."""
        return Traits(self.full_name, self.birth, self.commune, self._numbers())

    def person(self, sex: Sex, *, with_number: bool = True) -> PersonFacts:
        """What of it is about the person, whose sex is known by now; without a number that proved to be another's."""
        return PersonFacts(
            full_name=self.full_name,
            sex=sex,
            birth=self.birth,
            address=self.address,
            commune=self.commune,
            district=self.district,
            province=self.province,
            identity=self._numbers() if with_number else (),
        )

    def _numbers(self) -> tuple[PaperFacts, ...]:
        return (PaperFacts(self.identity_number),) if self.identity_number else ()
