"""Escapes, returns and deaths: what is written at once. Pure."""

from __future__ import annotations

from rehab_center.admissions.rules.regime import StayKind
from rehab_center.issuing.rules import grounds
from rehab_center.issuing.rules.facts import Case, Issuer, Piece, Typed
from rehab_center.issuing.rules.people import CALLED
from rehab_center.issuing.rules.phrases import article, field, moment, particulars, term


def escape_notice(case: Case, given: Typed, issuer: Issuer) -> tuple[tuple[str, ...], tuple[Piece, ...]]:
    """Thông báo bỏ trốn, within 24 hours (L120 Đ46.2i)."""
    body = (
        Piece(f"{issuer.name} thông báo về việc {CALLED[case.by]} bỏ trốn khỏi cơ sở như sau:"),
        *particulars(case, cited=False),
        *term(case),
        field("Thời điểm bỏ trốn", moment(case.happened)),
        field("Diễn biến, đặc điểm nhận dạng", given.circumstances),
        Piece(
            "Đề nghị cơ quan được thông báo phối hợp xác minh, vận động, truy tìm và báo ngay cho cơ sở khi có thông "
            "tin về người này."
        ),
    )
    return grounds.laws(case, "điểm i khoản 2 Điều 46"), body


def search_decision(case: Case, given: Typed, issuer: Issuer) -> tuple[tuple[str, ...], tuple[Piece, ...]]:
    """Quyết định truy tìm by the head of the centre (L120 Đ46.2đ)."""
    about = (
        *grounds.laws(case, "điểm đ khoản 2 Điều 46"),
        grounds.decision(case),
        f"Xét việc {case.name} bỏ trốn khỏi cơ sở vào {moment(case.happened)}",
    )
    on = {StayKind.TEMPORARY: "", StayKind.VOLUNTARY: " để tiếp tục cai nghiện"}.get(
        case.kind, " để tiếp tục chấp hành"
    )
    body = (
        article(1, "Truy tìm người bỏ trốn có lý lịch sau đây:"),
        *particulars(case),
        field("Thời điểm bỏ trốn", moment(case.happened)),
        field("Đặc điểm nhận dạng, trường hợp bỏ trốn", given.circumstances),
        field("Nơi người này có thể đến", given.place),
        article(
            2,
            f"Khi phát hiện người có lý lịch nêu tại Điều 1, đề nghị cơ quan, tổ chức, cá nhân báo ngay cho cơ quan "
            f"Công an nơi gần nhất hoặc {issuer.name} đưa người này trở lại cơ sở{on}.",
        ),
        article(
            3,
            "Các bộ phận của cơ sở và cơ quan Công an có liên quan chịu trách nhiệm thi hành Quyết định này. Quyết "
            "định có hiệu lực kể từ ngày ký và hết hiệu lực khi người bị truy tìm đã được đưa trở lại cơ sở.",
        ),
    )
    return about, body


def return_notice(case: Case, given: Typed, issuer: Issuer) -> tuple[tuple[str, ...], tuple[Piece, ...]]:
    """Thông báo người bỏ trốn đã trở lại: ends what the escape notice and the search decision began."""
    search = f" Quyết định truy tìm {case.search} hết hiệu lực kể từ thời điểm trên." if case.search else ""
    body = (
        Piece(f"{issuer.name} thông báo: {CALLED[case.by]} đã bỏ trốn vào {moment(case.escape)} nay đã trở lại cơ sở."),
        *particulars(case, cited=False),
        field("Thời điểm trở lại", moment(case.happened)),
        field("Trường hợp trở lại", given.circumstances),
        Piece(f"Đề nghị cơ quan đã nhận thông báo về việc bỏ trốn dừng việc xác minh, truy tìm.{search}"),
    )
    return grounds.laws(case, "khoản 2 Điều 46"), body


def death_notice(case: Case, given: Typed, issuer: Issuer) -> tuple[tuple[str, ...], tuple[Piece, ...]]:
    """Thông báo tử vong. What the paper says of the cause is what the death certificate says."""
    body = (
        Piece(f"{issuer.name} thông báo và xin chia buồn cùng gia đình: {CALLED[case.by]} dưới đây đã tử vong."),
        *particulars(case, cited=False),
        field("Thời điểm tử vong", moment(case.happened)),
        field("Nơi tử vong, diễn biến", given.circumstances),
        field("Nguyên nhân theo giấy báo tử", given.reason),
        Piece(
            "Cơ sở đã báo cơ quan có thẩm quyền để xem xét theo quy định và đề nghị gia đình, chính quyền nơi cư trú "
            "phối hợp làm thủ tục khai tử, nhận thi hài và tư trang."
        ),
    )
    return grounds.laws(case, ""), body
