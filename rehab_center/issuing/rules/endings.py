"""The end of a term: the notice before it, the certificate, the notice for the time afterwards. Pure."""

from __future__ import annotations

from datetime import date

from rehab_center.admissions.rules.regime import StayKind
from rehab_center.dossiers.wording import day_words
from rehab_center.issuing.rules import grounds
from rehab_center.issuing.rules.facts import Case, Issuer, Piece, Typed
from rehab_center.issuing.rules.people import CALLED, SERVED
from rehab_center.issuing.rules.phrases import field, full, is_minor, is_new, particulars, term, typed


def completed_on(case: Case, given: Typed) -> date | None:
    """The last day: of the movement, else as typed, else the end of the term as calculated."""
    return case.happened.on if case.happened else given.until_on or case.term_end_on


def _place(case: Case) -> str:
    return "Điều 36" if is_minor(case) else "Điều 34" if case.kind is StayKind.VOLUNTARY else "Điều 35"


def end_notice(case: Case, given: Typed, issuer: Issuer) -> tuple[tuple[str, ...], tuple[Piece, ...]]:
    """Thông báo sắp hết thời hạn to family and commune."""
    more = (Piece(full(given.reason)),) if given.reason else ()
    body = (
        Piece(f"{issuer.name} thông báo {CALLED[case.by]} dưới đây sắp hết thời hạn cai nghiện tại cơ sở:"),
        *particulars(case),
        *term(case),
        Piece(
            f"Người này hết thời hạn vào {day_words(case.term_end_on)}. Đề nghị gia đình chuẩn bị đón và tạo điều kiện "
            "ổn định cuộc sống; đề nghị Ủy ban nhân dân, Công an cấp xã nơi cư trú chuẩn bị việc quản lý, hỗ trợ sau "
            "cai nghiện theo quy định."
        ),
        *more,
    )
    return (*grounds.laws(case, f"{_place(case)}, Điều 42", "Điều 40"), grounds.decision(case)), body


def completion(case: Case, given: Typed, issuer: Issuer) -> tuple[tuple[str, ...], tuple[Piece, ...]]:
    """Giấy chứng nhận or giấy xác nhận (XLVPHC Đ114; L73 Đ31.4, Đ35.6c; L120 Đ34.4, Đ35.5, Đ36.5)."""
    last = completed_on(case, given)
    verb = "chứng nhận" if case.kind is StayKind.COMPULSORY and not is_new(case) else "xác nhận"
    served = SERVED[case.by]
    done = f"đã hoàn thành {served}" if case.kind is StayKind.VOLUNTARY and not is_new(case) else ""
    if not done and is_new(case):
        done = f"đã hoàn thành cai nghiện ma túy, chấp hành xong {served}"
    elif not done:
        done = f"đã chấp hành xong {served}" if not is_minor(case) else "đã hoàn thành cai nghiện ma túy bắt buộc"
    more = (field("Ghi chú", full(given.reason)),) if given.reason else ()
    body = (
        Piece(f"{issuer.name} {verb}:"),
        *particulars(case),
        *term(case),
        Piece(f"{done[0].upper()}{done[1:]} tại {issuer.name}, kể từ {day_words(last)}."),
        field("Thời gian ở cơ sở", f"từ {day_words(case.admitted_on)} đến {day_words(last)}"),
        *more,
    )
    article = {
        StayKind.COMPULSORY: "khoản 5 Điều 35",
        StayKind.MINOR: "khoản 5 Điều 36",
        StayKind.VOLUNTARY: "khoản 4 Điều 34",
    }[case.kind]
    before = {StayKind.MINOR: "điểm c khoản 6 Điều 35", StayKind.VOLUNTARY: "khoản 4 Điều 31"}.get(case.kind, "")
    found = grounds.laws(case, article, before)
    if case.kind is StayKind.COMPULSORY and not is_new(case):
        found = (found[0].replace("Căn cứ Luật", "Căn cứ Điều 114 Luật"), *found[1:])
    return (*found, grounds.decision(case)), body


def post_rehab_notice(case: Case, given: Typed, issuer: Issuer) -> tuple[tuple[str, ...], tuple[Piece, ...]]:
    """Thông báo để quản lý sau cai: 2 years after a measure, 1 year otherwise (L73 Đ40; L120 Đ42)."""
    last = completed_on(case, given) or given.dated_on
    years = "02 năm" if case.kind is StayKind.COMPULSORY else "01 năm"
    voluntary = case.kind is StayKind.VOLUNTARY
    done = "hoàn thành việc cai nghiện" if voluntary else "chấp hành xong quyết định"
    home = typed(given.place, case.home or "")
    more = (Piece(full(given.reason)),) if given.reason else ()
    body = (
        Piece(f"{issuer.name} thông báo người sau đây đã {done} vào {day_words(last)}:"),
        *particulars(case),
        field("Nơi về cư trú", home),
        Piece(
            f"Người này chịu sự quản lý sau cai nghiện ma túy trong thời hạn {years} kể từ {day_words(last)}. Đề nghị "
            "Ủy ban nhân dân cấp xã quyết định và tổ chức quản lý, hỗ trợ xã hội sau cai nghiện; Công an cấp xã đưa "
            "vào danh sách quản lý theo quy định."
        ),
        *more,
    )
    return (*grounds.after_rehabilitation(case, last), grounds.decision(case)), body
