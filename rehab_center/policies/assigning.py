"""The policies of work and classes. Data only; part of the registry."""

from __future__ import annotations

from rehab_center.policies.rules import OPEN, FirstValue, Policy, PolicyKind, ValueType
from rehab_center.words import N_

_PRACTICE = "Thông lệ; chưa có văn bản, chờ cơ sở xác nhận"

ASSIGNING = (
    Policy(
        PolicyKind.OVERRIDE_DAYS,
        ValueType.WHOLE_NUMBER,
        N_("For how long the director may let an assignment stand against a rule"),
        N_("By one signature, counted from the day of signing; afterwards it is signed anew or the assignment rests."),
        (FirstValue("30", _PRACTICE, OPEN),),
        unit=N_("days"),
        least=1,
        most=180,
    ),
    Policy(
        PolicyKind.LIMIT_NEAR_PERCENT,
        ValueType.WHOLE_NUMBER,
        N_("From which share of a limit of hours somebody counts as close to it"),
        N_("The limits are 48 hours of labour a week, for minors 20 or 40 (NĐ 116/2021 Đ68; BLLĐ 2019 Đ146)."),
        (FirstValue("90", _PRACTICE, OPEN),),
        unit=N_("percent of the limit"),
        least=50,
        most=100,
    ),
    Policy(
        PolicyKind.SESSIONS_AHEAD_DAYS,
        ValueType.WHOLE_NUMBER,
        N_("How far ahead the sessions of programmes are made"),
        N_("Each night, and whenever the times of a programme or the holidays change. More is made in the next night."),
        (FirstValue("42", _PRACTICE, OPEN),),
        unit=N_("days"),
        least=7,
        most=366,
    ),
)
