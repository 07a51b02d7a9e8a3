"""The lists of this feature on paper: assignments, people and their hours, the waiting list, permissions."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center.assignments.listing import ASSIGNMENTS, BOTH, OVERRIDES, PEOPLE, REVIEW, WAITING
from rehab_center.assignments.queries import Load
from rehab_center.assignments.views.blueprint import bp
from rehab_center.assignments.views.lists import all_assigned, all_overrides, all_people, all_reviewed, all_wishes
from rehab_center.organisation.printed_lists import PrintedList, printed_file, printed_page
from rehab_center.permissions import Permission
from rehab_center.web.access import requires
from rehab_center.web.list_paper import ListSheet

_CODE, _NAME, _PROGRAMME = ("code", "file-code"), ("name", "sheet-name"), ("activity", "")
_PEOPLE = (_CODE, _NAME, ("programmes", ""), ("hours", "narrow"), ("most", "narrow"), ("load", "decided"),
           ("why", "sheet-name"), ("term", "day"))  # fmt: skip
_OF_PEOPLE: dict[str, ListSheet] = {
    Load.NONE: ListSheet(
        "Danh sách học viên chưa được phân công và lý do",
        "chua-phan-cong",
        (_CODE, ("name", "release-wide"), ("why", ""), ("term", "paper-number")),
    ),
    **{
        load: ListSheet("Danh sách học viên gần hoặc vượt giới hạn giờ lao động", "gan-gioi-han", _PEOPLE[:-2])
        for load in (BOTH, Load.NEAR, Load.OVER)
    },
}
"""People by the filter of their hours: each is a paper of its own."""
PAPERS = {
    "assignments": PrintedList(
        "assignments.index",
        ASSIGNMENTS,
        lambda scope: all_assigned(scope).fetch,
        ListSheet(
            "Danh sách phân công lao động, học nghề, học tập",
            "phan-cong",
            (_CODE, _NAME, _PROGRAMME, ("kind", "paper-number"), ("starts", "day"), ("ends", "day"),
             ("standing_words", "paper-number"), ("ended", "")),
        ),
    ),
    "people": PrintedList(
        "assignments.people",
        PEOPLE,
        lambda scope: all_people(scope).fetch,
        ListSheet("Danh sách học viên và giờ lao động trong tuần", "hoc-vien-gio-lao-dong", _PEOPLE),
        by="load",
        sheets=_OF_PEOPLE,
    ),
    "waiting": PrintedList(
        "assignments.waiting",
        WAITING,
        lambda scope: all_wishes(scope).fetch,
        ListSheet(
            "Danh sách chờ vào lao động, học nghề, học tập",
            "danh-sach-cho",
            (("order", "row-number"), ("priority", "sheet-time"), ("asked", "day"), _CODE, ("name", "pay-name"),
             ("wants", "sheet-name"), ("asker", "sheet-time"), ("note", ""),
             ("decision", "sheet-time"), ("decided", "day"), ("reason", "")),
        ),
    ),
    "permissions": PrintedList(
        "assignments.overrides",
        OVERRIDES,
        lambda scope: all_overrides(scope).fetch,
        ListSheet(
            "Danh sách trường hợp được phép trái quy tắc",
            "cho-phep-trai-quy-tac",
            (_CODE, _NAME, _PROGRAMME, ("rule", ""), ("reason", "paper-number"), ("note", ""),
             ("signed", "day"), ("signer", "paper-number"), ("expires", "day")),
        ),
    ),
    "review": PrintedList(
        "assignments.review",
        REVIEW,
        lambda scope: all_reviewed(scope).fetch,
        ListSheet(
            "Danh sách phân công không còn đúng quy tắc",
            "phan-cong-can-xem-lai",
            (_CODE, _NAME, ("activity", "sheet-name"), ("starts", "day"), ("why", "")),
        ),
    ),
}  # fmt: skip


@bp.get("/paper/<string:which>")
@requires(Permission.ACTIVITIES_VIEW)
def paper(which: str) -> ResponseReturnValue:
    """A list as it prints: what is searched and filtered on its page."""
    menu = (str(_("Work and classes")), url_for("activities.index"))
    return printed_page(PAPERS, which, menu=menu, file="assignments.paper_file")


@bp.get("/paper/<string:which>/file")
@requires(Permission.ACTIVITIES_VIEW)
def paper_file(which: str) -> ResponseReturnValue:
    """The same as PDF. That it left the program is in the log."""
    return printed_file(PAPERS, which, act="assignment.list-printed")
