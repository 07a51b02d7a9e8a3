"""The policies of health, conduct and stages: how often people are looked at, rated, evaluated. Data only."""

from __future__ import annotations

from rehab_center.policies.rules import CONFIRMED, OPEN, FirstValue, Policy, PolicyKind, ValueType
from rehab_center.policies.stage_lengths import STAGE_LENGTHS
from rehab_center.words import N_

PRACTICE = "Thông lệ; chưa có văn bản, chờ cơ sở xác nhận"
"""The source of a value that nobody has read anywhere."""

CARE_POLICIES = (
    Policy(
        PolicyKind.HEALTH_CHECK_MONTHS,
        ValueType.WHOLE_NUMBER,
        N_("Time between two health checks"),
        N_("Counted from the last check; the first health check of a newcomer counts as one."),
        (FirstValue("6", "Nghị định 116/2021/NĐ-CP, Điều 67.1", CONFIRMED),),
        unit=N_("months"),
        least=1,
        most=24,
    ),
    Policy(
        PolicyKind.HEALTH_REMIND_DAYS,
        ValueType.WHOLE_NUMBER,
        N_("Reminder before a health check or the end of a clearance"),
        N_("So many days before, the person stands on the list of the medical post."),
        (FirstValue("14", PRACTICE, OPEN),),
        unit=N_("days"),
        least=0,
        most=90,
    ),
    Policy(
        PolicyKind.CLEARANCE_MONTHS,
        ValueType.WHOLE_NUMBER,
        N_("How long a clearance for work and classes holds unless said otherwise"),
        N_("Afterwards the medical post looks again."),
        (FirstValue("6", PRACTICE, OPEN),),
        unit=N_("months"),
        least=1,
        most=24,
    ),
    Policy(
        PolicyKind.RATING_LEAST_DAYS,
        ValueType.WHOLE_NUMBER,
        N_("Days under care in a month from which somebody is rated for it"),
        N_("Whoever was here fewer days of the calendar month is not due for a rating."),
        (FirstValue("15", PRACTICE, OPEN),),
        unit=N_("days"),
        least=1,
        most=28,
    ),
    Policy(
        PolicyKind.SUSPENSION_REVIEW_DAYS,
        ValueType.WHOLE_NUMBER,
        N_("A suspension is looked at again"),
        N_("So many days after it began, where nobody has written another day: is the person well again (L120 Đ39.3)?"),
        (FirstValue("30", PRACTICE, OPEN),),
        unit=N_("days"),
        least=1,
        most=365,
    ),
    Policy(
        PolicyKind.ROOM_DAYS,
        ValueType.WHOLE_NUMBER,
        N_("Days in the discipline room by one decision, at most"),
        N_("A longer one needs a reason."),
        (FirstValue("5", "Thông tư 14/2014/TT-BLĐTBXH; Nghị định 116/2021/NĐ-CP, Điều 71", OPEN),),
        unit=N_("days"),
        least=1,
        most=30,
    ),
    Policy(
        PolicyKind.RATING_DUE_DAY,
        ValueType.WHOLE_NUMBER,
        N_("Day of the next month until which monthly ratings are decided"),
        N_("Afterwards they are shown as overdue."),
        (FirstValue("5", PRACTICE, OPEN),),
        least=1,
        most=28,
    ),
    *STAGE_LENGTHS,
)
