"""Payrolls: the list, and beginning one."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.conduct import months
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.organisation.choosing import centres, chosen_centre, scope_asked
from rehab_center.pay import labels
from rehab_center.pay.forms.payrolls import MonthForm
from rehab_center.pay.queries.norms import paid_since
from rehab_center.pay.queries.payrolls import PayrollRow, known_months, payroll_list
from rehab_center.pay.rules.completeness import MONTHS_BACK
from rehab_center.pay.services.payrolls import prepare_payroll
from rehab_center.pay.views.blueprint import bp
from rehab_center.pay.views.norms import note_export
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, requires
from rehab_center.web.listing import Choice, Column, Listing, Search, list_page


def _url(row: PayrollRow) -> str:
    return url_for("pay.payroll", payroll_id=row.id)


PAYROLLS = Listing(
    "payrolls",
    _l("Payrolls"),
    columns=(
        Column("month", _l("Month"), sortable=True, cell=lambda row: row.month_name, link=_url),
        Column("number", _l("Number")),
        Column("state", _l("State"), cell=lambda row: labels.PAYROLL_STATES[row.state]),
        Column("people", _l("People paid"), number=True),
        Column("gross", _l("Earned"), sortable=True, number=True),
        Column("deducted", _l("Deductions"), number=True),
        Column("submitted_by", _l("Submitted by")),
        Column("signed_by", _l("Signed by (payroll)"), cell=lambda row: row.signed.signed_by if row.signed else None),
        Column("signed_at", _l("Signed at"), cell=lambda row: row.signed.signed_at if row.signed else None),
    ),
    sort="month",
    descending=True,
    search=Search(_l("Month or number")),
    filters=(Choice("state", _l("State"), [(one.value, words) for one, words in labels.PAYROLL_STATES.items()]),),
    empty=_l("No payroll yet. Begin one for a month: it is computed from the marks of attendance."),
    export_permission=Permission.WORK_EXPORT,
)


@bp.get("")
@requires(Permission.PAY_VIEW)
def index() -> ResponseReturnValue:
    """Every payroll, the latest month first."""
    return list_page(
        PAYROLLS,
        lambda state: payroll_list(db.session(), state, scope=scope_asked()),
        "pay/payrolls.html",
        on_export=lambda form, rows: note_export("pay.payroll-exported", form, rows),
    )


@bp.route("/payrolls/new", methods=["GET", "POST"])
@requires(Permission.PAY_PREPARE)
def new_payroll() -> ResponseReturnValue:
    """Begin the payroll of a month: one that labour is paid in, the latest that is over first."""
    centre, last = chosen_centre(), months.first_of(clock.today())
    known = known_months(db.session(), centre.id)
    since = max(months.month_before(last, MONTHS_BACK), paid_since(db.session(), centre.id) or last)
    offered = [one for one in months.months_between(since, last) if one not in known]
    over = next((one for one in offered if one < last), None)
    form = MonthForm(month=months.code_of(over) if over else None)
    form.offer(offered)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                payroll_id = prepare_payroll(
                    session, centre.id, form.chosen or last, actor=current_actor(), now=clock.now()
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The payroll is begun: look at its lines, then submit it."))
            return redirect(url_for(".payroll", payroll_id=payroll_id), 303)
    page = render_template("pay/new_payroll.html", form=form, centres=centres(), chosen=centre)
    return page, form.http_status
