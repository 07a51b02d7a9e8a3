"""The list that ships with the program, and what becomes of its units."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from rehab_center.communes.kinds import Level, UnitKind
from rehab_center.communes.rules.comparing import changes
from rehab_center.communes.rules.reading import BadList, check_list, merged, read_units
from rehab_center.communes.rules.units import Gazetteer, Unit
from rehab_center.communes.shipped import FILE, shipped

TODAY = date(2026, 11, 23)
SIZE_LIMIT = 1_500_000
HEAD = "code,kind,name,parent,valid_from,valid_to,successors\n"


def counted(day: date) -> dict[Level, int]:
    return dict(Counter(unit.level for unit in shipped().alive(day)))


def label_now(code: str, day: date = TODAY, *, first: str = "") -> tuple[list[str], bool]:
    units = shipped()
    unit = units.find(f"{code}@{first}" if first else code)
    assert unit is not None
    now = units.now(unit, day)
    return [units.label(one) for one in now.units], now.whole


def test_the_shipped_list_is_whole_and_small_enough_to_ship() -> None:
    check_list(shipped())

    assert FILE.stat().st_size < SIZE_LIMIT


@pytest.mark.parametrize(
    ("day", "provinces", "districts", "communes"),
    [
        (date(2024, 1, 1), 63, 705, 10_598),
        (date(2024, 8, 31), 63, 705, 10_595),
        (date(2024, 9, 1), 63, 704, 10_542),
        # the State's own figure for the eve of the reform
        (date(2025, 6, 30), 63, 696, 10_035),
        # Quyết định 19/2025/QĐ-TTg
        (date(2025, 7, 1), 34, 0, 3_321),
        (TODAY, 34, 0, 3_321),
    ],
)
def test_it_counts_what_the_state_counts(day: date, provinces: int, districts: int, communes: int) -> None:
    there = counted(day)

    assert (there[Level.PROVINCE], there.get(Level.DISTRICT, 0), there[Level.COMMUNE]) == (
        provinces,
        districts,
        communes,
    )


@pytest.mark.parametrize(
    ("day", "communes", "wards"),
    [
        # the Ministry of Home Affairs' figure; the rural census counts 2.634 communes and special zones on that day.
        # 2.636 and 672 are the plan (Nghị quyết 126/NQ-CP, 09/05/2025), which the resolutions of 16/06/2025 changed
        (date(2025, 7, 1), 2_621, 687),
        (date(2026, 4, 29), 2_621, 687),
        # Nghị quyết 237/NQ-UBTVQH16: ten communes of Đồng Nai
        (date(2026, 4, 30), 2_611, 697),
        # Nghị quyết 388/NQ-UBTVQH16: twelve communes of Bắc Ninh
        (date(2026, 9, 20), 2_599, 709),
        (TODAY, 2_599, 709),
    ],
)
def test_it_counts_communes_wards_and_special_zones_on_each_day(day: date, communes: int, wards: int) -> None:
    there = Counter(unit.kind for unit in shipped().alive(day) if unit.level is Level.COMMUNE)

    assert there == {UnitKind.COMMUNE: communes, UnitKind.WARD: wards, UnitKind.SPECIAL_ZONE: 13}


@pytest.mark.parametrize(
    ("day", "cities"),
    [
        (date(2025, 7, 1), {"01", "31", "46", "48", "79", "92"}),
        # Nghị quyết 30, 36 and 39/2026/QH16: Đồng Nai, Quảng Ninh, Bắc Ninh
        (date(2026, 4, 30), {"01", "31", "46", "48", "75", "79", "92"}),
        (date(2026, 9, 1), {"01", "22", "31", "46", "48", "75", "79", "92"}),
        (TODAY, {"01", "22", "24", "31", "46", "48", "75", "79", "92"}),
    ],
)
def test_it_knows_which_provinces_are_cities(day: date, cities: set[str]) -> None:
    there = {unit.code for unit in shipped().alive(day) if unit.level is Level.PROVINCE and unit.kind is UnitKind.CITY}

    assert there == cities


def test_ninh_binh_has_129_communes_of_which_32_are_wards() -> None:
    of_ninh_binh = [unit for unit in shipped().alive(date(2025, 7, 1)) if unit.parent == "37"]

    assert Counter(unit.kind for unit in of_ninh_binh) == {UnitKind.COMMUNE: 97, UnitKind.WARD: 32}
    assert {unit.code: unit.title for unit in of_ninh_binh if unit.code in ("13669", "13684")} == {
        "13669": "phường Nam Định",
        "13684": "phường Thiên Trường",
    }


def test_the_communes_of_my_loc_went_to_the_city_and_then_to_ninh_binh() -> None:
    units = shipped()

    assert [units.label(unit) for unit in units.generations("13717")] == [
        "xã Mỹ Thắng, huyện Mỹ Lộc, tỉnh Nam Định",
        "xã Mỹ Thắng, thành phố Nam Định, tỉnh Nam Định",
    ]
    assert label_now("13717", date(2024, 8, 31)) == (["xã Mỹ Thắng, huyện Mỹ Lộc, tỉnh Nam Định"], True)
    assert label_now("13717", date(2024, 9, 1)) == (["xã Mỹ Thắng, thành phố Nam Định, tỉnh Nam Định"], True)
    assert label_now("13717") == (["phường Đông A, tỉnh Ninh Bình"], True)
    assert label_now("358") == (["tỉnh Ninh Bình"], False)


def test_a_commune_that_was_split_is_several_today() -> None:
    now, whole = label_now("00016")

    assert whole
    assert now == ["phường Ba Đình, thành phố Hà Nội", "phường Ngọc Hà, thành phố Hà Nội"]


@pytest.mark.parametrize(
    ("code", "now"),
    [
        # Nghị quyết 1104/NQ-UBTVQH15 (Nam Định, 01/09/2024)
        ("13714", ["phường Mỹ Lộc, tỉnh Ninh Bình"]),
        ("13633", ["phường Nam Định, tỉnh Ninh Bình"]),
        ("13969", ["phường Vị Khê, tỉnh Ninh Bình"]),
        # Nghị quyết 1278/NQ-UBTVQH15, Điều 1 khoản 8 điểm b, c: one ward of Bình Thạnh went to two
        ("26932", ["phường Bình Lợi Trung, thành phố Hồ Chí Minh", "phường Gia Định, thành phố Hồ Chí Minh"]),
        # Nghị quyết 1246/NQ-UBTVQH15: into xã Bạch Hà, not into the township of the same name
        ("04774", ["xã Thác Bà, tỉnh Lào Cai"]),
        # Nghị quyết 1318/NQ-UBTVQH15 (thành phố Hoa Lư, 01/01/2025)
        ("14335", ["phường Hoa Lư, tỉnh Ninh Bình"]),
    ],
)
def test_a_commune_merged_in_2024_is_followed_to_what_it_is_today(code: str, now: list[str]) -> None:
    assert label_now(code) == (now, True)


def test_the_resolution_of_nam_dinh_is_followed_to_the_last_commune() -> None:
    """Nghị quyết 1104/NQ-UBTVQH15: 79 communes rearranged, of 226 there were 175 left."""
    units, eve, after = shipped(), date(2024, 8, 31), date(2024, 9, 1)

    def of_nam_dinh(day: date) -> set[Unit]:
        there = (unit for unit in units.alive(day) if unit.level is Level.COMMUNE)
        return {unit for unit in there if units.province_of(unit).code == "36"}

    before, later = of_nam_dinh(eve), of_nam_dinh(after)
    ended = before - later
    made_of = {unit: [one for one in units.previous_of(unit) if one in ended] for unit in later}
    rearranged = [
        unit
        for unit, parts in made_of.items()
        if len(parts) > 1 or any((one.kind, one.name) != (unit.kind, unit.name) for one in parts)
    ]

    assert (len(before), len(later)) == (226, 175)
    assert all(set(units.next_of(unit)) <= later and units.next_of(unit) for unit in ended)
    assert sum(len(made_of[unit]) + (unit in before) for unit in rearranged) == 79


def test_where_nobody_knows_the_successor_the_province_is_still_known() -> None:
    units, lost = shipped(), set[str]()
    for unit in units.units:
        if unit.level is Level.COMMUNE and not units.now(unit, TODAY).whole:
            lost.add(unit.code)

    assert label_now("04561") == (["tỉnh Lào Cai"], False)
    assert len(lost) == 19
    assert all(code in FILE.read_text(encoding="utf-8").partition("\ncode,")[0] for code in lost)


def test_a_code_given_again_is_another_unit() -> None:
    units = shipped()
    first, last = units.generations("13669")[0], units.generations("13669")[-1]

    assert (first.title, last.title) == ("phường Trần Đăng Ninh", "phường Nam Định")
    assert (units.find(first.key), units.find(last.key)) == (first, last)


def test_every_commune_that_ended_with_the_reform_has_a_successor_that_is_there() -> None:
    units, day = shipped(), date(2025, 7, 1)
    ended = [unit for unit in units.units if unit.level is Level.COMMUNE and unit.valid_to == date(2025, 6, 30)]

    assert len(ended) == 10_035
    assert all(now.whole and all(one.valid_on(day) for one in now.units) for now in (units.now(u, day) for u in ended))


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("", "There are no lines in the file"),
        ("001,huyện,A,01,,,\n", "There is no province in the list"),
        ("1,tỉnh,A,,,,\n", "2, 3 or 5 digits"),
        ("01,làng,A,,,,\n", "is no kind of unit"),
        ("01,xã,A,,,,\n", "is no kind of unit"),
        ("01,tỉnh,,,,,\n", "has no name"),
        ("01,tỉnh,A,,1/7/2025,,\n", "is no day"),
        ("01,tỉnh,A,,2025-07-02,2025-07-01,\n", "ends before it begins"),
        ("01,tỉnh,A,,,\n", "There must be 7 columns"),
        ("01,tỉnh,A,02,,,\n", "belongs to no other unit"),
        ("01,tỉnh,A,,,,\n00001,xã,B,02,,,\n", "which is not there"),
        ("01,tỉnh,A,,,,\n01,tỉnh,B,,2025-07-01,,\n", "Two units have the code"),
        ("01,tỉnh,A,,,,\n00001,xã,B,01,,2025-06-30,00002\n", "A successor"),
        ("01,tỉnh,A,,,,\n00001,xã,B,01,,2025-06-30,00002@morgen\n", "is no day"),
    ],
)
def test_a_list_that_is_none_is_refused_with_the_reason(lines: str, said: str) -> None:
    with pytest.raises(BadList) as refused:
        check_list(Gazetteer(read_units(HEAD + lines)))

    assert any(said in str(fault.what) for fault in refused.value.faults)


def test_faults_name_their_line() -> None:
    with pytest.raises(BadList) as refused:
        read_units(f"# a remark\n\n{HEAD}01,tỉnh,A,,,,\nxx,tỉnh,B,,,,\n02,tỉnh,C,,,,\n03,tỉnh,,,,,\n")

    assert [fault.line for fault in refused.value.faults] == [5, 7]


@pytest.mark.parametrize("text", ["", "# only a remark\n", "a;b;c\n"])
def test_a_file_without_the_columns_is_refused(text: str) -> None:
    with pytest.raises(BadList):
        read_units(text)


def test_semicolons_and_a_byte_order_mark_are_taken() -> None:
    (unit,) = read_units("\ufeff" + HEAD.replace(",", ";") + "01;thành phố;Hà Nội;;;;\n")

    assert unit == Unit("01", UnitKind.CITY, "Hà Nội", "")


def test_a_file_laid_over_a_list_ends_renames_and_adds() -> None:
    before = Gazetteer(read_units(f"{HEAD}01,tỉnh,A,,,,\n00001,xã,B,01,,,\n00002,xã,C,01,,,\n00003,xã,D,01,,,\n"))
    more = read_units(f"{HEAD}00001,xã,B,01,,2027-06-30,00001\n00001,phường,B,01,2027-07-01,,\n00002,xã,Cờ,01,,,\n")
    after = Gazetteer(merged(before.units, more))
    difference = changes(before, after)

    check_list(after)
    assert difference.counts == {"added": 1, "ended": 1, "renamed": 1, "mended": 0, "gone": 0}
    assert difference.added[0].title == "phường B"
    assert difference.renamed[0][1].title == "xã Cờ"
    assert not changes(after, after)
    assert changes(after, before).counts["gone"] == 1


def test_a_list_that_runs_in_a_circle_ends() -> None:
    units = Gazetteer(
        read_units(
            f"{HEAD}01,tỉnh,A,,,,\n00001,xã,B,01,,2025-06-30,00002@2025-01-01\n00002,xã,C,01,,2025-06-30,00001@2025-01-01\n"
        )
    )
    unit = units.find("00001")
    assert unit is not None

    assert units.now(unit, TODAY).whole is False
