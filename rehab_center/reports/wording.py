"""The sentences of a report in the ministry's words. Vietnamese, for the paper is; pure: frozen figures in, text out.

The model is the sentence a provincial office published for the first half of 2024: so many newly admitted, so many
percent of the same period, so many percent of the annual plan, and the regimes kept for so many.
"""

from __future__ import annotations

from rehab_center.figures.period_names import headed, period_name
from rehab_center.figures.rules import NOT_COMPLETE
from rehab_center.periods import AnyDays, Period, PeriodRule, months_of
from rehab_center.policies.rules import PolicyKind, RegimesHeadcount
from rehab_center.reports.queries import Cell, ReportPage


def page_name(period: Period) -> str:
    """A report's period as lists and the way back begin with it: "Quý IV năm 2026"."""
    return headed(period_name(period))


def issue_name(period: Period, number: int) -> str:
    """One issue of a period's report, as the log and lists name it: "06 tháng đầu năm 2024, lần 1"."""
    return f"{period_name(period)}, lần {number}"


def same_period_name(period: Period) -> str:
    """What the period is compared with: "cùng kỳ năm 2023"."""
    year = period.last.year if isinstance(period, AnyDays) and period.part_of is None else period.year
    return f"cùng kỳ năm {year - 1}"


def subject_line(period: Period) -> str:
    """Trích yếu: what the report is about."""
    return f"Kết quả tiếp nhận, quản lý người cai nghiện ma túy {period_name(period)}"


def rule_name(period: Period) -> str:
    """On what rule the period stands."""
    days = f"từ ngày {period.range.first:%d/%m/%Y} đến ngày {period.range.last:%d/%m/%Y}"
    if period.rule is PeriodRule.CALENDAR:
        return f"Số liệu tính {days}."
    return f"Số liệu tính {days} (kỳ báo cáo theo Nghị định số 09/2019/NĐ-CP)."


def opening_sentence(report: ReportPage) -> str:
    """The report's first sentence, the one everybody quotes."""
    period = report.line.period
    if report["new_compulsory"].value is None:
        return f"Sổ theo dõi của {report.letterhead.name} chưa đủ số liệu để tính cho {period_name(period)}."
    admitted = f"tiếp nhận mới {report['new_compulsory'].printed} người cai nghiện bắt buộc"
    return (
        f"Trong {period_name(period)}, {report.letterhead.name} đã {admitted}, {_against_last_year(report)}"
        f"{_against_plan(report)}; bảo đảm các chế độ quản lý, nuôi dưỡng, giáo dục, dạy nghề, lao động trị liệu cho "
        f"{under_regimes(report).printed} người cai nghiện tại cơ sở."
    )


def under_regimes(report: ReportPage) -> Cell:
    """The figure for which the sentence says that the regimes were kept: a convention the report was frozen with."""
    chosen = {policy.kind: policy.value for policy in report.policies}.get(PolicyKind.REGIMES_HEADCOUNT)
    return report["ever_under_care" if chosen == RegimesHeadcount.EVER else "under_care"]


def book_sentence(report: ReportPage) -> str:
    """From which day on the book is complete, where the report would need more; empty where it holds everything."""
    if report.complete_from is None:
        return ""
    day = f"{report.complete_from:%d/%m/%Y}"
    return f"Sổ theo dõi của cơ sở đầy đủ từ ngày {day}; chỉ tiêu ghi “{NOT_COMPLETE}” cần số liệu trước ngày đó."


def note_sentences(report: ReportPage) -> list[str]:
    """Where a figure was not counted in the register: which line it stands in, and the paper it was taken from."""
    return [
        f"(Mã {cell.position}) Lấy theo báo cáo đã ký số {cell.note.params['number']} "
        f"ngày {cell.note.params['day']:%d/%m/%Y}, không tính từ sổ."
        for cell in report.cells.values()
        if cell.note and "number" in cell.note.params
    ]


def marking_sentence(report: ReportPage) -> str:
    """From which day on attendance is marked, where a figure of work and classes would need more; else empty."""
    lacking = [cell for cell in report.cells.values() if cell.note and "number" not in cell.note.params]
    if not lacking:
        return ""
    since = next((note.params["day"] for cell in lacking if (note := cell.note) and note.params), None)
    when = f"có từ ngày {since:%d/%m/%Y}" if since else "chưa có"
    return f"Điểm danh trên máy {when}; chỉ tiêu ghi “{NOT_COMPLETE}” ở mục IV cần điểm danh của cả kỳ."


def plan_sentence(report: ReportPage) -> str:
    """Which plan the report goes by; empty without one."""
    plan = report.plan
    if plan is None:
        return ""
    decided = f"theo văn bản số {plan.decision}" if plan.decision else "chưa có số quyết định giao"
    revised = f", điều chỉnh lần {plan.revision - 1}" if plan.revision > 1 else ""
    return f"Kế hoạch năm {report.line.period.year}: {report['annual_plan'].printed} người, {decided}{revised}."


def last_sentence(report: ReportPage) -> str:
    """What ends the body."""
    period = report.line.period
    return f"Trên đây là báo cáo {_lowered(subject_line(period))} của {report.letterhead.name}./."


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]


def _against_last_year(report: ReportPage) -> str:
    name = same_period_name(report.line.period)
    if report["new_compulsory_same_period"].value is None:
        return f"chưa có số liệu {name} để so sánh"
    if report["percent_of_same_period"].value is None:
        return f"{name} không phát sinh"
    return f"bằng {report['percent_of_same_period'].printed} so với {name}"


def _against_plan(report: ReportPage) -> str:
    if report["percent_of_plan"].value is None:
        return ""
    done = report["new_compulsory_year_to_date"]
    if begins_the_year(report.line.period):
        return f" và đạt {report['percent_of_plan'].printed} kế hoạch năm"
    return f"; lũy kế từ đầu năm {done.printed} người, đạt {report['percent_of_plan'].printed} kế hoạch năm"


def begins_the_year(period: Period) -> bool:
    """Whether the period starts with the plan year, so that what was done in it is what was done so far."""
    return period.range.first == months_of(period.year, period.rule)[0].range.first
