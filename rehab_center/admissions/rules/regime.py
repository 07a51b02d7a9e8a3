"""Which law a case follows (rules 1, 2, 2b). It is decided once and stored on the stay, never derived from today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rehab_center.findings import Finding, Severity
from rehab_center.words import N_, message


class StayKind(StrEnum):
    """The ground of a stay (hình thức)."""

    COMPULSORY = "compulsory"
    MINOR = "minor"
    VOLUNTARY = "voluntary"
    TEMPORARY = "temporary"


#: Kinds that rest on a court's decision.
BY_COURT = frozenset({StayKind.COMPULSORY, StayKind.MINOR})


class Regime(StrEnum):
    """The law of a case: an attribute of the case and not of the installation."""

    BEFORE_2022 = "before-2022"
    LAW_2021 = "law-2021"
    LAW_2025 = "law-2025"


LAW_2021_FROM = date(2022, 1, 1)  # L73 Đ54.1
LAW_2025_FROM = date(2026, 7, 1)  # L120 Đ55.1


@dataclass(frozen=True)
class RegimeAnswer:
    """The regime that follows from the dates, or None where a human must choose; ``source`` cites the article."""

    regime: Regime | None
    source: str
    findings: tuple[Finding, ...] = ()


def regime_of(kind: StayKind, *, decided_on: date | None, began_on: date) -> RegimeAnswer:
    """The law a case follows.

    ``decided_on`` is the day of the decision (None: unknown, or a stay without one); ``began_on`` the first day of
    treatment, at another centre where the person came by transfer. A decision made from 01/07/2026 brings the new law
    even for somebody held before it while the file was made (L120 Đ56.2). An older decision whose person had not begun
    by then falls in a gap of the law: the answer is None with a warning (rule 2b).
    """
    decides = decided_on if kind in BY_COURT else None
    if decides is not None and decides >= LAW_2025_FROM:
        return RegimeAnswer(Regime.LAW_2025, "L120 Đ56.2")
    if began_on < LAW_2021_FROM:
        return RegimeAnswer(Regime.BEFORE_2022, "L73 Đ54, Đ55")
    if began_on < LAW_2025_FROM:
        return RegimeAnswer(Regime.LAW_2021, "L120 Đ56.1")
    if kind not in BY_COURT:
        return RegimeAnswer(Regime.LAW_2025, "L120 Đ55.1")
    return RegimeAnswer(None, "L120 Đ56", (_gap(),))


def _gap() -> Finding:
    return Finding(
        rule="2b",
        severity=Severity.WARN,
        message=message(
            N_(
                "The decision was made before %(day)s but the person had not been admitted by then: "
                "the law is silent, choose which law the case follows and say why"
            ),
            day=LAW_2025_FROM,
        ),
        source="L120 Đ56",
        field="regime",
    )
