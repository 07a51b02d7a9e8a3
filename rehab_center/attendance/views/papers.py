"""The lists of this feature on paper: refusals and absences, corrections, sheets for signature."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from flask import abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.attendance.queries.corrections import correction_list
from rehab_center.attendance.queries.hours import refusal_list
from rehab_center.attendance.queries.sheets import sheet_list
from rehab_center.attendance.views.blueprint import bp
from rehab_center.attendance.views.corrections import CORRECTIONS
from rehab_center.attendance.views.hours import REFUSALS
from rehab_center.attendance.views.sheets import SHEETS
from rehab_center.audit.recorder import record
from rehab_center.db import db, transaction
from rehab_center.organisation.choosing import chosen_centre
from rehab_center.organisation.queries import letterhead_on
from rehab_center.permissions import Permission, Scope
from rehab_center.web.access import current_actor, requires
from rehab_center.web.list_paper import ListSheet, list_paper, paper_answer, paper_page
from rehab_center.web.listing import Fetch, Listing
from rehab_center.web.paper import Paper


@dataclass(frozen=True)
class _Printed:
    """A list that prints: the endpoint of its page, and its paper."""

    endpoint: str
    listing: Listing
    sheet: ListSheet

    def fetch(self, scope: Scope) -> Fetch:
        """The rows a list asks for."""
        session = db.session()
        if self.listing is REFUSALS:
            return lambda state: refusal_list(session, state, scope=scope)
        if self.listing is CORRECTIONS:
            return lambda state: correction_list(session, state, scope=scope)
        return lambda state: sheet_list(session, state, scope=scope, now=clock.now())


PAPERS = {
    "refusals": _Printed(
        "attendance.refusals",
        REFUSALS,
        ListSheet(
            "Danh sách từ chối, vắng lao động, học tập",
            "tu-choi-vang",
            (("on", "day"), ("name", "sheet-name"), ("code", "file-code"), ("activity", ""),
             ("attended", "paper-number"), ("note", ""), ("marked_by", "paper-number")),
        ),
    ),
    "corrections": _Printed(
        "attendance.corrections",
        CORRECTIONS,
        ListSheet(
            "Danh sách sửa điểm danh sau hạn",
            "sua-diem-danh",
            (("proposed_at", "day"), ("activity", "sheet-name"), ("on", "day"), ("people", "sheet-time"),
             ("reason", ""), ("proposed_by", "paper-number"), ("outcome", "paper-number"),
             ("decided_by", "paper-number"), ("answer", "")),
        ),
    ),
    "sheets": _Printed(
        "attendance.sheets",
        SHEETS,
        ListSheet(
            "Sổ theo dõi phiếu ký",
            "phieu-ky",
            (("number", "book-number"), ("kind", "paper-number"), ("on", "day"), ("what", ""),
             ("state", "paper-number"), ("due_at", "day"), ("returned_at", "day"), ("marked", "sheet-time"),
             ("on_paper", "sheet-time"),
             ("difference", ""), ("settled_how", "")),
        ),
    ),
}  # fmt: skip


@bp.get("/paper/<string:which>")
@requires(Permission.ACTIVITIES_VIEW)
def paper_list(which: str) -> ResponseReturnValue:
    """A list as it prints: what is searched and filtered on its page."""
    asked = _asked(which)
    menu = (str(_("Work and classes")), url_for("activities.index"))
    make = partial(_paper, asked)
    return paper_page(make, asked.listing, menu=menu, page=asked.endpoint, file="attendance.list_file", which=which)


@bp.get("/paper/<string:which>/file")
@requires(Permission.ACTIVITIES_VIEW)
def list_file(which: str) -> ResponseReturnValue:
    """The same as PDF. That it left the program is in the log."""
    asked = _asked(which)
    return paper_answer(partial(_paper, asked), page=asked.endpoint, note=_note)


def _asked(which: str) -> _Printed:
    if which not in PAPERS:
        abort(404)
    return PAPERS[which]


def _note(details: dict[str, object]) -> None:
    with transaction():
        record("attendance.list-printed", actor=current_actor(), at=clock.now(), details=details)


def _paper(asked: _Printed) -> Paper:
    centre, today = chosen_centre(), clock.today()
    fetch = asked.fetch(Scope(frozenset({centre.id})))
    letterhead = letterhead_on(db.session(), centre.id, today)
    return list_paper(asked.listing, fetch, asked.sheet, letterhead=letterhead, paper_day=today)
