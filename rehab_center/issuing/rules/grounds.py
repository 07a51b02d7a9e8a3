"""Căn cứ: what a paper rests on, by the law of the case. Each line without its semicolon. Pure."""

from __future__ import annotations

from datetime import date

from rehab_center.admissions.rules.regime import LAW_2025_FROM, StayKind
from rehab_center.issuing.kinds import Law
from rehab_center.issuing.rules.facts import Case
from rehab_center.issuing.rules.people import DECIDED

_LAW_2025 = "Luật Phòng, chống ma túy số 120/2025/QH15 ngày 10 tháng 12 năm 2025"
_LAW_2021 = "Luật Phòng, chống ma túy số 73/2021/QH14 ngày 30 tháng 3 năm 2021"
_ADMINISTRATIVE = "Luật Xử lý vi phạm hành chính số 15/2012/QH13 ngày 20 tháng 6 năm 2012 (đã được sửa đổi, bổ sung)"
DECREE = (
    "Căn cứ Nghị định số 116/2021/NĐ-CP ngày 21 tháng 12 năm 2021 của Chính phủ quy định chi tiết một số điều của "
    "Luật Phòng, chống ma túy, Luật Xử lý vi phạm hành chính về cai nghiện ma túy và quản lý sau cai nghiện ma túy"
)
_DECREE_FOR_MINORS = "Căn cứ Nghị định số 116/2021/NĐ-CP ngày 21 tháng 12 năm 2021 của Chính phủ"
"""Its full title speaks of the law on administrative violations: not on a minor's paper."""


def laws(case: Case, new_article: str, old_article: str = "") -> tuple[str, ...]:
    """The law of the case with the article that matters; for adults of the old law that on violations too."""
    if case.law is Law.NEW:
        return (f"Căn cứ {new_article} {_LAW_2025}".replace("  ", " "),)
    measure = (f"Căn cứ {_ADMINISTRATIVE}",) if case.kind is StayKind.COMPULSORY else ()
    drugs = f"Căn cứ {old_article} {_LAW_2021}".replace("  ", " ")
    return (*measure, drugs, decree(case))


def decree(case: Case) -> str:
    """The decree under the law of 2021."""
    return DECREE if case.kind is StayKind.COMPULSORY else _DECREE_FOR_MINORS


def decision(case: Case) -> str:
    """The decision of the stay, or what a voluntary stay without one rests on."""
    if case.decision is None and case.kind is StayKind.VOLUNTARY:
        return "Căn cứ hồ sơ đăng ký cai nghiện ma túy tự nguyện"
    number = case.decision or "số …………… ngày …… tháng …… năm ………"
    return f"Căn cứ Quyết định {number} về việc {DECIDED[case.by]} đối với {case.name}"


def after_rehabilitation(case: Case, on: date) -> tuple[str, ...]:
    """Who completes from 01/07/2026 on is managed by the law of 2025, whichever law the case follows (L120 Đ56.1)."""
    paragraph = "khoản 2" if case.kind is StayKind.COMPULSORY else "khoản 1"
    if on < LAW_2025_FROM:
        return (f"Căn cứ {paragraph} Điều 40 {_LAW_2021}",)
    passage = "" if case.law is Law.NEW else ", khoản 1 Điều 56"
    return (f"Căn cứ {paragraph} Điều 42{passage} {_LAW_2025}",)
