"""The log's words for its own acts and tables."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from rehab_center.audit.labels import describe_act, describe_details, describe_table

# Nobody reads these tables through the log, but a verification may have to name one of their rows.
describe_table("audit_entry", _l("Log entry"), {})
describe_table("audit_change", _l("Change in the log"), {})
describe_table("audit_head", _l("Head of the log"), {})

describe_act("audit.verified", _l("Log verified"))
describe_act("audit.anchored", _l("Head of the log written down outside"))
describe_act("audit.exported", _l("Log exported"))
describe_act("clock.confirmed", _l("Time confirmed"))

describe_details(
    {
        "result": _l("Result"),
        "first": _l("Recomputed from entry"),
        "entries": _l("Entries in the log"),
        "problems": _l("Problems found"),
        "contradicted": _l("Earlier lines outside that the log contradicts"),
        "found": _l("Where in the database"),
        "head": _l("Last entry's fingerprint"),
        "form": _l("File format"),
        "rows": _l("Rows"),
        "filters": _l("Search and filters"),
        "clock": _l("Machine clock"),
        "previous_time": _l("Last entry before"),
        "confirmed_time": _l("Confirmed time"),
    },
    values={
        "result": {"sound": _l("sound"), "problems": _l("problems found")},
        "clock": {"doubtful": _l("doubtful when this was written")},
        "form": {
            "xlsx": _l("workbook"),
            "csv": "CSV",
            "pdf": _l("paper (PDF)"),
            "bundle": _l("bundle to be checked elsewhere"),
        },
    },
)
