"""The block of the first page: payrolls of months that are over and wait for the next step."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.db import db
from rehab_center.pay.kinds import PayrollState
from rehab_center.pay.queries.payrolls import PayrollRow, open_payrolls
from rehab_center.permissions import Actor, Permission, Role
from rehab_center.web.first_page import SHOWN, Block, Content, Harm, Line
from rehab_center.web.formatting import moment


def waiting(actor: Actor) -> Content:
    """One line a payroll: those submitted for whoever signs, those begun for whoever prepares."""
    found = [
        one for one in open_payrolls(db.session(), scope=actor.scope, today=clock.today()) if _concerns(one, actor)
    ]
    return Content(
        lines=tuple(map(_line, found[:SHOWN])), total=len(found), all_url=url_for("pay.index", state="submitted")
    )


def _concerns(one: PayrollRow, actor: Actor) -> bool:
    submitted = one.state is PayrollState.SUBMITTED
    return actor.may(Permission.PAY_SIGN if submitted else Permission.PAY_PREPARE)


def _line(one: PayrollRow) -> Line:
    page = url_for("pay.payroll", payroll_id=one.id)
    about = _("Payroll of %(month)s", month=one.month_name)
    if one.submitted_by:
        said = _("submitted by %(who)s", who=one.submitted_by)
        return Line(about, said, moment(one.submitted_at), "warn", page, _("Look and sign"), page)
    return Line(about, _("the month is over"), moment(one.prepared_at), "", page, _("Look and submit"), page)


BLOCK = Block(
    "payrolls",
    _l("Payrolls that wait"),
    "journal-text",
    Harm.UNFINISHED,
    frozenset({Role.TRAINING, Role.DIRECTOR}),
    waiting,
)
