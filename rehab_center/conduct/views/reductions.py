"""Who could be proposed for a reduction of the term, with the reasons, and the list on paper."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from rehab_center import clock
from rehab_center.audit.recorder import record
from rehab_center.conduct import labels, queries
from rehab_center.conduct.paper import WORDS
from rehab_center.conduct.views.blueprint import bp
from rehab_center.db import db, transaction
from rehab_center.organisation.choosing import chosen_centre
from rehab_center.organisation.queries import letterhead_on
from rehab_center.permissions import Permission, Scope
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.paper import pdf_answer


@bp.get("/reductions")
@requires(Permission.PEOPLE_VIEW)
def reductions() -> ResponseReturnValue:
    """Everybody whose term the law lets be reduced: who is ready, and what is missing for the others."""
    found = queries.reduction_candidates(db.session(), scope=current_scope(), today=clock.today())
    return render_template(
        "conduct/reductions.html",
        ready=[one for one in found if one.ready],
        others=[one for one in found if not one.ready],
        labels=labels,
    )


@bp.get("/reductions/sheet")
@requires(Permission.PEOPLE_VIEW)
def reduction_list() -> ResponseReturnValue:
    """The list for the proposal as it will print."""
    return _list("layouts/paper.html")


@bp.get("/reductions/sheet/file")
@requires(Permission.PEOPLE_VIEW)
def reduction_file() -> ResponseReturnValue:
    """The list as PDF. That it left the program is in the log."""
    html, title = _list("layouts/document.html"), "Danh sách đề nghị xét giảm thời hạn"
    answer = pdf_answer(html, title=title, name="de-nghi-giam-thoi-han", made_at=clock.now())
    with transaction():
        record("conduct.list-printed", actor=current_actor(), at=clock.now())
    return answer


def _list(layout: str) -> str:
    centre, today = chosen_centre(), clock.today()
    scope = Scope(frozenset({centre.id}))
    found = queries.reduction_candidates(db.session(), scope=scope, today=today)
    return render_template(
        "conduct/reduction_list.html",
        layout=layout,
        found=[one for one in found if one.ready],
        letterhead=letterhead_on(db.session(), centre.id, today),
        day=today,
        made_at=clock.now(),
        words=WORDS,
    )
