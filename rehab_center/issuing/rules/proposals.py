"""Proposals to whoever decides: reduction (old law only), suspension, exemption from the rest. Pure."""

from __future__ import annotations

from rehab_center.admissions.rules.regime import StayKind
from rehab_center.dossiers.wording import day_words
from rehab_center.issuing.rules import grounds
from rehab_center.issuing.rules.facts import Case, Issuer, Piece, Typed
from rehab_center.issuing.rules.people import CALLED, SERVED
from rehab_center.issuing.rules.phrases import field, full, is_minor, is_new, particulars, term, typed


def _proposal(case: Case, issuer: Issuer, asks: str, why: tuple[Piece, ...]) -> tuple[Piece, ...]:
    return (
        Piece(f"{issuer.name} đề nghị xem xét, quyết định {asks} đối với {CALLED[case.by]} có tên sau đây:"),
        *particulars(case),
        *term(case),
        *why,
        Piece("Kính đề nghị xem xét, quyết định. Hồ sơ gửi kèm theo Tờ trình này."),
    )


def reduction(case: Case, given: Typed, issuer: Issuer) -> tuple[tuple[str, ...], tuple[Piece, ...]]:
    """Giảm thời hạn: half served, the last three months rated khá or better (NĐ 116/2021 Đ58)."""
    months = f"{given.months:02d} tháng" if given.months else "…… tháng"
    why = (
        field("Đã chấp hành từ", f"{day_words(case.term_start_on or case.admitted_on)} đến nay"),
        field("Kết quả xếp loại, thành tích", full(given.reason)),
        field("Đề nghị giảm", months),
    )
    body = _proposal(case, issuer, f"giảm thời hạn chấp hành {SERVED[case.by]}", why)
    return (*_decree_article(case, "Điều 58"), grounds.decision(case)), body


def _decree_article(case: Case, article: str) -> tuple[str, ...]:
    """The grounds of an old case, its decree by article."""
    return tuple(line.replace("Căn cứ Nghị định", f"Căn cứ {article} Nghị định") for line in grounds.laws(case, ""))


def suspension(case: Case, given: Typed, issuer: Issuer) -> tuple[tuple[str, ...], tuple[Piece, ...]]:
    """Tạm đình chỉ: seriously ill and treated at home (L120 Đ39.3), in a hospital over 10 days (NĐ 116/2021 Đ58)."""
    why = (
        field("Tình trạng, xác nhận của cơ sở khám bệnh, chữa bệnh", full(given.reason)),
        field("Nơi điều trị", given.place),
        field("Người nhận, chăm sóc", given.companion),
        Piece(
            "Thời gian điều trị được tính vào thời hạn chấp hành; khi sức khỏe phục hồi mà thời hạn còn lại từ 03 "
            "tháng trở lên, người này phải trở lại cơ sở."
        ),
    )
    about = grounds.laws(case, "khoản 3, khoản 4 Điều 39") if is_new(case) else _decree_article(case, "Điều 58")
    return (*about, grounds.decision(case)), _proposal(case, issuer, f"tạm đình chỉ chấp hành {SERVED[case.by]}", why)


def exemption(case: Case, given: Typed, issuer: Issuer) -> tuple[tuple[str, ...], tuple[Piece, ...]]:
    """Miễn phần còn lại: bệnh hiểm nghèo, mang thai (L120 Đ39.3); a minor's prison sentence (L73 Đ39)."""
    left = f"phần thời gian còn lại của {SERVED[case.by]}"
    why = (
        field("Lý do, xác nhận kèm theo", full(given.reason)),
        field("Nơi về cư trú, điều trị", typed(given.place, case.home or "")),
    )
    about = grounds.laws(case, "khoản 3, khoản 4 Điều 39", "Điều 39" if is_minor(case) else "")
    if not is_new(case) and case.kind is StayKind.COMPULSORY:
        about = _decree_article(case, "Điều 58")
    return (*about, grounds.decision(case)), _proposal(case, issuer, f"miễn chấp hành {left}", why)
