"""The pages of a file: its checklist, one paper, the list of all, what is printed, and blank forms."""

from __future__ import annotations

from rehab_center.dossiers.views.blank import blank_form, blank_form_file, blank_forms
from rehab_center.dossiers.views.blueprint import bp
from rehab_center.dossiers.views.file import check, section_of_stay, show
from rehab_center.dossiers.views.lists import index
from rehab_center.dossiers.views.minutes import minutes, minutes_file
from rehab_center.dossiers.views.papers import add, edit, take_back
from rehab_center.dossiers.views.scans import attach_scan, scan, scans, withdraw_scan
from rehab_center.dossiers.views.sheets import handover_sheets, handover_sheets_file, sheet, sheet_file

__all__ = (
    "add",
    "attach_scan",
    "blank_form",
    "blank_form_file",
    "blank_forms",
    "bp",
    "check",
    "edit",
    "handover_sheets",
    "handover_sheets_file",
    "index",
    "minutes",
    "minutes_file",
    "scan",
    "scans",
    "section_of_stay",
    "sheet",
    "sheet_file",
    "show",
    "take_back",
    "withdraw_scan",
)
