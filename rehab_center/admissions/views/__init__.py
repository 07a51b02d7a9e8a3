"""Pages of stays: the lists, one stay, admitting somebody, recording and voiding movements."""

from __future__ import annotations

from rehab_center.admissions.views.blueprint import bp
from rehab_center.admissions.views.change import convert, correct
from rehab_center.admissions.views.gate import admit_find
from rehab_center.admissions.views.intake import admit_known, admit_new
from rehab_center.admissions.views.lists import due, index, movements
from rehab_center.admissions.views.movements import move
from rehab_center.admissions.views.stay import show
from rehab_center.admissions.views.voiding import void

__all__ = (
    "admit_find",
    "admit_known",
    "admit_new",
    "bp",
    "convert",
    "correct",
    "due",
    "index",
    "move",
    "movements",
    "show",
    "void",
)
