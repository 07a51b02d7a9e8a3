"""One person's pay: of a month as lines, as a slip, and every signed month with the deductions."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from rehab_center import clock
from rehab_center.admissions.queries import StayPage, stay_page
from rehab_center.admissions.views.sections import Section
from rehab_center.attendance.rules.hours import hours_text
from rehab_center.audit.recorder import Subject, record
from rehab_center.db import db, transaction
from rehab_center.organisation.choosing import centres
from rehab_center.organisation.queries import letterhead_on
from rehab_center.pay import labels
from rehab_center.pay.queries.deductions import deductions_of
from rehab_center.pay.queries.payrolls import PayrollPage, pays_of_stay
from rehab_center.pay.rules.paid import PersonPay
from rehab_center.pay.rules.spelled import spelled
from rehab_center.pay.views.blueprint import bp
from rehab_center.pay.views.payroll import page_of
from rehab_center.pay.views.words import filled_percent, line_on_paper, line_words
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, may, requires
from rehab_center.web.paper import Paper


def _asked(payroll_id: int, stay_id: int, act: str) -> tuple[PayrollPage, PersonPay, StayPage]:
    """A person's part of a payroll. That it was opened or printed is in the log. Raises NotFound."""
    page = page_of(payroll_id)
    stay = stay_page(db.session(), stay_id, scope=current_scope(), as_of=clock.today())
    found = page.person(stay_id)
    _note(act, stay)
    return page, found, stay


def _note(act: str, stay: StayPage) -> None:
    with transaction():
        about = Subject("resident", stay.person.id, f"{stay.person.full_name} ({stay.file_code})")
        record(act, actor=current_actor(), at=clock.now(), about=about)


@bp.get("/payrolls/<int:payroll_id>/stays/<int:stay_id>")
@requires(Permission.PAY_VIEW)
def person(payroll_id: int, stay_id: int) -> ResponseReturnValue:
    """How the pay of one person is computed, line by line."""
    page, one, stay = _asked(payroll_id, stay_id, "pay.person-viewed")
    return render_template(
        "pay/person.html",
        page=page,
        one=one,
        stay=stay,
        labels=labels,
        line_words=line_words,
        filled=filled_percent,
        hours_text=hours_text,
    )


@bp.get("/payrolls/<int:payroll_id>/stays/<int:stay_id>/slip")
@requires(Permission.PAY_VIEW)
def slip(payroll_id: int, stay_id: int) -> ResponseReturnValue:
    """A person's pay slip as it prints."""
    return _slip(*_asked(payroll_id, stay_id, "pay.person-viewed")[:2]).preview()


@bp.get("/payrolls/<int:payroll_id>/stays/<int:stay_id>/slip/file")
@requires(Permission.PAY_VIEW)
def slip_file(payroll_id: int, stay_id: int) -> ResponseReturnValue:
    """The same as PDF."""
    page, one, _stay = _asked(payroll_id, stay_id, "pay.slip-printed")
    return _slip(page, one).answer(made_at=page.row.signed.signed_at if page.row.signed else clock.now())


def _slip(page: PayrollPage, one: PersonPay) -> Paper:
    day = clock.day_of(page.row.signed.signed_at) if page.row.signed else clock.today()
    return Paper(
        template="pay/slip.html",
        title="Phiếu tiền công lao động",
        name=f"phieu-tien-cong-{one.file_code}-{page.row.month:%Y-%m}",
        letterhead=letterhead_on(db.session(), page.row.facility_id, day),
        day=day,
        given={
            "page": page,
            "one": one,
            "labels": labels,
            "line_on_paper": line_on_paper,
            "hours_text": hours_text,
            "spelled": spelled,
            "known_at": clock.now(),
        },
    )


@bp.get("/stays/<int:stay_id>")
@requires(Permission.PAY_VIEW)
def stay(stay_id: int) -> ResponseReturnValue:
    """Every signed pay of a person, and what is kept back. That it was opened is in the log."""
    page = stay_page(db.session(), stay_id, scope=current_scope(), as_of=clock.today())
    _note("pay.person-viewed", page)
    return render_template(
        "pay/stay.html",
        page=page,
        pays=pays_of_stay(db.session(), stay_id),
        deductions=deductions_of(db.session(), stay_id),
        labels=labels,
        prepares=may(Permission.PAY_PREPARE),
        centre=next(one.code for one in centres() if one.id == page.facility_id),
    )


def section_of_stay(page: StayPage) -> Section:
    """The last pays of a person, for the page of the stay: one statement."""
    pays = pays_of_stay(db.session(), page.id, limit=3) if may(Permission.PAY_VIEW) else ()
    return Section("pay/_on_stay.html", {"page": page, "pays": pays})
