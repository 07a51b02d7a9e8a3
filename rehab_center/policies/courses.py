"""The policies of results and certificates: what hours and points are enough. Data only."""

from __future__ import annotations

from rehab_center.policies.rules import OPEN, FirstValue, Policy, PolicyKind, ValueType
from rehab_center.words import N_

_SOURCE = "Thông lệ đào tạo sơ cấp và dưới 3 tháng; theo quy chế của nơi mở lớp, chờ cơ sở xác nhận"

COURSES = (
    Policy(
        PolicyKind.COURSE_HOURS_PERCENT,
        ValueType.WHOLE_NUMBER,
        N_("Least share of a course's hours"),
        N_("Who attended less has not completed the course; hours come from attendance only."),
        (FirstValue("80", _SOURCE, OPEN),),
        unit=N_("percent"),
        least=1,
        most=100,
    ),
    Policy(
        PolicyKind.COURSE_PASS_POINTS,
        ValueType.WHOLE_NUMBER,
        N_("Least average of a course"),
        N_("Of 10 points, over all tests; a final test alone needs as many."),
        (FirstValue("5", _SOURCE, OPEN),),
        unit=N_("points"),
        least=1,
        most=10,
    ),
    Policy(
        PolicyKind.COURSE_FINAL_WEIGHT,
        ValueType.WHOLE_NUMBER,
        N_("How often a final test counts"),
        N_("In the average of a course; every other test counts once."),
        (FirstValue("2", _SOURCE, OPEN),),
        unit=N_("times"),
        least=1,
        most=5,
    ),
    Policy(
        PolicyKind.COURSE_HOUR_MINUTES,
        ValueType.WHOLE_NUMBER,
        N_("Minutes in an hour of a course"),
        N_("Hours of a programme are counted in these when attendance is compared with them."),
        (FirstValue("60", _SOURCE, OPEN),),
        unit=N_("minutes"),
        least=30,
        most=60,
    ),
    Policy(
        PolicyKind.ELEMENTARY_HOURS,
        ValueType.WHOLE_NUMBER,
        N_("Least hours of an elementary course"),
        N_("A certificate of a shorter one asks for a reason."),
        (FirstValue("300", "Sơ cấp: từ 3 tháng đến dưới 1 năm, ít nhất 300 giờ; văn bản chưa đối chiếu được", OPEN),),
        unit=N_("hours"),
        least=1,
        most=2000,
    ),
)
