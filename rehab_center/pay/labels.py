"""Words for pay."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from rehab_center.audit.labels import describe_act, describe_details, describe_subject, describe_table
from rehab_center.pay.kinds import (
    Basis,
    DayCounted,
    DeductionState,
    Ground,
    LineKind,
    NormState,
    PayrollState,
    SharesFrom,
)

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
DAYS_COUNTED = {
    DayCounted.HOURS: _l("So many hours are one day, parts of it count"),
    DayCounted.DAYS: _l("Each day on which somebody was at work, in each programme by itself"),
}
DAYS_COUNTED_ON_PAPER = {
    DayCounted.HOURS: "Một công là {hours} giờ",
    DayCounted.DAYS: "Mỗi ngày có lao động ở một chương trình là một công",
}
SHARES_FROM = {
    SharesFrom.AFTER_DEDUCTIONS: _l("Of what the deductions leave"),
    SharesFrom.BEFORE_DEDUCTIONS: _l("Of all that was earned, deductions come from the rest"),
}
GROUNDS = {
    Ground.FOOD: _l("Extra food"),
    Ground.TOOLS: _l("Tools"),
    Ground.DAMAGE: _l("Damage, by a decision"),
    Ground.ADVANCE: _l("Advance paid"),
    Ground.OTHER: _l("Another ground"),
}
GROUNDS_ON_PAPER = {
    Ground.FOOD: "Ăn thêm",
    Ground.TOOLS: "Dụng cụ lao động",
    Ground.DAMAGE: "Bồi thường thiệt hại",
    Ground.ADVANCE: "Đã tạm ứng",
    Ground.OTHER: "Khấu trừ khác",
}
LINE_KINDS = {LineKind.WORK: _l("Work of the month"), LineKind.SUPPLEMENT: _l("Supplement")}
PAYROLL_STATES = {
    PayrollState.DRAFT: _l("Draft (payroll)"),
    PayrollState.SUBMITTED: _l("Waits for the signature"),
    PayrollState.SIGNED: _l("Signed (payroll)"),
}
PAYROLL_LOOKS = {
    PayrollState.DRAFT: ("info", "pencil"),
    PayrollState.SUBMITTED: ("warn", "clock-history"),
    PayrollState.SIGNED: ("good", "check-circle"),
}
DEDUCTION_STATES = {
    DeductionState.OPEN: _l("Nothing taken yet"),
    DeductionState.PARTLY: _l("Taken in part"),
    DeductionState.TAKEN: _l("Taken whole"),
    DeductionState.WITHDRAWN: _l("Withdrawn (deduction)"),
}
DEDUCTION_LOOKS = {
    DeductionState.OPEN: ("info", "clock"),
    DeductionState.PARTLY: ("warn", "clock-history"),
    DeductionState.TAKEN: ("good", "check-circle"),
    DeductionState.WITHDRAWN: ("quiet", "x-circle"),
}
DEDUCTION_FIELDS = {
    "ground": _l("Ground of the deduction"),
    "amount": _l("Amount in đồng"),
    "from_month": _l("From the payroll of"),
    "note": _l("Note"),
}
_MONEY = {
    "gross": _l("Earned"),
    "deducted": _l("Deductions"),
    "fund": _l("To the fund"),
    "custody": _l("To custody"),
    "net": _l("Paid out"),
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
describe_table(
    "pay_deduction",
    _l("Deduction from pay"),
    {
        **DEDUCTION_FIELDS,
        "admission_id": _l("Stay"),
        "document_id": _l("Paper of the deduction"),
        "entered_at": _l("Written at"),
        "entered_by": _l("Entered by"),
        "withdrawn_at": _l("Withdrawn at"),
        "withdrawn_by": _l("Withdrawn by"),
        "withdrawn_reason": _l("Why it is withdrawn"),
    },
    values={"ground": {one.value: words for one, words in GROUNDS.items()}},
    name="ground",
)
describe_table(
    "payroll",
    _l("Payroll"),
    {
        "facility_id": _l("Centre"),
        "month": _l("Month of the payroll"),
        "prepared_at": _l("Begun at"),
        "prepared_by": _l("Begun by"),
        "submitted_by": _l("Submitted by"),
        "submitted_at": _l("Submitted at"),
        "reason": _l("Why it is right nevertheless"),
        "returned_reason": _l("Why it is sent back"),
    },
    hidden={"submitter", "fingerprint"},
    name="month",
)
describe_table(
    "payroll_signature",
    _l("Signature of a payroll"),
    {
        **_MONEY,
        "payroll_id": _l("Payroll"),
        "facility_id": _l("Centre"),
        "year": _l("Year"),
        "number": _l("Number"),
        "submitted_by": _l("Submitted by"),
        "signed_by": _l("Signed by (payroll)"),
        "signed_at": _l("Signed at"),
        "marks_until": _l("Last mark that counts in it"),
        "day_counted": _l("What a day of work is in pay"),
        "day_hours": _l("Hours of a day of work in pay"),
        "shares_from": _l("What the shares of pay for custody and fund are parts of"),
        "custody_share": _l("Share of pay kept in custody for the person"),
        "fund_share": _l("Share of pay for the centre's fund"),
        "deduction_most": _l("Most that is kept back of a month's pay"),
        "to_be_confirmed": _l("Conventions still to be confirmed"),
        "reason": _l("Why it is right nevertheless"),
        "people": _l("People paid"),
    },
    values={
        "day_counted": {one.value: words for one, words in DAYS_COUNTED.items()},
        "shares_from": {one.value: words for one, words in SHARES_FROM.items()},
    },
    hidden={"signer", "submitter"},
    name="signed_at",
)
describe_table(
    "payroll_person",
    _l("Pay of a person"),
    {
        **_MONEY,
        "payroll_id": _l("Payroll"),
        "admission_id": _l("Stay"),
        "position": _l("Line no."),
        "full_name": _l("Full name"),
        "file_code": _l("File code"),
        "carried": _l("Deductions left for later"),
    },
    name="full_name",
)
describe_table(
    "pay_line",
    _l("Line of pay"),
    {
        "payroll_id": _l("Payroll"),
        "admission_id": _l("Stay"),
        "position": _l("Line no."),
        "kind": _l("What the line is for"),
        "month": _l("Month it pays for"),
        "pay_norm_id": _l("Norm and rate of pay"),
        "activity": _l("Programme of labour"),
        "minutes": _l("Minutes worked"),
        "quantity": _l("Quantity paid"),
        "amount": _l("Amount in đồng"),
        "remaining": _l("Left to take back later"),
        "cause": _l("What was corrected"),
    },
    values={"kind": {one.value: words for one, words in LINE_KINDS.items()}},
    name="activity",
)
describe_table(
    "pay_deduction_taken",
    _l("What a payroll took of a deduction"),
    {
        "payroll_id": _l("Payroll"),
        "deduction_id": _l("Deduction from pay"),
        "amount": _l("Amount in đồng"),
        "remaining": _l("Left to take later"),
        "words": _l("Paper of the deduction"),
    },
    name="words",
)
describe_subject("payroll", _l("Payroll"), endpoint="pay.payroll", argument="payroll_id")
describe_act("pay.payroll-begun", _l("Payroll begun"))
describe_act("pay.payroll-submitted", _l("Payroll submitted for signature"))
describe_act("pay.payroll-dropped", _l("Payroll begun by mistake dropped"))
describe_act("pay.payroll-returned", _l("Payroll sent back"))
describe_act("pay.payroll-signed", _l("Payroll signed"))
describe_act("pay.payroll-viewed", _l("Payroll looked at"))
describe_act("pay.payroll-exported", _l("Payroll exported"))
describe_act("pay.payroll-printed", _l("Payroll printed"))
describe_act("pay.person-viewed", _l("Pay of a person looked at"))
describe_act("pay.slip-printed", _l("Pay slip printed"))
describe_act("pay.deduction-entered", _l("Deduction from pay entered"))
describe_act("pay.deduction-withdrawn", _l("Deduction from pay withdrawn"))
describe_act("pay.deductions-exported", _l("List of deductions exported"))
describe_details({"people_paid": _l("People paid"), "amount_paid": _l("Amount in đồng")})
