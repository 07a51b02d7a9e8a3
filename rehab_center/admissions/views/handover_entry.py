"""The line for the next person at the gate: written down, and taken in at once where nothing speaks against it."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.forms import LineForm
from rehab_center.admissions.models import Admission
from rehab_center.admissions.queries.assessments import assess
from rehab_center.admissions.queries.handover_rows import load_line
from rehab_center.admissions.queries.handovers import HandoverPage
from rehab_center.admissions.rules.handover import Outcome
from rehab_center.admissions.services import handovers as services
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.web.access import current_actor, current_scope


def entry_form(page: HandoverPage) -> LineForm:
    """The empty line: court, term and decision go on from the person before."""
    last = page.decisions[-1] if page.decisions else None
    form = LineForm(
        line_decision=goes_on(page),
        new_issuer=last.document.issuer if last else None,
        new_months=last.months if last else None,
    )
    form.offer(page.decisions)
    return form


def goes_on(page: HandoverPage) -> str:
    """The decision the next person probably comes under: that of the one before.

    Where that was one person's own, it goes on with the decision before it that names several. Where the last two came
    each under their own, the next one will too: nothing is chosen, or a decision would be taken for another's. Somebody
    brought back is written down under a decision that is not theirs, and counts as named by it all the same.
    """
    if not page.persons:
        return str(page.decisions[0].id) if len(page.decisions) == 1 else ""
    last = [one.decision for one in page.persons[-2:]]
    if last[-1] is None:
        return ""
    if len(last) == 1 or last[0] == last[-1]:
        return str(last[-1].id)
    return next((str(one.id) for one in reversed(last) if one and one.people > 1), "")


def typed_line(page: HandoverPage, form: LineForm) -> ResponseReturnValue | None:
    """Write the person down and go on; None where the line must be shown again with what is wrong."""
    if not form.validate():
        return None
    try:
        with transaction() as session:
            line_id = _write_down(session, page.id, form)
    except DomainError as error:
        field = {"number": "new_number", "issued_on": "new_on"}.get(error.field or "")
        error.field = field or error.field
        form.take(error)
        return None
    step = request.form.get("step")
    if step == "refuse":
        return redirect(url_for(".refuse", line_id=line_id), 303)
    if step == "write":
        flash(_("%(name)s is written down and waits for an answer.", name=form.full_name.data))
        return _back_to(page.id)
    return take_in_where_clear(page.id, line_id)


def _write_down(session: Session, handover_id: int, form: LineForm) -> int:
    actor, now = current_actor(), clock.now()
    typed = form.new_decision()
    decision_id = None
    if typed is not None:
        decision_id = services.add_decision(session, handover_id, facts=typed, actor=actor, now=now)
    return services.add_line(session, handover_id, facts=form.line(decision_id=decision_id), actor=actor, now=now)


def take_in_where_clear(handover_id: int, line_id: int) -> ResponseReturnValue:
    """Take somebody in at once where no rule and nobody alike asks a question, else go to the page that asks it."""
    found = assess(db.session(), line_id, scope=current_scope(), now=clock.now())
    if not found.clear:
        return redirect(url_for(".take_in", line_id=line_id), 303)
    try:
        with transaction() as session:
            services.take_in(session, line_id, actor=current_actor(), now=clock.now())
    except DomainError:  # somebody was quicker: the page says what stands now
        return redirect(url_for(".take_in", line_id=line_id), 303)
    say_taken_in(line_id)
    return _back_to(handover_id)


def say_taken_in(line_id: int) -> None:
    """Who was taken in or brought back, under which code."""
    line = load_line(db.session(), line_id, scope=current_scope())
    stay = db.session().get_one(Admission, line.admission_id)
    who = {"name": line.full_name, "file": stay.file_code}
    if line.outcome == Outcome.RETURNED:
        flash(_("Brought back: %(name)s, %(file)s.", **who))
    elif stay.previous_admission_id is not None:
        flash(_("Changed over: %(name)s, %(file)s.", **who))
    else:
        flash(_("Taken in: %(name)s, %(file)s.", **who))


def _back_to(handover_id: int) -> ResponseReturnValue:
    return redirect(url_for(".handover", handover_id=handover_id), 303)
