"""Invented people: names put together at random from common parts, numbers that follow the rules of such numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from rehab_center.organisation.provinces import MERGER
from rehab_center.residents.kinds import AliasKind, BirthPrecision, Sex
from rehab_center.residents.rules.births import PartialBirth
from rehab_center.residents.rules.facts import AliasFacts, PaperFacts, PersonFacts, RelativeFacts


def _words(text: str) -> list[str]:
    return text.split()


FAMILY = _words(
    "Nguyễn Trần Lê Phạm Hoàng Vũ Võ Phan Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Đoàn Mai Tống Triệu Lưu Cao Hà Lương Trịnh"
)
MIDDLE = {
    Sex.MALE: _words("Văn Đức Minh Quang Hữu Xuân Thành Công Mạnh Duy Tiến Anh Đình Trọng"),
    Sex.FEMALE: _words("Thị Thu Ngọc Kim Thanh Hồng Thuỳ Bích"),
}
GIVEN = {
    Sex.MALE: _words(
        "An Bình Cường Dũng Đạt Đông Giang Hải Hoà Hùng Khánh Lâm Long Minh Nam Nghĩa Phong Phúc Quân Quý Sơn Tài "
        "Thắng Thuỷ Toàn Trung Tú Tuấn Vượng Yên"
    ),
    Sex.FEMALE: _words(
        "Anh Bích Chi Dung Hà Hạnh Hoa Hương Lan Mai Nga Ngân Nhung Oanh Phượng Tâm Thảo Trang Tuyết Yến"
    ),
}
_PLACES = (
    ("xã Nam Thanh", "huyện Nam Trực"),
    ("xã Yên Phú", "huyện Ý Yên"),
    ("xã Hải Anh", "huyện Hải Hậu"),
    ("xã Giao Thiện", "huyện Giao Thủy"),
    ("xã Xuân Hồng", "huyện Xuân Trường"),
    ("xã Nghĩa Lâm", "huyện Nghĩa Hưng"),
    ("xã Trực Đạo", "huyện Trực Ninh"),
    ("thị trấn Gôi", "huyện Vụ Bản"),
    ("phường Trường Thi", "thành phố Nam Định"),
)
#: From the merger on there are no districts.
_PLACES_NOW = (
    "xã Nam Trực", "xã Ý Yên", "xã Hải Hậu", "xã Giao Thủy", "xã Xuân Trường", "xã Nghĩa Hưng", "xã Trực Ninh",
    "xã Vụ Bản", "phường Nam Định", "phường Thiên Trường", "phường Đông A",
)  # fmt: skip
_DRUGS = ("Heroin", "Ma túy tổng hợp", "Ma túy đá", "Cần sa", "Đa chất")
_WORK = ("Nông nghiệp", "Lao động tự do", "Thợ xây", "Lái xe", "Buôn bán", "Thợ mộc", "Không nghề")
_SCHOOL = ("5/12", "7/12", "9/12", "12/12", "Không biết chữ")
_NICKNAMES = ("Tý", "Cu", "Tèo", "Sún", "Long xoăn", "Bi", "Tư")
_PROVINCES = ("036", "036", "036", "036", "035", "037")


def province_on(day: date) -> str:
    """The province as it is written on ``day``."""
    return "tỉnh Ninh Bình" if day >= MERGER else "tỉnh Nam Định"


@dataclass
class Crowd:
    """Makes people one after the other, no two alike. ``random`` decides everything."""

    random: Random

    def __post_init__(self) -> None:
        self._names: set[tuple[str, int]] = set()
        self._numbers: set[str] = set()

    def person(self, *, seen_on: date, minor: bool = False) -> PersonFacts:
        """Somebody of a fitting age on ``seen_on``: 14 to 17 years old for a minor, else 19 to 55."""
        pick = self.random.choice
        sex = Sex.FEMALE if self.random.random() < 0.055 else Sex.MALE
        age_days = self.random.randint(14 * 366, 17 * 366) if minor else self.random.randint(19 * 366, 55 * 365)
        born = seen_on - timedelta(days=age_days)
        name = self._name(sex, born.year)
        commune, district = (pick(_PLACES_NOW), None) if seen_on >= MERGER else pick(_PLACES)
        return PersonFacts(
            full_name=name,
            sex=sex,
            birth=self._birth(born),
            ethnicity="Kinh" if self.random.random() < 0.94 else pick(("Tày", "Mường")),
            education=pick(_SCHOOL),
            occupation=None if minor else pick(_WORK),
            drug_used=pick(_DRUGS),
            commune=commune,
            district=district,
            province=province_on(seen_on),
            identity=self._papers(sex, born.year),
            aliases=(AliasFacts(pick(_NICKNAMES), AliasKind.ALIAS),) if self.random.random() < 0.3 else (),
            relatives=(self._relative(),),
        )

    def _name(self, sex: Sex, year: int) -> str:
        while True:
            name = " ".join(self.random.choice(part) for part in (FAMILY, MIDDLE[sex], GIVEN[sex]))
            if (name, year) not in self._names:
                self._names.add((name, year))
                return name

    def _birth(self, born: date) -> PartialBirth:
        if self.random.random() < 0.03:
            return PartialBirth(date(born.year, 1, 1), BirthPrecision.YEAR)
        return PartialBirth(born, BirthPrecision.DAY)

    def _papers(self, sex: Sex, year: int) -> tuple[PaperFacts, ...]:
        if self.random.random() < 0.012:
            return ()
        digit = (0 if year < 2000 else 2) + (1 if sex is Sex.FEMALE else 0)
        while True:
            tail = self.random.randint(0, 999_999)
            number = f"{self.random.choice(_PROVINCES)}{digit}{year % 100:02d}{tail:06d}"
            if number not in self._numbers:
                self._numbers.add(number)
                return (PaperFacts(number, issuer="Cục Cảnh sát quản lý hành chính về trật tự xã hội"),)

    def _relative(self) -> RelativeFacts:
        sex = self.random.choice((Sex.MALE, Sex.FEMALE))
        relation = "bố" if sex is Sex.MALE else "mẹ"
        name = " ".join(self.random.choice(part) for part in (FAMILY, MIDDLE[sex], GIVEN[sex]))
        return RelativeFacts(name, relation, f"09{self.random.randint(10_000_000, 99_999_999)}")
