"""The policies of pay for labour: how days are counted, how pay is divided. Data only; part of the registry."""

from __future__ import annotations

from rehab_center.policies.care import PRACTICE
from rehab_center.policies.rules import OPEN, FirstValue, Policy, PolicyKind, ValueType
from rehab_center.words import N_

_OWN = "Luật 120/2025/QH15, Điều 45.2, 46.2d: kết quả lao động thuộc về người cai nghiện; tỷ lệ chờ cơ sở xác nhận"
_EFFECT = N_("Payrolls that are signed keep the value they were computed by.")

PAY = (
    Policy(
        PolicyKind.PAY_DAY_COUNTED,
        ValueType.CHOICE,
        N_("What a day of work is in pay"),
        N_("Pay by the day is days of work × norm × rate."),
        (FirstValue("hours", PRACTICE, OPEN),),
        choices={
            "hours": N_("So many hours are one day, parts of it count"),
            "days": N_("Each day on which somebody was at work, in each programme by itself"),
        },
        effect=_EFFECT,
    ),
    Policy(
        PolicyKind.PAY_DAY_HOURS,
        ValueType.WHOLE_NUMBER,
        N_("Hours of a day of work in pay"),
        N_("At most 8 hours a day are worked (Nghị định 116/2021, Điều 68)."),
        (FirstValue("8", PRACTICE, OPEN),),
        unit=N_("hours"),
        least=1,
        most=8,
        effect=_EFFECT,
    ),
    Policy(
        PolicyKind.PAY_SHARES_FROM,
        ValueType.CHOICE,
        N_("What the shares of pay for custody and fund are parts of"),
        N_("The version of the formula by which pay is divided."),
        (FirstValue("after-deductions", PRACTICE, OPEN),),
        choices={
            "after-deductions": N_("Of what the deductions leave"),
            "before-deductions": N_("Of all that was earned, deductions come from the rest"),
        },
        effect=_EFFECT,
    ),
    Policy(
        PolicyKind.PAY_CUSTODY_SHARE,
        ValueType.WHOLE_NUMBER,
        N_("Share of pay kept in custody for the person"),
        N_("The rest, less the share for the fund, is paid out."),
        (FirstValue("100", _OWN, OPEN),),
        unit=N_("percent"),
        least=0,
        most=100,
        effect=_EFFECT,
    ),
    Policy(
        PolicyKind.PAY_FUND_SHARE,
        ValueType.WHOLE_NUMBER,
        N_("Share of pay for the centre's fund"),
        N_("Nothing goes to a fund until a decision says so."),
        (FirstValue("0", _OWN, OPEN),),
        unit=N_("percent"),
        least=0,
        most=100,
        effect=_EFFECT,
    ),
    Policy(
        PolicyKind.PAY_DEDUCTION_MOST,
        ValueType.WHOLE_NUMBER,
        N_("Most that is kept back of a month's pay"),
        N_("What is above it is kept back in the next months."),
        (FirstValue("30", "Bộ luật Lao động 2019, Điều 102.3, áp dụng tương tự, chờ cơ sở xác nhận", OPEN),),
        unit=N_("percent"),
        least=0,
        most=100,
        effect=_EFFECT,
    ),
)
