"""The inspector's pages: the log and one entry of it; and the administrator's page of the clock."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock as clocks
from rehab_center.audit import clock_guard, labels, queries, services, wording
from rehab_center.audit.conditions import Window
from rehab_center.audit.kin import kin_of
from rehab_center.audit.listing import (
    LOG,
    about_url,
    about_words,
    fetch,
    label_of,
    note_export,
    notes,
    shortcuts,
    story_url,
)
from rehab_center.audit.read_only import read_only_reason
from rehab_center.db import db, transaction
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.addresses import row_number
from rehab_center.web.listing import list_page

bp = Blueprint("audit", __name__)


@bp.get("/log")
@requires(Permission.AUDIT_VIEW)
def index() -> ResponseReturnValue:
    """The log, newest first. ``?about=resident:12`` narrows it to what concerns one person or thing."""
    about = _about(request.args.get("about", ""))
    upto = queries.last_number(db.session())  # what the export itself writes is not part of it
    kin = kin_of(db.session(), *about) if about else None
    return list_page(
        LOG,
        lambda state: fetch(Window(state, current_scope(), kin, upto)),
        "audit/index.html",
        on_export=_record_export,
        notes=notes,
        extra={"about": f"{about[0]}:{about[1]}"} if about else None,
        chain=queries.chain_state(db.session()),
        about_label=label_of(db.session(), *about, scope=current_scope()) if about else "",
        shortcuts=shortcuts(clocks.today()),
    )


@bp.get("/log/<int:number>")
@requires(Permission.AUDIT_VIEW)
def show(number: int) -> ResponseReturnValue:
    """One entry with everything it changed."""
    position = row_number(request.args.get("position", "")) or 1
    page = queries.entry_page(db.session(), number, scope=current_scope(), from_position=position)
    return render_template(
        "audit/show.html",
        page=page,
        line=page.line,
        act=labels.act_label(page.line.act),
        about=about_words(page.line.about),
        about_url=about_url(page.line.about),
        story=story_url(page.line.about.kind, page.line.about.id) if page.line.about else None,
        who_story=story_url("account", page.line.account_id) if page.line.account_id else None,
        origin=wording.origin(page.line.origin),
        day_of_act=clocks.day_of(page.line.at).isoformat(),
        details=wording.details(page.line),
        changes=wording.differences(db.session(), [queries.in_told_order(page.line)])[number],
    )


@bp.route("/clock", methods=["GET", "POST"])
@requires(Permission.CLOCK_CONFIRM)
def clock() -> ResponseReturnValue:
    """Whether the time can be believed; an administrator confirms it here."""
    now, why = clocks.now(), read_only_reason()
    if request.method == "GET":
        return render_template("audit/clock.html", now=now, last=clock_guard.last_entry_at(db.session()), why=why)
    with transaction() as session:
        services.confirm_clock(session, doubt=why, actor=current_actor(), now=now)
    flash(_("The time is confirmed. The program saves again."), "success")
    return redirect(url_for(".clock"), 303)


def _about(text: str) -> tuple[str, int] | None:
    kind, _colon, digits = text.partition(":")
    number = row_number(digits)
    return (kind, number) if kind in labels.subject_kinds() and number is not None else None


def _record_export(form: str, count: int) -> None:
    note_export(form, count, LOG.read(request.args))
