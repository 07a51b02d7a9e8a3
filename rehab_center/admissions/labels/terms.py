"""Words for the second person's tables and acts."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from rehab_center.audit.labels import describe_act, describe_table

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
        "ends_id": _l("Takes back"),
        "actor": _l("Written by"),
        "recorded_at": _l("Written"),
    },
    name="valid_from",
)
describe_act("term.checked", _l("Checked a term"))
describe_act("term.delegated", _l("Let somebody check terms"))
describe_act("term.delegation-taken-back", _l("Took back a delegation"))
describe_act("term.refreshed", _l("Calculated the terms anew"))
