"""The workshops, courses and classes of the invented centre: what they are, when they meet, when nobody does. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from rehab_center.activities.kinds import ActivityKind, ClearanceNeed, CourseLevel, Subject
from rehab_center.activities.rules.facts import ActivityFacts
from rehab_center.activities.rules.holidays import DayOff
from rehab_center.activities.rules.slots import Slot, minutes_of
from rehab_center.residents.kinds import Sex

_SCHOOL = "Trường Trung cấp nghề Thành Nam (hư cấu)"
_HALL = "Nhà học tập"
KITCHEN = "Tổ bếp ăn"


@dataclass(frozen=True)
class Offer:
    """A programme with its times, and how many should be in it; after ``lasts`` days others take the places."""

    facts: ActivityFacts
    slots: tuple[Slot, ...]
    wanted: int
    lasts: int | None = None

    @property
    def kind(self) -> ActivityKind:
        """What it is."""
        return self.facts.kind


def lasting(first: date) -> tuple[Offer, ...]:
    """What goes on from the first day of work to the story's end."""
    sewing = ("Nhà xưởng 1", "Ngô Thị Hạnh")
    return (
        _labour("Xưởng may công nghiệp", 30, first, "1-5 07:30-11:00", 24, sewing, sex=Sex.MALE,
                employer="Công ty TNHH May Thiên Trường (hư cấu)"),
        _labour("Tổ thủ công, đan lát", 24, first, "1-5 07:30-10:30", 20, ("Nhà xưởng 2", "Trần Thị Cói"),
                sex=Sex.MALE, saturday="07:30-10:30"),
        _labour("Vườn rau, cây ăn quả", 20, first, "1-5 06:30-10:00", 15, ("Khu vườn phía đông", "Vũ Văn Điền"),
                sex=Sex.MALE),
        _labour(KITCHEN, 8, first, "1-6 08:00-11:00", 7, ("Nhà bếp", "Phạm Thị Bếp"), sex=Sex.MALE,
                min_stage=4),
        _labour("Tổ chăn nuôi", 8, first, "1-6 06:30-09:30", 7, ("Trại chăn nuôi", "Vũ Văn Điền"), sex=Sex.MALE),
        _labour("Tổ may, thêu nữ", 12, first, "1-5 07:30-11:00", 9, ("Nhà sinh hoạt khu nữ", "Ngô Thị Hạnh"),
                sex=Sex.FEMALE),
        _class("Giáo dục pháp luật", Subject.LAW, 40, first, "3 15:45-17:00", 30),
        _class("Phục hồi hành vi, nhân cách", Subject.BEHAVIOUR, 40, first, "4 15:45-17:00", 30),
        _class("Dự phòng tái nghiện, kỹ năng sống", Subject.RELAPSE, 30, first, "5 15:45-17:00", 20, fortnight=True),
        _class("Xóa mù chữ", Subject.LITERACY, 15, first, "1 19:00-20:30,3 19:00-20:30", 9),
        _class("Tư vấn nhóm 1", Subject.COUNSELLING, 12, first, "2 15:45-16:45", 11),
        _class("Tư vấn nhóm 2", Subject.COUNSELLING, 12, first, "2 16:45-17:45", 11),
    )  # fmt: skip


_COHORTS = timedelta(days=182)
_MOST_COHORTS = 12


def cohorts(first: date, until: date) -> Iterator[Offer]:
    """The vocational courses, one class after the other; the last of each may still go on, but one has just ended."""
    if (begins := until - timedelta(days=34)) > first:
        yield _course(
            "Lớp Nấu ăn, chế biến món ăn", "Nấu ăn, chế biến món ăn", CourseLevel.SHORT, begins, 28, 28,
            "1 13:00-15:30,3 13:00-15:30,5 13:00-15:30", 9,
        )  # fmt: skip
    for number in range(_MOST_COHORTS):
        begins = first + timedelta(days=14) + number * _COHORTS
        if begins > until:
            return
        yield _course(
            f"Lớp sơ cấp May công nghiệp, khóa {number + 1}", "May công nghiệp", CourseLevel.ELEMENTARY, begins, 172,
            300, "1-5 13:00-15:30", 12,
        )  # fmt: skip
        begins += timedelta(days=60)
        if begins <= until:
            yield _course(
                f"Lớp Trồng rau an toàn, khóa {number + 1}", "Trồng rau an toàn", CourseLevel.SHORT, begins, 80, 55,
                "2 13:00-15:30,4 13:00-15:30", 10,
            )  # fmt: skip


