"""File codes of books. Pure."""

from __future__ import annotations

from rehab_center.names import fold


def code_key(code: str) -> str:
    """What file codes are compared by."""
    return fold(code).replace(" ", "")


def next_code_of(code: str, stays: int) -> str:
    """The file code of a further stay where the office uses one code for the person: HV01-2."""
    return f"{code}-{stays + 1}"
