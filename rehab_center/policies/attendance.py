"""The policies of attendance: until when marks are changed by one person alone, when sheets come back. Data only."""

from __future__ import annotations

from rehab_center.policies.care import PRACTICE
from rehab_center.policies.rules import OPEN, FirstValue, Policy, PolicyKind, ValueType
from rehab_center.words import N_

ATTENDANCE = (
    Policy(
        PolicyKind.ATTENDANCE_EDIT_HOURS,
        ValueType.WHOLE_NUMBER,
        N_("Attendance is changed by one person alone"),
        N_("So long after the end of a session; afterwards a change needs a reason and a second person."),
        (FirstValue("48", PRACTICE, OPEN),),
        unit=N_("hours"),
        least=0,
        most=720,
    ),
    Policy(
        PolicyKind.SHEET_BACK_HOURS,
        ValueType.WHOLE_NUMBER,
        N_("Signed sheets come back"),
        N_("So long after what a sheet is for has ended; afterwards it stands among those not come back."),
        (FirstValue("24", PRACTICE, OPEN),),
        unit=N_("hours"),
        least=0,
        most=720,
    ),
)
