"""The policies of letting people go in time and of the grounds of their days. Data only."""

from __future__ import annotations

from rehab_center.policies.rules import OPEN, FirstValue, Policy, PolicyKind, ValueType
from rehab_center.words import N_

_PRACTICE = "Thông lệ; chưa có văn bản, chờ cơ sở xác nhận"

RELEASES = (
    Policy(
        PolicyKind.ADVANCE_NOTICE_DAYS,
        ValueType.WHOLE_NUMBER,
        N_("Notice before the end of a term"),
        N_("How long before its last day a stay is shown as ending soon."),
        (FirstValue("45", _PRACTICE, OPEN),),
        unit=N_("days"),
        least=1,
        most=365,
    ),
    Policy(
        PolicyKind.RELEASE_HOUR,
        ValueType.TIME,
        N_("Hour of the last day of a term by which somebody is let go"),
        N_("Whoever is still here afterwards stands as kept past the term, with the hours, until a paper closes it."),
        (FirstValue("17:00", _PRACTICE, OPEN),),
    ),
    Policy(
        PolicyKind.RELEASE_STEPS,
        ValueType.WHOLE_NUMBERS,
        N_("Steps before the end of a term"),
        N_("So many days ahead the list of those who leave is gone through; the numbers with commas between them."),
        (FirstValue("45, 30, 15, 7", _PRACTICE, OPEN),),
        unit=N_("days"),
        least=1,
        most=365,
    ),
    Policy(
        PolicyKind.CHECK_PRESSING_DAYS,
        ValueType.WHOLE_NUMBER,
        N_("Days before the end of a term from which a term nobody has checked is pressing"),
        N_("The earlier of the two ends counts."),
        (FirstValue("15", _PRACTICE, OPEN),),
        unit=N_("days"),
        least=1,
        most=90,
    ),
    Policy(
        PolicyKind.TEMPORARY_MOST_DAYS,
        ValueType.WHOLE_NUMBER,
        N_("How long the paper of a temporary stay covers its days"),
        N_("The law sets no number of days (L120 Đ37); days beyond it are shown as without a ground."),
        (FirstValue("30", _PRACTICE, OPEN),),
        unit=N_("days"),
        least=1,
        most=365,
    ),
)
