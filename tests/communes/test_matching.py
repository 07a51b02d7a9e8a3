"""What a written address means, by the list that ships with the program."""

from __future__ import annotations

from datetime import date

import pytest

from rehab_center.communes.rules.matching import Match, Outcome, match
from rehab_center.communes.rules.written import Written
from rehab_center.communes.shipped import shipped

TODAY = date(2026, 11, 23)

MY_THANG = "xã Mỹ Thắng, huyện Mỹ Lộc, tỉnh Nam Định"
MY_THANG_IN_THE_CITY = "xã Mỹ Thắng, thành phố Nam Định, tỉnh Nam Định"
GOI = "thị trấn Gôi, huyện Vụ Bản, tỉnh Nam Định"
NAM_THANH = "xã Nam Thanh, huyện Nam Trực, tỉnh Nam Định"
MY_XA = "phường Mỹ Xá, thành phố Nam Định, tỉnh Nam Định"
WARD_5 = "phường 5, quận 3, thành phố Hồ Chí Minh"


def meaning(commune: str = "", district: str = "", province: str = "") -> Match:
    return match(shipped(), Written(commune, district, province), today=TODAY)


UNIQUE: tuple[tuple[tuple[str, ...], str], ...] = (
    # three levels, as until 30/06/2025
    (("xã Mỹ Thắng", "huyện Mỹ Lộc", "tỉnh Nam Định"), MY_THANG),
    (("Mỹ Thắng", "Mỹ Lộc", "Nam Định"), MY_THANG),
    (("Xã Mỹ Thắng", "H. Mỹ Lộc", "T. Nam Định"), MY_THANG),
    (("XÃ MỸ THẮNG", "HUYỆN MỸ LỘC", "TỈNH NAM ĐỊNH"), MY_THANG),
    (("x. Mỹ Thắng", "h. Mỹ Lộc", "Nam Định"), MY_THANG),
    (("xã Mĩ Thắng", "huyện Mĩ Lộc", "tỉnh Nam Định"), MY_THANG),
    (("Xa My Thang", "Huyen My Loc", "Tinh Nam Dinh"), MY_THANG),
    # from 01/09/2024 the district belonged to the city (Nghị quyết 1104/NQ-UBTVQH15)
    (("xã Mỹ Thắng", "thành phố Nam Định", "tỉnh Nam Định"), MY_THANG_IN_THE_CITY),
    (("xã Mỹ Thắng", "TP Nam Định", "Nam Định"), MY_THANG_IN_THE_CITY),
    (("xã Mỹ Thắng", "TP. Nam Định", "tỉnh Nam Định"), MY_THANG_IN_THE_CITY),
    (("xã Mỹ Thắng", "T.P Nam Định", "tỉnh Nam Định"), MY_THANG_IN_THE_CITY),
    (("xã Mỹ Thắng", "tp.Nam Định", "tỉnh Nam Định"), MY_THANG_IN_THE_CITY),
    # without the district: both generations of one commune are one commune, the later stands for it
    (("xã Mỹ Thắng", "", "tỉnh Nam Định"), MY_THANG_IN_THE_CITY),
    # an old commune with the new province
    (("xã Mỹ Thắng", "", "tỉnh Ninh Bình"), MY_THANG_IN_THE_CITY),
    (("xã Mỹ Thắng", "huyện Mỹ Lộc", "tỉnh Ninh Bình"), MY_THANG),
    # all in one cell, in any order
    (("xã Mỹ Thắng, huyện Mỹ Lộc, tỉnh Nam Định",), MY_THANG),
    (("tỉnh Nam Định, huyện Mỹ Lộc, xã Mỹ Thắng",), MY_THANG),
    (("huyện Mỹ Lộc, xã Mỹ Thắng, tỉnh Nam Định",), MY_THANG),
    (("xã Mỹ Thắng - huyện Mỹ Lộc - tỉnh Nam Định",), MY_THANG),
    (("xã Mỹ Thắng; huyện Mỹ Lộc; Nam Định",), MY_THANG),
    (("xã Mỹ Thắng huyện Mỹ Lộc tỉnh Nam Định",), MY_THANG),
    (("xa My Thang huyen My Loc tinh Nam Dinh",), MY_THANG),
    (("Mỹ Thắng/Mỹ Lộc/Nam Định",), MY_THANG),
    (("", "", "xã Mỹ Thắng, huyện Mỹ Lộc, tỉnh Nam Định"), MY_THANG),
    (("xã Mỹ Thắng (nay là phường Đông A), huyện Mỹ Lộc, tỉnh Nam Định",), MY_THANG),
    (("xã Mỹ Thắng, huyện Mỹ Lộc cũ, tỉnh Nam Định (cũ)",), MY_THANG),
    (("xã Mỹ Thắng, huyện Mỹ Lộc", "huyện Mỹ Lộc", "tỉnh Nam Định"), MY_THANG),
    # townships and wards
    (("TT Gôi, h. Vụ Bản, T. Nam Định",), GOI),
    (("TT. Gôi", "huyện Vụ Bản", "tỉnh Nam Định"), GOI),
    (("T.T Gôi", "Vụ Bản", "Nam Định"), GOI),
    (("thị trấn Gôi huyện Vụ Bản tỉnh Nam Định",), GOI),
    (("Nam Định, Vụ Bản, Gôi",), GOI),
    (("P. Mỹ Xá", "TP Nam Định", "Nam Định"), MY_XA),
    (("phuong My Xa thanh pho Nam Dinh tinh Nam Dinh",), MY_XA),
    (("My Xa, Nam Dinh",), MY_XA),
    (("xã Lộc Hòa", "thành phố Nam Định", "tỉnh Nam Định"), "phường Lộc Hòa, thành phố Nam Định, tỉnh Nam Định"),
    (("phường Lộc Hoà", "thành phố Nam Định", "tỉnh Nam Định"), "phường Lộc Hòa, thành phố Nam Định, tỉnh Nam Định"),
    # a street or hamlet before the commune
    (("xóm 5, xã Nam Thanh, huyện Nam Trực, tỉnh Nam Định",), NAM_THANH),
    (("số 12 ngõ 3, thôn Đông, xã Nam Thanh, Nam Trực, Nam Định",), NAM_THANH),
    # numbers
    (("Phường 5", "Quận 3", "TP Hồ Chí Minh"), WARD_5),
    (("Phường 05", "Q. 3", "TP.HCM"), WARD_5),
    (("P. 5, Q. 3, TP HCM",), WARD_5),
    (("P5, Q3, TPHCM",), WARD_5),
    (("P5 Q3 TPHCM",), WARD_5),
    (("phường 5, quận 3, Sài Gòn",), WARD_5),
    # two levels, since 01/07/2025 (Quyết định 19/2025/QĐ-TTg)
    (("phường Nam Định", "", "tỉnh Ninh Bình"), "phường Nam Định, tỉnh Ninh Bình"),
    (("phường Thiên Trường, tỉnh Ninh Bình",), "phường Thiên Trường, tỉnh Ninh Bình"),
    (("P. Đông A", "", "Ninh Bình"), "phường Đông A, tỉnh Ninh Bình"),
    (("xã Hải Hậu", "", "tỉnh Ninh Bình"), "xã Hải Hậu, tỉnh Ninh Bình"),
    # a new commune with the old province
    (("phường Thiên Trường", "", "tỉnh Nam Định"), "phường Thiên Trường, tỉnh Ninh Bình"),
    (("đặc khu Phú Quốc", "", "tỉnh An Giang"), "đặc khu Phú Quốc, tỉnh An Giang"),
    # the marks decide where two names differ by them alone
    (("xã Nam Thanh", "", "Nghệ An"), "xã Nam Thanh, huyện Nam Đàn, tỉnh Nghệ An"),
    (("xã Nam Thành", "", "Nghệ An"), "xã Nam Thành, huyện Yên Thành, tỉnh Nghệ An"),
    # names with a dash, an apostrophe, or a word that looks like a kind
    (("xã Tân Hải", "TX Phú Mỹ", "BRVT"), "xã Tân Hải, thị xã Phú Mỹ, tỉnh Bà Rịa - Vũng Tàu"),
    (
        ("xã Tân Hải, thị xã Phú Mỹ, tỉnh Bà Rịa - Vũng Tàu",),
        "xã Tân Hải, thị xã Phú Mỹ, tỉnh Bà Rịa - Vũng Tàu",
    ),
    (("xã Xà Phiên", "huyện Long Mỹ", "Hậu Giang"), "xã Xà Phiên, huyện Long Mỹ, tỉnh Hậu Giang"),
    (("Xà Phiên", "Long Mỹ", "Hậu Giang"), "xã Xà Phiên, huyện Long Mỹ, tỉnh Hậu Giang"),
    (("xa Xa Phien huyen Long My tinh Hau Giang",), "xã Xà Phiên, huyện Long Mỹ, tỉnh Hậu Giang"),
    # as far as is written
    (("", "huyện Nam Trực", "tỉnh Nam Định"), "huyện Nam Trực, tỉnh Nam Định"),
    (("", "", "tỉnh Nam Định"), "tỉnh Nam Định"),
    (("", "", "thành phố Hải Phòng"), "thành phố Hải Phòng"),
    (("TP Nam Định",), "thành phố Nam Định, tỉnh Nam Định"),
)


