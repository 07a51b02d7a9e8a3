"""The usual wordings of headings, alone and below a group; what is ambiguous is left for a person."""

from __future__ import annotations

import pytest

from rehab_center.register.rules.fields import Field
from rehab_center.register.rules.meanings import meaning_of

ALONE: dict[Field | None, tuple[str, ...]] = {
    Field.ORDINAL: ("STT",),
    Field.CODE: (
        "Mã học viên",
        "Số hồ sơ",
        "Mã HV",
        "Mã số học viên",
        "Số đăng ký",
        "Mã số",
    ),
    Field.NAME: (
        "Họ tên",
        "Họ và tên học viên",
        "Họ và tên",
        "Họ, chữ đệm và tên",
        "HỌ VÀ TÊN",
    ),
    Field.BIRTH: (
        "Năm sinh",
        "Ngày tháng năm sinh",
        "Ngày, tháng, năm sinh",
        "Ngày sinh (dd/mm/yyyy)",
    ),
    Field.IDENTITY: (
        "CCCD",
        "Số CMND/CCCD/Hộ chiếu",
        "Số CCCD/CMND",
        "Số định danh cá nhân",
        "Căn cước công dân",
    ),
    Field.DECISION_NUMBER: (
        "QĐ số",
        "Số QĐ",
        "Số quyết định",
    ),
    Field.DECISION_DATE: (
        "Ngày QĐ",
        "Ngày ra quyết định",
        "Ngày quyết định",
        "Ngày ký",
    ),
    Field.DECISION_ISSUER: (
        "TAND",
        "Cơ quan ra quyết định",
        "Tòa án ra QĐ",
        "Cơ quan ban hành QĐ",
        "Nơi ra quyết định",
    ),
    Field.MONTHS: (
        "Thời gian cai nghiện",
        "Thời hạn cai (tháng)",
        "Thời hạn (tháng)",
        "Thời hạn cai nghiện",
        "Số tháng",
        "Thời hạn QĐ",
        "Số tháng cai",
        "Thời hạn chấp hành",
    ),
    Field.ENTERED_ON: (
        "Ngày vào",
        "Ngày vào trung tâm",
        "Ngày tiếp nhận",
        "Ngày nhập trại",
        "Ngày vào cơ sở",
        "Ngày vào TT",
        "Ngày bắt đầu",
        "Ngày đến",
        "Ngày tháng vào",
        "Thời điểm tiếp nhận",
        "Ngày, tháng, năm vào cơ sở",
    ),
    Field.TERM_END: (
        "Ngày hết hạn",
        "Ngày hết thời hạn",
        "Ngày mãn hạn",
    ),
    Field.LEFT_ON: (
        "Ngày ra",
        "Ngày ra trung tâm",
        "Ngày ra khỏi cơ sở",
        "Ngày về",
    ),
    Field.EXIT_REASON: (
        "Lý do",
        "Lý do ra",
        "Lý do ra khỏi cơ sở",
    ),
    Field.KIND: (
        "Đối tượng",
        "Diện",
        "Hình thức",
        "Hình thức cai nghiện",
        "Loại đối tượng",
        "Hình thức tiếp nhận",
    ),
    Field.SEX: (
        "Giới",
        "Giới tính",
        "Nam/Nữ",
    ),
    Field.ETHNICITY: ("Dân tộc",),
    Field.COMMUNE: (
        "Xã/phường",
        "Xã, phường, thị trấn",
    ),
    Field.DISTRICT: (
        "Huyện/TP",
        "Quận/huyện",
    ),
    Field.PROVINCE: (
        "Tỉnh",
        "Tỉnh/Thành phố",
    ),
    Field.EDUCATION: (
        "Trình độ học vấn",
        "Trình độ văn hóa",
    ),
    Field.OCCUPATION: ("Nghề nghiệp",),
    Field.DRUG: (
        "Loại ma túy sử dụng",
        "Chất ma túy",
    ),
    Field.TIMES_TREATED: (
        "Lần cai thứ",
        "Số lần cai nghiện",
        "Lần thứ",
    ),
    Field.EXIT_NUMBER: (
        "Số văn bản ra",
        "Số giấy chứng nhận",
        "Số QĐ ra",
    ),
    Field.CONTACT: (
        "Thân nhân liên hệ",
        "Họ tên thân nhân",
        "Thân nhân liên hệ\n(khi cần)",
    ),
    Field.CONTACT_PHONE: (
        "Điện thoại",
        "SĐT người thân",
        "Số điện thoại",
    ),
    Field.FATHER: ("Họ tên cha",),
    Field.NOTE: ("Ghi chú",),
    Field.ADDRESS: (
        "Nơi đăng ký HKTT",
        "Địa chỉ thường trú",
        "Hộ khẩu thường trú",
        "Chỗ ở hiện nay",
        "Quê quán",
        "Nơi cư trú",
    ),
    Field.ALIAS: (
        "Bí danh",
        "Tên gọi khác",
    ),
    Field.IDENTITY_ISSUED_ON: ("Ngày cấp",),
    Field.IDENTITY_ISSUER: ("Nơi cấp",),
    None: (
        "Thời gian sử dụng ma túy",
        "Đội",
        "Phòng",
        "Ngày kết thúc",
        "Tình trạng sức khỏe",
        "Nơi sinh",
        "Tuổi",
        "Ngày hoàn thành",
    ),
    Field.DECISION: (
        "Quyết định",
        "Số, ngày quyết định",
        "Quyết định số, ngày tháng",
        "Số và ngày QĐ",
    ),
    Field.REFUSED_BECAUSE: ("Lý do không nhập được",),
    Field.TERM_START: ("Ngày bắt đầu tính thời hạn",),
    Field.ENTRY: ("Nguồn tiếp nhận",),
    Field.NATIONALITY: ("Quốc tịch",),
    Field.RELIGION: ("Tôn giáo",),
    Field.FAMILY_NAME: ("Họ",),
    Field.GIVEN_NAME: ("Tên",),
}

