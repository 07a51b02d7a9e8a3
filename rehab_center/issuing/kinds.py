"""The closed lists of this feature. Pure."""

from __future__ import annotations

from enum import StrEnum


class PaperKind(StrEnum):
    """Every paper the centre issues for a stay, in the order in which a stay may need them."""

    ESCAPE_NOTICE = "escape-notice"  # thông báo bỏ trốn
    SEARCH_DECISION = "search-decision"  # quyết định truy tìm
    RETURN_NOTICE = "return-notice"  # thông báo người bỏ trốn đã trở lại
    LEAVE_DECISION = "leave-decision"  # quyết định cho về chịu tang
    TRANSFER_SLIP = "transfer-slip"  # phiếu chuyển cơ sở
    TRANSFER_MINUTES = "transfer-minutes"  # biên bản bàn giao người được chuyển
    REDUCTION_PROPOSAL = "reduction-proposal"  # tờ trình đề nghị giảm thời hạn
    SUSPENSION_PROPOSAL = "suspension-proposal"  # tờ trình đề nghị tạm đình chỉ
    EXEMPTION_PROPOSAL = "exemption-proposal"  # tờ trình đề nghị miễn phần còn lại
    END_NOTICE = "end-notice"  # thông báo sắp hết thời hạn
    COMPLETION = "completion"  # giấy chứng nhận, giấy xác nhận hoàn thành
    POST_REHAB_NOTICE = "post-rehab-notice"  # thông báo để quản lý sau cai nghiện
    DEATH_NOTICE = "death-notice"  # thông báo tử vong


class Book(StrEnum):
    """The series a number comes from: one for each abbreviation (NĐ 30/2020), each year from 1."""

    DECISION = "QĐ"
    NOTICE = "TB"
    PROPOSAL = "TTr"
    CERTIFICATE = "GCN"
    CONFIRMATION = "GXN"
    SLIP = "PC"
    MINUTES = "BB"


class Numbering(StrEnum):
    """Who gives the number."""

    MACHINE = "machine"  # the program, when the paper is issued
    HAND = "hand"  # văn thư, after the signing


class PaperState(StrEnum):
    """How far a paper has come."""

    DRAFT = "draft"
    TO_BE_NUMBERED = "to-be-numbered"  # printed for the signature; number and date to be entered
    ISSUED = "issued"
    CANCELLED = "cancelled"  # was printed or issued; a number it had stays used
    DROPPED = "dropped"  # a draft nobody wanted


FROZEN_STATES = frozenset({PaperState.TO_BE_NUMBERED, PaperState.ISSUED, PaperState.CANCELLED})
"""A paper in one of these keeps its words for ever."""


class Law(StrEnum):
    """Which of the two laws words a paper: by the regime of the case, never by today."""

    OLD = "old"  # L73 and XLVPHC, for cases that began before 01/07/2026
    NEW = "new"  # L120
