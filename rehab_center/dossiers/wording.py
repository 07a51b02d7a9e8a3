"""Words of the papers in this feature. Vietnamese, for the papers are; pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from rehab_center.admissions.queries import StayPage
from rehab_center.admissions.queries.handovers import HandoverPersonLine
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.refusals import RefusalReason
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.documents.queries import DocumentLine
from rehab_center.dossiers.kinds import CopyForm, PaperGroup
from rehab_center.errors import DomainError
from rehab_center.residents.kinds import PaperKind, Sex
from rehab_center.residents.rules.identity import read_number
from rehab_center.residents.rules.person import HOME

HOME_COUNTRY = HOME

DOTS = "……………………………"


class Sheet(StrEnum):
    """What is printed for one stay."""

    ADMISSION = "admission"
    RETURN = "return"
    COVER = "cover"
    CONTENTS = "contents"
    CHECKLIST = "checklist"


SHEET_NAMES = {
    Sheet.ADMISSION: "Phiếu tiếp nhận",
    Sheet.RETURN: "Phiếu nhận trở lại",
    Sheet.COVER: "Bìa hồ sơ học viên",
    Sheet.CONTENTS: "Danh mục tài liệu trong hồ sơ",
    Sheet.CHECKLIST: "Phiếu kiểm hồ sơ",
}
SHEET_FILES = {
    Sheet.ADMISSION: "phieu-tiep-nhan",
    Sheet.RETURN: "phieu-nhan-tro-lai",
    Sheet.COVER: "bia-ho-so",
    Sheet.CONTENTS: "danh-muc-tai-lieu",
    Sheet.CHECKLIST: "phieu-kiem-ho-so",
}
#: What says how things stand the day it is printed; the others bear the day of which they speak.
OF_TODAY = frozenset({Sheet.CONTENTS, Sheet.CHECKLIST})
GROUPS = {
    PaperGroup.GROUND: "Căn cứ",
    PaperGroup.PROPOSAL: "Hồ sơ đề nghị, đăng ký",
    PaperGroup.ARRIVAL: "Khi giao, nhận",
    PaperGroup.CENTRE: "Cơ sở lập",
}
SEXES = {Sex.MALE: "Nam", Sex.FEMALE: "Nữ"}
KINDS = {
    StayKind.COMPULSORY: "Cai nghiện bắt buộc",
    StayKind.MINOR: "Cai nghiện bắt buộc (từ đủ 12 tuổi đến dưới 18 tuổi)",
    StayKind.VOLUNTARY: "Cai nghiện tự nguyện",
    StayKind.TEMPORARY: "Quản lý trong thời gian lập hồ sơ",
}
#: How people go and come back without leaving the books.
MOVES = {
    MovementKind.ESCAPED: "Bỏ trốn",
    MovementKind.RETURNED: "Trở lại sau khi bỏ trốn",
    MovementKind.TAKEN_OUT: "Được trích xuất",
    MovementKind.BROUGHT_BACK: "Được đưa trở lại sau trích xuất",
    MovementKind.ON_LEAVE: "Được về chịu tang",
    MovementKind.BACK_FROM_LEAVE: "Trở lại sau khi về chịu tang",
    MovementKind.TO_HOSPITAL: "Chuyển viện",
    MovementKind.FROM_HOSPITAL: "Ra viện trở lại",
    MovementKind.SUSPENDED: "Tạm đình chỉ chấp hành",
    MovementKind.RESUMED: "Trở lại sau tạm đình chỉ",
    MovementKind.IMPRISONED: "Chấp hành án phạt tù",
    MovementKind.RELEASED_FROM_PRISON: "Trở lại sau khi chấp hành xong án phạt tù",
}
COPIES = {CopyForm.ORIGINAL: "Bản chính", CopyForm.CERTIFIED: "Bản sao y", CopyForm.COPY: "Bản sao"}
REFUSALS = {
    RefusalReason.PAPER_MISSING: "Thiếu quyết định hoặc giấy tờ khác của hồ sơ",
    RefusalReason.WRONG_PERSON: "Không đúng người ghi trong quyết định",
    RefusalReason.DECISION_NOT_VALID: "Quyết định chưa có hiệu lực hoặc đã hết thời hiệu",
    RefusalReason.UNDER_AGE: "Chưa đủ 12 tuổi",
    RefusalReason.PREGNANT: "Đang mang thai hoặc nuôi con dưới 36 tháng tuổi",
    RefusalReason.EXEMPT: "Được Tòa án miễn chấp hành",
    RefusalReason.DEFERRED: "Được Tòa án hoãn chấp hành",
    RefusalReason.SERIOUSLY_ILL: "Ốm nặng, bị thương, phải đưa đến bệnh viện trước",
    RefusalReason.OTHER_CENTRE: "Quyết định ghi cơ sở khác",
    RefusalReason.NO_PLACE: "Không còn khu, chỗ phù hợp",
    RefusalReason.OTHER: "Lý do khác",
}
PAPERS = {
    PaperKind.CITIZEN_ID: "Căn cước",
    PaperKind.OLD_ID: "CMND",
    PaperKind.PASSPORT: "Hộ chiếu",
}

NUMBERS = {PaperKind.CITIZEN_ID: "Số định danh", PaperKind.OLD_ID: "Số CMND", PaperKind.PASSPORT: "Số hộ chiếu"}


def number_kind(number: str | None) -> PaperKind | None:
    """What paper a number as written at the gate is of; None for none, and for what is no number of the three."""
    try:
        return read_number(number).kind if number else None
    except DomainError:
        return None


_NO_BREAK = "\u00a0"


def number_words(number: str | None) -> str:
    """A number in a table: the 12 digits bare, that of another paper with the paper's name."""
    kind = number_kind(number)
    if kind is None or kind is PaperKind.CITIZEN_ID:
        return number or ""
    return f"{PAPERS[kind]} {(number or '').replace(' ', _NO_BREAK)}"


