"""The sheet of a month on paper."""

from __future__ import annotations

from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue

from rehab_center import clock
from rehab_center.audit.recorder import record
from rehab_center.conduct import months
from rehab_center.conduct.paper import sheet_of
from rehab_center.conduct.views.blueprint import bp
from rehab_center.conduct.views.months import month_in_hand
from rehab_center.db import db, transaction
from rehab_center.organisation.choosing import chosen_centre
from rehab_center.permissions import Permission, Scope
from rehab_center.web.access import current_actor, requires
from rehab_center.web.paper import pdf_answer


@bp.get("/sheet")
@requires(Permission.PEOPLE_VIEW)
def sheet() -> ResponseReturnValue:
    """The sheet of a month as it will print."""
    return _sheet("layouts/paper.html", _asked_month())


@bp.get("/sheet/file")
@requires(Permission.PEOPLE_VIEW)
def sheet_file() -> ResponseReturnValue:
    """The sheet as PDF. That it left the program is in the log."""
    month = _asked_month()
    html = _sheet("layouts/document.html", month)
    title = f"Bảng xếp loại tháng {months.name_of(month)}"
    answer = pdf_answer(html, title=title, name=f"xep-loai-{months.code_of(month)}", made_at=clock.now())
    with transaction():
        details = {"rated_month": months.name_of(month)}
        record("rating.sheet-printed", actor=current_actor(), at=clock.now(), details=details)
    return answer


def _asked_month() -> date:
    return months.read_month(request.args.get("month")) or month_in_hand()


def _sheet(layout: str, month: date) -> str:
    centre = chosen_centre()
    scope = Scope(frozenset({centre.id}), medical=False)
    paper = sheet_of(db.session(), month, centre.id, scope=scope, today=clock.today(), now=clock.now())
    return render_template(
        "conduct/sheet.html", layout=layout, paper=paper, month=months.name_of(month), code=months.code_of(month)
    )
