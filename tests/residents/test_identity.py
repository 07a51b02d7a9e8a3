"""What an identity number says by itself (TT 07/2016/TT-BCA Điều 7)."""

from __future__ import annotations

from datetime import date

import pytest

from rehab_center.errors import DomainError
from rehab_center.findings import Severity
from rehab_center.residents.kinds import PaperKind, Sex
from rehab_center.residents.rules.births import UNKNOWN_BIRTH, PartialBirth, born_in, born_on
from rehab_center.residents.rules.identity import (
    PROVINCES,
    IdentityNumber,
    check_number,
    number_parts,
    read_number,
    usable_on,
)


def test_there_are_63_provinces() -> None:
    assert len(PROVINCES) == 63
    assert PROVINCES["036"] == "Nam Định"
    assert PROVINCES["037"] == "Ninh Bình"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("036182475594", IdentityNumber(PaperKind.CITIZEN_ID, "036182475594", "036182475594")),
        (" 036 182 475 594 ", IdentityNumber(PaperKind.CITIZEN_ID, "036 182 475 594", "036182475594")),
        ("036.182.475.594", IdentityNumber(PaperKind.CITIZEN_ID, "036.182.475.594", "036182475594")),
        ("036\u00a0182475594", IdentityNumber(PaperKind.CITIZEN_ID, "036 182475594", "036182475594")),
        ("167609763", IdentityNumber(PaperKind.OLD_ID, "167609763", "167609763")),
        ("c1234567", IdentityNumber(PaperKind.PASSPORT, "c1234567", "C1234567")),
        ("12AB34567", IdentityNumber(PaperKind.PASSPORT, "12AB34567", "12AB34567")),
    ],
)
def test_the_shape_tells_the_kind(text: str, number: IdentityNumber) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    "text",
    ["36182475594", "0361824755941", "12345678", "", "abc", "không có", "O36182475594", "C12", "٠٣٦١٨٢٤٧٥٥٩٤"],
)
def test_any_other_length_is_refused_and_never_padded(text: str) -> None:
    with pytest.raises(DomainError) as refused:
        read_number(text)
    assert refused.value.code == "bad-id-length"
    assert refused.value.field == "identity_number"


@pytest.mark.parametrize(
    ("key", "sex", "year", "province"),
    [
        ("036082475594", Sex.MALE, 1982, "Nam Định"),
        ("036182475594", Sex.FEMALE, 1982, "Nam Định"),
        ("001202475594", Sex.MALE, 2002, "Hà Nội"),
        ("096302475594", Sex.FEMALE, 2002, "Cà Mau"),
        ("036402475594", Sex.MALE, 2102, "Nam Định"),
        ("036902475594", Sex.FEMALE, 2302, "Nam Định"),
        ("999182475594", Sex.FEMALE, 1982, None),
    ],
)
def test_the_parts_of_a_number(key: str, sex: Sex, year: int, province: str | None) -> None:
    parts = number_parts(key)
    assert (parts.sex, parts.birth_year, parts.province) == (sex, year, province)


def found(number: str, birth: PartialBirth, sex: Sex) -> dict[str, Severity]:
    return {one.rule: one.severity for one in check_number(read_number(number), birth=birth, sex=sex)}


def test_a_number_that_agrees_says_nothing() -> None:
    assert found("036182475594", born_on(date(1982, 6, 5)), Sex.FEMALE) == {}
    assert found("036182475594", born_in(1982), Sex.FEMALE) == {}
    assert found("036182475594", UNKNOWN_BIRTH, Sex.FEMALE) == {}


def test_disagreements_warn_and_never_refuse() -> None:
    assert found("036182475594", born_in(1983), Sex.MALE) == {
        "id-sex": Severity.WARN,
        "id-birth-year": Severity.WARN,
    }
    # The same two digits of the year, another century.
    assert found("036182475594", PartialBirth(date(2082, 1, 1), born_in(2082).precision), Sex.FEMALE) == {
        "id-birth-year": Severity.WARN
    }


def test_a_code_of_no_province_is_accepted_with_a_note() -> None:
    assert found("999182475594", born_in(1982), Sex.FEMALE) == {"id-province": Severity.REMIND}


def test_old_cards_and_passports_say_nothing() -> None:
    assert found("167609763", born_in(1982), Sex.MALE) == {}
    assert found("C1234567", born_in(1982), Sex.MALE) == {}


def test_nine_digit_cards_ended_with_2024() -> None:
    last_day, first_day = date(2024, 12, 31), date(2025, 1, 1)
    assert usable_on(PaperKind.OLD_ID, last_day, valid=True)
    assert not usable_on(PaperKind.OLD_ID, first_day, valid=True)
    assert usable_on(PaperKind.CITIZEN_ID, first_day, valid=True)
    assert not usable_on(PaperKind.CITIZEN_ID, first_day, valid=False)


def test_every_finding_names_its_source() -> None:
    findings = check_number(read_number("999182475594"), birth=born_in(1990), sex=Sex.MALE)
    assert len(findings) == 3
    assert {one.source for one in findings} == {"TT 07/2016/TT-BCA Điều 7"}
