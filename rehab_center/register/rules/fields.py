"""What a column of a register can hold. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Field(StrEnum):
    """The meanings a column can have."""

    ORDINAL = "ordinal"
    CODE = "code"
    NAME = "name"
    FAMILY_NAME = "family-name"
    GIVEN_NAME = "given-name"
    ALIAS = "alias"
    BIRTH = "birth"
    SEX = "sex"
    IDENTITY = "identity"
    IDENTITY_ISSUED_ON = "identity-issued-on"
    IDENTITY_ISSUER = "identity-issuer"
    ETHNICITY = "ethnicity"
    RELIGION = "religion"
    NATIONALITY = "nationality"
    STREET = "street"
    COMMUNE = "commune"
    DISTRICT = "district"
    PROVINCE = "province"
    ADDRESS = "address"
    EDUCATION = "education"
    OCCUPATION = "occupation"
    DRUG = "drug"
    TIMES_TREATED = "times-treated"
    KIND = "kind"
    DECISION = "decision"
    DECISION_NUMBER = "decision-number"
    DECISION_DATE = "decision-date"
    DECISION_ISSUER = "decision-issuer"
    MONTHS = "months"
    ENTERED_ON = "entered-on"
    TERM_END = "term-end"
    LEFT_ON = "left-on"
    EXIT_REASON = "exit-reason"
    EXIT_NUMBER = "exit-number"
    EXIT_DATE = "exit-date"
    EXIT_ISSUER = "exit-issuer"
    CONTACT = "contact"
    CONTACT_RELATION = "contact-relation"
    CONTACT_PHONE = "contact-phone"
    FATHER = "father"
    MOTHER = "mother"
    SPOUSE = "spouse"
    NOTE = "note"
    ENTRY = "entry"
    TERM_START = "term-start"
    MOVED_KIND = "moved-kind"
    MOVED_FROM = "moved-from"
    MOVED_TO = "moved-to"
    MOVED_DAYS = "moved-days"
    REFUSED_BECAUSE = "refused-because"
    BOOK_END = "book-end"
    OPENING_UNTIL = "opening-until"
    UNCOUNTED_DAYS = "uncounted-days"
    REDUCED_MONTHS = "reduced-months"
    IGNORED = "ignored"


@dataclass(frozen=True)
class Meaning:
    """What a column holds. ``implied``: the value that a cross in it stands for (the columns "Nam" and "Nữ")."""

    field: Field
    implied: str | None = None
    #: Where two columns claim the same field, the lower rank is the surer.
    rank: int = 0


class Group(StrEnum):
    """What a heading over several columns is about; it gives a bare "Số" or "Ngày" below it its meaning."""

    ADMISSION = "admission"
    BIRTH = "birth"
    CONTACT = "contact"
    DECISION = "decision"
    EXIT = "exit"
    IDENTITY = "identity"
    KIND = "kind"
    NAME = "name"
    RESIDENCE = "residence"
    SEX = "sex"
    TERM = "term"


#: The heading under which a field is written, and by which it is named where the office's book has no such column.
HEADINGS: dict[Field, str] = {
    Field.ORDINAL: "STT",
    Field.CODE: "Mã học viên",
    Field.NAME: "Họ và tên",
    Field.FAMILY_NAME: "Họ và tên đệm",
    Field.GIVEN_NAME: "Tên",
    Field.ALIAS: "Bí danh",
    Field.BIRTH: "Ngày sinh",
    Field.SEX: "Giới tính",
    Field.IDENTITY: "Số CCCD/CMND",
    Field.IDENTITY_ISSUED_ON: "Ngày cấp",
    Field.IDENTITY_ISSUER: "Nơi cấp",
    Field.ETHNICITY: "Dân tộc",
    Field.RELIGION: "Tôn giáo",
    Field.NATIONALITY: "Quốc tịch",
    Field.STREET: "Thôn, số nhà",
    Field.COMMUNE: "Xã/phường",
    Field.DISTRICT: "Huyện/TP",
    Field.PROVINCE: "Tỉnh",
    Field.ADDRESS: "Địa chỉ thường trú",
    Field.EDUCATION: "Trình độ học vấn",
    Field.OCCUPATION: "Nghề nghiệp",
    Field.DRUG: "Loại ma túy sử dụng",
    Field.TIMES_TREATED: "Lần cai thứ",
    Field.KIND: "Hình thức",
    Field.DECISION: "Số, ngày quyết định",
    Field.DECISION_NUMBER: "Số quyết định",
    Field.DECISION_DATE: "Ngày quyết định",
    Field.DECISION_ISSUER: "Cơ quan ra quyết định",
    Field.MONTHS: "Thời hạn (tháng)",
    Field.ENTERED_ON: "Ngày tiếp nhận",
    Field.TERM_END: "Ngày hết hạn",
    Field.LEFT_ON: "Ngày ra",
    Field.EXIT_REASON: "Lý do ra",
    Field.EXIT_NUMBER: "Số văn bản ra",
    Field.EXIT_DATE: "Ngày văn bản ra",
    Field.EXIT_ISSUER: "Cơ quan ban hành văn bản ra",
    Field.CONTACT: "Thân nhân liên hệ",
    Field.CONTACT_RELATION: "Quan hệ",
    Field.CONTACT_PHONE: "Điện thoại",
    Field.FATHER: "Họ tên cha",
    Field.MOTHER: "Họ tên mẹ",
    Field.SPOUSE: "Họ tên vợ/chồng",
    Field.NOTE: "Ghi chú",
    Field.ENTRY: "Nguồn tiếp nhận",
    Field.TERM_START: "Ngày bắt đầu tính thời hạn",
    Field.MOVED_KIND: "Loại biến động",
    Field.MOVED_FROM: "Từ ngày",
    Field.MOVED_TO: "Đến ngày",
    Field.MOVED_DAYS: "Số ngày",
    Field.REFUSED_BECAUSE: "Lý do không nhập được",
    Field.BOOK_END: "Ngày hết hạn theo sổ",
    Field.OPENING_UNTIL: "Tính đến ngày",
    Field.UNCOUNTED_DAYS: "Số ngày không tính",
    Field.REDUCED_MONTHS: "Số tháng đã giảm",
    Field.IGNORED: "Không nhập",
}
