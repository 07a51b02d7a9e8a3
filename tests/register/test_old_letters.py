"""Old fonts, swapped days and two-digit years: what a workbook of many hands brings along."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission
from rehab_center.documents.models import Document
from rehab_center.register.rules.cells import BadCell, day_of
from rehab_center.register.rules.old_letters import Letters, in_unicode, letters_of, to_unicode
from rehab_center.register.rules.papers import paper_in
from rehab_center.register.rules.titles import read_title
from rehab_center.register.rules.workbook import Sheet
from rehab_center.residents.models import Resident
from tests.register import books
from tests.register.conftest import Import

TODAY = date(2026, 7, 31)

OLD = [
    ("NguyÔn V¨n An", Letters.TCVN3, "Nguyễn Văn An"),
    ("§ç ThÞ Hoµ", Letters.TCVN3, "Đỗ Thị Hoà"),
    ("NGUYÔN V¡N THUû", Letters.TCVN3, "NGUYỄN VĂN THUỶ"),
    ("x· H¶i Ph­¬ng", Letters.TCVN3, "xã Hải Phương"),
    ("QuyÕt ®Þnh", Letters.TCVN3, "Quyết định"),
    ("Nguyeãn Vaên Ñöùc", Letters.VNI, "Nguyễn Văn Đức"),
    ("Traàn Thò Hoøa", Letters.VNI, "Trần Thị Hòa"),
    ("ÑAËNG THÒ HÖÔNG", Letters.VNI, "ĐẶNG THỊ HƯƠNG"),
    ("Huyeän Nghóa Höng", Letters.VNI, "Huyện Nghĩa Hưng"),
    ("Phöôøng Tröôøng Thi", Letters.VNI, "Phường Trường Thi"),
    ("Lyù Kyø Myõ", Letters.VNI, "Lý Kỳ Mỹ"),
]


@pytest.mark.parametrize(("written", "letters", "meant"), OLD)
def test_old_letters_are_known_and_read(written: str, letters: Letters, meant: str) -> None:
    assert letters_of([written]) is letters
    assert to_unicode(written, letters) == meant


@pytest.mark.parametrize(
    "text", ["Nguyễn Văn Đức", "Hoà, Hà, Khoá, Thuý, Trần Hoè", "Ðỗ Văn", "3×4 m²", "xã Hải Anh – thôn 3"]
)
def test_unicode_is_left_alone(text: str) -> None:
    sheet = Sheet("A", visible=True, rows=((text,),), merges=None)
    assert in_unicode(sheet).sheet is sheet


def test_one_french_name_is_no_font() -> None:
    rows = (("Noël Nguyễn", "Giáp"), ("Noël", "Hà"), ("Trần Thị Bưởi", "Nguyễn"))
    assert in_unicode(Sheet("A", visible=True, rows=rows, merges=None)).letters is None


def test_a_column_of_old_letters_is_converted_whole_and_one_of_unicode_not_at_all() -> None:
    rows = (("Vâ V¨n T¸m", "Võ"), ("TrÇn Hoµ", "Bưởi"), ("Vâ", "Vân"))
    told = in_unicode(Sheet("A", visible=True, rows=rows, merges=None))
    assert (told.letters, told.cells) == (Letters.TCVN3, 3)
    assert tuple(told.sheet.rows) == (("Võ Văn Tám", "Võ"), ("Trần Hoà", "Bưởi"), ("Võ", "Vân"))


def test_a_register_typed_in_an_old_font_comes_in_as_unicode(session: Session, import_book: Import) -> None:
    title = ("C¬ së cai nghiÖn ma tóy tØnh Nam §Þnh",)
    head = ("STT", "Hä vµ tªn", "Ngµy sinh", "Giíi tÝnh", "H×nh thøc", "Thêi h¹n", "Ngµy tiÕp nhËn", "X·/ph­êng")
    row = (1, "NguyÔn V¨n S¸u", "5/6/85", "Nam", "Tù nguyÖn", 6, "1.2.24", "x· H¶i Anh")
    told = import_book(books.xlsx([title, head, row]))
    assert (told["imported"], told["rejected"]) == (1, [])
    assert any("TCVN3" in one["reason"] for one in told["warnings"])
    person = session.scalars(select(Resident)).one()
    assert (person.full_name, person.birth_on, person.commune) == ("Nguyễn Văn Sáu", date(1985, 6, 5), "xã Hải Anh")
    assert session.scalars(select(Admission.admitted_on)).all() == [date(2024, 2, 1)]


# --- years of two digits ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "ahead", "day"),
    [
        ("5/6/24", 0, date(2024, 6, 5)),
        ("05.06.85", 0, date(1985, 6, 5)),
        ("31-12-26", 0, date(2026, 12, 31)),
        ("31/12/27", 0, date(1927, 12, 31)),
        ("31/12/27", 5, date(2027, 12, 31)),
    ],
)
def test_a_year_of_two_digits(text: str, ahead: int, day: date) -> None:
    assert day_of(text, today=TODAY, ahead=ahead) == day


def test_a_paper_and_a_title_with_a_year_of_two_digits() -> None:
    paper = paper_in("120/QĐ-TA ngày 13/06/21 của TAND huyện Vụ Bản", today=TODAY)
    assert (paper.number, paper.issued_on, paper.issuer) == ("120/QĐ-TA", date(2021, 6, 13), "TAND huyện Vụ Bản")
    assert read_title([("(Số liệu đến ngày 14/6/24)",)]).as_of == date(2024, 6, 14)
    with pytest.raises(BadCell):
        day_of("31/2/24", today=TODAY)


def test_a_planned_day_of_leaving_with_two_digits_is_no_exit(session: Session, import_book: Import) -> None:
    entered = date(2026, 3, 5)
    told = import_book(books.plain_book(books.plain_row(1, entered=entered, decided=date(2026, 3, 1), left="5/9/27")))
    assert (told["imported"], told["rejected"]) == (1, [])
    assert len(session.scalars(select(Document)).all()) == 1


# --- day and month swapped -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "flagged"),
    [
        ([date(2024, 6, 5), date(2024, 3, 12), "15/06/2024", "13.1.24"], True),
        ([date(2024, 6, 5), "15/06/2024", "11/06/2024"], False),
        ([date(2024, 6, 5), date(2024, 6, 13), "15/06/2024"], False),
        ([date(2024, 6, 5), date(2024, 3, 12)], False),
        (["15/06/2024", "16/06/2024"], False),
    ],
)
def test_a_column_that_excel_may_have_turned_round_is_flagged(
    import_book: Import, days: list[object], flagged: bool
) -> None:
    rows = [books.plain_row(number, entered=day) for number, day in enumerate(days, start=1)]
    told = import_book(books.plain_book(*rows), dry=True)
    warned = [one for one in told["warnings"] if one["row"] is None]
    assert [one["column"] for one in warned] == (["Ngày tiếp nhận"] if flagged else [])
