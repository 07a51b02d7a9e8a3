"""What is kept back from pay: the list, entering, withdrawing."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.conduct import months
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.organisation.choosing import centres, chosen_centre, scope_asked
from rehab_center.pay import labels
from rehab_center.pay.forms.deductions import DeductionForm
from rehab_center.pay.forms.norms import WhyForm
from rehab_center.pay.queries.deductions import DeductionRow, deduction, deduction_list, owing
from rehab_center.pay.services.deductions import enter_deductions
from rehab_center.pay.services.deductions import withdraw_deduction as withdraw
from rehab_center.pay.views.blueprint import bp
from rehab_center.pay.views.norms import note_export
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.formatting import number
from rehab_center.web.listing import Choice, Column, Listing, Search, list_page

_BEFORE, _AHEAD = 6, 2
_NAMED = 6
"""So many people are named where a deduction is entered for many."""


def _person(row: DeductionRow) -> str:
    return url_for("pay.stay", stay_id=row.stay_id)


DEDUCTIONS = Listing(
    "pay-deductions",
    _l("Deductions from pay"),
    columns=(
        Column("entered_at", _l("Entered"), sortable=True, cell=lambda row: clock.day_of(row.entered_at)),
        Column("code", _l("File code"), cell=lambda row: row.file_code),
        Column("name", _l("Full name"), sortable=True, cell=lambda row: row.full_name, link=_person),
        Column("ground", _l("Ground of the deduction"), cell=lambda row: labels.GROUNDS[row.ground]),
        Column("paper", _l("Paper")),
        Column("note", _l("Note")),
        Column("month", _l("From the payroll of"), sortable=True, cell=lambda row: row.month_name),
        Column("amount", _l("Amount in đồng"), sortable=True, number=True),
        Column("taken", _l("Taken so far"), number=True),
        Column("rest", _l("Left to take later"), sortable=True, number=True),
        Column("state", _l("State"), cell=lambda row: labels.DEDUCTION_STATES[row.state]),
        Column("entered_by", _l("Entered by"), on_page=False),
    ),
    sort="entered_at",
    descending=True,
    search=Search(_l("Name, file code or paper")),
    filters=(
        Choice("ground", _l("Ground of the deduction"), [(one.value, words) for one, words in labels.GROUNDS.items()]),
        Choice("state", _l("State"), [(one.value, words) for one, words in labels.DEDUCTION_STATES.items()]),
    ),
    empty=_l("Nothing is kept back from anybody's pay yet."),
    export_permission=Permission.WORK_EXPORT,
)


@bp.get("/deductions")
@requires(Permission.PAY_VIEW)
def deductions() -> ResponseReturnValue:
    """Every deduction, the latest first."""
    return list_page(
        DEDUCTIONS,
        lambda state: deduction_list(db.session(), state, scope=scope_asked()),
        "pay/deductions.html",
        on_export=lambda form, rows: note_export("pay.deductions-exported", form, rows),
    )


@bp.route("/deductions/new", methods=["GET", "POST"])
@requires(Permission.PAY_PREPARE)
def new_deduction() -> ResponseReturnValue:
    """Enter the same deduction by one paper for one or several people."""
    centre, last = chosen_centre(), months.first_of(clock.today())
    asked = request.args.get("code", "")[:60]
    form = DeductionForm(codes=asked, from_month=months.code_of(last))
    form.offer(months.months_between(months.month_before(last, _BEFORE), months.month_before(last, -_AHEAD)))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                ids = enter_deductions(
                    session,
                    centre.id,
                    form.typed_codes,
                    facts=form.facts(),
                    paper=form.paper(),
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("Deductions entered: %(count)s (%(people)s)", count=number(len(ids)), people=_people(ids)))
            return redirect(url_for(".deductions"), 303)
    page = render_template("pay/new_deduction.html", form=form, centres=centres(), chosen=centre)
    return page, form.http_status


def _people(ids: Sequence[int]) -> str:
    named = owing(db.session(), ids[:_NAMED], scope=current_scope())
    more = len(ids) - len(named)
    rest = [str(_("and %(count)s more people", count=number(more)))] if more else []
    return ", ".join([*(f"{one.full_name} {one.file_code}" for one in named), *rest])


@bp.route("/deductions/<int:deduction_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.PAY_PREPARE)
def withdraw_deduction(deduction_id: int) -> ResponseReturnValue:
    """Take nothing more of a deduction; asks first."""
    row = deduction(db.session(), deduction_id, scope=current_scope())
    form = WhyForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                withdraw(session, deduction_id, reason=form.reason.data or "", actor=current_actor(), now=clock.now())
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The deduction is withdrawn."))
            return redirect(url_for(".stay", stay_id=row.stay_id), 303)
    return render_template("pay/withdraw_deduction.html", form=form, row=row, labels=labels), form.http_status
