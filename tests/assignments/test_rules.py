"""Every rule of an assignment, each case with its article; and no accepted set of assignments breaks a limit."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab_center.activities.rules import Slot
from rehab_center.assignments.rules import suitability
from rehab_center.assignments.rules.facts import Apart, Cleared, Held, Plan, Practice, Programme, Removal
from rehab_center.assignments.rules.hours import heaviest_week, hours
from rehab_center.assignments.rules.suitability import (
    OVERRIDABLE,
    Case,
    check_assignment,
    not_overridden,
    overridable,
)
from rehab_center.assignments.rules.words import EVERY_RULE, RULES
from rehab_center.dates import add_months
from rehab_center.findings import Severity
from rehab_center.health.kinds import Clearance
from rehab_center.placements.kinds import Strictness
from rehab_center.residents.kinds import Sex
from tests.assignments.cases import EDUCATION, LABOUR, MONDAY, VOCATIONAL, case, extra, held, on, person, programme
from tests.assignments.cases import person as who
from tests.assignments.cases import programme as job

BLOCK, WARN, REMIND = Severity
Q68, D106, D111, D112, D146, D147 = (
    "NĐ 116/2021 Đ68",
    "BLLĐ 2019 Đ106; Đ146",
    "BLLĐ 2019 Đ111",
    "BLLĐ 2019 Đ112",
    "BLLĐ 2019 Đ146",
    "BLLĐ 2019 Đ147",
)
STAGES, Q67, SEX, OWN = "L73 Đ29; L120 Đ29.2", "NĐ 116/2021 Đ67", "L73 Đ35.3", "Điều kiện của chương trình"
ANY, CARE, APART, SCHOOL = "Thông lệ", "L120 Đ46.2d", "L120 Đ46.1b", "NĐ 116/2021 Đ72"
FULL = "1-6 07:00-11:00 13:00-17:00"  # 48 hours
CHILD = date(2012, 9, 1)  # 13 years old
YOUTH = date(2009, 9, 1)  # 16 years old
MINOR = {"birthday": YOUTH}
ALL, NO_HEAVY, CLASSES_ONLY, NOTHING = Clearance
CLASS, SCHOOLING = EDUCATION, {"is_schooling": True}
COURSE = {"kind": VOCATIONAL, "needs_class": True}


def cleared(what: Clearance, until: int = 400) -> Cleared:
    return Cleared(what, on(until))


CASES: list[tuple[str, Case, set[str] | None, str]] = [
    # --- 8 hours a day, 48 a week (rule 29) ---
    ("48 hours are allowed", case(what=job(FULL)), None, Q68),
    ("8 hours and a quarter a day", case(what=job("1 07:00-15:15")), {"day-hours"}, Q68),
    ("8 hours in one go", case(what=job("1 07:00-15:00")), None, Q68),
    ("9 hours over two workshops", case(who(held("1 07:00-12:00")), job("1 13:00-17:00")), {"day-hours"}, Q68),
    ("8 hours over two workshops", case(who(held("1 07:00-11:00")), job("1 13:00-17:00")), None, Q68),
    (
        "49 hours a week over two workshops",
        case(who(held("1-5 07:00-15:00")), job("6 07:00-15:00;6 15:00-16:00")),
        {"day-hours", "week-hours"},
        Q68,
    ),
    (
        "49 hours a week, no day above 8",
        case(who(held("1-5 07:00-14:00")), job("6 07:00-15:00;7 07:00-13:00")),
        {"week-hours", "rest-day"},
        Q68,
    ),
    ("48 hours and classes beside them", case(who(held(FULL)), job("1-5 18:00-20:00", CLASS)), None, Q68),
    ("classes do not count as labour", case(who(held("1-6 17:30-20:30", CLASS)), job(FULL)), None, Q68),
    ("a course does not count as labour", case(who(held("1-5 18:00-21:00", VOCATIONAL)), job(FULL)), None, Q68),
    (
        "two rotations that never meet",
        case(
            who(held("1-5 07:00-15:00", every_weeks=2)),
            job("1-5 07:00-15:00", every_weeks=2, week_offset=1),
        ),
        None,
        Q68,
    ),
    (
        "two rotations that meet every sixth week",
        case(
            who(held("1 07:00-12:00", every_weeks=2, week_offset=1)),
            job("1 13:00-17:00", every_weeks=3, week_offset=2),
        ),
        {"day-hours"},
        Q68,
    ),
    ("over before the other begins", case(who(held(FULL, last=on(7))), job(FULL), first=on(8)), None, Q68),
    (
        "over within the week of the other",
        case(who(held("1-5 07:00-15:00", last=on(5))), job("6 07:00-15:00;7 07:00-15:00"), first=on(6)),
        {"week-hours", "rest-day"},
        Q68,
    ),
    (
        "begins in the middle of a full week",
        case(who(held("1-6 07:00-14:00")), job("4 14:00-16:00"), first=on(3)),
        {"day-hours"},
        Q68,
    ),
    ("only from a later day on", case(who(held(FULL, first=on(30))), job("1 17:00-18:00"), last=on(20)), None, Q68),
    (
        "a later assignment is seen",
        case(who(held(FULL, first=on(30))), job("1 17:00-18:00")),
        {"day-hours", "week-hours"},
        Q68,
    ),
    (
        "a slot that becomes valid later",
        case(who(held("1 07:00-12:00")), Programme(
            900, "Xưởng", LABOUR, (Slot(1, 780, 1020, on(60)),), capacity=9,
        )),
        {"day-hours"},
        Q68,
    ),
    (
        "a slot that was over before",
        case(who(held("1 07:00-12:00")), Programme(
            901, "Xưởng", LABOUR, (Slot(1, 780, 1020, on(-60), on(0)),), capacity=9,
        )),
        None,
        Q68,
    ),
    (
        "a single session counts",
        case(who(held("1-5 07:00-15:00")), job("", extras=(extra(on(10), "15:00-17:00"),))),
        {"day-hours"},
        Q68,
    ),
    (
        "a single session of what is held counts",
        case(who(held("", extras=(extra(on(10), "15:00-20:00"),))), job("3 07:00-12:00")),
        {"day-hours"},
        Q68,
    ),
    ("a single session after its end",
     case(what=job("", extras=(extra(on(10), "05:00-15:00"),)), last=on(9)), None, Q68),
    ("the programme ends before", case(who(held(FULL, ends_on=on(-1))), job(FULL)), None, Q68),
    ("the programme was closed before", case(who(held(FULL, closed_on=on(-1))), job(FULL)), None, Q68),
    # --- a day of rest ---
    ("seven short days", case(what=job("1-7 07:00-09:00")), {"rest-day"}, D111),
    ("six days", case(what=job("1-6 07:00-09:00")), None, D111),
    ("the seventh day from another workshop",
     case(who(held("1-6 07:00-09:00")), job("7 07:00-09:00")), {"rest-day"}, D111),
    ("the seventh day is a class", case(who(held("1-6 07:00-09:00")), job("7 07:00-09:00", CLASS)), None, D111),
    (
        "Sundays every other week, beside six days",
        case(who(held("1-6 07:00-09:00")), job("7 07:00-09:00", every_weeks=2)),
        {"rest-day"},
        D111,
    ),
    (
        "six days one week, the Sunday in the other",
        case(who(held("1-6 07:00-09:00", every_weeks=2)), job("7 07:00-09:00", every_weeks=2, week_offset=1)),
        None,
        D111,
    ),
    ("a minor without a day of rest", case(who(**MINOR), job("1-7 07:00-09:00")), {"minor-rest-day"}, D111),
    # --- minors (rule 30) ---
    ("13 years, 4 hours", case(who(birthday=CHILD), job("1-5 07:00-11:00")), None, D146),
    ("13 years, 5 hours", case(who(birthday=CHILD), job("1 07:00-12:00")), {"minor-day-hours"}, D146),
    ("13 years, 24 hours a week", case(who(birthday=CHILD), job("1-6 07:00-11:00")), {"minor-week-hours"}, D146),
    ("16 years, 8 hours", case(who(**MINOR), job("1-5 07:00-15:00")), None, D146),
    ("16 years, 9 hours", case(who(**MINOR), job("1 07:00-16:00")), {"minor-day-hours"}, D146),
    ("16 years, 48 hours", case(who(**MINOR), job(FULL)), {"minor-week-hours"}, D146),
    ("16 years, 41 hours over two",
     case(who(held("1-5 07:00-15:00"), **MINOR), job("6 07:00-08:00")), {"minor-week-hours"}, D146),
    ("turns 15 before: 8 hours", case(who(birthday=date(2011, 8, 3)), job("1-5 07:00-15:00")), None, D146),
    ("turns 15 later: 8 hours", case(who(birthday=date(2011, 8, 4)), job("1 07:00-15:00")), {"minor-day-hours"}, D146),
    ("turns 18 before: 48 hours", case(who(birthday=date(2008, 8, 3)), job(FULL)), None, D146),
    ("turns 18 in the week: 48 hours", case(who(birthday=date(2008, 8, 5)), job(FULL)), {"minor-week-hours"}, D146),
    ("a minor in the evening", case(who(**MINOR), job("1 19:00-22:00")), None, D106),
    ("a minor past ten", case(who(**MINOR), job("1 19:00-22:30")), {"minor-night"}, D106),
    ("a minor before six", case(who(**MINOR), job("1 05:30-07:00")), {"minor-night"}, D106),
    ("a grown man past ten", case(what=job("1 19:00-22:30")), None, D106),
    ("a class past ten is no labour", case(who(**MINOR), job("1 21:00-22:30", CLASS)), None, D106),
    ("heavy work, grown", case(what=job(hazardous=True)), None, D147),
    ("heavy work, 16 years", case(who(**MINOR), job(hazardous=True)), {"minor-hazardous"}, D147),
    ("heavy work, birth not known", case(who(birthday=None), job(hazardous=True)), {"age-unknown"}, D147),
    ("work, birth not known", case(who(birthday=None)), {"age-unknown"}, D147),
    ("a class, birth not known", case(who(birthday=None), job(kind=CLASS)), None, D147),
    # --- stages ---
    ("labour in stage a", case(who(stage=1)), {"detox"}, STAGES),
    ("labour in stage b", case(who(stage=2)), {"detox"}, STAGES),
    ("labour in stage c", case(who(stage=3)), None, STAGES),
    ("labour without a stage", case(who(stage=None)), {"detox"}, STAGES),
    ("a class in stage b", case(who(stage=2), job(kind=CLASS)), None, STAGES),
    ("below the stage asked for", case(who(stage=3), job(min_stage=4)), {"min-stage"}, OWN),
    ("the stage asked for", case(who(stage=4), job(min_stage=4)), None, OWN),
    ("a class asks for a stage that is not known",
     case(who(stage=None), job(kind=CLASS, min_stage=2)), {"min-stage"}, OWN),
    # --- health ---
    ("no clearance", case(who(cleared=None)), {"no-clearance"}, Q67),
    ("no clearance, a class that asks for none", case(who(cleared=None), job(kind=CLASS)), None, Q67),
    ("no clearance, a course that asks for one", case(who(cleared=None), job(**COURSE)), {"no-clearance"}, Q67),
    ("clearance over", case(who(cleared=cleared(ALL, 0))), {"clearance-over"}, Q67),
    ("clearance ends on the first day", case(who(cleared=cleared(ALL, 1))), {"clearance-ends-soon"}, Q67),
    ("clearance ends within the fortnight", case(who(cleared=cleared(ALL, 14))), {"clearance-ends-soon"}, Q67),
    ("clearance ends later", case(who(cleared=cleared(ALL, 15))), {"clearance-ends"}, Q67),
    ("clearance outlasts a short assignment", case(who(cleared=cleared(ALL, 30)), last=on(30)), None, Q67),
    ("classes only: work", case(who(cleared=cleared(CLASSES_ONLY))), {"clearance-against"}, Q67),
    ("classes only: a course", case(who(cleared=cleared(CLASSES_ONLY)), job(**COURSE), last=on(90)), None, Q67),
    ("nothing: a course", case(who(cleared=cleared(NOTHING)), job(**COURSE)), {"clearance-against"}, Q67),
    ("no heavy work: light work", case(who(cleared=cleared(NO_HEAVY)), last=on(90)), None, Q67),
    ("no heavy work: heavy work",
     case(who(cleared=cleared(NO_HEAVY)), job(hazardous=True)), {"clearance-against"}, Q67),
    ("a course with work: classes only",
     case(who(cleared=cleared(CLASSES_ONLY)), job(kind=VOCATIONAL, needs_work=True)), {"clearance-against"}, Q67),
    # --- two places at once ---
    ("the same hour", case(who(held("1 10:00-12:00", CLASS)), job("1 07:00-11:00")), {"two-places"}, "hai nơi"),
    ("one after the other", case(who(held("1 11:00-12:00", CLASS)), job("1 07:00-11:00")), None, "hai nơi"),
    ("the same hour, another day", case(who(held("2 07:00-11:00", CLASS)), job("1 07:00-11:00")), None, "hai nơi"),
    ("a class within the hours of another",
     case(who(held("1 07:00-11:00", CLASS)), job("1 08:00-09:00", CLASS)), {"two-places"}, "hai nơi"),
    ("a single session at the hour",
     case(who(held("", CLASS, extras=(extra(on(8)),))), job("1 10:00-12:00")), {"two-places"}, "hai nơi"),
    # --- sex, age and the programme's own conditions ---
    ("a man, for women", case(what=job(sex=Sex.FEMALE)), {"sex"}, SEX),
    ("a woman, for women", case(who(lives_as=Sex.FEMALE), job(sex=Sex.FEMALE)), None, SEX),
    ("placed as a woman, for men", case(who(lives_as=Sex.FEMALE), job(sex=Sex.MALE)), {"sex"}, SEX),
    ("too young for it", case(who(birthday=date(2006, 8, 4)), job(min_age=20)), {"programme-age"}, OWN),
    ("just old enough", case(who(birthday=date(2006, 8, 3)), job(min_age=20)), None, OWN),
    ("too old for it", case(who(birthday=date(1990, 8, 3)), job(max_age=35)), {"programme-age"}, OWN),
    ("still young enough", case(who(birthday=date(1990, 8, 4)), job(max_age=35)), None, OWN),
    ("full", case(what=job(capacity=12, people=12)), {"full"}, OWN),
    ("the last place", case(what=job(capacity=12, people=11)), None, OWN),
    ("before it begins", case(what=job(begins_on=on(2))), {"programme-dates"}, OWN),
    ("after it ended", case(what=job(ends_on=on(0))), {"programme-dates"}, OWN),
    ("after it was closed", case(what=job(closed_on=on(0))), {"programme-dates"}, OWN),
    # --- people, holidays, the term, what was before ---
    ("kept apart", case(apart=(Apart("Lê Văn Ba", Strictness.FORBIDDEN),)), {"apart"}, APART),
    ("better apart", case(apart=(Apart("Lê Văn Ba", Strictness.AVOID),)), {"apart-better"}, APART),
    ("labour on a holiday",
     case(what=job(extras=(extra(date(2026, 9, 2), "13:00-15:00"),)), holidays={date(2026, 9, 2)}), {"holiday"}, D112),
    ("a class on a holiday",
     case(what=job(kind=CLASS, extras=(extra(date(2026, 9, 2), "13:00-15:00"),)), holidays={date(2026, 9, 2)}),
     None, D112),
    ("a session after the holiday",
     case(what=job(extras=(extra(date(2026, 9, 3), "13:00-15:00"),)), holidays={date(2026, 9, 2)}), None, D112),
    ("a weekly slot on a holiday is not worked", case(what=job(), holidays={date(2026, 9, 2)}), None, D112),
    ("a course outlasts the term",
     case(who(term_end_on=on(100)), job(**COURSE, ends_on=on(101))), {"outlasts-term"}, ANY),
    ("a course just fits", case(who(term_end_on=on(100)), job(**COURSE, ends_on=on(100))), None, ANY),
    ("the hours of a course outlast the term",
     case(who(term_end_on=on(100)), job(**COURSE, lasts_until=on(120))), {"outlasts-term"}, ANY),
    ("labour goes on past the term", case(who(term_end_on=on(100)), job(ends_on=on(101))), None, ANY),
    ("begins after the term", case(who(term_end_on=on(0)), job()), {"after-term"}, CARE),
    ("removed before", case(removals=(Removal(on(-30), "Xưởng may"),)), {"removed-before"}, ANY),
    ("schooling is owed", case(who(owes_schooling=True, **MINOR)), {"schooling"}, SCHOOL),
    ("schooling is held",
     case(who(held("1 18:00-20:00", CLASS, **SCHOOLING), owes_schooling=True, **MINOR)), None, SCHOOL),
    ("schooling itself", case(who(owes_schooling=True, **MINOR), job(kind=CLASS, **SCHOOLING)), None, SCHOOL),
    ("a proposal waits", case(waits=True), {"proposed"}, ANY),
    # --- the stay ---
    ("not under care", case(who(under_care=False)), {"not-under-care"}, CARE),
    ("before the admission", case(who(admitted_on=on(2))), {"before-admission"}, CARE),
    ("in hospital at the moment", case(who(is_away=True)), {"away"}, CARE),
    ("from a day that has passed", case(first=on(-2)), {"past"}, ANY),
    ("the last day before the first", case(last=on(0)), {"wrong-way-round"}, ""),
]  # fmt: skip

GRAVITY = {
    "clearance-ends-soon": WARN, "apart-better": WARN, "outlasts-term": WARN, "removed-before": WARN,
    "schooling": WARN, "past": WARN, "clearance-ends": REMIND, "away": REMIND,
}  # fmt: skip


@pytest.mark.parametrize(("about", "one", "rules", "source"), CASES, ids=[case[0] for case in CASES])
def test_rules(about: str, one: Case, rules: set[str] | None, source: str) -> None:
    """What is said and nothing else, as gravely as meant, with its article."""
    found = check_assignment(one)
    assert {finding.rule for finding in found} == (rules or set()), about
    assert len(found) != 1 or source in found[0].source
    for finding in found:
        soft = finding.rule == "age-unknown" and not one.programme.hazardous
        assert finding.severity is (WARN if soft else GRAVITY.get(finding.rule, BLOCK))
        assert finding.rule != "wrong-way-round" or finding.field == "ends_on"


def test_every_rule_has_its_case() -> None:
    assert len(CASES) >= 80
    told = {rule for _about, _one, rules, _source in CASES for rule in rules or ()}
    assert told >= OVERRIDABLE
    assert len(told) == 34


def test_what_the_director_may_let_stand() -> None:
    """Rule 29 may be let stand, rule 30 and health never."""
    found = check_assignment(case(person(cleared=None), programme("1 07:00-16:00", capacity=1, people=1)))
    assert {one.rule for one in overridable(found)} == {"day-hours", "full"}
    left = not_overridden(found, {"day-hours", "full", "no-clearance"})
    assert [one.rule for one in left] == ["no-clearance"]


def test_the_heaviest_week() -> None:
    running = (held("1-5 07:00-11:00"), held("6 07:00-11:30", every_weeks=4, week_offset=2))
    week = heaviest_week(running, MONDAY)
    assert hours(week.minutes) == hours(24 * 60 + 30)
    assert str(hours(1470)) == "24.5"
    assert heaviest_week((), MONDAY).minutes == 0


_SLOTS = st.lists(
    st.builds(
        lambda weekday, begins, length, every, first, lasts: Slot(
            weekday, begins * 30, begins * 30 + length * 30, on(first), on(first + lasts) if lasts else None,
            every, first % every,
        ),
        st.integers(1, 7), st.integers(0, 31), st.integers(1, 16), st.integers(1, 3), st.integers(-40, 40),
        st.none() | st.integers(0, 30),
    ),
    min_size=1,
    max_size=4,
)  # fmt: skip
_WISHES = st.lists(
    st.tuples(
        _SLOTS, st.sampled_from([LABOUR, LABOUR, EDUCATION]), st.integers(-20, 60), st.none() | st.integers(0, 40)
    ),
    min_size=1,
    max_size=7,
)


@given(_WISHES, st.sampled_from([date(1990, 1, 1), date(2011, 9, 2), date(2008, 8, 20), date(2012, 1, 1)]))
def test_nothing_accepted_breaks_a_limit(wishes: list[Any], birthday: date) -> None:
    """Whatever is assigned one after the other in spite of no block: each week is added up by hand, day by day."""
    running: list[Held] = []
    for number, (times, kind, first, lasts) in enumerate(wishes):
        plan = Plan(on(first), on(first + lasts) if lasts is not None else None)
        what = Programme(number, f"Xưởng {number}", kind, tuple(times), capacity=9)
        who = person(*running, birthday=birthday)
        if not any(one.severity is BLOCK for one in check_assignment(Case(who, what, plan, on(first)))):
            running.append(Held(what, plan.from_on, plan.until_on))
    for monday in (on(-27) + timedelta(days=7 * number) for number in range(28)):
        _check_week(running, monday, birthday)


def _check_week(running: list[Held], monday: date, birthday: date) -> None:
    by_day: Counter[date] = Counter()
    for number in range(7):
        day, busy = monday + timedelta(days=number), set[int]()
        for one in running:
            own = [slot for slot in one.programme.slots if _falls(one, slot, day)]
            if one.programme.kind is LABOUR:
                by_day[day] += sum(slot.ends - slot.begins for slot in own)
                grown = day >= add_months(birthday, 216)
                assert all(grown or (slot.ends <= 22 * 60 and slot.begins >= 6 * 60) for slot in own)
            mine = {minute for slot in own for minute in range(slot.begins, slot.ends)}
            assert not busy & mine
            busy |= mine
        age = 15 if day < add_months(birthday, 180) else 18 if day < add_months(birthday, 216) else 99
        assert by_day[day] <= (240 if age == 15 else 480)
    age = 15 if monday < add_months(birthday, 180) else 18 if monday < add_months(birthday, 216) else 99
    assert sum(by_day.values()) <= {15: 1200, 18: 2400, 99: 2880}[age]
    assert sum(count > 0 for count in by_day.values()) < 7


def _falls(one: Held, slot: Slot, day: date) -> bool:
    held = one.from_on <= day and (one.until_on is None or day <= one.until_on)
    valid = slot.valid_from <= day and (slot.valid_until is None or day <= slot.valid_until)
    week = (day - timedelta(days=day.weekday()) - date(2018, 1, 1)).days // 7
    return held and valid and day.weekday() + 1 == slot.weekday and week % slot.every_weeks == slot.week_offset


def test_practice_of_the_centre() -> None:
    """A longer notice for clearances asks for a reason earlier."""
    who = person(cleared=cleared(Clearance.ALL, 20))
    assert [one.rule for one in check_assignment(case(who, practice=Practice(30)))] == ["clearance-ends-soon"]


def test_every_rule_that_stops_or_warns_has_its_words() -> None:
    said = "".join(path.read_text(encoding="utf-8") for path in Path(suitability.__file__).parent.glob("*.py"))
    codes = set(re.findall(r'Finding\(\s*"([a-z-]+)", Severity\.(?:BLOCK|WARN)|"(minor-[a-z-]+)" if', said))
    named = {first or second for first, second in codes} | {"apart", "apart-better", "age-unknown", *RULES}
    assert named == set(EVERY_RULE)