def _labour(
    name: str,
    places: int,
    begins_on: date,
    week: str,
    wanted: int,
    where: tuple[str, str],
    *,
    saturday: str | None = None,
    **more: Any,
) -> Offer:
    facts = ActivityFacts(
        ActivityKind.LABOUR, name, places, begins_on, place=where[0], organiser=where[1],
        clearance=ClearanceNeed.WORK, **({"min_stage": 3} | more),
    )  # fmt: skip
    turns = slots(week, begins_on)
    if saturday:
        turns += tuple(replace(one, every_weeks=2) for one in slots(f"6 {saturday}", begins_on))
    return Offer(facts, turns, wanted)


def _class(
    name: str, subject: Subject, places: int, begins_on: date, week: str, wanted: int, *, fortnight: bool = False
) -> Offer:
    facts = ActivityFacts(
        ActivityKind.EDUCATION, name, places, begins_on, place=_HALL, organiser="Nguyễn Thị Dạy", subject=subject
    )
    turns = slots(week, begins_on)
    return Offer(facts, tuple(replace(one, every_weeks=2) for one in turns) if fortnight else turns, wanted, lasts=91)


def _course(
    name: str, trade: str, level: CourseLevel, begins_on: date, lasts: int, hours: int, week: str, wanted: int
) -> Offer:
    facts = ActivityFacts(
        ActivityKind.VOCATIONAL, name, wanted + 2, begins_on, begins_on + timedelta(days=lasts),
        place="Phòng thực hành nghề", organiser="Đỗ Dạy Nghề", min_stage=3, trade=trade, level=level,
        provider=_SCHOOL, licence="Giấy phép số 17/GP-SLĐTBXH (hư cấu)", course_hours=hours,
        certificate="Chứng chỉ sơ cấp" if level is CourseLevel.ELEMENTARY else "Chứng chỉ đào tạo dưới 3 tháng",
        clearance=ClearanceNeed.CLASS,
    )  # fmt: skip
    return Offer(facts, slots(week, begins_on), wanted)


def slots(week: str, first: date) -> tuple[Slot, ...]:
    """Times written as "1-5 07:30-11:00,6 08:00-10:00": days of the week from 1 (Monday), then from when to when."""
    found = []
    for part in week.split(","):
        days, times = part.split(" ")
        begins, ends = times.split("-")
        first_day, _dash, last_day = days.partition("-")
        weekdays = range(int(first_day), int(last_day or first_day) + 1)
        found += [Slot(weekday, minutes_of(begins), minutes_of(ends), first) for weekday in weekdays]
    return tuple(found)


#: Days off by the yearly notices: five of Tết, the Hùng Kings' Day, the second day of National Day.
_DAYS_OFF: dict[int, tuple[tuple[str, Sequence[date]], ...]] = {
    2025: (
        ("Tết Nguyên đán", [date(2025, 1, day) for day in (28, 29, 30, 31)] + [date(2025, 2, 1)]),
        ("Giỗ Tổ Hùng Vương", [date(2025, 4, 7)]),
        ("Quốc khánh (ngày thứ hai)", [date(2025, 9, 1)]),
    ),
    2026: (
        ("Tết Nguyên đán", [date(2026, 2, day) for day in (16, 17, 18, 19, 20)]),
        ("Giỗ Tổ Hùng Vương", [date(2026, 4, 27)]),
        ("Quốc khánh (ngày thứ hai)", [date(2026, 9, 1)]),
    ),
}


def days_off(year: int, facility_id: int) -> tuple[DayOff, ...]:
    """What the notice of a year says; none where no notice is known."""
    return tuple(DayOff(day, name, facility_id=facility_id) for name, days in _DAYS_OFF.get(year, ()) for day in days)