@pytest.mark.parametrize(("written", "unit"), UNIQUE, ids=[" | ".join(written) for written, _ in UNIQUE])
def test_an_address_that_means_one_unit(written: tuple[str, ...], unit: str) -> None:
    found = meaning(*written)

    assert (found.outcome, [shipped().label(one) for one in found.units]) == (Outcome.UNIQUE, [unit])


@pytest.mark.parametrize(
    "written",
    [
        ("xã Không Có Thật", "huyện Nam Trực", "tỉnh Nam Định"),
        ("xã Mỹ Thắng", "huyện Không Có", "tỉnh Nam Định"),
        ("xã Mỹ Thắng", "huyện Mỹ Lộc", "tỉnh Không Có"),
        ("xã Mỹ Thắng", "huyện Mỹ Lộc", "tỉnh Cà Mau"),
        ("xóm 5", "huyện Nam Trực", "tỉnh Nam Định"),
        ("không rõ",),
        ("-, huyện Nam Trực, ???",),
        ("xã", "huyện", "tỉnh Lạ"),
        ("Viêng Chăn", "", "Lào"),
    ],
)
def test_an_address_the_list_does_not_know(written: tuple[str, ...]) -> None:
    assert meaning(*written) == Match(Outcome.NONE)


@pytest.mark.parametrize("written", [(), ("",), ("  ", " "), ("-",), ("(chưa rõ)",), (" , ; ",)])
def test_nothing_written(written: tuple[str, ...]) -> None:
    assert meaning(*written) == Match(Outcome.BLANK)


def test_the_name_of_a_commune_alone_is_never_enough() -> None:
    several, lone = meaning("xã Nam Thanh"), meaning("xã Mỹ Tân Lạ")

    assert (several.outcome, several.unit) == (Outcome.SEVERAL, None)
    assert {shipped().province_of(unit).name for unit in several.units} == {"Nam Định", "Thái Bình", "Nghệ An"}
    assert lone.outcome is Outcome.NONE
    assert meaning("xã Giao Thiện").outcome is Outcome.SEVERAL


def test_two_communes_of_one_name_in_what_is_one_province_now_are_both_offered() -> None:
    found = meaning("xã Yên Đồng", "", "tỉnh Ninh Bình")

    assert found.outcome is Outcome.SEVERAL
    assert [shipped().label(unit) for unit in found.units] == [
        "xã Yên Đồng, tỉnh Ninh Bình",
        "xã Yên Đồng, huyện Yên Mô, tỉnh Ninh Bình",
    ]
