"""Identity numbers: what a number says by itself, and where it disagrees with the person. Pure.

Căn cước, 12 digits: 3 of the province of birth registration, 1 of century and sex, 2 of the birth year, 6 drawn; no
check digit (TT 07/2016/TT-BCA Điều 7; NĐ 137/2015 Điều 13). The province is where the birth was registered and never
changes, so it is not compared with the address.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from rehab_center.errors import DomainError
from rehab_center.findings import Finding, Severity
from rehab_center.names import clean
from rehab_center.residents.kinds import PaperKind, Sex
from rehab_center.residents.rules.births import PartialBirth
from rehab_center.words import N_, message

SOURCE = "TT 07/2016/TT-BCA Điều 7"

PROVINCES = {
    "001": "Hà Nội",
    "002": "Hà Giang",
    "004": "Cao Bằng",
    "006": "Bắc Kạn",
    "008": "Tuyên Quang",
    "010": "Lào Cai",
    "011": "Điện Biên",
    "012": "Lai Châu",
    "014": "Sơn La",
    "015": "Yên Bái",
    "017": "Hòa Bình",
    "019": "Thái Nguyên",
    "020": "Lạng Sơn",
    "022": "Quảng Ninh",
    "024": "Bắc Giang",
    "025": "Phú Thọ",
    "026": "Vĩnh Phúc",
    "027": "Bắc Ninh",
    "030": "Hải Dương",
    "031": "Hải Phòng",
    "033": "Hưng Yên",
    "034": "Thái Bình",
    "035": "Hà Nam",
    "036": "Nam Định",
    "037": "Ninh Bình",
    "038": "Thanh Hóa",
    "040": "Nghệ An",
    "042": "Hà Tĩnh",
    "044": "Quảng Bình",
    "045": "Quảng Trị",
    "046": "Thừa Thiên Huế",
    "048": "Đà Nẵng",
    "049": "Quảng Nam",
    "051": "Quảng Ngãi",
    "052": "Bình Định",
    "054": "Phú Yên",
    "056": "Khánh Hòa",
    "058": "Ninh Thuận",
    "060": "Bình Thuận",
    "062": "Kon Tum",
    "064": "Gia Lai",
    "066": "Đắk Lắk",
    "067": "Đắk Nông",
    "068": "Lâm Đồng",
    "070": "Bình Phước",
    "072": "Tây Ninh",
    "074": "Bình Dương",
    "075": "Đồng Nai",
    "077": "Bà Rịa - Vũng Tàu",
    "079": "Thành phố Hồ Chí Minh",
    "080": "Long An",
    "082": "Tiền Giang",
    "083": "Bến Tre",
    "084": "Trà Vinh",
    "086": "Vĩnh Long",
    "087": "Đồng Tháp",
    "089": "An Giang",
    "091": "Kiên Giang",
    "092": "Cần Thơ",
    "093": "Hậu Giang",
    "094": "Sóc Trăng",
    "095": "Bạc Liêu",
    "096": "Cà Mau",
}
"""The 63 codes of before 2025; numbers given then stay as they are. People registered abroad carry other codes."""

OLD_CARDS_ENDED = date(2025, 1, 1)

_SEPARATORS = re.compile(r"[\s.\-'’]")
_PASSPORT = re.compile(r"(?=.*[A-Z])(?=.*[0-9])[A-Z0-9]{6,10}")


@dataclass(frozen=True)
class IdentityNumber:
    """A number with its kind; ``number`` as written and tidied, ``key`` what it is compared by."""

    kind: PaperKind
    number: str
    key: str

    @property
    def repeats(self) -> bool:
        """Whether two persons may truly hold it: provinces gave 9-digit numbers twice, states number alike."""
        return self.kind is not PaperKind.CITIZEN_ID


@dataclass(frozen=True)
class NumberParts:
    """What the 12 digits say: ``province`` None for a code of no province."""

    province: str | None
    sex: Sex
    birth_year: int


def usable_on(kind: PaperKind, day: date, *, valid: bool) -> bool:
    """Whether a paper may be used on ``day``: no 9-digit card since 01/01/2025 (Luật Căn cước 26/2023 Điều 46.2)."""
    return valid and not (kind is PaperKind.OLD_ID and day >= OLD_CARDS_ENDED)


def number_key(text: str) -> str:
    """What identity numbers are compared by: capitals and digits only, "036 096 622452" as "036096622452"."""
    return _SEPARATORS.sub("", clean(text)).upper()


def read_number(text: str) -> IdentityNumber:
    """Tell the kind of an identity number by its shape. Never pads: a lost zero is the workbook reader's to know.

    Raises DomainError with code ``bad-id-length`` (field ``identity_number``) when it is none of the three.
    """
    tidy, key = clean(text), number_key(text)
    if key.isdigit() and key.isascii():
        if len(key) == 12:
            return IdentityNumber(PaperKind.CITIZEN_ID, tidy, key)
        if len(key) == 9:
            return IdentityNumber(PaperKind.OLD_ID, tidy, key)
        raise DomainError(
            message(
                N_("An identity number has 12 digits, or 9 on an old card; %(number)s has %(count)s"),
                number=tidy,
                count=len(key),
            ),
            field="identity_number",
            code="bad-id-length",
        )
    if _PASSPORT.fullmatch(key):
        return IdentityNumber(PaperKind.PASSPORT, tidy, key)
    raise DomainError(
        message(N_("%(number)s is no identity number: 12 or 9 digits, or a passport"), number=tidy),
        field="identity_number",
        code="bad-id-length",
    )


def number_parts(key: str) -> NumberParts:
    """Take a 12-digit number apart."""
    century, female = divmod(int(key[3]), 2)
    return NumberParts(
        province=PROVINCES.get(key[:3]),
        sex=Sex.FEMALE if female else Sex.MALE,
        birth_year=1900 + 100 * century + int(key[4:6]),
    )


def sex_by(text: str) -> Sex | None:
    """The sex a 12-digit number says; None for any other text."""
    key = number_key(text)
    return number_parts(key).sex if len(key) == 12 and key.isdigit() and key.isascii() else None


def check_number(number: IdentityNumber, *, birth: PartialBirth, sex: Sex) -> tuple[Finding, ...]:
    """Where a 12-digit number disagrees with the person (rule 41): warnings, for civil status is corrected at times."""
    if number.kind is not PaperKind.CITIZEN_ID:
        return ()
    parts = number_parts(number.key)
    found: list[Finding] = []
    if parts.sex is not sex:
        found.append(
            _finding(
                "id-sex", Severity.WARN, N_("The fourth digit of the identity number belongs to the other sex"), "sex"
            )
        )
    if birth.on is not None and birth.on.year != parts.birth_year:
        found.append(
            Finding(
                rule="id-birth-year",
                severity=Severity.WARN,
                message=message(
                    N_("The identity number says born in %(year)s, the record says %(birth)s"),
                    year=parts.birth_year,
                    birth=birth.text,
                ),
                source=SOURCE,
                field="birth",
            )
        )
    if parts.province is None:
        found.append(
            _finding(
                "id-province",
                Severity.REMIND,
                N_("The first three digits are no province's: registered abroad, or mistyped"),
                "identity_number",
            )
        )
    return tuple(found)


def _finding(rule: str, severity: Severity, msgid: str, field: str) -> Finding:
    return Finding(rule=rule, severity=severity, message=message(msgid), source=SOURCE, field=field)
