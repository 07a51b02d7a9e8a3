"""Words for the closed lists, as msgids: for labels, and for rules that the workbook's answer names. Pure."""

from __future__ import annotations

from rehab_center.words import N_

RULES: dict[str, str] = {
    "day-hours": N_("Hours of labour a day"),
    "week-hours": N_("Hours of labour a week"),
    "rest-day": N_("A whole day of rest in the week"),
    "full": N_("Places of the programme"),
    "min-stage": N_("Stage the programme asks for"),
    "programme-age": N_("Age the programme asks for"),
    "apart": N_("Kept apart from somebody in it"),
    "holiday": N_("Labour on a holiday"),
}
"""The rules that may be overridden."""
