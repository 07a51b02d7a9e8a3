"""Pages: figures of earlier periods, entered from signed reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.db import db, transaction
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.errors import DomainError
from rehab_center.figures.earlier import (
    EarlierNumber,
    earlier_numbers,
    enter_earlier_figure,
    withdraw_earlier_figure,
)
from rehab_center.figures.forms import EarlierFigureForm, TakeBackForm
from rehab_center.names import fold
from rehab_center.organisation.choosing import centres, chosen_centre
from rehab_center.organisation.completeness import book_of
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, may, requires
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import Choice, Column, Listing, Search, list_page

bp = Blueprint("earlier", __name__, url_prefix="/reports/earlier")


def _state(one: EarlierNumber) -> object:
    if one.stands:
        return _("in use")
    return _("taken out") if one.value is None else _("replaced")


def _withdraw_url(one: EarlierNumber) -> str | None:
    stands = one.stands and may(Permission.REPORTS_BUILD)
    return url_for("earlier.withdraw", figure_id=one.id) if stands else None


EARLIER = Listing(
    key="earlier-figures",
    title=_l("Figures of earlier periods"),
    columns=(
        Column("period", _l("Period"), sortable=True, cell=lambda one: one.name),
        Column("value", _l("Newly admitted under compulsory orders"), number=True),
        Column(
            "number",
            _l("Signed report"),
            link=lambda one: url_for("documents.show", document_id=one.document_id) if one.document_id else None,
        ),
        Column("issued_on", _l("Date of the report")),
        Column("note", _l("Note")),
        Column("recorded_at", _l("Entered at"), sortable=True),
        Column("entered_by", _l("Entered by")),
        Column("state", _l("State"), cell=_state),
        Column("act", "", cell=lambda one: _("Take out") if _withdraw_url(one) else "", link=_withdraw_url,
               in_export=False),
    ),
    sort="recorded_at",
    descending=True,
    search=Search(_l("Period or number of the report")),
    filters=(Choice("which", _l("Show"), [("in-use", _l("In use"))]),),
    empty=_l("No figure was entered. They are needed only where the book does not reach back to the same period."),
)  # fmt: skip


@bp.get("")
@requires(Permission.REPORTS_VIEW)
def index() -> ResponseReturnValue:
    """Every figure ever entered."""
    return list_page(EARLIER, _found, "figures/earlier.html", book=book_of(db.session(), current_scope()))


def _found(state: ListState) -> tuple[Sequence[EarlierNumber], int]:
    words = fold(state.q)
    rows = [
        one
        for one in earlier_numbers(db.session(), scope=current_scope())
        if words in fold(f"{one.name} {one.number or ''}") and (one.stands or state.choice("which") is None)
    ]
    keys: dict[str, Any] = {"period": lambda one: (one.period, one.id), "recorded_at": lambda one: one.id}
    rows.sort(key=keys[state.sort], reverse=state.descending)
    return state.cut(rows)


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.REPORTS_BUILD)
def enter() -> ResponseReturnValue:
    """Enter a figure with the paper it stands in."""
    form = EarlierFigureForm()
    form.offer(clock.today())
    if form.validate_on_submit():
        try:
            _enter(form)
        except DomainError as error:
            form.take(error)
        else:
            flash(_("Entered. Reports made from now on compare with it and say where it comes from."), "success")
            return redirect(url_for("earlier.index"), 303)
    answer = render_template("figures/enter_earlier.html", form=form, centres=centres(), centre=chosen_centre())
    return answer, 422 if form.summary() else 200


def _enter(form: EarlierFigureForm) -> None:
    facility_id = chosen_centre().id
    paper = DocumentFacts(
        DocumentKind.OTHER,
        form.number.data or "",
        issued_on=form.issued_on.data,
        issuer=form.issuer.data,
        facility_id=facility_id,
    )
    with transaction() as session:
        enter_earlier_figure(
            session,
            facility_id=facility_id,
            period=form.chosen(),
            value=form.value.data or 0,
            paper=paper,
            note=form.note.data or None,
            actor=current_actor(),
            now=clock.now(),
        )


@bp.route("/<int:figure_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.REPORTS_BUILD)
def withdraw(figure_id: int) -> ResponseReturnValue:
    """Take a wrong figure out; it stays readable."""
    found = {one.id: one for one in earlier_numbers(db.session(), scope=current_scope())}.get(figure_id)
    if found is None or not found.stands:
        abort(404)
    form = TakeBackForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                reason = form.reason.data or ""
                withdraw_earlier_figure(session, figure_id, reason=reason, actor=current_actor(), now=clock.now())
        except DomainError as error:
            form.take(error)
        else:
            flash(_("Taken out. Reports already made keep it."), "success")
            return redirect(url_for("earlier.index"), 303)
    answer = render_template("figures/withdraw_earlier.html", form=form, figure=found)
    return answer, 422 if form.summary() else 200
