"""Reading health. What is medical asks for a scope that may see it; for others there is nothing."""

from __future__ import annotations

from rehab_center.health.queries.clearances import (
    ClearanceLine,
    ClearanceRow,
    clearance_rows,
    clearances,
    clearances_on,
)
from rehab_center.health.queries.due import DueRow, checks_due
from rehab_center.health.queries.looks import LookLine, latest_looks, looks, refuse_without_health
from rehab_center.health.queries.record import (
    AssignmentLine,
    NoteLine,
    assignments,
    medical_accounts,
    notes,
    reads_record,
)
from rehab_center.health.queries.statements import CheckLine, InfectionLine, checks, infections, need_place_apart

__all__ = (
    "AssignmentLine",
    "CheckLine",
    "ClearanceLine",
    "ClearanceRow",
    "DueRow",
    "InfectionLine",
    "LookLine",
    "NoteLine",
    "assignments",
    "checks",
    "checks_due",
    "clearance_rows",
    "clearances",
    "clearances_on",
    "infections",
    "latest_looks",
    "looks",
    "medical_accounts",
    "need_place_apart",
    "notes",
    "reads_record",
    "refuse_without_health",
)