BELOW = (
    ("Nơi thường trú", "Xã/phường", Field.COMMUNE),
    ("Nơi thường trú", "Huyện/TP", Field.DISTRICT),
    ("Nơi thường trú", "Tỉnh", Field.PROVINCE),
    ("Quyết định", "Số", Field.DECISION_NUMBER),
    ("Quyết định", "Ngày", Field.DECISION_DATE),
    ("Quyết định", "Ngày, tháng, năm", Field.DECISION_DATE),
    ("Quyết định", "Cơ quan ban hành", Field.DECISION_ISSUER),
    ("Quyết định", "Thời hạn", Field.MONTHS),
    ("Quyết định đưa vào cơ sở", "Số quyết định", Field.DECISION_NUMBER),
    ("Quyết định đưa vào cơ sở cai nghiện", "Ngày", Field.DECISION_DATE),
    ("Ra khỏi cơ sở", "Ngày", Field.LEFT_ON),
    ("Ra khỏi cơ sở", "Lý do", Field.EXIT_REASON),
    ("Ra khỏi cơ sở", "Số văn bản ra", Field.EXIT_NUMBER),
    ("Ra khỏi cơ sở", "Số QĐ", Field.EXIT_NUMBER),
    ("Ra khỏi cơ sở", "Ngày ra", Field.LEFT_ON),
    ("Năm sinh", "Nam", Field.SEX),
    ("Năm sinh", "Nữ", Field.SEX),
    ("Giới tính", "Nữ", Field.SEX),
    ("CCCD/CMND", "Số", Field.IDENTITY),
    ("CCCD/CMND", "Ngày cấp", Field.IDENTITY_ISSUED_ON),
    ("Họ và tên", "Họ đệm", Field.FAMILY_NAME),
    ("Họ và tên", "Tên", Field.GIVEN_NAME),
    ("Thân nhân", "Họ tên", Field.CONTACT),
    ("Thân nhân", "Điện thoại", Field.CONTACT_PHONE),
    ("Vào cơ sở", "Ngày", Field.ENTERED_ON),
    ("Thời gian cai nghiện", "Từ ngày", Field.ENTERED_ON),
    ("Thời gian cai nghiện", "Đến ngày", Field.TERM_END),
    ("Thời hạn", "Tháng", Field.MONTHS),
    ("Hình thức cai nghiện", "Bắt buộc", Field.KIND),
    ("Ngày tháng", "Vào", Field.ENTERED_ON),
    ("Ngày", "Vào", Field.ENTERED_ON),
    ("Ngày", "Ra", Field.LEFT_ON),
    ("Hồ sơ", "Ghi chú", Field.NOTE),
    ("Quyết định của Tòa án", "Số QĐ", Field.DECISION_NUMBER),
    ("Quyết định ra trại", "Số", Field.EXIT_NUMBER),
    ("Quyết định ra trại", "Ngày", Field.LEFT_ON),
)


def field_of(heading: str, group: str = "") -> Field | None:
    meaning = meaning_of(heading, group)
    return meaning.field if meaning else None


@pytest.mark.parametrize(("field", "heading"), [(field, one) for field, some in ALONE.items() for one in some])
def test_a_heading_alone(field: Field | None, heading: str) -> None:
    assert field_of(heading) == field
    assert field_of(heading.upper()) == field


@pytest.mark.parametrize(("group", "heading", "field"), BELOW)
def test_a_heading_below_a_group(group: str, heading: str, field: Field) -> None:
    assert field_of(heading, group) is field


def test_nam_is_male_and_nam_with_its_breve_is_a_year() -> None:
    male, year = meaning_of("Nam", "Năm sinh"), meaning_of("Năm", "Quyết định")
    assert male is not None
    assert (male.field, male.implied) == (Field.SEX, "Nam")
    assert year is not None
    assert year.field is Field.DECISION_DATE


def test_a_column_to_be_crossed_says_what_its_cross_means() -> None:
    meaning = meaning_of("Tự nguyện", "Hình thức cai nghiện")
    assert meaning is not None
    assert (meaning.field, meaning.implied) == (Field.KIND, "Tự nguyện")
