"""The refused rows as a workbook to be mended and sent again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rehab_center.register.rules.readings import Place
from rehab_center.register.rules.registers import Register
from rehab_center.register.writing import refused_workbook


def workbook_of_refused(register: Register, rejected: Iterable[Mapping[str, Any]]) -> bytes:
    """The rows of ``rejected`` (as the outcome's JSON names them) as they stood, each with its reasons and old row."""
    first = register.all_tables[0].sheet.name
    reasons = {Place(one.get("sheet", first), one["row"]): _reason(one) for one in rejected}
    return refused_workbook(register.all_tables, reasons)


def _reason(one: Mapping[str, Any]) -> str:
    said = [f"{part['column']}: {part['reason']}" for part in (one, *one.get("also", ()))]
    return f"Dòng {one['row']} – " + " | ".join(said)
