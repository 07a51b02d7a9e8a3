"""The lists of this feature on paper: assignments, people and their hours, the waiting list, permissions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.assignments.listing import ASSIGNMENTS, BOTH, OVERRIDES, PEOPLE, REVIEW, WAITING
from rehab_center.assignments.queries import Load
from rehab_center.assignments.views.blueprint import bp
from rehab_center.assignments.views.lists import (
    Found,
    all_assigned,
    all_overrides,
    all_people,
    all_reviewed,
    all_wishes,
)
from rehab_center.audit.recorder import record
from rehab_center.db import db, transaction
from rehab_center.organisation.choosing import chosen_centre
from rehab_center.organisation.queries import letterhead_on
from rehab_center.permissions import Permission, Scope
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.list_paper import ListSheet, list_paper, paper_answer, paper_page
from rehab_center.web.listing import Listing
from rehab_center.web.paper import Paper


@dataclass(frozen=True)
class _Printed:
    """A list that prints: the endpoint of its page, and its paper."""

    endpoint: str
    listing: Listing
    found: Callable[[Scope], Found[Any]]
    sheet: ListSheet


_CODE, _NAME, _PROGRAMME = ("code", "file-code"), ("name", "sheet-name"), ("activity", "")
_PEOPLE = (_CODE, _NAME, ("programmes", ""), ("hours", "narrow"), ("most", "narrow"), ("load", "decided"),
           ("why", "sheet-name"), ("term", "day"))  # fmt: skip
PAPERS = {
    "assignments": _Printed(
        "assignments.index",
        ASSIGNMENTS,
        all_assigned,
        ListSheet(
            "Danh sách phân công lao động, học nghề, học tập",
            "phan-cong",
            (_CODE, _NAME, _PROGRAMME, ("kind", "paper-number"), ("starts", "day"), ("ends", "day"),
             ("standing_words", "paper-number"), ("ended", "")),
        ),
    ),
    "people": _Printed(
        "assignments.people",
        PEOPLE,
        all_people,
        ListSheet("Danh sách học viên và giờ lao động trong tuần", "hoc-vien-gio-lao-dong", _PEOPLE),
    ),
    "waiting": _Printed(
        "assignments.waiting",
        WAITING,
        all_wishes,
        ListSheet(
            "Danh sách chờ vào lao động, học nghề, học tập",
            "danh-sach-cho",
            (("order", "sheet-time"), ("priority", "narrow"), ("asked", "day"), _CODE, _NAME,
             ("wants", ""), ("asker", "narrow"), ("note", ""),
             ("decision", "narrow"), ("decided", "day"), ("reason", "")),
        ),
    ),
    "permissions": _Printed(
        "assignments.overrides",
        OVERRIDES,
        all_overrides,
        ListSheet(
            "Danh sách trường hợp được phép trái quy tắc",
            "cho-phep-trai-quy-tac",
            (_CODE, _NAME, _PROGRAMME, ("rule", ""), ("reason", "paper-number"), ("note", ""),
             ("signed", "day"), ("signer", "paper-number"), ("expires", "day")),
        ),
    ),
    "review": _Printed(
        "assignments.review",
        REVIEW,
        all_reviewed,
        ListSheet(
            "Danh sách phân công không còn đúng quy tắc",
            "phan-cong-can-xem-lai",
            (_CODE, _NAME, ("activity", "sheet-name"), ("starts", "day"), ("why", "")),
        ),
    ),
}  # fmt: skip
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


@bp.get("/paper/<string:which>")
@requires(Permission.ACTIVITIES_VIEW)
def paper(which: str) -> ResponseReturnValue:
    """A list as it prints: what is searched and filtered on its page."""
    asked = _asked(which)
    menu = (str(_("Work and classes")), url_for("activities.index"))
    make = partial(_paper, asked)
    return paper_page(make, asked.listing, menu=menu, page=asked.endpoint, file="assignments.paper_file", which=which)


@bp.get("/paper/<string:which>/file")
@requires(Permission.ACTIVITIES_VIEW)
def paper_file(which: str) -> ResponseReturnValue:
    """The same as PDF. That it left the program is in the log."""
    asked = _asked(which)
    return paper_answer(partial(_paper, asked), page=asked.endpoint, note=_note)


def _asked(which: str) -> _Printed:
    if which not in PAPERS:
        abort(404)
    return PAPERS[which]


def _note(details: dict[str, object]) -> None:
    with transaction():
        record("assignment.list-printed", actor=current_actor(), at=clock.now(), details=details)


def _paper(asked: _Printed) -> Paper:
    centre, today = chosen_centre(), clock.today()
    found = asked.found(Scope(frozenset({centre.id}), medical=current_scope().medical))
    load = asked.listing.read(request.args).choice("load")
    sheet = _OF_PEOPLE.get(load or "", asked.sheet)
    letterhead = letterhead_on(db.session(), centre.id, today)
    return list_paper(asked.listing, found.fetch, sheet, letterhead=letterhead, paper_day=today)
