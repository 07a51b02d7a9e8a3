"""The closed lists of this feature. Pure."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """The five stages in their order (L73 Đ29; L120 Đ29.2)."""

    INTAKE = "intake"  # a) tiếp nhận, phân loại
    TREATMENT = "treatment"  # b) điều trị cắt cơn, giải độc, rối loạn tâm thần, bệnh lý khác
    EDUCATION = "education"  # c) giáo dục, tư vấn, phục hồi hành vi, nhân cách
    LABOUR = "labour"  # d) lao động trị liệu, học nghề
    REINTEGRATION = "reintegration"  # đ) chuẩn bị tái hòa nhập cộng đồng

    @property
    def place(self) -> int:
        """Which one it is, counted from 0."""
        return _PLACES[self]

    @property
    def following(self) -> Stage | None:
        """The next one; None after the last."""
        return None if self is Stage.REINTEGRATION else list(Stage)[self.place + 1]


_PLACES = {stage: place for place, stage in enumerate(Stage)}
LETTERS = dict(zip(Stage, "abcdđ", strict=True))
"""The points of the article by which papers and books name them."""
SIDE_BY_SIDE = frozenset({Stage.EDUCATION, Stage.LABOUR})
"""The two that may go on at the same time."""


class Result(StrEnum):
    """What the evaluation at a change says of the stage that goes before."""

    MET = "met"  # đạt
    NOT_MET = "not-met"  # chưa đạt


class Step(StrEnum):
    """What a row is."""

    PROPOSED = "proposed"
    DECIDED = "decided"
    DECLINED = "declined"  # a proposal that the head did not follow
    CANCELLED = "cancelled"  # a decided row that was a mistake and has no other in its place


class Due(StrEnum):
    """How it stands with the next evaluation."""

    UNKNOWN = "unknown"  # no stage was ever written
    WAITS = "waits"  # a proposal waits for the decision
    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"
    OPEN = "open"  # no planned day: no term, or the last stage
