"""The tables of work and classes: Vietnamese, pure, and none where the report has no such figures."""

from __future__ import annotations

from dataclasses import replace

from rehab_center.activities.kinds import CourseLevel, Subject
from rehab_center.reports.queries import Cell, ReportPage
from rehab_center.reports.tabling import Row, Table
from rehab_center.reports.wording import same_period_name
from rehab_center.words import Message

_LEVELS = {CourseLevel.SHORT: "đào tạo dưới 3 tháng", CourseLevel.ELEMENTARY: "trình độ sơ cấp"}
_SUBJECTS = {
    Subject.LAW: "Giáo dục pháp luật",
    Subject.BEHAVIOUR: "Giáo dục, phục hồi hành vi, nhân cách",
    Subject.LIFE_SKILLS: "Kỹ năng sống",
    Subject.RELAPSE: "Dự phòng tái nghiện",
    Subject.HIV: "Phòng, chống HIV/AIDS",
    Subject.LITERACY: "Xóa mù chữ",
    Subject.SCHOOLING: "Học văn hóa",
    Subject.COUNSELLING: "Tư vấn nhóm",
    Subject.SPORT: "Văn hóa, văn nghệ, thể thao",
}
_FIRST = 5
"""The number of the first of these tables."""
_TOGETHER = 15
"""So many rows stay on one page."""
_COMPARED = (
    ("labour_people", "Lao động, lao động trị liệu (người)"),
    ("labour_hours", "Lao động, lao động trị liệu (giờ)"),
    ("course_people", "Học nghề (người)"),
    ("course_hours", "Học nghề (giờ)"),
    ("class_people", "Học tập, giáo dục, tư vấn nhóm (người)"),
    ("class_hours", "Học tập, giáo dục, tư vấn nhóm (giờ)"),
    ("certificates", "Chứng chỉ, chứng nhận đã cấp (bản)"),
)
_SINGLE = (
    ("labour_end", "Đang lao động cuối kỳ (người)"),
    ("course_end", "Đang học nghề cuối kỳ (người)"),
    ("class_end", "Đang học tập, giáo dục, tư vấn nhóm cuối kỳ (người)"),
    ("refusals", "Từ chối lao động, học tập (lượt)"),
    ("refusing_people", "Người từ chối lao động, học tập (người)"),
    ("overrides_signed", "Cho phép vượt giới hạn, ký trong kỳ (lượt)"),
    ("overrides_in_force", "Cho phép vượt giới hạn, có hiệu lực trong kỳ (lượt)"),
    ("sessions_held", "Buổi đã tổ chức"),
    ("sessions_cancelled", "Buổi bị hủy"),
    ("sessions_unmarked", "Buổi đã qua chưa điểm danh"),
    ("corrections", "Sửa điểm danh sau hạn, có người thứ hai xác nhận (lần)"),
    ("sheets_printed", "Phiếu điểm danh, danh sách, phiếu giao việc đã in"),
    ("sheets_missing", "Phiếu quá hạn chưa nộp lại"),
)


def work_tables(report: ReportPage) -> tuple[Table, ...]:
    """Everything of work and classes; a report without these figures has none of the tables."""
    if "labour_people" not in report.cells:
        return ()
    found = (compared_table(report), lines_table(report), given_table(report), single_table(report))
    return tuple(
        replace(table, caption=f"Bảng {number}. {table.caption}")
        for number, table in enumerate((one for one in found if one.rows), start=_FIRST)
    )


def compared_table(report: ReportPage) -> Table:
    """People and hours, against the same period of the year before."""
    earlier = same_period_name(report.line.period)
    rows = tuple(
        Row(words, (report[code], report[f"{code}_same_period"], report[f"{code}_percent"]))
        for code, words in _COMPARED
        if code in report.cells
    )
    columns = ("Trong kỳ", f"{earlier[:1].upper()}{earlier[1:]}", "So với cùng kỳ")
    return Table("Lao động trị liệu, học nghề, giáo dục so với cùng kỳ", "Chỉ tiêu", columns, rows)


def lines_table(report: ReportPage) -> Table:
    """Who took part in each trade and each subject, and who does at the end."""
    ends = (code for code in report.cells if code.startswith(("trade_", "subject_")) and code.endswith("_end"))
    rows = tuple(_line(report, code.removesuffix("_end")) for code in ends)
    columns = ("Trong kỳ", "Cuối kỳ")
    caption = "Học nghề theo nghề, giáo dục theo chuyên đề (người)"
    return Table(caption, "Nghề, chuyên đề", columns, rows, whole=len(rows) <= _TOGETHER)


def given_table(report: ReportPage) -> Table:
    """Certificates by trade and level."""
    rows = (Row(_trade(cell, cell.label), (cell,)) for code, cell in report.cells.items() if code.startswith("given_"))
    return Table("Chứng chỉ, chứng nhận đã cấp trong kỳ (bản)", "Nghề, trình độ", ("Số bản",), tuple(rows))


def _line(report: ReportPage, code: str) -> Row:
    cell = report[code]
    return Row(_words(cell), (cell, report[f"{code}_end"]))


def _words(cell: Cell) -> str:
    """The words of a line: a trade as the centre writes it with its level, a subject by its code."""
    begin, rest = cell.code.split("_", 1)
    if begin == "subject":
        return _SUBJECTS[Subject(rest.replace("_", "-"))]
    what = cell.label.params["what"]
    return _trade(cell, what) if isinstance(what, Message) else rest


def _trade(cell: Cell, what: Message) -> str:
    """A trade as the centre writes it, with the level that stands in the code."""
    level = cell.code.split("_", 2)[1]
    words = _LEVELS[CourseLevel(level)] if level in _LEVELS else "giấy chứng nhận"
    return f"{what.params['trade']}, {words}"


def single_table(report: ReportPage) -> Table:
    """What stands alone: people at the end, refusals, permissions, sessions, corrections and sheets."""
    return Table(
        "Cuối kỳ, kỷ luật lao động, học tập và điểm danh",
        "Chỉ tiêu",
        ("Số liệu",),
        tuple(Row(words, (report[code],)) for code, words in _SINGLE),
    )
