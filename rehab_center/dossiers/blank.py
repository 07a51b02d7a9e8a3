"""Blank forms to be filled in by hand while the program is out, and keyed in afterwards. Vietnamese; data only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Slip:
    """Half a page about one movement: lines of fields, in the order in which the program asks for them."""

    title: str
    lines: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class BlankForm:
    """A form of the list: a page for an intake (no ``slips``), or two half pages for movements."""

    code: str
    name: str
    file: str
    slips: tuple[Slip, ...] = ()


_WHO = (("Họ và tên", "Mã học viên"), ("Ngày sinh", "Số định danh"))
_WHEN = ("Hồi", "ngày")
_PAPER = (("Giấy tờ số", "ngày"), ("Cơ quan cấp",))
_END = (("Ghi chú",),)


def _slip(title: str, *lines: tuple[str, ...], papers: bool = True) -> Slip:
    return Slip(title, (*_WHO, _WHEN, *lines, *(_PAPER if papers else ()), *_END))


FORMS = (
    BlankForm("intake", "Phiếu tiếp nhận", "mau-tiep-nhan"),
    BlankForm(
        "escape",
        "Bỏ trốn, trở lại",
        "mau-bo-tron",
        (
            _slip(
                "Bỏ trốn",
                ("Nơi bỏ trốn", "Người phát hiện"),
                ("Thấy lần cuối ở đâu, lúc nào",),
                ("Quần áo, đặc điểm nhận dạng",),
                ("Đã báo Công an xã hồi", "ngày", "người nhận tin"),
            ),
            _slip("Bỏ trốn trở lại", ("Tự về hay bị bắt giữ", "Nơi tìm thấy"), ("Đơn vị bàn giao",)),
        ),
    ),
    BlankForm(
        "hospital",
        "Chuyển viện, ra viện",
        "mau-chuyen-vien",
        (
            _slip("Chuyển viện", ("Cơ sở y tế",), ("Lý do",), ("Cán bộ đi cùng", "Phương tiện")),
            _slip("Ra viện", ("Cơ sở y tế",), ("Chẩn đoán, dặn dò",), ("Cán bộ đón",)),
        ),
    ),
    BlankForm(
        "leave",
        "Về chịu tang, trở lại",
        "mau-ve-chiu-tang",
        (
            _slip(
                "Về chịu tang",
                ("Người chết", "Quan hệ với học viên"),
                ("Số ngày được về", "Trong đó ngày đi đường"),
                ("Phải về trước ngày", "Nơi đến"),
                ("Người đón", "Quan hệ"),
            ),
            _slip("Trở lại sau khi về chịu tang", ("Người đưa", "Quan hệ"), ("Lý do nếu về muộn",), papers=False),
        ),
    ),
    BlankForm(
        "order",
        "Trích xuất theo lệnh, đưa trở lại",
        "mau-trich-xuat",
        (
            _slip("Trích xuất theo lệnh", ("Đơn vị nhận người",), ("Cán bộ nhận", "Đến ngày")),
            _slip("Đưa trở lại", ("Đơn vị bàn giao",), ("Cán bộ bàn giao",)),
        ),
    ),
    BlankForm(
        "suspension",
        "Tạm đình chỉ, trở lại",
        "mau-tam-dinh-chi",
        (
            _slip(
                "Tạm đình chỉ chấp hành", ("Lý do",), ("Cơ sở y tế xác nhận", "Ngày xem lại"), ("Người đón", "Quan hệ")
            ),
            _slip("Trở lại sau tạm đình chỉ", ("Người đưa", "Quan hệ"), ("Tình trạng sức khỏe",)),
        ),
    ),
    BlankForm(
        "leaving",
        "Rời cơ sở, biến động khác",
        "mau-roi-co-so",
        (
            _slip(
                "Rời cơ sở",
                ("Lý do (hết thời hạn, chuyển cơ sở, miễn, chết…)",),
                ("Nơi đến",),
                ("Người đón", "Quan hệ"),
                ("Đã trả tư trang, tiền lưu ký",),
            ),
            _slip("Biến động khác", ("Loại biến động",), ("Diễn biến",), ("Người chứng kiến",)),
        ),
    ),
)
"""Every blank form, in the order of the page."""

BY_CODE = {form.code: form for form in FORMS}
