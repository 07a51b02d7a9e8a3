"""The sheet of the day (phiếu tình hình trong ngày): what it says, as it will print, and as PDF."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from rehab_center import clock
from rehab_center.accounts.labels import ROLES
from rehab_center.admissions.labels import MOVEMENT_KINDS, STATES, STAY_KINDS
from rehab_center.audit.recorder import record
from rehab_center.db import db, transaction
from rehab_center.organisation.choosing import chosen_centre
from rehab_center.organisation.queries import letterhead_on
from rehab_center.permissions import Permission, Scope
from rehab_center.release.first_page import hours_over
from rehab_center.release.queries.sheet import day_sheet as read_sheet
from rehab_center.release.views.blueprint import bp
from rehab_center.web.access import current_actor, requires
from rehab_center.web.paper import pdf_answer


@bp.get("/day")
@requires(Permission.PEOPLE_VIEW)
def day_sheet() -> ResponseReturnValue:
    """The sheet of today as it will print."""
    return _day_sheet("layouts/paper.html")


@bp.get("/day/file")
@requires(Permission.PEOPLE_VIEW)
def day_sheet_file() -> ResponseReturnValue:
    """The sheet of today as PDF. That it left the program is in the log."""
    now = clock.now()
    html = _day_sheet("layouts/document.html")
    name = f"tinh-hinh-{clock.today():%Y-%m-%d}"
    answer = pdf_answer(html, title="Phiếu tình hình trong ngày", name=name, made_at=now)
    with transaction():
        record("release.sheet-printed", actor=current_actor(), at=now, details={"release_day": clock.day_of(now)})
    return answer


def _day_sheet(layout: str) -> str:
    centre, now = chosen_centre(), clock.now()
    return render_template(
        "release/day.html",
        layout=layout,
        sheet=read_sheet(db.session(), scope=Scope(frozenset({centre.id})), now=now),
        letterhead=letterhead_on(db.session(), centre.id, clock.day_of(now)),
        hours_over=hours_over,
        roles=ROLES,
        moves=MOVEMENT_KINDS,
        states=STATES,
        kinds=STAY_KINDS,
    )
