"""Reading a cell as one of a closed list: sex, kind of stay, reason for leaving. Pure."""

from __future__ import annotations

import re

from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.register.rules.cells import BadCell, text_of
from rehab_center.register.rules.meanings import fold_heading
from rehab_center.register.rules.workbook import Cell
from rehab_center.residents.kinds import Sex
from rehab_center.words import N_, message

_SEXES = {
    "nam": Sex.MALE,
    "m": Sex.MALE,
    "trai": Sex.MALE,
    "nam gioi": Sex.MALE,
    "male": Sex.MALE,
    "ong": Sex.MALE,
    "nu": Sex.FEMALE,
    "f": Sex.FEMALE,
    "gai": Sex.FEMALE,
    "nu gioi": Sex.FEMALE,
    "female": Sex.FEMALE,
    "ba": Sex.FEMALE,
}

#: Narrow ones first: "bắt buộc (dưới 18 tuổi)" is a minor's stay.
_KINDS: tuple[tuple[StayKind, str], ...] = (
    (
        StayKind.MINOR,
        r".*\b(duoi 18|chua thanh nien|chua du 18|vi thanh nien|nctn|ctn|tre em|12 den 18|12 18)\b.*",
    ),
    (StayKind.TEMPORARY, r".*\b(luu tru|tam thoi|tam luu|tam giu|lttt|lt)\b.*"),
    (StayKind.VOLUNTARY, r".*\b(tu nguyen|tn|cntn|gia dinh gui|hop dong|dich vu)\b.*"),
    (StayKind.COMPULSORY, r".*\b(bat buoc|bb|cnbb|toa an|tand|cuong che|xlhc|qd toa)\b.*"),
)

#: What an office writes as the reason for leaving. Escape and hospital are no exits but stand there too.
_REASONS: tuple[tuple[MovementKind, str], ...] = (
    (MovementKind.DIED, r".*\b(chet|tu vong|mat|qua doi|tu tran)\b.*"),
    (MovementKind.ESCAPED, r".*\b(bo tron|tron|tron trai|bo tron khoi|tron vien)\b.*"),
    (MovementKind.TO_SOCIAL_PROTECTION, r".*\b(bao tro|btxh)\b.*"),
    (MovementKind.SUSPENDED, r".*\b(tam dinh chi|hoan chap hanh|tdc)\b.*"),
    (MovementKind.EXEMPTED, r".*\b(mien|duoc mien)\b.*"),
    (MovementKind.REDUCED, r".*\b(giam|duoc giam|truoc thoi han|truoc han)\b.*"),
    (MovementKind.DECISION_CANCELLED, r".*\b(huy|thu hoi) (quyet dinh|qd|ap dung)\b.*|.*\bhuy\b.*|dinh chi( .*)?"),
    (MovementKind.IMPRISONED, r".*\b(phat tu|khoi to|tam giam|chap hanh an|thi hanh an|di tu|an tu|bi bat)\b.*"),
    (MovementKind.TO_HOSPITAL, r".*\b(chuyen vien|benh vien|nhap vien|di vien)\b.*"),
    (MovementKind.TAKEN_OUT, r".*\b(trich xuat)\b.*"),
    (MovementKind.ON_LEAVE, r".*\b(chiu tang|nghi phep|ve phep)\b.*"),
    (MovementKind.LAPSED, r".*\bhet (thoi )?hieu\b.*"),
    (MovementKind.CONVERTED_OUT, r"chuyen (dien|hinh thuc|sang (bat buoc|tu nguyen))( .*)?"),
    (MovementKind.WITHDRAWN, r".*\b(tu y bo|bo cai|xin ve|xin ra|xin thoi|tu nguyen ra|thoi cai|bo dieu tri)\b.*"),
    (MovementKind.RELEASED, r".*\b(het (thoi han )?luu tru|tra ve gia dinh|giao cho gia dinh)\b.*"),
    (
        MovementKind.TRANSFERRED_OUT,
        r".*\bchuyen\b.*\b(co so|cs|trung tam|tt|trai|noi|don vi|tinh)\b.*|chuyen( di| den)?( .*)?|dieu chuyen( .*)?",
    ),
    (
        MovementKind.COMPLETED,
        r".*\b(het|man|du|dung|chap hanh xong|hoan thanh|cai xong|xong|ket thuc|ve dia phuong|tai hoa nhap|hoa nhap|"
        r"thanh ly|cham dut hop dong|hht|hh)\b.*",
    ),
)  # fmt: skip

