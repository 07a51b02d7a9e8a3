"""Words for conduct."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from rehab_center.admissions.rules.reductions import Rating
from rehab_center.audit.labels import describe_act, describe_details, describe_table
from rehab_center.conduct.kinds import Progress, Stage
from rehab_center.conduct.rules import words

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
EVENTS = {kind: _l(msgid) for kind, msgid in words.EVENTS.items()}
EVENT_FIELDS = {
    "kind": _l("Reward or measure"),
    "decided_on": _l("Day of the decision"),
    "days": _l("Days in the discipline room"),
    "merit": _l("Merit (lập công)"),
    "ground": _l("What for"),
}

describe_table(
    "conduct_event",
    _l("Reward or disciplinary measure"),
    {
        **EVENT_FIELDS,
        "admission_id": _l("Stay"),
        "document_id": _l("Paper"),
        "reason": _l("Why"),
        "recorded_at": _l("Written at"),
        "actor": _l("Written by"),
    },
    values={"kind": {one.value: words for one, words in EVENTS.items()}},
    name="decided_on",
)
describe_table(
    "conduct_void",
    _l("Reward or measure taken back"),
    {
        "event_id": _l("Reward or disciplinary measure"),
        "reason": _l("Why"),
        "recorded_at": _l("Written at"),
        "actor": _l("Written by"),
    },
    name="recorded_at",
)
describe_act("conduct.rewarded", _l("Reward entered"))
describe_act("conduct.disciplined", _l("Disciplinary measure entered"))
describe_act("conduct.voided", _l("Reward or measure taken back"))
describe_act("conduct.list-printed", _l("List for reductions printed"))

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
