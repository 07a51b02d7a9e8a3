"""Pages of stays: the lists, one stay, admitting somebody, recording and voiding movements."""

from __future__ import annotations

from rehab_center.admissions.views.adults import adults
from rehab_center.admissions.views.blueprint import bp
from rehab_center.admissions.views.book_ends import book_end, book_end_list, book_ends_file, book_ends_sheet
from rehab_center.admissions.views.change import convert, correct
from rehab_center.admissions.views.checking import delegate, take_back_delegation
from rehab_center.admissions.views.conventions import convention_change, convention_file, convention_paper
from rehab_center.admissions.views.deciding import convention_applied, convention_decide, convention_decision
from rehab_center.admissions.views.details import details
from rehab_center.admissions.views.gate import admit_find
from rehab_center.admissions.views.handover_decisions import add_decision, change_over, revise_decision
from rehab_center.admissions.views.handover_lines import decide_again, refuse, remove_line, revise_line, take_in
from rehab_center.admissions.views.handover_lists import handovers, refusals
from rehab_center.admissions.views.handover_said import restate
from rehab_center.admissions.views.handovers import (
    close_handover,
    handover,
    open_handover,
    reopen_handover,
    revise_handover,
)
from rehab_center.admissions.views.intake import admit_known, admit_new
from rehab_center.admissions.views.life import life
from rehab_center.admissions.views.lists import due, index, movements
from rehab_center.admissions.views.movements import move
from rehab_center.admissions.views.openings import opening, void_opening
from rehab_center.admissions.views.override import close_override, override
from rehab_center.admissions.views.stay import show
from rehab_center.admissions.views.to_check import check_terms
from rehab_center.admissions.views.voiding import void
from rehab_center.admissions.views.what_if import what_if

__all__ = (
    "book_end",
    "book_end_list",
    "book_ends_file",
    "book_ends_sheet",
    "check_terms",
    "delegate",
    "take_back_delegation",
    "add_decision",
    "admit_find",
    "adults",
    "admit_known",
    "admit_new",
    "bp",
    "change_over",
    "close_handover",
    "close_override",
    "convention_applied",
    "convention_change",
    "convention_decide",
    "convention_decision",
    "convention_file",
    "convention_paper",
    "convert",
    "restate",
    "correct",
    "decide_again",
    "details",
    "due",
    "handover",
    "handovers",
    "index",
    "life",
    "move",
    "movements",
    "open_handover",
    "opening",
    "override",
    "refusals",
    "refuse",
    "remove_line",
    "reopen_handover",
    "revise_decision",
    "revise_handover",
    "revise_line",
    "show",
    "take_in",
    "void",
    "void_opening",
    "what_if",
)
