"""The closed lists of this feature. Pure."""

from __future__ import annotations

from enum import StrEnum


class KindOfTest(StrEnum):
    """What a test is for."""

    REGULAR = "regular"  # kiểm tra thường xuyên
    MODULE = "module"  # kiểm tra kết thúc mô-đun, phần
    FINAL = "final"  # kiểm tra kết thúc khóa học


class Missed(StrEnum):
    """Why somebody has no score."""

    EXCUSED = "excused"  # vắng có lý do: làm bài sau
    UNEXCUSED = "unexcused"  # vắng không lý do, bỏ bài: 0 điểm


class Outcome(StrEnum):
    """How a course ended for somebody."""

    PASSED = "passed"  # đạt, hoàn thành
    FAILED = "failed"  # không đạt
    LEFT = "left"  # bỏ dở, thôi học


class CertificateKind(StrEnum):
    """What paper somebody is given."""

    ELEMENTARY = "elementary"  # chứng chỉ sơ cấp
    TRAINING = "training"  # chứng chỉ đào tạo (dưới 3 tháng, thường xuyên)
    ATTESTATION = "attestation"  # giấy chứng nhận hoàn thành, của cơ sở


class VoidReason(StrEnum):
    """Why a certificate no longer holds."""

    MISTAKE = "mistake"  # nhập nhầm: coi như chưa có
    SPOILT = "spoilt"  # viết sai, hỏng phôi
    REVOKED = "revoked"  # thu hồi
    REPLACED = "replaced"  # cấp lại: bản mới thay


class CertificateState(StrEnum):
    """Where a certificate is."""

    HERE = "here"  # còn giữ tại cơ sở
    HANDED = "handed"  # đã giao
    REPLACED = "replaced"
    VOIDED = "voided"


LONGEST_SERIES = 9999
"""The largest number a book of a year can hold."""
