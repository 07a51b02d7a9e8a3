"""Pages: the list of units, names while one types, loading another list."""

from __future__ import annotations

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from rehab_center import clock
from rehab_center.communes import queries, services
from rehab_center.communes.forms import BackForm, LoadForm
from rehab_center.communes.kinds import Level, ListMode
from rehab_center.communes.labels import MODES
from rehab_center.communes.listing import UNITS, units_page
from rehab_center.communes.queries import BadList
from rehab_center.communes.rules.finding import suggested
from rehab_center.communes.rules.reading import COLUMNS, Fault
from rehab_center.communes.shipped import FILE
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, requires, signed_in
from rehab_center.web.listing import list_page

bp = Blueprint("communes", __name__, url_prefix="/communes")

_SUGGESTIONS = 12
_SHORTEST = 2
SHOWN = 100
"""A page shows this many units or faults of a kind."""


@bp.get("")
@signed_in
def index() -> ResponseReturnValue:
    """Every unit with its changes, as of a day."""
    units = queries.gazetteer(db.session())
    history = queries.list_history(db.session())
    return list_page(
        UNITS,
        lambda state: units_page(units, state, today=clock.today()),
        "communes/index.html",
        in_force=next((line for line in history if line.in_force), None),
        total=len(units),
    )


@bp.get("/suggest")
@signed_in
def suggest() -> ResponseReturnValue:
    """Communes whose name begins as typed, as JSON: the text to put in, and its parts."""
    typed = request.args.get("q", "")[:100].strip()
    units = queries.gazetteer(db.session())
    found = suggested(units, typed, today=clock.today(), limit=_SUGGESTIONS) if len(typed) >= _SHORTEST else []
    answer = []
    for unit in found:
        above = units.chain(unit)[1:]
        answer.append(
            {
                "text": units.label(unit),
                "commune": unit.title,
                "district": next((one.title for one in above if one.level is Level.DISTRICT), ""),
                "province": next((one.title for one in above if one.level is Level.PROVINCE), ""),
            }
        )
    return jsonify(answer)


@bp.get("/lists")
@requires(Permission.SETTINGS_VIEW)
def lists() -> ResponseReturnValue:
    """Every list that was loaded."""
    return render_template("communes/lists.html", lines=queries.list_history(db.session()), modes=MODES)


@bp.get("/shipped")
@requires(Permission.ORGANISATION_EDIT)
def download() -> ResponseReturnValue:
    """The list that ships with the program, as the file it is: the example for every other."""
    headers = {"Content-Disposition": "attachment; filename=danh-muc-don-vi-hanh-chinh.csv"}
    return Response(FILE.read_bytes(), mimetype="text/csv", headers=headers)


@bp.route("/load", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_EDIT)
def load() -> ResponseReturnValue:
    """Send a list, see what it would change, put it in force."""
    form = LoadForm()
    faults: tuple[Fault, ...] = ()
    if form.validate_on_submit() and form.file.data is not None and "edit" not in request.form:
        try:
            return _load(form, form.file.data)
        except BadList as bad:
            faults = bad.faults
        except DomainError as error:
            form.take(error)
    status = 422 if form.is_submitted() and "edit" not in request.form else 200
    return render_template("communes/load.html", form=form, faults=faults, shown=SHOWN, columns=COLUMNS), status


def _load(form: LoadForm, sent: FileStorage) -> ResponseReturnValue:
    content = services.text_of(sent.read())
    sent.seek(0)
    mode = ListMode(form.mode.data)
    if "confirmed" not in request.form:
        there, difference = services.dry_run(db.session(), content, mode)
        return render_template(
            "communes/check.html",
            form=form,
            changes=difference,
            before=queries.gazetteer(db.session()),
            after=there,
            shown=SHOWN,
            mode=MODES[mode],
        )
    with transaction() as session:
        services.load_list(
            session,
            filename=sent.filename or "",
            content=content,
            mode=mode,
            citation=form.citation.data or "",
            actor=current_actor(),
            now=clock.now(),
        )
    flash(_("The list is in force."), "success")
    return redirect(url_for(".index"), 303)


@bp.route("/back", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_EDIT)
def back() -> ResponseReturnValue:
    """Put the list that ships with the program in force again."""
    form = BackForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.go_back(session, reason=form.reason.data or "", actor=current_actor(), now=clock.now())
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The list that ships with the program is in force again."), "success")
            return redirect(url_for(".index"), 303)
    return render_template("communes/back.html", form=form), 422 if form.is_submitted() else 200
