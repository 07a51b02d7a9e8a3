"""Words for pay."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from rehab_center.audit.labels import describe_act, describe_subject, describe_table
from rehab_center.pay.kinds import Basis, NormState

BASES = {
    Basis.DAY: _l("By the day of work"),
    Basis.HOUR: _l("By the hour"),
    Basis.OUTPUT: _l("By what is made"),
}
NORM_STATES = {
    NormState.COMING: _l("Holds later (norm)"),
    NormState.IN_FORCE: _l("In force (norm)"),
    NormState.OVER: _l("Over (norm)"),
}
NORM_LOOKS = {
    NormState.COMING: ("info", "clock"),
    NormState.IN_FORCE: ("good", "check-circle"),
    NormState.OVER: ("quiet", "clock-history"),
}
NORM_FIELDS = {
    "activity": _l("Programme of labour"),
    "basis": _l("Paid by"),
    "unit": _l("Unit of output"),
    "norm": _l("Norm"),
    "rate": _l("Rate in đồng"),
    "valid_from": _l("Holds from"),
    "note": _l("Note"),
}

describe_table(
    "pay_norm",
    _l("Norm and rate of pay"),
    {
        **{name: words for name, words in NORM_FIELDS.items() if name != "activity"},
        "activity_id": _l("Programme of labour"),
        "number": _l("Line number of the norm"),
        "document_id": _l("Decision on the norm"),
        "withdrawn": _l("Taken out"),
        "recorded_at": _l("Written at"),
        "actor": _l("Entered by"),
    },
    values={"basis": {one.value: words for one, words in BASES.items()}},
    name="valid_from",
)
describe_subject("pay_norm", _l("Norms of a programme"), endpoint="pay.norm", argument="activity_id")
describe_act("pay.norm-entered", _l("Norm of pay entered"))
describe_act("pay.norm-withdrawn", _l("Norm of pay taken out"))
describe_act("pay.norms-exported", _l("List of norms exported"))
