"""What a person and a measure are called on a paper, by the law of the case and the kind of the stay.

A minor is never said to be under an administrative measure: the court's decision is none (L73 Đ33.4; L120 Đ36.8).
"""

from __future__ import annotations

from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.issuing.kinds import Law

_MINOR = "người từ đủ 12 tuổi đến dưới 18 tuổi cai nghiện bắt buộc"
_VOLUNTARY = "người cai nghiện ma túy tự nguyện"
_HELD = "người được quản lý trong thời gian lập hồ sơ đề nghị"

CALLED: dict[tuple[Law, StayKind], str] = {
    (Law.OLD, StayKind.COMPULSORY): "người bị áp dụng biện pháp đưa vào cơ sở cai nghiện bắt buộc",
    (Law.NEW, StayKind.COMPULSORY): "người bị áp dụng biện pháp đưa đi cai nghiện bắt buộc",
    (Law.OLD, StayKind.MINOR): _MINOR,
    (Law.NEW, StayKind.MINOR): _MINOR,
    (Law.OLD, StayKind.VOLUNTARY): _VOLUNTARY,
    (Law.NEW, StayKind.VOLUNTARY): _VOLUNTARY,
    (Law.OLD, StayKind.TEMPORARY): f"{_HELD} đưa vào cơ sở cai nghiện bắt buộc",
    (Law.NEW, StayKind.TEMPORARY): f"{_HELD} đưa đi cai nghiện bắt buộc",
}
"""Whom the paper is about."""

DECIDED: dict[tuple[Law, StayKind], str] = {
    (Law.OLD, StayKind.COMPULSORY): "áp dụng biện pháp xử lý hành chính đưa vào cơ sở cai nghiện bắt buộc",
    (Law.NEW, StayKind.COMPULSORY): "áp dụng biện pháp xử lý hành chính đưa đi cai nghiện bắt buộc",
    (Law.OLD, StayKind.MINOR): "đưa người nghiện ma túy từ đủ 12 tuổi đến dưới 18 tuổi vào cơ sở cai nghiện bắt buộc",
    (Law.NEW, StayKind.MINOR): "đưa người nghiện ma túy từ đủ 12 tuổi đến dưới 18 tuổi đi cai nghiện bắt buộc",
    (Law.OLD, StayKind.VOLUNTARY): "tiếp nhận cai nghiện ma túy tự nguyện",
    (Law.NEW, StayKind.VOLUNTARY): "đưa người nghiện ma túy đi cai nghiện tự nguyện",
    (Law.OLD, StayKind.TEMPORARY): "giao người cho cơ sở quản lý trong thời gian lập hồ sơ đề nghị",
    (Law.NEW, StayKind.TEMPORARY): "giao người cho cơ sở quản lý trong thời gian lập hồ sơ đề nghị",
}
"""What the decision of the stay decides: stands after "Quyết định số … về việc"."""

SERVED: dict[tuple[Law, StayKind], str] = {
    (Law.OLD, StayKind.COMPULSORY): "quyết định áp dụng biện pháp đưa vào cơ sở cai nghiện bắt buộc",
    (Law.NEW, StayKind.COMPULSORY): "quyết định áp dụng biện pháp đưa đi cai nghiện bắt buộc",
    (Law.OLD, StayKind.MINOR): "quyết định đưa vào cơ sở cai nghiện bắt buộc",
    (Law.NEW, StayKind.MINOR): "quyết định đưa đi cai nghiện bắt buộc",
    (Law.OLD, StayKind.VOLUNTARY): "cai nghiện ma túy tự nguyện",
    (Law.NEW, StayKind.VOLUNTARY): "quyết định đưa đi cai nghiện ma túy tự nguyện",
}
"""What is served, suspended or waived: stands after "chấp hành"; those held for a file serve nothing yet."""


def law_of(regime: Regime) -> Law:
    """The law that words the papers of a case (L120 Đ56)."""
    return Law.NEW if regime is Regime.LAW_2025 else Law.OLD