def shown_number(line: HandoverPersonLine) -> str | None:
    """What the gate wrote; where it wrote nothing, what the centre has in its records about the same person."""
    return line.identity_number or (line.brief.number if line.brief else None)


def numbers_head(lines: Sequence[HandoverPersonLine]) -> str:
    """What stands over the numbers: there is no "số định danh" on an old card or a passport."""
    kinds = {number_kind(shown_number(line)) for line in lines} - {None, PaperKind.CITIZEN_ID}
    return "Số giấy tờ tùy thân" if kinds else NUMBERS[PaperKind.CITIZEN_ID]


def held_words(stay: StayPage) -> str:
    """What a change of ground took off the term: the days of the temporary stay (L120 Đ37.2)."""
    law = " (khoản 2 Điều 37 Luật Phòng, chống ma túy năm 2025)" if stay.regime is Regime.LAW_2025 else ""
    return f"{stay.credit_days} ngày lưu trú tạm thời{law}" if stay.credit_days else ""


def day_words(day: date | None) -> str:
    """A day in a sentence: "ngày 05 tháng 02 năm 2024" (NĐ 30/2020); dotted where it is not known."""
    if day is None:
        return "ngày …… tháng …… năm ………"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def birth_label(text: str) -> str:
    """What stands before a birth as it is known: its day, its month, or the year alone."""
    return {0: "Năm sinh", 1: "Tháng, năm sinh"}.get(text.count("/"), "Ngày sinh") if text else "Ngày sinh"


def paper_words(document: DocumentLine | None) -> str:
    """A numbered paper in a sentence: "số 120/QĐ-TA ngày 05 tháng 3 năm 2024 của TAND …"."""
    if document is None:
        return f"số {DOTS} {day_words(None)}"
    issuer = f" của {document.issuer}" if document.issuer else ""
    return f"số {document.number} {day_words(document.issued_on)}{issuer}"


def time_words(time: str | None) -> str:
    """A time of day as minutes have it: "20 giờ 15 phút"."""
    if time is None:
        return "…… giờ …… phút"
    hour, minute = time.split(":")
    return f"{hour} giờ {minute} phút"


def count(number: int) -> str:
    """How many, as minutes write it so that nothing can be added: "05", "12"."""
    return f"{number:02d}"
