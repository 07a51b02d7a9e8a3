"""The block of the first page: papers that wait for the head of the centre, for their number or their signed scan."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center.db import db
from rehab_center.issuing.kinds import PaperState
from rehab_center.issuing.labels import KINDS
from rehab_center.issuing.queries import WaitingPaper, waiting_papers
from rehab_center.permissions import Actor, Permission, Role
from rehab_center.web.first_page import SHOWN, Block, Content, Harm, Line
from rehab_center.web.formatting import day


def waiting(actor: Actor) -> Content | None:
    """Drafts for whoever issues them; printed ones, till number and signed scan are there, for whoever enters both."""
    found = waiting_papers(
        db.session(),
        scope=actor.scope,
        drafts=actor.may(Permission.ISSUING_ISSUE),
        printed=actor.holds(Role.INTAKE),
    )
    lines = tuple(_line(one) for one in found[:SHOWN])
    return Content(lines=lines, total=len(found), all_url=url_for("issuing.index"))


def _line(one: WaitingPaper) -> Line:
    shown = url_for("issuing.show", issued_id=one.id)
    if one.state is PaperState.DRAFT:
        when, act, act_url = _("written %(day)s", day=day(one.dated_on)), _("Look at it, issue it"), shown
    else:
        when = _("signed scan missing") if one.printed else _("number missing")
        act, act_url = _("Enter number and scan"), url_for("issuing.number", issued_id=one.id)
    what = " ".join(part for part in (str(KINDS[one.kind]), one.printed) if part)
    return Line(one.about, what, when, "warn", shown, act, act_url)


BLOCK = Block(
    "issued-papers",
    _l("Papers to be issued, numbered or signed"),
    "file-earmark-text",
    Harm.OWED,
    frozenset({Role.DIRECTOR, Role.INTAKE}),
    waiting,
)
