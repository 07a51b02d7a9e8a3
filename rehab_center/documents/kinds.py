"""The closed lists of this feature. Pure."""

from __future__ import annotations

from enum import StrEnum


class DocumentKind(StrEnum):
    """What an official paper does."""

    DECISION = "decision"  # quyết định that sends somebody here
    HANDOVER = "handover"  # biên bản giao, nhận người
    ESCAPE_DECISION = "escape-decision"  # quyết định truy tìm
    CERTIFICATE = "certificate"  # giấy chứng nhận, giấy xác nhận at the end
    TRANSFER = "transfer"  # chuyển cơ sở
    HOSPITAL = "hospital"  # chuyển viện, ra viện
    SUSPENSION = "suspension"  # hoãn, miễn, tạm đình chỉ
    REDUCTION = "reduction"  # giảm thời hạn
    EXTRACTION = "extraction"  # trích xuất theo lệnh, thi hành án
    LEAVE = "leave"  # về chịu tang
    DEATH = "death"  # giấy báo tử, biên bản
    NOTICE = "notice"  # thông báo cho xã, gia đình
    PLAN = "plan"  # giao chỉ tiêu
    CIVIL_STATUS = "civil-status"  # trích lục hộ tịch, cải chính
    OTHER = "other"


class MediaType(StrEnum):
    """What a scan may be, told by its first bytes and never by its name."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
