"""The words of this feature for the log."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from rehab_center.audit.labels import describe_act, describe_details, describe_subject, describe_table
from rehab_center.figures.labels import KINDS
from rehab_center.figures.period_names import name_of_code
from rehab_center.figures.values import ItemKind

ITEM_KINDS = {
    ItemKind.SESSION: _l("Session (of a programme)"),
    ItemKind.OVERRIDE: _l("Permission against a limit"),
    ItemKind.CORRECTION: _l("Correction of attendance"),
    ItemKind.SHEET: _l("Sheet for signature"),
}


def describe() -> None:
    """Tell the log how the tables and acts are called."""
    describe_act("report.frozen", _l("Report frozen"))
    describe_act("report.printed", _l("Report printed"))
    describe_act("report.downloaded", _l("Report's PDF taken"))
    describe_act("report.cell_opened", _l("People behind a figure opened"))
    describe_act("report.people_exported", _l("People behind a figure exported"))
    describe_details({"sha256": _l("SHA-256 of the file"), "figure": _l("Figure")})
    describe_subject("report", _l("Report"), endpoint="reports.show", argument="report_id")
    describe_table(
        "report",
        _l("Report"),
        {
            "facility_id": _l("Centre"),
            "kind": _l("Kind"),
            "period": _l("Period"),
            "period_rule": _l("Period rule"),
            "from_on": _l("From"),
            "to_on": _l("Until"),
            "number": _l("Issue"),
            "known_at": _l("As known at"),
            "built_at": _l("Built at"),
            "built_by": _l("Built by"),
            "plan_id": _l("Plan gone by"),
            "plan_decision": _l("Decision of the plan"),
            "letterhead": _l("Letterhead"),
            "policies": _l("Conventions gone by"),
            "log_entry": _l("Log stood at entry"),
            "log_head": _l("Log's head"),
            "complete_from": _l("Book complete from"),
        },
        values={"kind": {kind.value: label for kind, label in KINDS.items()}},
        name="period",
        spelled={"period": name_of_code},
    )
    describe_table(
        "report_cell",
        _l("Figure of a report"),
        {
            "report_id": _l("Report"),
            "position": _l("Number in the report"),
            "code": _l("Code"),
            "label": _l("Words"),
            "label_params": _l("Values in the words"),
            "value": _l("Value"),
            "printed": _l("As printed"),
            "people_count": _l("People counted"),
            "items_count": _l("Sessions, sheets and so on counted"),
            "note": _l("Note"),
            "note_params": _l("Values in the note"),
        },
        name="position",
    )
    describe_table(
        "cell_member",
        _l("Person behind a figure"),
        {
            "cell_id": _l("Figure"),
            "position": _l("Place in the list"),
            "counted": _l("Counted"),
            "admission_id": _l("Stay"),
            "resident_id": _l("Person"),
            "code": _l("File code"),
            "name": _l("Full name"),
            "day_on": _l("Day"),
            "amount": _l("Minutes or times"),
            "reason": _l("Why not counted"),
            "reason_params": _l("Values in the reason"),
        },
        name="name",
    )
    describe_table(
        "cell_item",
        _l("What stands behind a figure"),
        {
            "cell_id": _l("Figure"),
            "position": _l("Place in the list"),
            "counted": _l("Counted"),
            "kind": _l("Kind"),
            "about_id": _l("Its number"),
            "words": _l("Words"),
            "day_on": _l("Day"),
            "note": _l("Note"),
            "note_params": _l("Values in the note"),
            "reason": _l("Why not counted"),
            "reason_params": _l("Values in the reason"),
        },
        values={"kind": {kind.value: words for kind, words in ITEM_KINDS.items()}},
        name="words",
    )
    describe_table(
        "report_file",
        _l("Paper of a report"),
        {
            "report_id": _l("Report"),
            "sha256": _l("SHA-256 of the file"),
            "size": _l("Size in bytes"),
            "stored_at": _l("Kept at"),
        },
    )
