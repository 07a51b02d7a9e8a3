"""Marking somebody who was at a session without an assignment; the list of everybody who was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.admissions.queries import load_stay
from rehab_center.assignments.labels import EVERY_RULE
from rehab_center.attendance import labels
from rehab_center.attendance.forms.walk_ins import WalkInForm
from rehab_center.attendance.queries.sessions import meeting_page
from rehab_center.attendance.queries.walked import ANY_RULE, NO_RULE, Walked, walked_list
from rehab_center.attendance.services.walk_ins import as_assigned, centre_of, mark_walk_in
from rehab_center.attendance.views.blueprint import bp
from rehab_center.attendance.views.corrections import note_export
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
from rehab_center.web.listing import Choice, Column, Days, Listing, Search, list_page
from rehab_center.words import N_, message


def _rules(row: Walked) -> str:
    if not row.against_rule:
        return str(_("No rule"))
    return labels.rules_text(row.rules) or str(_("Yes; which was not kept then"))


def _attended(row: Walked) -> object:
    return labels.ATTENDED[row.mark.attended] if row.mark else ""


WALKED = Listing(
    "attendance-walk-ins",
    _l("There without an assignment"),
    columns=(
        Column(
            "on",
            _l("Day"),
            sortable=True,
            link=lambda row: url_for("attendance.session", session_id=row.session_id),
        ),
        Column("times", _l("Hours of the session")),
        Column("activity", _l("Programme"), sortable=True),
        Column(
            "name",
            _l("Full name"),
            sortable=True,
            cell=lambda row: row.full_name,
            link=lambda row: url_for("assignments.stay", stay_id=row.stay_id),
        ),
        Column("code", _l("File code"), cell=lambda row: row.file_code),
        Column("reason", _l("Why they were there"), cell=lambda row: labels.WALK_INS[row.reason]),
        Column("note", _l("Note")),
        Column("rules", _l("Rules that spoke against it"), cell=_rules),
        Column("attended", _l("Attendance"), cell=_attended, on_page=False),
        Column("minutes", _l("Minutes there"), cell=lambda row: row.mark.minutes if row.mark else None, number=True),
        Column("told_by", _l("First told by")),
        Column("told_at", _l("Told at"), sortable=True, on_page=False),
        Column("confirmed_by", _l("Confirmed by")),
    ),
    sort="on",
    descending=True,
    search=Search(_l("Name, file code or programme")),
    filters=(
        Choice("reason", _l("Why they were there"), [(one.value, said) for one, said in labels.WALK_INS.items()]),
        Choice(
            "rule",
            _l("Rules that spoke against it"),
            [(NO_RULE, _l("No rule")), (ANY_RULE, _l("Any rule")), *EVERY_RULE.items()],
        ),
        Days("on", _l("Day")),
    ),
    empty=_l("Nobody was at a session without an assignment yet. Whoever is, is written on the page of the session."),
    export_permission=Permission.WORK_EXPORT,
)


@bp.get("/walk-ins")
@requires(Permission.ACTIVITIES_VIEW)
def walked() -> ResponseReturnValue:
    """Everybody who was at a session without an assignment, the latest first."""
    return list_page(
        WALKED,
        lambda state: walked_list(db.session(), state, scope=current_scope()),
        "attendance/walked.html",
        on_export=lambda form, rows: note_export("attendance.walk-ins-exported", form, rows),
    )


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
