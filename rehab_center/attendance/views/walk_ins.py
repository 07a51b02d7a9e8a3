"""Marking somebody who was at a session without an assignment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.admissions.queries import load_stay
from rehab_center.attendance.forms.walk_ins import WalkInForm
from rehab_center.attendance.queries.sessions import meeting_page
from rehab_center.attendance.services.walk_ins import as_assigned, centre_of, mark_walk_in
from rehab_center.attendance.views.blueprint import bp
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.findings import Finding
from rehab_center.names import clean, fold
from rehab_center.permissions import Permission, Scope
from rehab_center.placements.queries.finding import person_by_code
from rehab_center.placements.queries.nights import present_stay
from rehab_center.residents.queries.people import PersonName
from rehab_center.residents.queries.search import find_people, namesakes
from rehab_center.residents.rules.searching import exact_form
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.words import N_, message


@bp.route("/sessions/<int:session_id>/walk-in", methods=["GET", "POST"])
@requires(Permission.ATTENDANCE_MARK)
def walk_in(session_id: int) -> ResponseReturnValue:
    """Write down who was there without an assignment, and why; what the rules say to it is shown and kept."""
    page = meeting_page(db.session(), session_id, scope=current_scope())
    form = WalkInForm(version=page.version)
    found: Sequence[Finding] = ()
    if form.validate_on_submit():
        try:
            stay_id = _stay(form.code.data or "", centre_of(page))
            planned = as_assigned(db.session(), page, stay_id)
            found = (*planned.blocks, *planned.warnings)
            with transaction() as session:
                waits = mark_walk_in(
                    session,
                    session_id,
                    stay_id,
                    form.facts(),
                    expected_version=form.version.data or 0,
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The correction waits for its second person.") if waits else _("Written down."))
            return redirect(url_for(".session", session_id=session_id), 303)
    return (
        render_template(
            "attendance/walk_in.html",
            page=page,
            form=form,
            found=() if form.code.errors else found,
            editable=page.editable(clock.now()),
            cancel_url=url_for(".session", session_id=session_id),
        ),
        form.http_status,
    )


def _stay(code: str, scope: Scope) -> int:
    """The stay that a code means, or a name that one person on the books has. Raises DomainError at the field."""
    session = db.session()
    try:
        person = person_by_code(session, code, scope=scope, field="code")
    except DomainError:
        return _named(code, scope)
    found = present_stay(session, person, scope=scope)
    if found is None:
        raise DomainError(message(N_("This person is not on the books")), field="code")
    return found


def _named(name: str, scope: Scope) -> int:
    """The stay of the one person here with exactly this name. What is marked is never taken back, so half a name, or
    other tones than those typed, name nobody: whom it may mean is told, with the codes."""
    session, text = db.session(), clean(name)
    same = _here(namesakes(session, text, scope=scope), scope)
    as_typed = all(text.lower() == fold(text) or exact_form(who) == exact_form(text) for who in same.values())
    if len(same) == 1 and as_typed:
        return next(iter(same))
    like = same or _here([hit.person for hit in find_people(session, text, scope=scope)], scope)
    if not like:
        raise DomainError(message(N_("Nobody here has the code or the name %(text)s"), text=text), field="code")
    codes = (load_stay(session, stay, scope=scope).file_code for stay in like)
    known = ", ".join(f"{who} ({code})" for who, code in zip(like.values(), codes, strict=True))
    if len(same) > 1:
        words = message(N_("Several people have this name, type the code of one: %(known)s"), known=known)
    else:
        words = message(N_("Nobody here is called exactly so, type the code of whom you mean: %(known)s"), known=known)
    raise DomainError(words, field="code")


def _here(people: Iterable[PersonName], scope: Scope) -> dict[int, str]:
    """The stays of those who are on the books, with their names."""
    return {
        stay: one.full_name for one in people if (stay := present_stay(db.session(), one.id, scope=scope)) is not None
    }
