"""Why something may be kept back from pay, and what each ground asks for. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from rehab_center.pay.kinds import Ground


@dataclass(frozen=True)
class Asked:
    """What a ground asks for: its ``paper`` (number and date), a ``note`` that says what it is."""

    paper: bool = True
    note: bool = False


GROUNDS: dict[Ground, Asked] = {
    Ground.FOOD: Asked(),
    Ground.TOOLS: Asked(note=True),
    Ground.DAMAGE: Asked(note=True),  # only by a decision: BLLĐ 2019 Đ129, Đ130
    Ground.ADVANCE: Asked(),
    Ground.OTHER: Asked(note=True),
}
"""Every ground names its paper: nothing is kept back on somebody's word."""
