"""One payroll: everybody in it, submitting, sending back, signing; on paper and as a workbook."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.attendance.rules.hours import hours_text
from rehab_center.audit.recorder import record
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError, ReasonNeeded
from rehab_center.findings import Severity
from rehab_center.names import fold
from rehab_center.organisation.queries import letterhead_on
from rehab_center.pay import labels
from rehab_center.pay.forms.payrolls import DropForm, ReturnForm, SignForm, SubmitForm
from rehab_center.pay.kinds import PayrollState
from rehab_center.pay.queries.payrolls import PayrollPage, load_payroll, payroll_page
from rehab_center.pay.rules.paid import PersonPay
from rehab_center.pay.rules.spelled import spelled
from rehab_center.pay.services.payrolls import (
    drop_payroll,
    return_payroll,
    sign_payroll,
    subject_of,
    submit_payroll,
)
from rehab_center.pay.views.blueprint import bp
from rehab_center.pay.views.words import line_in_list, line_on_paper, quantities
from rehab_center.permissions import Permission
from rehab_center.policies.naming import name_key
from rehab_center.web.access import current_actor, current_scope, may, requires
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import Choice, Column, Listing, Search, list_page
from rehab_center.web.paper import Paper


def page_of(payroll_id: int) -> PayrollPage:
    """The payroll as it stands. Raises NotFound."""
    return payroll_page(db.session(), payroll_id, scope=current_scope(), now=clock.now())


def note(act: str, payroll_id: int, **details: object) -> None:
    """That somebody looked at pay, or took it away, is in the log."""
    with transaction() as session:
        about = subject_of(load_payroll(session, payroll_id, scope=current_scope()))
        record(act, actor=current_actor(), at=clock.now(), about=about, details=details or None)


def _how(one: PersonPay) -> str:
    return "; ".join(map(line_in_list, one.lines))


def _people(payroll_id: int) -> Listing:
    def opens(stay_id: int) -> str:
        return url_for("pay.person", payroll_id=payroll_id, stay_id=stay_id)

    return Listing(
        f"payroll-{payroll_id}",
        _l("Payroll"),
        columns=(
            Column("code", _l("File code"), sortable=True, cell=lambda row: row.file_code),
            Column(
                "name",
                _l("Full name"),
                sortable=True,
                cell=lambda row: row.full_name,
                link=lambda row: opens(row.stay_id),
            ),
            Column("hours", _l("Hours worked"), sortable=True, cell=lambda row: hours_text(row.minutes)),
            Column("worked", _l("Days, hours or output"), cell=quantities),
            Column("how", _l("How it is computed"), cell=_how, on_page=False),
            Column("gross", _l("Earned"), sortable=True, number=True, cell=lambda row: row.split.gross),
            Column("supplements", _l("Of it supplements"), number=True),
            Column("deducted", _l("Deductions"), sortable=True, number=True, cell=lambda row: row.split.deducted),
            Column("fund", _l("To the fund"), number=True, cell=lambda row: row.split.fund),
            Column("custody", _l("To custody"), number=True, cell=lambda row: row.split.custody),
            Column("net", _l("Paid out"), number=True, cell=lambda row: row.split.net),
            Column("carried", _l("Deductions left for later"), number=True, cell=lambda row: row.split.carried),
        ),
        sort="name",
        search=Search(_l("Name, file code or programme")),
        filters=(Choice("only", _l("Only"), tuple((key, words) for key, (words, _test) in _ONLY.items())),),
        empty=_l("Nobody has earned anything in this month."),
        export_permission=Permission.WORK_EXPORT,
    )


_ONLY: dict[str, tuple[object, Callable[[PersonPay], bool]]] = {
    "supplement": (_l("Whoever has a supplement"), lambda one: any(named.line.cause for named in one.lines)),
    "deduction": (_l("Whoever has a deduction"), lambda one: bool(one.split.taken)),
    "carried": (_l("Whose deductions are not taken whole"), lambda one: bool(one.split.carried or one.remaining)),
}


def _chosen(people: tuple[PersonPay, ...], state: ListState) -> tuple[list[PersonPay], int]:
    words, only = fold(state.q), state.choice("only")
    found = [
        one
        for one in people
        if words in fold(f"{one.full_name} {one.file_code} {' '.join(named.activity for named in one.lines)}")
        and (only is None or _ONLY[only][1](one))
    ]
    named = name_key(db.session())
    keys: dict[str, Any] = {
        "name": lambda one: (named(one.full_name), one.stay_id),
        "code": lambda one: (one.file_code, one.stay_id),
        "hours": lambda one: (one.minutes, one.stay_id),
        "gross": lambda one: (one.split.gross, one.stay_id),
        "deducted": lambda one: (one.split.deducted, one.stay_id),
    }
    return state.cut(sorted(found, key=keys[state.sort], reverse=state.descending))


@bp.get("/payrolls/<int:payroll_id>")
@requires(Permission.PAY_VIEW)
def payroll(payroll_id: int) -> ResponseReturnValue:
    """Everybody in a payroll; while it is open, what stands in its way. That it was opened is in the log."""
    page = page_of(payroll_id)
    note("pay.payroll-viewed", payroll_id)
    return list_page(
        _people(payroll_id),
        lambda state: _chosen(page.people, state),
        "pay/payroll.html",
        on_export=lambda form, rows: note("pay.payroll-exported", payroll_id, form=form, rows=rows),
        page=page,
        labels=labels,
        hours_text=hours_text,
        rights=_rights(page),
    )


def _rights(page: PayrollPage) -> dict[str, bool]:
    submitted = page.row.state is PayrollState.SUBMITTED
    signs = submitted and may(Permission.PAY_SIGN) and page.submitter != current_actor().name
    return {
        "prepares": page.row.state is PayrollState.DRAFT and may(Permission.PAY_PREPARE),
        "signs": signs and not page.moved,
        "returns": submitted and (may(Permission.PAY_SIGN) or may(Permission.PAY_PREPARE)),
    }


@bp.route("/payrolls/<int:payroll_id>/submit", methods=["GET", "POST"])
@requires(Permission.PAY_PREPARE)
def submit(payroll_id: int) -> ResponseReturnValue:
    """Check what will be submitted, and say why where something is not complete."""
    page = page_of(payroll_id)
    form = SubmitForm(version=page.version, seen=page.computed.fingerprint if page.computed else "")
    if form.validate_on_submit():
        try:
            with transaction() as session:
                submit_payroll(
                    session,
                    payroll_id,
                    seen=form.seen.data or "",
                    reason=form.given_reason,
                    expected_version=form.version.data or 0,
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
            if error.code == "moved" and page.computed:  # the answer shows what it is now
                form.seen.data = page.computed.fingerprint
            if isinstance(error, ReasonNeeded):
                box = form.reason_note if form.reason.data == "other" else form.reason
                box.errors = [*box.errors, _("Say why it is right nevertheless.")]
        else:
            flash(_("The payroll waits for the signature of a second person."))
            return redirect(url_for(".payroll", payroll_id=payroll_id), 303)
    if (
        page.computed
        and not form.findings
        and all(one.severity is not Severity.BLOCK for one in page.computed.findings)
    ):
        form.findings = page.computed.warnings  # the reason they ask for is there before anything is pressed
    return _step("pay/submit.html", page, form)


@bp.route("/payrolls/<int:payroll_id>/drop", methods=["GET", "POST"])
@requires(Permission.PAY_PREPARE)
def drop(payroll_id: int) -> ResponseReturnValue:
    """Take out a payroll that was begun by mistake, so that later months need not wait for it."""
    page = page_of(payroll_id)
    form = DropForm(version=page.version)
    if _done(form, drop_payroll, payroll_id):
        flash(_("The payroll of %(month)s is dropped.", month=page.row.month_name))
        return redirect(url_for(".index"), 303)
    return _step("pay/drop.html", page, form)


@bp.route("/payrolls/<int:payroll_id>/sign", methods=["GET", "POST"])
@requires(Permission.PAY_SIGN)
def sign(payroll_id: int) -> ResponseReturnValue:
    """Check what will be signed, and sign it: afterwards nothing of it changes."""
    page = page_of(payroll_id)
    form = SignForm(version=page.version)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                sign_payroll(
                    session,
                    payroll_id,
                    expected_version=form.version.data or 0,
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The payroll is signed and has its number."))
            return redirect(url_for(".payroll", payroll_id=payroll_id), 303)
    return _step("pay/sign.html", page, form)


@bp.route("/payrolls/<int:payroll_id>/return", methods=["GET", "POST"])
@requires(Permission.PAY_VIEW)
def send_back(payroll_id: int) -> ResponseReturnValue:
    """Make a submitted payroll a draft again, with a word; for whoever signs and whoever prepares."""
    page = page_of(payroll_id)
    if not (may(Permission.PAY_SIGN) or may(Permission.PAY_PREPARE)):
        return render_template("errors/403.html"), 403
    form = ReturnForm(version=page.version)
    if _done(form, return_payroll, payroll_id):
        flash(_("The payroll is a draft again."))
        return redirect(url_for(".payroll", payroll_id=payroll_id), 303)
    return _step("pay/return.html", page, form)


def _done(form: DropForm | ReturnForm, act: Callable[..., None], payroll_id: int) -> bool:
    """Whether the act was carried out for the reason typed; what is wrong stands in the form."""
    if not form.validate_on_submit():
        return False
    try:
        with transaction() as session:
            act(
                session,
                payroll_id,
                reason=form.reason.data or "",
                expected_version=form.version.data or 0,
                actor=current_actor(),
                now=clock.now(),
            )
    except DomainError as error:
        form.take(error)
        return False
    return True


def _step(template: str, page: PayrollPage, form: Any) -> ResponseReturnValue:
    return render_template(template, page=page, form=form, labels=labels, hours_text=hours_text), form.http_status


@bp.get("/payrolls/<int:payroll_id>/sheet")
@requires(Permission.PAY_VIEW)
def sheet(payroll_id: int) -> ResponseReturnValue:
    """The payroll as it prints, with a column to sign in. That it was opened is in the log."""
    page = page_of(payroll_id)
    note("pay.payroll-viewed", payroll_id)
    return _sheet(page).preview()


@bp.get("/payrolls/<int:payroll_id>/sheet/file")
@requires(Permission.PAY_VIEW)
def sheet_file(payroll_id: int) -> ResponseReturnValue:
    """The same as PDF. That it left the program is in the log."""
    page = page_of(payroll_id)
    note("pay.payroll-printed", payroll_id)
    return _sheet(page).answer(made_at=page.row.signed.signed_at if page.row.signed else clock.now())


def _sheet(page: PayrollPage) -> Paper:
    day = clock.day_of(page.row.signed.signed_at) if page.row.signed else clock.today()
    return Paper(
        template="pay/sheet.html",
        title="Bảng thanh toán tiền công lao động",
        name=f"bang-tien-cong-{page.row.month:%Y-%m}",
        letterhead=letterhead_on(db.session(), page.row.facility_id, day),
        day=day,
        given={
            "page": page,
            "labels": labels,
            "line_on_paper": line_on_paper,
            "hours_text": hours_text,
            "spelled": spelled,
            "known_at": clock.now(),
        },
    )
