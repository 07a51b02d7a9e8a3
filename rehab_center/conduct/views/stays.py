"""The ratings of one stay."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from rehab_center import clock
from rehab_center.admissions.queries import StayPage, stay_page
from rehab_center.admissions.views.sections import Section
from rehab_center.audit.recorder import Subject, record
from rehab_center.conduct import labels, months, queries
from rehab_center.conduct.views.blueprint import bp
from rehab_center.db import db, transaction
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, requires

_SHOWN = 6


@bp.get("/stays/<int:stay_id>")
@requires(Permission.PEOPLE_VIEW)
def stay(stay_id: int) -> ResponseReturnValue:
    """Every rating of a stay, month by month, with what it replaced. That it was opened is in the log."""
    page = stay_page(db.session(), stay_id, scope=current_scope(), as_of=clock.today())
    lines = queries.lines_of(db.session(), [stay_id]).get(stay_id, ())
    events = queries.events_of(db.session(), [stay_id]).get(stay_id, ())
    with transaction():
        about = Subject("resident", page.person.id, f"{page.person.full_name} ({page.file_code})")
        record("rating.opened", actor=current_actor(), at=clock.now(), about=about)
    return render_template("conduct/stay.html", page=page, lines=lines, events=events, labels=labels, months=months)


def section_of_stay(page: StayPage) -> Section:
    """The last months in short, for the page of a stay."""
    found = queries.decided_ratings(db.session(), [page.id], before=clock.today())[page.id]
    events = queries.events_of(db.session(), [page.id]).get(page.id, ())
    given = {
        "events": events,
        "page": page,
        "ratings": list(found.items())[:_SHOWN],
        "labels": labels,
        "months": months,
    }
    return Section("conduct/_on_stay.html", given)
