"""Whole workbooks: other wordings, other columns, other dirt; every refusal by its code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.errors import DomainError
from rehab_center.register.reading import read_workbook
from rehab_center.register.rules.fields import Field
from rehab_center.register.rules.headers import heading_key
from rehab_center.register.rules.readings import Refusal
from rehab_center.register.rules.registers import Register, read_register
from rehab_center.residents.kinds import Sex
from rehab_center.residents.rules.births import born_in, born_on
from tests.register import books

TODAY = date(2026, 7, 31)


def read(data: bytes, filename: str = "so.xlsx", **options: object) -> Register:
    return read_register(read_workbook(data, filename), today=TODAY, **options)  # type-checked where it is written


def codes(register: Register) -> dict[int, list[str]]:
    return {refusal.place.row: [problem.code for problem in refusal.problems] for refusal in register.refusals}


def only(register: Register) -> Refusal:
    assert len(register.refusals) == 1
    return register.refusals[0]


@pytest.mark.parametrize(
    ("filename", "write"),
    [
        ("so.xlsx", lambda rows: books.xlsx(rows, merges=books.OTHER_OFFICE_MERGES)),
        ("so.xlsx", books.xlsx),
        ("so.ods", books.ods),
        ("so.xls", books.xls),
    ],
)
def test_a_workbook_of_another_office(filename: str, write: Callable[[list[books.Row]], bytes]) -> None:
    register = read(write([*books.OTHER_OFFICE_HEAD, *books.OTHER_OFFICE_ROWS]), filename)
    assert register.facility_name == "TRUNG TÂM ĐIỀU TRỊ CAI NGHIỆN SỐ 2 TỈNH HÀ NAM"
    assert register.as_of == date(2024, 9, 30)
    assert register.row_count == 4
    assert codes(register) == {13: ["bad-date"]}
    seventh, eighth, ninth = register.rows
    assert (seventh.code, seventh.person.full_name, seventh.person.sex) == ("A1", "Nguyễn Văn Bảy", Sex.MALE)
    assert seventh.person.birth == born_in(1990)
    assert seventh.numbers[0].key == "035090000111"
    assert (seventh.person.address, seventh.person.commune) == ("Thôn 1", "xã Mộc Bắc")
    assert (seventh.kind, seventh.months, seventh.entered_on) == (StayKind.COMPULSORY, 18, date(2023, 1, 9))
    assert seventh.exit is not None
    assert (seventh.exit.on, seventh.exit.kind) == (date(2024, 7, 9), MovementKind.COMPLETED)
    assert seventh.exit.paper.number == "15/GCN"
    assert seventh.decision.issued_on == date(2023, 1, 5)
    assert (eighth.person.full_name, eighth.person.sex) == ("Trần Thị Tám", Sex.FEMALE)
    assert eighth.person.birth == born_on(date(1985, 3, 12))
    assert (eighth.numbers[0].key, eighth.months) == ("035185000222", 18)
    assert eighth.decision.issued_on == date(2023, 1, 12)
    assert (ninth.person.full_name, ninth.kind, ninth.months) == ("Lê Văn Chín", StayKind.VOLUNTARY, 6)
    assert [notice.column for notice in register.notices if notice.place is None] == ["Đội"]


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"entered": "31/02/2023"}, "Ngày tiếp nhận", "bad-date"),
        ({"entered": ""}, "Ngày tiếp nhận", "no-admission-date"),
        ({"entered": "14/06/2204"}, "Ngày tiếp nhận", "future-admission"),
        ({"left": date(2023, 3, 4), "reason": "Hết thời hạn"}, "Ngày ra", "left-before-admission"),
        ({"left": date(2030, 1, 1), "reason": "Hết thời hạn"}, "Ngày ra", "bad-date"),
        ({"left": "hôm qua", "reason": "Hết thời hạn"}, "Ngày ra", "bad-date"),
        ({"reason": "Hết thời hạn"}, "Ngày ra", "bad-date"),
        ({"left": date(2023, 9, 5)}, "Lý do ra", "bad-exit-reason"),
        ({"left": date(2023, 9, 5), "reason": "Tự ý bỏ cai"}, "Lý do ra", "bad-exit-reason"),
        ({"name": " \u00a0 "}, "Họ và tên", "no-name"),
        ({"identity": "03608512"}, "Số CCCD/CMND", "bad-id-length"),
        ({"decision": ""}, "Số quyết định", "no-decision"),
        ({"decision": "chưa có"}, "Số quyết định", "no-decision"),
        ({"decided": date(2030, 1, 1)}, "Ngày quyết định", "bad-date"),
        ({"months": "mười tám"}, "Thời hạn (tháng)", "bad-months"),
        ({"months": ""}, "Thời hạn (tháng)", "bad-months"),
        ({"sex": "khác"}, "Giới tính", "bad-sex"),
        ({"kind": "khác"}, "Hình thức", "bad-kind"),
        ({"birth": "30/02/1980"}, "Ngày sinh", "bad-date"),
        ({"birth": "01/01/2015", "identity": ""}, "Ngày sinh", "bad-birth-date"),
    ],
)
def test_a_refused_row_is_named_by_column_value_and_code(changes: dict[str, object], column: str, code: str) -> None:
    refusal = only(read(books.plain_book(books.plain_row(1), books.plain_row(2, **changes))))
    assert (refusal.place.row, refusal.problems[0].column, refusal.problems[0].code) == (6, column, code)
    assert len(refusal.problems) == 1


def test_all_problems_of_a_row_are_collected() -> None:
    wrong = books.plain_row(1, name="", identity="12", decision="", months="?", entered="?")
    refusal = only(read(books.plain_book(wrong)))
    assert {problem.code for problem in refusal.problems} == {
        "no-name",
        "bad-id-length",
        "no-decision",
        "bad-months",
        "bad-date",
    }
    assert refusal.problems[0].code == "no-name"


def test_a_row_that_repeats_another_says_which() -> None:
    same = books.plain_row(1)
    register = read(books.plain_book(same, books.plain_row(2), same, books.plain_row(1, code="HV00009")))
    assert codes(register) == {7: ["duplicate-row"], 8: ["duplicate-row"]}
    assert [refusal.problems[0].said.params["row"] for refusal in register.refusals] == ["5", "5"]


def test_a_file_code_belongs_to_one_stay() -> None:
    register = read(books.plain_book(books.plain_row(1), books.plain_row(2, code="hv00001 ")))
    assert codes(register) == {6: ["duplicate-row"]}


def test_a_number_of_somebody_else_is_refused_in_the_later_row() -> None:
    number = books.plain_row(1)[5]
    register = read(books.plain_book(books.plain_row(1), books.plain_row(4, identity=number)))
    assert codes(register) == {6: ["id-of-another"]}


def test_a_slip_in_the_name_is_not_another_person() -> None:
    first = books.plain_row(1, left=date(2023, 9, 1), reason="Giảm thời hạn")
    again = books.plain_row(1, code="HV9", name="Nguyễn Văn Bính An", entered=date(2024, 1, 1), decided="")
    register = read(books.plain_book(first, again))
    assert (len(register.refusals), list(register.people)) == (0, [0, 0])


def test_a_person_met_again_is_a_second_stay() -> None:
    first = books.plain_row(1, left=date(2023, 9, 1), reason="Giảm thời hạn")
    again = books.plain_row(1, code="HV00002", entered=date(2024, 5, 1), decided=date(2024, 4, 1))
    register = read(books.plain_book(again, first))  # the later stay may well stand above
    assert not len(register.refusals)
    assert list(register.people) == [0, 0]


def test_one_code_for_life_gives_the_second_stay_a_code_of_its_own() -> None:
    first = books.plain_row(1, left=date(2023, 9, 1), reason="Giảm thời hạn")
    again = books.plain_row(1, entered=date(2024, 5, 1), decided=date(2024, 4, 1))
    register = read(books.plain_book(first, again))
    assert [row.code for row in register.rows] == ["HV00001", "HV00001-2"]


def test_nobody_is_in_two_stays_at_once() -> None:
    register = read(books.plain_book(books.plain_row(1), books.plain_row(1, code="HV2", entered=date(2023, 6, 1))))
    assert codes(register) == {6: ["overlapping-stay"]}


def test_people_without_a_number_are_told_apart_by_name_birth_and_commune() -> None:
    first = books.plain_row(1, identity="Không có", left=date(2023, 9, 1), reason="Giảm thời hạn")
    again = books.plain_row(1, identity="", code="HV2", entered=date(2024, 5, 1), decided="")
    elsewhere = books.plain_row(1, identity="", code="HV3", commune="xã Yên Phú", entered=date(2024, 5, 2), decided="")
    register = read(books.plain_book(first, again, elsewhere))
    assert list(register.people) == [0, 0, 1]
    assert any("two people" in str(notice.said) for notice in register.notices)


def test_sections_blanks_totals_signatures_and_repeated_headings_are_no_data() -> None:
    register = read(
        books.plain_book(
            ("NĂM 2023",),
            books.plain_row(1),
            (),
            books.PLAIN_HEAD,
            books.plain_row(2),
            (3,),
            ("Tổng cộng", "", "2 người"),
            ("", "", "", "", "Nam Định, ngày 14 tháng 6 năm 2024"),
            ("Người lập biểu", "", "", "", "", "", "Giám đốc"),
            ("", "", "Trần Thị Lập", "", "", "", "Lê Văn Ký", "", ""),
        )
    )
    assert (register.row_count, [row.place.row for row in register.rows]) == (2, [6, 9])


def test_a_section_says_what_its_rows_do_not() -> None:
    head = [one for one in books.PLAIN_HEAD if one not in ("Hình thức", "Giới tính")]
    lacking = [i for i, one in enumerate(books.PLAIN_HEAD) if one in ("Hình thức", "Giới tính")]
    row = [cell for i, cell in enumerate(books.plain_row(1, identity="", issuer="", months=6)) if i not in lacking]
    register = read(books.plain_book(("II. CAI NGHIỆN TỰ NGUYỆN",), ("Học viên nữ",), row, head=head))
    assert (register.rows[0].kind, register.rows[0].person.sex) == (StayKind.VOLUNTARY, Sex.FEMALE)


def test_a_court_decides_only_compulsory_stays() -> None:
    register = read(books.plain_book(books.plain_row(1, kind="")))
    assert register.rows[0].kind is StayKind.COMPULSORY
    assert any(notice.column == "Hình thức" for notice in register.notices)


def test_under_18_when_decided_is_a_minor() -> None:
    young = books.plain_row(1, birth=date(2006, 5, 1), identity="", months=12)
    assert read(books.plain_book(young)).rows[0].kind is StayKind.MINOR


def test_a_planned_day_of_leaving_is_no_exit() -> None:
    register = read(books.plain_book(books.plain_row(1, entered=date(2026, 3, 5), left="05/09/2027")))
    assert register.rows[0].exit is None
    assert register.notices[-1].column == "Ngày ra"


def test_the_end_of_the_term_without_a_reason_is_its_end() -> None:
    register = read(books.plain_book(books.plain_row(1, left="05/09/2024")))
    assert register.rows[0].exit is not None
    assert register.rows[0].exit.kind is MovementKind.COMPLETED
    assert register.notices[-1].column == "Lý do ra"


def test_years_on_sheets_of_their_own_are_one_register() -> None:
    other = [*books.TITLE, books.PLAIN_HEAD, books.plain_row(2), books.plain_row(1)]
    notes = [("Ghi chú chung",), ("Sổ này lập lại từ sổ cũ",)]
    data = books.xlsx([*books.TITLE, books.PLAIN_HEAD, books.plain_row(1)], more=[("2024", other), ("Ghi chú", notes)])
    register = read(data)
    assert [table.sheet.name for table in register.tables] == ["Danh sách", "2024"]
    assert register.others == ("Ghi chú",)
    assert len(register.rows) == 2
    assert only(register).problems[0].said.params["row"] == "5 (Danh sách)"
    assert len(read(data, only=["2024"]).rows) == 2


def test_an_unknown_heading_is_mapped_by_hand() -> None:
    head = ["Ngày kết thúc" if one == "Ngày tiếp nhận" else one for one in books.PLAIN_HEAD]
    data = books.plain_book(books.plain_row(1), head=head)
    with pytest.raises(DomainError) as caught:
        read(data)
    assert caught.value.code == "unknown-headings"
    assert "Ngày kết thúc" in str(caught.value)
    register = read(data, remembered={heading_key("Ngày kết thúc"): Field.ENTERED_ON})
    assert register.rows[0].entered_on == date(2023, 3, 5)


def test_a_mapping_by_hand_wins_over_the_usual_wording() -> None:
    register = read(books.plain_book(books.plain_row(1, note="x")), remembered={"ghi chu": Field.IGNORED})
    assert register.rows[0].note is None


def test_no_register_in_the_workbook() -> None:
    with pytest.raises(DomainError) as caught:
        read(books.xlsx([("Thực đơn tuần",), ("Thứ hai", "Cơm", "Cá")]))
    assert caught.value.code == "no-register"


def test_family_and_given_name_in_two_columns() -> None:
    head = (*books.PLAIN_HEAD[:2], "Họ và tên", "", *books.PLAIN_HEAD[3:])
    row = books.plain_row(1)
    cells = [*row[:2], "NGUYỄN VĂN", "BẢY", *row[3:]]
    merged = read(books.xlsx([head, cells], merges=["C1:D1"]))
    assert merged.rows[0].person.full_name == "Nguyễn Văn Bảy"
    split = ("Họ đệm", "Tên")
    apart = read(books.xlsx([(*books.PLAIN_HEAD[:2], *split, *books.PLAIN_HEAD[3:]), cells]))
    assert apart.rows[0].person.full_name == "Nguyễn Văn Bảy"


def test_who_came_from_another_centre_is_no_new_admission() -> None:
    head = (*books.PLAIN_HEAD, "Nguồn tiếp nhận", "Ngày bắt đầu tính thời hạn")
    row = [*books.plain_row(1), "Chuyển đến từ cơ sở khác", date(2023, 1, 5)]
    [stay] = read(books.xlsx([head, row])).rows
    assert (stay.entry, stay.term_start_on) == (MovementKind.TRANSFERRED_IN, date(2023, 1, 5))
