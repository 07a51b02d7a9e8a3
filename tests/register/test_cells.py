"""One cell at a time: days, births, terms, identity numbers, closed lists."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.register.rules import cells, choices, papers
from rehab_center.register.rules.cells import BadCell
from rehab_center.register.rules.workbook import Cell
from rehab_center.register.writing import neutral
from rehab_center.residents.kinds import PaperKind, Sex
from rehab_center.residents.rules.births import born_in, born_on

TODAY = date(2024, 6, 30)
FIFTH_OF_JUNE = date(2024, 6, 5)


@pytest.mark.parametrize(
    "cell",
    [
        date(2024, 6, 5),
        datetime.combine(FIFTH_OF_JUNE, time(7, 30)),
        45448.0,
        45448.75,
        5062024.0,
        "5/6/2024",
        "05-06-2024",
        "5.6.2024",
        " 05 / 06 / 2024 ",
        "\u00a05/6/2024\u200b",
        "2024-06-05",
        "2024-06-05 00:00:00",
        "5/6/24",
        "050624",
        "ngày 05 tháng 6 năm 2024",
    ],
)
def test_a_day_in_every_shape(cell: Cell) -> None:
    assert cells.day_of(cell, today=TODAY) == FIFTH_OF_JUNE


@pytest.mark.parametrize("cell", ["31/02/2023", "2023", "tháng 6", "5/6", 12.0, "45448", "1/1/1066", True, "5/13/2024"])
def test_no_day(cell: Cell) -> None:
    with pytest.raises(BadCell) as caught:
        cells.day_of(cell, today=TODAY)
    assert caught.value.code == "bad-date"


def test_no_day_at_all_is_none() -> None:
    assert cells.day_of(" \u00a0", today=TODAY) is None


def test_a_birth_date_may_be_known_in_part() -> None:
    assert cells.birth_of("1982", today=TODAY) == born_in(1982)
    assert cells.birth_of(1982.0, today=TODAY) == born_in(1982)
    assert cells.birth_of("năm 1982", today=TODAY) == born_in(1982)
    assert cells.birth_of("5/1982", today=TODAY) == born_in(1982, 5)
    assert cells.birth_of("00/05/1982", today=TODAY) == born_in(1982, 5)
    assert cells.birth_of("00/00/1982", today=TODAY) == born_in(1982)
    assert cells.birth_of("15-4-1987", today=TODAY) == born_on(date(1987, 4, 15))
    assert cells.birth_of("3/4/85", today=TODAY) == born_on(date(1985, 4, 3))
    assert cells.birth_of("", today=TODAY).on is None
    for wrong in ("30/02/1980", "2088", "00/13/1980", "không rõ ngày"):
        with pytest.raises(BadCell):
            cells.birth_of(wrong, today=TODAY)


@pytest.mark.parametrize(
    ("cell", "months"),
    [
        (18.0, 18),
        ("24", 24),
        (" 18 tháng ", 18),
        ("18 (mười tám) tháng", 18),
        ("18T", 18),
        ("1 năm 6 tháng", 18),
        ("02 năm", 24),
        ("06 tháng.", 6),
        ("", None),
    ],
)
def test_a_term(cell: Cell, months: int | None) -> None:
    assert cells.months_of(cell) == months


@pytest.mark.parametrize("cell", ["mười tám", 0.0, -6.0, 18.5, "18 ngày", "năm 2024", 2024.0, date(2024, 1, 1)])
def test_no_term(cell: Cell) -> None:
    with pytest.raises(BadCell) as caught:
        cells.months_of(cell)
    assert caught.value.code == "bad-months"


@pytest.mark.parametrize(
    ("cell", "keys"),
    [
        (36096622452.0, ["036096622452"]),
        (1096622452.0, ["001096622452"]),
        (167609763.0, ["167609763"]),
        ("036096622452", ["036096622452"]),
        ("036 096 622.452", ["036096622452"]),
        ("\u00a0167609763 ", ["167609763"]),
        ("'036096622452", ["036096622452"]),
        ("CCCD: 036096622452", ["036096622452"]),
        ("B1234567", ["B1234567"]),
        ("036096622452 / 167609763", ["036096622452", "167609763"]),
        ("Không có", []),
        ("Chưa có giấy tờ", []),
        ("-", []),
        ("", []),
    ],
)
def test_identity_numbers(cell: Cell, keys: list[str]) -> None:
    assert [number.key for number in cells.identities_of(cell)] == keys


@pytest.mark.parametrize(
    "cell", ["36096622452", "03608512", 3608512.0, 36096622452.5, "3,6E+10", "abc", "12345678901234"]
)
def test_text_is_never_padded_and_a_wrong_length_is_refused(cell: Cell) -> None:
    with pytest.raises(BadCell) as caught:
        cells.identities_of(cell)
    assert caught.value.code == "bad-id-length"


def test_kinds_of_identity_papers_follow_from_their_shape() -> None:
    kinds = [cells.identities_of(one)[0].kind for one in ("036096622452", "167609763", "B1234567")]
    assert kinds == [PaperKind.CITIZEN_ID, PaperKind.OLD_ID, PaperKind.PASSPORT]


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("Bắt buộc", StayKind.COMPULSORY),
        ("BB", StayKind.COMPULSORY),
        ("CNBB", StayKind.COMPULSORY),
        ("Cai nghiện  bắt buộc\u00a0", StayKind.COMPULSORY),
        ("TN", StayKind.VOLUNTARY),
        ("Tự nguyện", StayKind.VOLUNTARY),
        ("Lưu trú tạm thời", StayKind.TEMPORARY),
        ("Dưới 18 tuổi", StayKind.MINOR),
        ("Bắt buộc (dưới 18 tuổi)", StayKind.MINOR),
        ("", None),
    ],
)
def test_kinds_of_stay(cell: Cell, kind: StayKind | None) -> None:
    assert choices.kind_of(cell) is kind


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("Hết thời hạn", MovementKind.COMPLETED),
        ("Hoàn thành cai nghiện", MovementKind.COMPLETED),
        ("Chấp hành xong QĐ", MovementKind.COMPLETED),
        ("Giảm thời hạn", MovementKind.REDUCED),
        ("Miễn chấp hành phần còn lại", MovementKind.EXEMPTED),
        ("Chuyển cơ sở khác", MovementKind.TRANSFERRED_OUT),
        ("Chuyển đến CSCN Hà Nam", MovementKind.TRANSFERRED_OUT),
        ("Chết do bệnh", MovementKind.DIED),
        ("Tử vong", MovementKind.DIED),
        ("Bỏ trốn", MovementKind.ESCAPED),
        ("Chuyển viện", MovementKind.TO_HOSPITAL),
        ("Tạm đình chỉ", MovementKind.SUSPENDED),
        ("Chấp hành án phạt tù", MovementKind.IMPRISONED),
        ("Chuyển Trung tâm bảo trợ xã hội", MovementKind.TO_SOCIAL_PROTECTION),
        ("Đang cai", None),
        ("", None),
    ],
)
def test_reasons_for_leaving(cell: Cell, kind: MovementKind | None) -> None:
    assert choices.reason_of(cell) is kind


def test_every_reason_the_export_writes_is_read_back() -> None:
    ways_in = {MovementKind.ADMITTED, MovementKind.TRANSFERRED_IN, MovementKind.CONVERTED_IN}
    not_exits = ways_in | {
        MovementKind.RETURNED,
        MovementKind.FROM_HOSPITAL,
        MovementKind.BACK_FROM_LEAVE,
        MovementKind.BROUGHT_BACK,
        MovementKind.RESUMED,
        MovementKind.RELEASED_FROM_PRISON,
    }
    for kind, words in choices.EXIT_WORDS.items():
        if kind not in not_exits:
            assert choices.reason_of(words) is kind
    assert [choices.entry_of(choices.EXIT_WORDS[kind]) for kind in sorted(ways_in)] == sorted(ways_in)
    assert [choices.kind_of(words) for words in choices.KIND_WORDS.values()] == list(choices.KIND_WORDS)
    assert [choices.sex_of(words) for words in choices.SEX_WORDS.values()] == list(Sex)


def test_words_nobody_knows_are_refused() -> None:
    for read, code in (
        (choices.sex_of, "bad-sex"),
        (choices.kind_of, "bad-kind"),
        (choices.reason_of, "bad-exit-reason"),
    ):
        with pytest.raises(BadCell) as caught:
            read("???x")
        assert caught.value.code == code


def test_a_decision_in_one_cell() -> None:
    written = papers.paper_in("QĐ số 120/2021/QĐ-TA ngày 13/6/2021 của TAND huyện Vụ Bản", today=TODAY)
    assert (written.number, written.issued_on, written.issuer) == (
        "120/2021/QĐ-TA",
        date(2021, 6, 13),
        "TAND huyện Vụ Bản",
    )
    assert papers.paper_in("120/QĐ-TA, 13/06/2021", today=TODAY).issued_on == date(2021, 6, 13)
    assert papers.paper_in("chưa có", today=TODAY).number is None


def test_a_number_that_became_a_day_is_refused() -> None:
    with pytest.raises(BadCell) as caught:
        papers.number_in(date(2024, 6, 12), code="no-decision")
    assert caught.value.code == "no-decision"


def test_an_address_in_one_cell() -> None:
    home = papers.address_in("Thôn 3, xã Hải Anh, huyện Hải Hậu, tỉnh Nam Định")
    assert (home.street, home.commune, home.district, home.province) == (
        "Thôn 3",
        "xã Hải Anh",
        "huyện Hải Hậu",
        "tỉnh Nam Định",
    )
    city = papers.address_in("P. Minh Khai - TP Phủ Lý - Hà Nam")
    assert (city.commune, city.district, city.province) == ("P. Minh Khai", "TP Phủ Lý", "Hà Nam")
    assert papers.address_in("Không rõ nơi ở").street == "Không rõ nơi ở"


def test_a_relative_in_one_cell() -> None:
    one = papers.relative_in("Mai Thu Mai (mẹ)", phone="0967578665")
    assert one is not None
    assert (one.name, one.relation, one.phone) == ("Mai Thu Mai", "mẹ", "0967578665")
    other = papers.relative_in("Mẹ: Mai Thu Mai - 0967 578 665")
    assert other is not None
    assert (other.name, other.relation, other.phone) == ("Mai Thu Mai", "mẹ", "0967 578 665")
    assert papers.phone_of(967578665.0) == "0967578665"


def test_an_apostrophe_before_a_formula_is_not_part_of_the_text() -> None:
    assert cells.text_of("'=1+1") == "=1+1"
    assert cells.text_of("'Ánh") == "'Ánh"


ANY_CELL = st.one_of(
    st.text(max_size=20),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.dates(),
    st.times(),
    st.timedeltas(),
    st.from_regex(r"[0-9/.\- ]{1,14}", fullmatch=True),
)


@given(ANY_CELL)
def test_whatever_a_cell_holds_it_is_read_or_refused(cell: Cell) -> None:
    readers: tuple[Callable[[Cell], object], ...] = (
        lambda one: cells.day_of(one, today=TODAY),
        lambda one: cells.birth_of(one, today=TODAY),
        cells.months_of,
        cells.count_of,
        cells.identities_of,
        cells.text_of,
        choices.sex_of,
        choices.kind_of,
        choices.reason_of,
        choices.entry_of,
        choices.is_cross,
        lambda one: papers.paper_in(one, today=TODAY),
        lambda one: papers.number_in(one, code="no-decision"),
        papers.phone_of,
        lambda one: papers.address_in(cells.text_of(one)),
        lambda one: papers.relative_in(cells.text_of(one)),
    )
    for read in readers:
        with suppress(BadCell):
            read(cell)


@given(st.text(min_size=1, max_size=20).filter(lambda text: cells.text_of(text) == text))
def test_neutralised_text_is_read_back_as_it_was(text: str) -> None:
    assert cells.text_of(neutral(text)) == text
