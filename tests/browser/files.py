"""The addresses that lead to a file, not to a page."""

from __future__ import annotations

_SHEET = "sheets/<any('admission', 'return', 'cover', 'contents', 'checklist'):sheet>/file"

FILES = {
    "/help/guides/<string:role>/file",
    "/admissions/<int:stay_id>/belongings/slips/<int:slip_id>/file",
    "/people/<int:resident_id>/photos/<int:photo_id>",
    "/communes/shipped",
    "/communes/suggest",
    "/papers/<int:document_id>/scans/<int:scan_id>",
    "/files/papers/<int:paper_id>/scans/<int:file_scan_id>",
    "/register/<string:upload>/refused.xlsx",
    "/register/results/<int:job_id>/refused.xlsx",
    "/reports/<int:report_id>/file",
    f"/files/<int:stay_id>/{_SHEET}",
    "/files/handovers/<int:handover_id>/minutes/file",
    "/blank-forms/<string:form_code>/file",
    "/conduct/reductions/sheet/file",
    "/conduct/sheet/file",
    "/release/list/file",
    "/release/day/file",
    "/admissions/book-ends/list/file",
    "/release/gaps/list/file",
    "/issued-papers/<int:issued_id>/file",
    "/issued-papers/book/file",
    "/places/rolls/<int:roll_id>/sheet/file",
    "/places/shifts/<int:shift_id>/sheet/file",
    "/admissions/terms/conventions/<string:kind>/paper/file",
    f"/files/handovers/<int:handover_id>/{_SHEET}",
    "/stages/sheet/file",
    "/work/day.xlsx",
    "/work/day/sheet/file",
    "/attendance/hours/sheet/file",
    "/attendance/sheets/<int:sheet_id>/paper/file",
    "/attendance/sheets/<int:sheet_id>/scans/<int:scan_id>",
    "/work/week.xlsx",
    "/work/week/sheet/file",
    "/work/programmes/<int:activity_id>/week.xlsx",
    "/work/programmes/<int:activity_id>/week/file",
    "/stages/stays/<int:stay_id>/plan/paper/file",
}
