"""Norms and rates: the list, a new line by its decision, every line of a programme."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.activities.hooks import ProgrammeSection
from rehab_center.activities.kinds import ActivityKind
from rehab_center.activities.queries import activity
from rehab_center.audit.recorder import record
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError, NotFound
from rehab_center.names import fold
from rehab_center.pay import labels
from rehab_center.pay.forms.norms import NormForm, WhyForm
from rehab_center.pay.kinds import NormState
from rehab_center.pay.queries.norms import (
    NormEntry,
    NormRow,
    labour,
    newest_lines,
    norm_entries,
    norm_rows,
    norms_of,
    payable,
)
from rehab_center.pay.rules.norms import norm_on
from rehab_center.pay.services.norms import enter_norm
from rehab_center.pay.services.norms import withdraw_norm as take_out
from rehab_center.pay.views.blueprint import bp
from rehab_center.pay.views.words import rate_words
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, may, requires
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import Choice, Column, Listing, Search, list_page
from rehab_center.words import N_, message


def _url(row: NormRow) -> str:
    return url_for("pay.norm", activity_id=row.norm.activity_id)


NORMS = Listing(
    "pay-norms",
    _l("Norms and rates"),
    columns=(
        Column("activity", _l("Programme of labour"), sortable=True, link=_url),
        Column("valid_from", _l("Holds from"), sortable=True, cell=lambda row: row.norm.valid_from),
        Column("basis", _l("Paid by"), cell=lambda row: labels.BASES[row.norm.facts.basis]),
        Column("rate", _l("Rate in đồng"), sortable=True, number=True, cell=lambda row: row.norm.facts.rate),
        Column("unit", _l("Unit of output"), cell=lambda row: row.norm.facts.unit),
        Column("norm", _l("Norm"), number=True, cell=lambda row: row.norm.facts.norm),
        Column("paper", _l("Decision on the norm"), cell=lambda row: row.paper.number if row.paper else None),
        Column("state", _l("State"), cell=lambda row: labels.NORM_STATES[row.state]),
    ),
    sort="activity",
    search=Search(_l("Programme or decision")),
    filters=(
        Choice("state", _l("State"), [(one.value, words) for one, words in labels.NORM_STATES.items()]),
        Choice("basis", _l("Paid by"), [(one.value, words) for one, words in labels.BASES.items()]),
    ),
    empty=_l("No norm is entered yet. Begin with the decision that sets the rate of a programme."),
    export_permission=Permission.PAY_VIEW,
)


@bp.get("/norms")
@requires(Permission.PAY_VIEW)
def norms() -> ResponseReturnValue:
    """Every norm that stands; programmes of labour without one are named."""
    today, session = clock.today(), db.session()
    rows = norm_rows(session, scope=current_scope(), today=today)
    paid = {row.norm.activity_id for row in rows if row.state is NormState.IN_FORCE}
    without = [one for one in labour(session, scope=current_scope()) if one.runs_on(today) and one.id not in paid]
    return list_page(
        NORMS,
        lambda state: _chosen(rows, state),
        "pay/norms.html",
        on_export=lambda form, rows: note_export("pay.norms-exported", form, rows),
        without=without,
    )


def note_export(act: str, form: str, rows: int) -> None:
    """That a list left the program is in the log."""
    with transaction():
        record(act, actor=current_actor(), at=clock.now(), details={"rows": rows, "form": form})


def _chosen(rows: tuple[NormRow, ...], state: ListState) -> tuple[list[NormRow], int]:
    words, stands, basis = fold(state.q), state.choice("state"), state.choice("basis")
    found = [
        row
        for row in rows
        if words in fold(f"{row.activity} {row.paper.number if row.paper else ''}")
        and stands in (None, row.state)
        and basis in (None, row.norm.facts.basis)
    ]
    keys: dict[str, Any] = {
        "activity": lambda row: (fold(row.activity), -row.norm.valid_from.toordinal(), row.norm.id),
        "valid_from": lambda row: (row.norm.valid_from, row.norm.id),
        "rate": lambda row: (row.norm.facts.rate, row.norm.id),
    }
    return state.cut(sorted(found, key=keys[state.sort], reverse=state.descending))


@bp.route("/norms/new", methods=["GET", "POST"])
@requires(Permission.PAY_PREPARE)
def new_norm() -> ResponseReturnValue:
    """A further line by its decision, begun with what holds now."""
    session, today = db.session(), clock.today()
    programmes = payable(session, scope=current_scope(), today=today)
    asked = request.values.get("activity", "")
    known = norms_of(session, [one.id for one in programmes])
    last = {one.id: 0 for one in programmes} | newest_lines(session, [one.id for one in programmes])
    now_held = norm_on(known.get(_whole(asked), ()), today)
    given = vars(now_held.facts) | {"basis": now_held.facts.basis.value, "note": None} if now_held else {}
    form = NormForm(**(given | {"activity": asked, "valid_from": None, "version": last.get(_whole(asked))}))
    form.offer([(one.id, one.name) for one in programmes])
    if form.validate_on_submit():
        chosen = _whole(form.activity.data)
        try:
            with transaction() as writing:
                enter_norm(
                    writing,
                    chosen,
                    facts=form.facts(),
                    paper=form.paper(),
                    seen=form.version.data if asked == form.activity.data else None,
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The norm is entered."))
            return redirect(url_for(".norm", activity_id=chosen), 303)
    return render_template("pay/new_norm.html", form=form, labels=labels), form.http_status


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


@bp.get("/norms/<int:activity_id>")
@requires(Permission.PAY_VIEW)
def norm(activity_id: int) -> ResponseReturnValue:
    """Every line ever entered for a programme, those taken out too."""
    one = activity(db.session(), activity_id, current_scope())
    return render_template(
        "pay/norm.html",
        one=one,
        entries=norm_entries(db.session(), activity_id),
        labels=labels,
        rate_words=rate_words,
        prepares=may(Permission.PAY_PREPARE) and one.kind is ActivityKind.LABOUR,
    )


@bp.route("/norms/<int:activity_id>/lines/<int:norm_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.PAY_PREPARE)
def withdraw_norm(activity_id: int, norm_id: int) -> ResponseReturnValue:
    """Take out a line that was entered by mistake; asks first."""
    one = activity(db.session(), activity_id, current_scope())
    entry = _entry(activity_id, norm_id)
    form = WhyForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                take_out(session, norm_id, reason=form.reason.data or "", actor=current_actor(), now=clock.now())
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The norm is taken out; the line before it holds on."))
            return redirect(url_for(".norm", activity_id=activity_id), 303)
    page = render_template("pay/withdraw_norm.html", form=form, one=one, entry=entry, rate_words=rate_words)
    return page, form.http_status


def _entry(activity_id: int, norm_id: int) -> NormEntry:
    found = [one for one in norm_entries(db.session(), activity_id) if one.norm.id == norm_id and not one.withdrawn]
    if not found:
        raise NotFound(message(N_("There is no such norm")))
    return found[0]


def section_of_programme(activity_id: int) -> ProgrammeSection | None:
    """What a programme is paid today, for its own page; nothing where nobody ever entered a norm."""
    found = norms_of(db.session(), [activity_id]).get(activity_id)
    if not found or not may(Permission.PAY_VIEW):
        return None
    held = norm_on(found, clock.today())
    given = {"activity_id": activity_id, "held": held, "words": rate_words(held.facts) if held else None}
    return ProgrammeSection("pay/_on_programme.html", given)
