"""Who is kept apart from whom: the list, a new pair, and its end."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.audit.recorder import record
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.organisation.choosing import chosen_centre
from rehab_center.permissions import Permission
from rehab_center.placements import labels
from rehab_center.placements.forms.beds import ApartForm, WhyForm
from rehab_center.placements.queries.finding import person_by_code
from rehab_center.placements.queries.pairs import PairLine, pair, pair_list
from rehab_center.placements.services.apart import keep_apart, lift
from rehab_center.placements.views.blueprint import bp
from rehab_center.web.access import current_actor, current_scope, may, requires
from rehab_center.web.listing import Choice, Column, Listing, Search, list_page
from rehab_center.web.navigation import exists


def _person_url(resident_id: int) -> str | None:
    return url_for("casefile.person", resident_id=resident_id) if exists("casefile.person") else None


def _lift_url(line: PairLine) -> str | None:
    open_one = line.holds and may(Permission.PLACEMENTS_EDIT)
    return url_for("placements.lift_pair", pair_id=line.id) if open_one else None


PAIRS = Listing(
    "keep-apart",
    _l("Kept apart"),
    columns=(
        Column(
            "first",
            _l("One of the two"),
            cell=lambda row: f"{row.one.label}: {labels.PARTS[row.one_part]}",
            link=lambda row: _person_url(row.one.id),
            in_export=False,
        ),
        Column(
            "second",
            _l("The other"),
            cell=lambda row: f"{row.other.label}: {labels.PARTS[row.other_part]}",
            link=lambda row: _person_url(row.other.id),
            in_export=False,
        ),
        Column("one", _l("One of the two"), cell=lambda row: row.one.label, on_page=False),
        Column("one_part", _l("Part of the one"), cell=lambda row: labels.PARTS[row.one_part], on_page=False),
        Column("other", _l("The other"), cell=lambda row: row.other.label, on_page=False),
        Column("other_part", _l("Part of the other"), cell=lambda row: labels.PARTS[row.other_part], on_page=False),
        Column("reason", _l("Cause"), cell=lambda row: labels.APART_REASONS[row.reason]),
        Column("strictness", _l("How strictly"), cell=lambda row: labels.STRICTNESS[row.strictness][0]),
        Column("note", _l("Note")),
        Column("opened_at", _l("Written at"), sortable=True),
        Column("opened_by", _l("Written by")),
        Column(
            "end",
            _l("Ended"),
            cell=lambda row: row.closed_at or (_("End it") if _lift_url(row) else None),
            link=_lift_url,
            in_export=False,
        ),
        Column("closed_at", _l("Ended at"), on_page=False),
        Column("closed_by", _l("Ended by")),
        Column("closed_reason", _l("Ended because")),
    ),
    sort="opened_at",
    descending=True,
    search=Search(_l("Name or code")),
    filters=(
        Choice("holds", _l("State"), (("yes", _l("Still kept apart")), ("no", _l("Ended")))),
        Choice("strictness", _l("How strictly"), [(one.value, words[0]) for one, words in labels.STRICTNESS.items()]),
        Choice("why", _l("Cause"), [(one.value, words) for one, words in labels.APART_REASONS.items()]),
    ),
    empty=_l("Nobody is kept apart from anybody."),
    export_permission=Permission.PEOPLE_EXPORT,
)


@bp.get("/apart")
@requires(Permission.PEOPLE_VIEW)
def apart() -> ResponseReturnValue:
    """The list of pairs."""
    return list_page(
        PAIRS,
        lambda state: pair_list(db.session(), state, scope=current_scope()),
        "placements/apart.html",
        on_export=_exported,
    )


def _exported(form: str, rows: int) -> None:
    with transaction():
        record("apart.list-exported", actor=current_actor(), at=clock.now(), details={"rows": rows, "form": form})


@bp.route("/apart/new", methods=["GET", "POST"])
@requires(Permission.PLACEMENTS_EDIT)
def new_pair() -> ResponseReturnValue:
    """Keep two apart from now on."""
    form = ApartForm(one=request.args.get("person") or None)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                scope = current_scope()
                ids = [
                    person_by_code(session, str(field.data), scope=scope, field=field.name)
                    for field in (form.one, form.other)
                ]
                keep_apart(session, chosen_centre().id, facts=form.facts(*ids), actor=current_actor(), now=clock.now())
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The two are kept apart from now on."))
            return redirect(url_for(".apart", holds="yes"), 303)
    return render_template("placements/new_pair.html", form=form), form.http_status


@bp.route("/apart/<int:pair_id>/end", methods=["GET", "POST"])
@requires(Permission.PLACEMENTS_EDIT)
def lift_pair(pair_id: int) -> ResponseReturnValue:
    """Keep two apart no longer."""
    line = pair(db.session(), pair_id, scope=current_scope())
    form = WhyForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                lift(session, pair_id, reason=form.reason.data or "", actor=current_actor(), now=clock.now())
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The two are kept apart no longer."))
            return redirect(url_for(".apart"), 303)
    return (
        render_template(
            "placements/why.html",
            form=form,
            title=_("Keep %(one)s and %(other)s apart no longer", one=line.one.full_name, other=line.other.full_name),
            says=_("From now on both may sleep in one room. The pair stays readable with your reason."),
            way=[(_("Places"), url_for(".index")), (_("Kept apart"), url_for(".apart"))],
            cancel_url=url_for(".apart"),
        ),
        form.http_status,
    )
