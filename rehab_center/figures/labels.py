"""The words of this feature for the log."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from rehab_center.audit.labels import describe_act, describe_subject, describe_table
from rehab_center.figures.earlier import NEW_COMPULSORY, SUBJECT
from rehab_center.periods import PeriodKind

KINDS = {
    PeriodKind.MONTH: _l("Month"),
    PeriodKind.QUARTER: _l("Quarter"),
    PeriodKind.HALF_YEAR: _l("Half-year"),
    PeriodKind.NINE_MONTHS: _l("Nine months"),
    PeriodKind.YEAR: _l("Year"),
}


def describe() -> None:
    """Tell the log how the table and its acts are called."""
    describe_act("figure.entered", _l("Figure of an earlier period entered"))
    describe_act("figure.withdrawn", _l("Figure of an earlier period taken out"))
    describe_subject(SUBJECT, _l("Figure of an earlier period"))
    describe_table(
        "earlier_figure",
        _l("Figure of an earlier period"),
        {
            "facility_id": _l("Centre"),
            "code": _l("Figure"),
            "kind": _l("Kind"),
            "period": _l("Period"),
            "value": _l("Value"),
            "document_id": _l("Signed report"),
            "note": _l("Note"),
            "recorded_at": _l("Entered at"),
            "entered_by": _l("Entered by"),
        },
        values={
            "code": {NEW_COMPULSORY: _l("Newly admitted under compulsory orders")},
            "kind": {kind.value: label for kind, label in KINDS.items()},
        },
        name="period",
    )
