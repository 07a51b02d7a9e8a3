"""Pages: the issued reports, a new one with its preview, one report, and its paper."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from operator import attrgetter
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.audit.recorder import Subject, record
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.figures.labels import KINDS
from rehab_center.figures.period_names import period_name
from rehab_center.names import fold
from rehab_center.organisation.choosing import centres, chosen_centre
from rehab_center.permissions import Permission
from rehab_center.reports import drafts, paper, queries, tables, wording
from rehab_center.reports.forms import ChooseReportForm, last_over, period_of, word_of
from rehab_center.reports.queries import ReportLine
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.formatting import say
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import Choice, Column, Listing, Search, list_page

bp = Blueprint("reports", __name__, url_prefix="/reports")

REPORTS = Listing(
    key="reports",
    title=_l("Issued reports"),
    columns=(
        Column("period", _l("Period"), sortable=True,
               cell=lambda line: wording.page_name(line.period),
               link=lambda line: url_for("reports.show", report_id=line.id)),
        Column("days", _l("From – until"), cell=lambda line: f"{line.first:%d/%m/%Y} – {line.last:%d/%m/%Y}"),
        Column("number", _l("Issue"), number=True),
        Column("built_at", _l("Built at"), sortable=True),
        Column("built_by", _l("Built by"), sortable=True),
        Column("paper", _l("Paper"), cell=lambda line: _("PDF kept") if line.sha256 else _("Not printed yet")),
        Column("sha256", _l("SHA-256 of the file"), on_page=False),
    ),
    sort="built_at",
    descending=True,
    search=Search(_l("Period or name")),
    filters=(Choice("kind", _l("Kind"), [(kind.value, label) for kind, label in KINDS.items()]),),
    empty=_l("No report has been issued yet. Choose a period above to make the first one."),
)  # fmt: skip


@bp.get("")
@requires(Permission.REPORTS_VIEW)
def index() -> ResponseReturnValue:
    """The issued reports, and the choice of a period for a new one."""
    form = ChooseReportForm(formdata=None)
    form.offer(clock.today())
    return list_page(
        REPORTS,
        _issued,
        "reports/index.html",
        form=form,
        proposed=[(wording.page_name(one), word_of(one)) for one in last_over(clock.today())],
        centres=centres(),
        centre=chosen_centre() if centres() else None,
    )


def _issued(state: ListState) -> tuple[Sequence[ReportLine], int]:
    lines = [line for line in queries.reports(db.session(), scope=current_scope()) if _fits(line, state)]
    keys: dict[str, Any] = {
        "period": lambda line: (line.last, line.period.kind, line.id),
        "built_at": attrgetter("built_at", "id"),
        "built_by": attrgetter("built_by", "id"),
    }
    lines.sort(key=keys[state.sort], reverse=state.descending)
    return state.cut(lines)


def _fits(line: ReportLine, state: ListState) -> bool:
    kind = state.choice("kind")
    words = fold(f"{period_name(line.period)} {line.period.code} {line.built_by}")
    return (kind is None or line.period.kind.value == kind) and fold(state.q) in words


@bp.get("/new")
@requires(Permission.REPORTS_BUILD)
def preview() -> ResponseReturnValue:
    """A period's report as it would be frozen now."""
    try:
        period = period_of(request.args.get("period", ""))
    except ValueError:
        flash(_("Choose a period first."), "warning")
        return redirect(url_for("reports.index"))
    read = drafts.material(db.session(), facility_id=chosen_centre().id, period=period, now=clock.now())
    last = read.period.range.last
    return render_template(
        "reports/preview.html",
        report=drafts.draft_page(read),
        balance=read.balance,
        over=last <= clock.today(),
        today_is_last=last == clock.today(),
        word=request.args["period"],
        centres=centres(),
        centre=chosen_centre(),
        wording=wording,
        tables=tables,
    )


@bp.post("")
@requires(Permission.REPORTS_BUILD)
def build() -> ResponseReturnValue:
    """Freeze and print."""
    try:
        period = period_of(request.form.get("period", ""))
    except ValueError:
        abort(400)
    try:
        report_id = paper.build(chosen_centre().id, period, actor=current_actor())
    except DomainError as error:
        flash(say(error), "danger")
        return redirect(
            url_for("reports.preview", period=request.form["period"], centre=request.form.get("centre")), 303
        )
    flash(_("The report is frozen and its paper kept."), "success")
    return redirect(url_for("reports.show", report_id=report_id), 303)


@bp.get("/<int:report_id>")
@requires(Permission.REPORTS_VIEW)
def show(report_id: int) -> ResponseReturnValue:
    """One report: its figures, each opening onto its people."""
    page = queries.report_page(db.session(), report_id, scope=current_scope())
    return render_template(
        "reports/show.html", report=page, wording=wording, tables=tables, cell_url=partial(cell_url, report_id)
    )


@bp.get("/<int:report_id>/paper")
@requires(Permission.REPORTS_VIEW)
def preview_paper(report_id: int) -> ResponseReturnValue:
    """The paper as it is printed, on the screen."""
    page = queries.report_page(db.session(), report_id, scope=current_scope())
    return render_template(
        "reports/paper.html", report=page, wording=wording, tables=tables, cell_url=partial(cell_url, report_id)
    )


def cell_url(report_id: int, code: str) -> str:
    """Where a figure opens."""
    return url_for("reports.cell", report_id=report_id, code=code)


@bp.post("/<int:report_id>/print")
@requires(Permission.REPORTS_BUILD)
def print_paper(report_id: int) -> ResponseReturnValue:
    """Print a report that was frozen and, for a power cut, never printed."""
    queries.report_page(db.session(), report_id, scope=current_scope())
    paper.print_paper(report_id, actor=current_actor())
    return redirect(url_for("reports.show", report_id=report_id), 303)


@bp.get("/<int:report_id>/file")
@requires(Permission.REPORTS_VIEW)
def download(report_id: int) -> ResponseReturnValue:
    """The issued bytes, always the same."""
    page = queries.report_page(db.session(), report_id, scope=current_scope())
    content = paper.kept(page)
    with transaction():
        record("report.downloaded", actor=current_actor(), at=clock.now(), about=subject_of(page.line))
    name = f"bao-cao-{page.line.period.code}-lan-{page.line.number}.pdf"
    disposition = f'{"inline" if "view" in request.args else "attachment"}; filename="{name}"'
    return Response(content, mimetype="application/pdf", headers={"Content-Disposition": disposition})


def subject_of(line: ReportLine) -> Subject:
    """An issued report as the log names it."""
    return Subject("report", line.id, wording.issue_name(line.period, line.number))
