"""Words for conduct."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from rehab_center.admissions.rules.reductions import Rating
from rehab_center.audit.labels import describe_act, describe_details, describe_table
from rehab_center.conduct.kinds import Progress, Stage

RATINGS = {
    Rating.GOOD: _l("Good (rating)"),
    Rating.FAIR: _l("Fair (rating)"),
    Rating.AVERAGE: _l("Average (rating)"),
    Rating.POOR: _l("Poor (rating)"),
}
RATING_LOOKS = {
    Rating.GOOD: ("good", "check-circle"),
    Rating.FAIR: ("info", "check-circle"),
    Rating.AVERAGE: ("warn", "circle"),
    Rating.POOR: ("bad", "exclamation-triangle"),
}
STAGES = {Stage.PROPOSED: _l("Proposed"), Stage.DECIDED: _l("Decided (rating)")}
PROGRESS = {
    Progress.MISSING: _l("Not proposed yet"),
    Progress.PROPOSED: _l("Waits for the decision"),
    Progress.CHANGE: _l("A change is proposed"),
    Progress.DECIDED: _l("Decided (rating)"),
    Progress.NOT_DUE: _l("Not due"),
}
PROGRESS_LOOKS = {
    Progress.MISSING: ("bad", "exclamation-triangle"),
    Progress.PROPOSED: ("warn", "clock"),
    Progress.CHANGE: ("warn", "pencil"),
    Progress.DECIDED: ("good", "check-circle"),
    Progress.NOT_DUE: ("quiet", "circle"),
}

describe_table(
    "conduct_rating",
    _l("Monthly rating"),
    {
        "admission_id": _l("Stay"),
        "month": _l("Month (first day)"),
        "revision": _l("Which entry"),
        "stage": _l("Proposed or decided"),
        "rating": _l("Rating"),
        "reason": _l("Why"),
        "recorded_at": _l("Written at"),
        "actor": _l("Written by"),
    },
    values={
        "stage": {one.value: words for one, words in STAGES.items()},
        "rating": {one.value: words for one, words in RATINGS.items()},
    },
    name="month",
)
describe_act("rating.proposed", _l("Monthly ratings proposed"))
describe_act("rating.decided", _l("Monthly ratings decided"))
describe_act("rating.exported", _l("Monthly ratings exported"))
describe_act("rating.opened", _l("Ratings of a stay opened"))
describe_act("rating.sheet-printed", _l("Sheet of monthly ratings printed"))
describe_details({"rated_month": _l("Month"), "rated_people": _l("People")})
