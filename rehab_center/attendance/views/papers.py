"""The lists of this feature on paper: refusals and absences, corrections, walk-ins, sheets for signature."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.attendance.queries.corrections import correction_list
from rehab_center.attendance.queries.hours import refusal_list
from rehab_center.attendance.queries.sheets import sheet_list
from rehab_center.attendance.queries.walked import walked_list
from rehab_center.attendance.views.blueprint import bp
from rehab_center.attendance.views.corrections import CORRECTIONS
from rehab_center.attendance.views.hours import REFUSALS
from rehab_center.attendance.views.sheets import SHEETS
from rehab_center.attendance.views.walk_ins import WALKED
from rehab_center.db import db
from rehab_center.organisation.printed_lists import PrintedList, printed_file, printed_page
from rehab_center.permissions import Permission
from rehab_center.web.access import requires
from rehab_center.web.list_paper import ListSheet

PAPERS = {
    "refusals": PrintedList(
        "attendance.refusals",
        REFUSALS,
        lambda scope: lambda state: refusal_list(db.session(), state, scope=scope),
        ListSheet(
            "Danh sách từ chối, vắng lao động, học tập",
            "tu-choi-vang",
            (("on", "day"), ("name", "sheet-name"), ("code", "file-code"), ("activity", ""),
             ("attended", "paper-number"), ("note", ""), ("marked_by", "paper-number")),
        ),
    ),
    "corrections": PrintedList(
        "attendance.corrections",
        CORRECTIONS,
        lambda scope: lambda state: correction_list(db.session(), state, scope=scope),
        ListSheet(
            "Danh sách sửa điểm danh sau hạn",
            "sua-diem-danh",
            (("proposed_at", "day"), ("activity", "sheet-name"), ("on", "day"), ("people", "sheet-time"),
             ("reason", ""), ("proposed_by", "paper-number"), ("outcome", "paper-number"),
             ("decided_by", "paper-number"), ("answer", "")),
        ),
    ),
    "walk-ins": PrintedList(
        "attendance.walked",
        WALKED,
        lambda scope: lambda state: walked_list(db.session(), state, scope=scope),
        ListSheet(
            "Danh sách có mặt ngoài phân công lao động, học tập",
            "ngoai-phan-cong",
            (("on", "day"), ("times", "sheet-time"), ("activity", ""), ("name", ""), ("code", "file-code"),
             ("reason", "paper-number"), ("note", ""), ("rules", ""),
             ("told_by", "paper-number"), ("confirmed_by", "paper-number")),
        ),
    ),
    "sheets": PrintedList(
        "attendance.sheets",
        SHEETS,
        lambda scope: lambda state: sheet_list(db.session(), state, scope=scope, now=clock.now()),
        ListSheet(
            "Sổ theo dõi phiếu ký",
            "phieu-ky",
            (("number", "paper-number"), ("kind", "narrow"), ("on", "day"), ("what", "sheet-name"),
             ("state", "narrow"), ("due_at", "day"), ("returned_at", "day"), ("marked", "sheet-time"),
             ("on_paper", "sheet-time"),
             ("difference", ""), ("settled_how", "")),
        ),
    ),
}  # fmt: skip


@bp.get("/paper/<string:which>")
@requires(Permission.ACTIVITIES_VIEW)
def paper_list(which: str) -> ResponseReturnValue:
    """A list as it prints: what is searched and filtered on its page."""
    menu = (str(_("Work and classes")), url_for("activities.index"))
    return printed_page(PAPERS, which, menu=menu, file="attendance.list_file")


@bp.get("/paper/<string:which>/file")
@requires(Permission.ACTIVITIES_VIEW)
def list_file(which: str) -> ResponseReturnValue:
    """The same as PDF. That it left the program is in the log."""
    return printed_file(PAPERS, which, act="attendance.list-printed")
