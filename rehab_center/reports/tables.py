"""The tables of a period's report, in the ministry's words: the paper prints them, the page links their numbers.

Vietnamese, for the paper is; pure: frozen figures in, rows out.
"""

from __future__ import annotations

from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.reports.queries import ReportPage
from rehab_center.reports.tabling import Row, Table
from rehab_center.reports.wording import begins_the_year, same_period_name
from rehab_center.reports.work_tables import work_tables
from rehab_center.residents.kinds import Sex

#: How the paper calls each way of coming under care and of going out of it.
MOVEMENTS: dict[MovementKind, str] = {
    MovementKind.ADMITTED: "Tiếp nhận mới",
    MovementKind.TRANSFERRED_IN: "Chuyển đến từ cơ sở khác",
    MovementKind.RETURNED: "Trở lại sau bỏ trốn",
    MovementKind.RESUMED: "Trở lại sau tạm đình chỉ",
    MovementKind.RELEASED_FROM_PRISON: "Trở lại sau chấp hành án phạt tù",
    MovementKind.ESCAPED: "Bỏ trốn",
    MovementKind.SUSPENDED: "Tạm đình chỉ, điều trị tại gia đình",
    MovementKind.IMPRISONED: "Chấp hành án phạt tù",
    MovementKind.COMPLETED: "Chấp hành xong, hết thời hạn",
    MovementKind.REDUCED: "Được giảm thời hạn, về trước hạn",
    MovementKind.EXEMPTED: "Được miễn chấp hành phần còn lại",
    MovementKind.TRANSFERRED_OUT: "Chuyển cơ sở khác",
    MovementKind.TO_SOCIAL_PROTECTION: "Chuyển cơ sở bảo trợ xã hội",
    MovementKind.DIED: "Chết",
    MovementKind.DECISION_CANCELLED: "Hủy quyết định",
    MovementKind.LAPSED: "Hết thời hiệu",
    MovementKind.WITHDRAWN: "Chấm dứt cai nghiện tự nguyện",
    MovementKind.RELEASED: "Kết thúc lưu trú tạm thời",
}

_WHO: dict[Sex | StayKind, str] = {
    Sex.MALE: "Nam",
    Sex.FEMALE: "Nữ",
    StayKind.COMPULSORY: "Bắt buộc, từ đủ 18 tuổi",
    StayKind.MINOR: "Bắt buộc, từ đủ 12 đến dưới 18 tuổi",
    StayKind.VOLUNTARY: "Tự nguyện",
    StayKind.TEMPORARY: "Lưu trú tạm thời",
}


def tables(report: ReportPage) -> tuple[Table, ...]:
    """Every table of the report, in its order."""
    people = admissions_table(report), balance_table(report), breakdown_table(report), care_table(report)
    return people + work_tables(report)


def admissions_table(report: ReportPage) -> Table:
    """New admissions against the same period and the plan."""
    period = report.line.period
    so_far = ("new_compulsory_year_to_date", "Lũy kế theo quyết định bắt buộc từ đầu năm (người)")
    lines = (
        ("new_compulsory", "Tiếp nhận mới theo quyết định cai nghiện bắt buộc (người)"),
        ("new_compulsory_same_period", f"Tiếp nhận mới theo quyết định bắt buộc, {same_period_name(period)} (người)"),
        ("percent_of_same_period", "So với cùng kỳ năm trước"),
        *(() if begins_the_year(period) else (so_far,)),
        ("annual_plan", f"Kế hoạch năm {period.year} (người)"),
        ("percent_of_plan", "Thực hiện so với kế hoạch năm"),
        ("new_voluntary", "Tiếp nhận mới cai nghiện tự nguyện (người)"),
        ("new_temporary", "Tiếp nhận mới lưu trú tạm thời trong thời gian lập hồ sơ (người)"),
    )
    return Table(
        "Bảng 1. Tiếp nhận mới so với cùng kỳ và kế hoạch",
        "Chỉ tiêu",
        ("Số liệu",),
        tuple(Row(words, (report[code],)) for code, words in lines),
    )


def balance_table(report: ReportPage) -> Table:
    """Opening, in and out by movement, closing."""
    rows = (
        Row("Đầu kỳ", (report["opening"],), total=True),
        Row("Tăng trong kỳ", (report["total_in"],), total=True),
        *_by_movement(report, "in"),
        Row("Giảm trong kỳ", (report["total_out"],), total=True),
        *_by_movement(report, "out"),
        Row("Cuối kỳ", (report["closing"],), total=True),
    )
    return Table(
        "Bảng 2. Cân đối số người đang quản lý theo hình thức biến động (người)",
        "Biến động",
        ("Số người",),
        rows,
        whole=False,
    )


def _by_movement(report: ReportPage, direction: str) -> tuple[Row, ...]:
    codes = ((f"{direction}_{kind}".replace("-", "_"), words) for kind, words in MOVEMENTS.items())
    return tuple(Row(f"- {words}", (report[code],)) for code, words in codes if code in report.cells)


def breakdown_table(report: ReportPage) -> Table:
    """The same balance by sex and by kind of stay; changes of ground are arrivals and departures between kinds."""
    return Table(
        "Bảng 3. Cân đối theo giới tính và hình thức cai nghiện (người)",
        "Đối tượng",
        ("Đầu kỳ", "Tăng", "Giảm", "Cuối kỳ"),
        tuple(
            Row(words, tuple(report[f"{part}_{who}"] for part in ("opening", "in", "out", "closing")))
            for who, words in _WHO.items()
        ),
    )


def care_table(report: ReportPage) -> Table:
    """For whom the regimes were kept."""
    lines = (
        ("under_care", "Đang quản lý cuối kỳ, được bảo đảm các chế độ", True),
        ("ever_under_care", "Được quản lý trong kỳ (mỗi người tính một lần)", False),
        ("present", "Có mặt tại cơ sở cuối kỳ", False),
        ("on_books", "Còn trong sổ cuối kỳ, kể cả bỏ trốn, tạm đình chỉ, chấp hành án phạt tù", False),
    )
    return Table(
        "Bảng 4. Số người được bảo đảm các chế độ (người)",
        "Chỉ tiêu",
        ("Số người",),
        tuple(Row(words, (report[code],), total=total) for code, words, total in lines),
    )
