"""Leaving for a funeral, and moving to another centre. Pure."""

from __future__ import annotations

from rehab_center.admissions.rules.relations import relation_of, relation_words
from rehab_center.dossiers.wording import day_words
from rehab_center.issuing.rules import grounds
from rehab_center.issuing.rules.facts import Case, Issuer, Piece, Style, Typed
from rehab_center.issuing.rules.people import CALLED
from rehab_center.issuing.rules.phrases import article, field, full, particulars, term, typed

PARTIES = (
    ("Đại diện bên giao", "Ký, ghi rõ họ tên, đóng dấu"),
    ("Đại diện bên nhận", "Ký, ghi rõ họ tên, đóng dấu"),
)
"""Who signs the minutes of a transfer."""


def leave_decision(case: Case, given: Typed, issuer: Issuer) -> tuple[tuple[str, ...], tuple[Piece, ...]]:
    """Quyết định cho về chịu tang (NĐ 116/2021 Đ70); the days count toward the term."""
    about = (
        *grounds.laws(case, ""),
        grounds.decision(case),
        "Xét đơn đề nghị của gia đình có xác nhận của Ủy ban nhân dân cấp xã nơi cư trú",
    )
    body = (
        article(1, f"Cho {CALLED[case.by]} có tên sau đây về gia đình để chịu tang:"),
        *particulars(case),
        field("Lý do", _mourned(case, given)),
        field("Nơi đến", given.place or case.home),
        field("Thời gian", _away(given)),
        field("Người đón, đưa trở lại", given.companion),
        article(
            2,
            f"{case.name} phải trở lại cơ sở đúng thời gian nêu tại Điều 1. Thời gian về chịu tang được tính vào thời "
            "hạn. Gia đình có trách nhiệm đón, quản lý và đưa người này trở lại cơ sở đúng hạn.",
        ),
        article(3, "Các bộ phận của cơ sở, gia đình và người có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định."),
    )
    return about, body


def _mourned(case: Case, given: Typed) -> str:
    """Who died: "cha đẻ là Trần Văn Cả chết"; a draft from before there was a list has it in its reason."""
    relation = relation_of(given.relation)
    if relation is None and not given.deceased:
        return typed(given.reason)
    male = {"Nam": True, "Nữ": False}.get(case.sex)
    who = relation_words(relation, male=male) if relation else "người thân"
    return f"{who}{f' là {given.deceased.strip()}' if given.deceased else ''} chết"


def _away(given: Typed) -> str:
    """From when until when, the days and those of travel among them counted (NĐ 116/2021 Đ70)."""
    days = f"từ {day_words(given.from_on)} đến {day_words(given.until_on)}"
    if given.from_on is None or given.until_on is None:
        return days
    travel = f", kể cả {given.travel_days:02d} ngày đi đường" if given.travel_days else ""
    return f"{days} ({(given.until_on - given.from_on).days:02d} ngày{travel})"


def _ordered(case: Case, given: Typed) -> tuple[str, ...]:
    by = given.ground.strip().rstrip(".;")
    ordered = f"Căn cứ {by}" if by else f"Căn cứ Quyết định điều chuyển số …………… {day_words(None)}"
    return (*grounds.laws(case, "Điều 38"), grounds.decision(case), ordered)


def transfer_slip(case: Case, given: Typed, issuer: Issuer) -> tuple[tuple[str, ...], tuple[Piece, ...]]:
    """Phiếu chuyển: goes with the person to the centre that receives them."""
    body = (
        Piece(f"{issuer.name} chuyển {CALLED[case.by]} có tên sau đây đến {typed(given.place)}:"),
        *particulars(case),
        *term(case),
        field("Lý do chuyển", given.reason),
        field("Đã cai nghiện tại cơ sở từ", day_words(case.admitted_on)),
        *((field("Người đưa đi", given.companion),) if given.companion else ()),
        Piece("Kèm theo phiếu này: hồ sơ học viên, hồ sơ sức khỏe, tư trang và tiền lưu ký theo biên bản bàn giao."),
    )
    return _ordered(case, given), body


def transfer_minutes(case: Case, given: Typed, issuer: Issuer) -> tuple[tuple[str, ...], tuple[Piece, ...]]:
    """Biên bản bàn giao of one person transferred, signed by both centres."""
    body = (
        Piece(
            f"Vào hồi …… giờ …… phút, {day_words(given.dated_on)}, tại {issuer.name}, chúng tôi gồm:",
        ),
        Piece(f"Bên giao: {issuer.name}", Style.PART),
        Piece(f"{typed(given.signer)}; chức vụ: ……………………", Style.FIELD, "Ông (bà):"),
        Piece(f"Bên nhận: {typed(given.place)}", Style.PART),
        Piece(f"{typed(given.companion)}; chức vụ: ……………………", Style.FIELD, "Ông (bà):"),
        Piece("Hai bên tiến hành bàn giao người được chuyển cơ sở:", Style.PART),
        *particulars(case),
        *term(case),
        field("Tình trạng sức khỏe, ý kiến khác", full(given.circumstances)),
        Piece(
            "Tài liệu, tư trang bàn giao kèm theo: hồ sơ học viên (…… bút lục), hồ sơ sức khỏe, tư trang, tiền lưu ký."
        ),
        Piece(
            "Biên bản kết thúc vào hồi …… giờ …… phút cùng ngày, lập thành 02 bản có giá trị như nhau, mỗi bên giữ 01 "
            "bản; đã đọc lại cho các bên cùng nghe, công nhận đúng và ký xác nhận."
        ),
    )
    return _ordered(case, given), body
