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

EVERY_RULE: dict[str, str] = {
    **RULES,
    "minor-day-hours": N_("Hours of labour a day of those under 18"),
    "minor-week-hours": N_("Hours of labour a week of those under 18"),
    "minor-rest-day": N_("A whole day of rest for those under 18"),
    "minor-night": N_("Labour at night of those under 18"),
    "minor-hazardous": N_("Heavy or hazardous work of those under 18"),
    "two-places": N_("Two places at the same time"),
    "not-under-care": N_("Under care on that day"),
    "before-admission": N_("Admitted by that day"),
    "wrong-way-round": N_("Last day before the first"),
    "programme-dates": N_("Dates of the programme"),
    "past": N_("A day that is over"),
    "proposed": N_("Proposed already"),
    "again": N_("Assigned to it already"),
    "detox": N_("No labour in the stages a and b"),
    "no-clearance": N_("Clearance of the medical post"),
    "clearance-over": N_("Clearance that is over"),
    "clearance-against": N_("What the medical post allows"),
    "clearance-ends-soon": N_("Clearance that ends soon"),
    "sex": N_("Men and women apart"),
    "age-unknown": N_("Age that nobody knows"),
    "apart-better": N_("Better kept apart from somebody in it"),
    "outlasts-term": N_("Course longer than the term"),
    "after-term": N_("After the end of the term"),
    "removed-before": N_("Removed from it before"),
    "schooling": N_("Schooling of those under 18"),
}
"""Every rule that stops an assignment or warns of it."""
