"""Words for the second person's tables and acts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from rehab_center.admissions.labels.stays import MOVEMENT_KINDS
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.signs import Signs
from rehab_center.admissions.rules.term_override import OverrideAct, OverrideReason
from rehab_center.audit.labels import describe_act, describe_details, describe_table
from rehab_center.words import N_, Message, message

SIGNS: dict[Signs, Any] = {
    Signs.DEPUTY: _l("As a deputy (KT.)"),
    Signs.AUTHORISED: _l("By authorisation (TUQ.)"),
}

OVERRIDE_REASONS: dict[str, Any] = {
    OverrideReason.COURT_CORRECTED: _l("The court has corrected its decision"),
    OverrideReason.DECISION_DIFFERS: _l("The decision itself states another end"),
    OverrideReason.OLD_BOOK_ERROR: _l("The old book is wrong, as papers prove"),
    OverrideReason.AUTHORITY_ORDER: _l("Order of the managing authority"),
    OverrideReason.OTHER: _l("Other, in words"),
}
OVERRIDE_ACTS: dict[str, Any] = {
    OverrideAct.SET: _l("Overridden"),
    OverrideAct.ENDED: _l("Ended"),
    OverrideAct.VOIDED: _l("Voided"),
}

describe_table(
    "term_check",
    _l("Check of a term"),
    {
        "admission_id": _l("Stay"),
        "calculation": _l("Calculation"),
        "delegation_id": _l("By which delegation"),
        "checker": _l("Checked by"),
        "recorded_at": _l("Written"),
    },
    name="checker",
)
describe_table(
    "term_delegation",
    _l("Who may check terms"),
    {
        "facility_id": _l("Centre"),
        "account_id": _l("Account"),
        "document_id": _l("Paper"),
        "valid_from": _l("From"),
        "valid_to": _l("Until"),
        "issues": _l("Issues papers too"),
        "as_deputy": _l("As a deputy (KT.)"),
        "title": _l("Title"),
        "ends_id": _l("Takes back"),
        "actor": _l("Written by"),
        "recorded_at": _l("Written"),
    },
    name="valid_from",
)
describe_table(
    "term_override",
    _l("End of a term by a paper"),
    {
        "admission_id": _l("Stay"),
        "act": _l("What was done"),
        "closes_id": _l("Closes"),
        "made_on": _l("Day"),
        "end_on": _l("Term ends"),
        "reason": _l("Reason"),
        "note": _l("In words"),
        "document_id": _l("Paper"),
        "seen_movement_id": _l("Last movement then"),
        "delegation_id": _l("By which delegation"),
        "author": _l("Written by"),
        "recorded_at": _l("Written"),
    },
    name="end_on",
    values={"act": OVERRIDE_ACTS, "reason": OVERRIDE_REASONS},
)
describe_act("term.overridden", _l("Overrode the computed end of a term"))
describe_act("term.override-ended", _l("Ended the override of a term"))
describe_act("term.override-voided", _l("Voided the override of a term"))
describe_act("term.checked", _l("Checked a term"))
describe_act("term.delegated", _l("Let somebody check terms"))
describe_act("term.delegation-taken-back", _l("Took back a delegation"))
describe_act("term.refreshed", _l("Calculated the terms anew"))


def _term_change(change: Mapping[str, Any]) -> Message:
    """What the end was before an event, and what it is since: the event is the reason."""
    before, after = (date.fromisoformat(change[side]) if change[side] else None for side in ("before", "after"))
    stands = message(N_("the clock stands still, %(days)s days are left"), days=change["left"] or 0)
    return message(
        N_("%(before)s before, %(after)s now, because: %(event)s, %(day)s"),
        before=before,
        after=after or stands,
        event=MOVEMENT_KINDS[MovementKind(change["event"])],
        day=date.fromisoformat(change["on"]),
    )


describe_details({"term_change": _l("The end of the term")}, sentences={"term_change": _term_change})