#: The words under which a book is written, for each kind of stay and each way a stay goes on.
KIND_WORDS = {
    StayKind.COMPULSORY: "Bắt buộc",
    StayKind.MINOR: "Bắt buộc (dưới 18 tuổi)",
    StayKind.VOLUNTARY: "Tự nguyện",
    StayKind.TEMPORARY: "Lưu trú tạm thời",
}
SEX_WORDS = {Sex.MALE: "Nam", Sex.FEMALE: "Nữ"}
EXIT_WORDS = {
    MovementKind.COMPLETED: "Hết thời hạn",
    MovementKind.REDUCED: "Giảm thời hạn",
    MovementKind.EXEMPTED: "Được miễn phần còn lại",
    MovementKind.TRANSFERRED_OUT: "Chuyển cơ sở khác",
    MovementKind.TO_SOCIAL_PROTECTION: "Chuyển cơ sở bảo trợ xã hội",
    MovementKind.DIED: "Chết",
    MovementKind.DECISION_CANCELLED: "Hủy quyết định",
    MovementKind.LAPSED: "Hết thời hiệu thi hành",
    MovementKind.WITHDRAWN: "Tự ý bỏ cai",
    MovementKind.RELEASED: "Hết lưu trú tạm thời",
    MovementKind.CONVERTED_OUT: "Chuyển diện",
    MovementKind.CONVERTED_IN: "Chuyển diện",
    MovementKind.TRANSFERRED_IN: "Chuyển đến từ cơ sở khác",
    MovementKind.ADMITTED: "Tiếp nhận mới",
    MovementKind.ESCAPED: "Bỏ trốn",
    MovementKind.SUSPENDED: "Tạm đình chỉ",
    MovementKind.IMPRISONED: "Chấp hành án phạt tù",
    MovementKind.TO_HOSPITAL: "Chuyển viện",
    MovementKind.TAKEN_OUT: "Trích xuất",
    MovementKind.ON_LEAVE: "Về chịu tang",
    MovementKind.RETURNED: "Đã trở lại",
    MovementKind.FROM_HOSPITAL: "Đã ra viện",
    MovementKind.BACK_FROM_LEAVE: "Đã trở lại sau khi về chịu tang",
    MovementKind.BROUGHT_BACK: "Đã đưa trở lại",
    MovementKind.RESUMED: "Trở lại sau tạm đình chỉ",
    MovementKind.RELEASED_FROM_PRISON: "Trở lại sau án phạt tù",
}
#: And for each row of a sheet of movements.
MOVE_WORDS = EXIT_WORDS | {
    MovementKind.TERM_REDUCED: "Giảm một phần thời hạn",
    MovementKind.TERM_EXTENDED: "Kéo dài thời hạn",
}

_STILL_HERE = re.compile(r"(dang|con|chua|hien dang)( .*)?")
_KIND_PATTERNS = [(kind, re.compile(pattern)) for kind, pattern in _KINDS]
_REASON_PATTERNS = [(kind, re.compile(pattern)) for kind, pattern in _REASONS]


def sex_of(cell: Cell) -> Sex | None:
    """Sex as on paper; None when empty. Raises BadCell ``bad-sex``."""
    text = fold_heading(text_of(cell) or "")
    if not text:
        return None
    if text not in _SEXES:
        raise BadCell("bad-sex", message(N_("The sex must be male or female.")))
    return _SEXES[text]


def kind_of(cell: Cell) -> StayKind | None:
    """The ground of a stay; None when empty. Raises BadCell ``bad-kind``."""
    text = fold_heading(text_of(cell) or "")
    if not text:
        return None
    found = next((kind for kind, pattern in _KIND_PATTERNS if pattern.fullmatch(text)), None)
    if found is None:
        raise BadCell("bad-kind", message(N_("The kind of stay must be compulsory, under 18, voluntary or temporary.")))
    return found


def kind_in(text: str) -> StayKind | None:
    """The ground of a stay that a title, a section row or an issuer speaks of, where it speaks of exactly one."""
    folded = fold_heading(text)
    found = [kind for kind, pattern in _KIND_PATTERNS if pattern.fullmatch(folded)]
    if StayKind.MINOR in found:
        return StayKind.MINOR
    return found[0] if len(found) == 1 else None


def reason_of(cell: Cell) -> MovementKind | None:
    """What happened on the day of leaving; None when empty or "đang cai". Raises BadCell ``bad-exit-reason``."""
    text = fold_heading(text_of(cell) or "")
    if not text or _STILL_HERE.fullmatch(text):
        return None
    found = next((kind for kind, pattern in _REASON_PATTERNS if pattern.fullmatch(text)), None)
    if found is None:
        raise BadCell("bad-exit-reason", message(N_("This reason for leaving is not known; use the usual words.")))
    return found


def entry_of(cell: Cell) -> MovementKind:
    """How somebody came: by transfer from another centre, by a change of ground, or newly."""
    text = fold_heading(text_of(cell) or "")
    if re.fullmatch(r".*\bchuyen (dien|hinh thuc|sang)\b.*", text):
        return MovementKind.CONVERTED_IN
    if re.fullmatch(r".*\b(chuyen|dieu chuyen|co so khac|trung tam khac)\b.*", text):
        return MovementKind.TRANSFERRED_IN
    return MovementKind.ADMITTED


def is_cross(cell: Cell) -> bool:
    """Whether a column to be marked is marked: a cross, a tick, a plus or the number one."""
    if isinstance(cell, bool):
        return cell
    return (text_of(cell) or "").casefold() in {"x", "xx", "×", "✓", "✔", "v", "+", "1", "có", "*", "☑", "☒"}
