"""What one person has learnt: results, certificates and jobs of a stay."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from rehab_center import clock
from rehab_center.admissions.queries import StayPage, stay_page
from rehab_center.admissions.views.sections import Section
from rehab_center.attendance.rules.hours import hours_text
from rehab_center.audit.recorder import Subject
from rehab_center.courses import labels
from rehab_center.courses.forms.tests import points_text
from rehab_center.courses.queries.stays import learnt_in
from rehab_center.courses.views.acts import note
from rehab_center.courses.views.blueprint import bp
from rehab_center.db import db
from rehab_center.permissions import Permission
from rehab_center.web.access import current_scope, requires


def section_of_stay(page: StayPage) -> Section:
    """Results and certificates for the page of a stay: one statement."""
    lines = learnt_in(db.session(), page.id, scope=current_scope())
    return Section("courses/_on_stay.html", {"page": page, "lines": lines, "labels": labels})


@bp.get("/stays/<int:stay_id>")
@requires(Permission.ACTIVITIES_VIEW)
def stay(stay_id: int) -> ResponseReturnValue:
    """Results, certificates and jobs of a person. That they were opened is in the log."""
    page = stay_page(db.session(), stay_id, scope=current_scope(), as_of=clock.today())
    lines = learnt_in(db.session(), stay_id, scope=current_scope())
    note("course.person-opened", Subject("resident", page.person.id, f"{page.person.full_name} ({page.file_code})"))
    return render_template(
        "courses/stay.html", page=page, lines=lines, labels=labels, hours_text=hours_text, points_text=points_text
    )
