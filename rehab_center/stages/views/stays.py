"""The stages of one stay, and mending an entry of them."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.admissions.queries import StayPage, stay_page
from rehab_center.admissions.views.sections import Section
from rehab_center.audit.recorder import Subject, record
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.permissions import Permission
from rehab_center.stages import labels, queries, services
from rehab_center.stages.forms import MendForm, field_of
from rehab_center.stages.kinds import LETTERS
from rehab_center.stages.views.blueprint import bp
from rehab_center.web.access import current_actor, current_scope, requires


@bp.get("/stays/<int:stay_id>")
@requires(Permission.PEOPLE_VIEW)
def stay(stay_id: int) -> ResponseReturnValue:
    """Every stage of a stay, and every entry about it. That it was opened is in the log."""
    page = stay_page(db.session(), stay_id, scope=current_scope(), as_of=clock.today())
    found = queries.stages_of_stays(db.session(), [page])[page.id]
    with transaction():
        about = Subject("resident", page.person.id, f"{page.person.full_name} ({page.file_code})")
        record("stage.opened", actor=current_actor(), at=clock.now(), about=about)
    mendable = {line.id for line in found.book.lines}
    return render_template(
        "stages/stay.html",
        page=page,
        found=found,
        labels=labels,
        letters=LETTERS,
        mendable=mendable,
        box=field_of(page.id),
    )


def section_of_stay(page: StayPage) -> Section:
    """The bar of the five stages, for the page of a stay."""
    found = queries.stages_of_stays(db.session(), [page])[page.id]
    given = {"page": page, "found": found, "labels": labels, "letters": LETTERS}
    return Section("stages/_on_stay.html", given)


@bp.route("/entries/<int:line_id>", methods=["GET", "POST"])
@requires(Permission.STAGES_DECIDE)
def mend(line_id: int) -> ResponseReturnValue:
    """Put another entry in the place of a wrong one, or take it back; both say why."""
    line = queries.load_line(db.session(), line_id, scope=current_scope())
    page = stay_page(db.session(), line.stay_id, scope=current_scope(), as_of=clock.today())
    book = queries.books_of(db.session(), [line.stay_id])[line.stay_id]
    given = vars(line.change) | {"seen": book.last_id, "result": line.change.result or ""}
    form = MendForm(**given)
    if form.validate_on_submit():
        takes_back = request.form.get("step") == "cancel"
        try:
            with transaction() as session:
                seen, why = form.seen.data or 0, form.why.data
                actor, now = current_actor(), clock.now()
                if takes_back:
                    services.cancel_line(session, line_id, why=why, seen=seen, actor=actor, now=now)
                else:
                    services.replace_line(session, line_id, form.change(), why=why, seen=seen, actor=actor, now=now)
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The entry is taken back.") if takes_back else _("The entry is replaced."))
            return redirect(url_for(".stay", stay_id=line.stay_id), 303)
    answer = render_template("stages/mend.html", page=page, form=form, line=line, labels=labels)
    return answer, 422 if form.is_submitted() else 200
