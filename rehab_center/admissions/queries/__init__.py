"""Reading stays: one stay, a person's stays, the ledger, what is due, and what an act would do."""

from rehab_center.admissions.queries.adults import AdultLine, turning_adult
from rehab_center.admissions.queries.caches import term_cache_problems
from rehab_center.admissions.queries.checking import (
    UncheckedLine,
    checking_list,
    delegations,
    may_check,
    possible_delegates,
)
from rehab_center.admissions.queries.details import DetailLine, details_of, kind_of_movement
from rehab_center.admissions.queries.due import DueLine, due
from rehab_center.admissions.queries.ledger import load_stay, moved_of, movements_of, stay_of_movement
from rehab_center.admissions.queries.lists import MovementRow, StayRow, movement_list, stay_list
from rehab_center.admissions.queries.openings import (
    OpeningLine,
    OpeningPlan,
    may_be_opened,
    opening_of,
    plan_opening,
    plan_without_opening,
)
from rehab_center.admissions.queries.overlaps import Span, spans_of
from rehab_center.admissions.queries.overrides import (
    OverrideLine,
    OverridePlan,
    overrides_of,
    plan_close,
    plan_override,
    stay_of_override,
)
from rehab_center.admissions.queries.pages import stay_page, stay_pages_of_resident
from rehab_center.admissions.queries.plans import (
    Applicant,
    MovePlan,
    StayPlan,
    applicant,
    next_code,
    plan_movement,
    plan_stay,
)
from rehab_center.admissions.queries.stays import (
    MovementLine,
    StayLine,
    StayPage,
    StayRef,
    find_stay,
    same_code,
    stay_lines,
    stays_after,
    stays_by_code,
    stays_of_resident,
    treatments_before,
)
from rehab_center.admissions.queries.terms import EntryLine, TermSheet, lines_of, term_sheets
from rehab_center.admissions.queries.unchecked import unchecked_terms
from rehab_center.admissions.queries.voiding import VoidPlan, void_plan
from rehab_center.admissions.queries.what_if import answered

__all__ = (
    "AdultLine",
    "Applicant",
    "DetailLine",
    "DueLine",
    "EntryLine",
    "MovePlan",
    "MovementLine",
    "MovementRow",
    "OpeningLine",
    "OpeningPlan",
    "OverrideLine",
    "OverridePlan",
    "Span",
    "StayLine",
    "StayPage",
    "StayPlan",
    "StayRef",
    "StayRow",
    "TermSheet",
    "UncheckedLine",
    "VoidPlan",
    "answered",
    "applicant",
    "checking_list",
    "delegations",
    "details_of",
    "due",
    "find_stay",
    "kind_of_movement",
    "lines_of",
    "load_stay",
    "may_be_opened",
    "may_check",
    "moved_of",
    "movement_list",
    "movements_of",
    "next_code",
    "opening_of",
    "overrides_of",
    "plan_close",
    "plan_movement",
    "plan_opening",
    "plan_override",
    "plan_stay",
    "plan_without_opening",
    "possible_delegates",
    "same_code",
    "spans_of",
    "stay_lines",
    "stay_list",
    "stay_of_movement",
    "stay_of_override",
    "stay_page",
    "stay_pages_of_resident",
    "stays_after",
    "stays_by_code",
    "stays_of_resident",
    "term_cache_problems",
    "term_sheets",
    "treatments_before",
    "turning_adult",
    "unchecked_terms",
    "void_plan",
)
