"""What a clerk, a workbook or the demo says about a stay and about a movement. Plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from rehab_center.admissions.rules.details import Details
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.admissions.rules.term_override import OverrideReason
from rehab_center.documents.rules import DocumentFacts


@dataclass(frozen=True)
class StayFacts:
    """A stay as it is entered. The decision is a new paper (``decision``) or one already entered (``decision_id``).

    ``file_code`` None takes the next one; ``term_start_on`` None is the first day here; ``regime`` is a human's choice
    where the law is silent (rule 2b), else None. ``entry_paper`` is the transfer decision of somebody who comes from
    another centre (``entry`` transferred-in). ``left_on``: the known last day of a stay entered afterwards, so that it
    may lie before another one. ``pregnant_or_nursing`` and ``addiction_proof_on`` are only checked, never stored.
    """

    kind: StayKind
    admitted_on: date
    file_code: str | None = None
    months: int | None = None
    decision: DocumentFacts | None = None
    decision_id: int | None = None
    decision_effective_on: date | None = None
    term_start_on: date | None = None
    credit_days: int = 0
    times_treated: int | None = None
    note: str | None = None
    regime: Regime | None = None
    entry: MovementKind = MovementKind.ADMITTED
    entry_paper: DocumentFacts | None = None
    entry_time: str | None = None
    previous_admission_id: int | None = None
    left_on: date | None = None
    pregnant_or_nursing: bool = False
    addiction_proof_on: date | None = None
    police_unit: str | None = None

    @property
    def starts_on(self) -> date:
        """The day the term begins."""
        return self.term_start_on or self.admitted_on

    @property
    def decided(self) -> bool:
        """Whether a decision is given, new or already entered."""
        return self.decision is not None or self.decision_id is not None


@dataclass(frozen=True)
class MoveFacts:
    """A movement as it is entered. ``months`` and ``days`` only for a change of the term, both positive."""

    kind: MovementKind
    effective_on: date
    effective_time: str | None = None
    document: DocumentFacts | None = None
    document_id: int | None = None
    months: int | None = None
    days: int | None = None
    note: str | None = None
    #: Answers to what such a movement asks besides (``details.QUESTIONS``).
    details: Details = field(default_factory=dict)

    @property
    def has_paper(self) -> bool:
        """Whether a paper is given, new or already entered."""
        return self.document is not None or self.document_id is not None


@dataclass(frozen=True)
class StayCorrection:
    """What of a stay may be put right: every value as it shall be. A new first day re-enters the entering movement."""

    file_code: str
    admitted_on: date
    term_start_on: date
    months: int | None
    credit_days: int
    decision_effective_on: date | None
    times_treated: int | None
    regime: Regime
    note: str | None
    police_unit: str | None = None


@dataclass(frozen=True)
class OverrideFacts:
    """Another end, why (``note`` in words, required for another reason), and by which paper."""

    end_on: date
    reason: OverrideReason
    paper: DocumentFacts
    note: str | None = None
