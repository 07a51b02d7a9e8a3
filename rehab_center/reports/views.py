"""Pages: the issued reports, a new one with its preview, one report, its paper, and the people behind a figure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from operator import attrgetter, itemgetter
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.audit.recorder import Subject, record
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.figures.labels import KINDS
from rehab_center.figures.period_names import period_name
from rehab_center.figures.queries import PARTS
from rehab_center.names import fold
from rehab_center.organisation.choosing import centres, chosen_centre
from rehab_center.permissions import Permission
from rehab_center.policies.naming import name_key
from rehab_center.reports import drafts, paper, queries, tables, wording
from rehab_center.reports.forms import ChooseReportForm, last_over, period_of, word_of
from rehab_center.reports.queries import Cell, CellPeople, Member, ReportLine, ReportPage
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.formatting import say
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import Choice, Column, Listing, Search, list_page
from rehab_center.web.navigation import exists

bp = Blueprint("reports", __name__, url_prefix="/reports")

_ONE_LOOK = timedelta(minutes=15)
_LOOKS_KEPT = 20

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
        "reports/show.html", report=page, wording=wording, tables=tables, cell_url=partial(_cell_url, report_id)
    )


@bp.get("/<int:report_id>/paper")
@requires(Permission.REPORTS_VIEW)
def preview_paper(report_id: int) -> ResponseReturnValue:
    """The paper as it is printed, on the screen."""
    page = queries.report_page(db.session(), report_id, scope=current_scope())
    return render_template(
        "reports/paper.html", report=page, wording=wording, tables=tables, cell_url=partial(_cell_url, report_id)
    )


def _cell_url(report_id: int, code: str) -> str:
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
        record("report.downloaded", actor=current_actor(), at=clock.now(), about=_subject(page.line))
    name = f"bao-cao-{page.line.period.code}-lan-{page.line.number}.pdf"
    disposition = f'{"inline" if "view" in request.args else "attachment"}; filename="{name}"'
    return Response(content, mimetype="application/pdf", headers={"Content-Disposition": disposition})


@bp.get("/<int:report_id>/figures/<string:code>")
@requires(Permission.REPORTS_VIEW)
def cell(report_id: int, code: str) -> ResponseReturnValue:
    """The people behind a figure, and those just outside it, as they were when it was frozen."""
    page = queries.report_page(db.session(), report_id, scope=current_scope())
    found = queries.cell_people(db.session(), report_id, code, scope=current_scope())
    if found.cell.people_count is None:
        return _computed(page, found.cell)
    if "export" not in request.args and _is_first_look(page.line, found.cell):
        _opened("report.cell_opened", page.line, found)

    def exported(_form: str, _rows: int) -> None:
        _opened("report.people_exported", page.line, found)

    return list_page(
        _people_listing(found),
        lambda state: _people(found, state),
        "reports/cell.html",
        on_export=exported,
        report=page,
        found=found,
        wording=wording,
    )


def _computed(page: ReportPage, cell: Cell) -> ResponseReturnValue:
    """A figure that counts nobody itself: what it was computed from, each of which opens."""
    return render_template(
        "reports/computed.html",
        report=page,
        cell=cell,
        base=[page[code] for code in PARTS.get(cell.code, ())],
        wording=wording,
        cell_url=partial(_cell_url, page.line.id),
    )


def _is_first_look(line: ReportLine, cell: Cell) -> bool:
    """Whether this sign-in has not seen the figure's people just now: sorting, paging and searching are one look."""
    looks: dict[str, float] = session.get("figures_seen", {})
    now = clock.now().timestamp()
    recent = {key: at for key, at in looks.items() if now - at < _ONE_LOOK.total_seconds()}
    key = f"{line.id}.{cell.position}"
    session["figures_seen"] = dict(sorted((recent | {key: now}).items(), key=itemgetter(1))[-_LOOKS_KEPT:])
    return key not in recent


def _opened(act: str, line: ReportLine, found: CellPeople) -> None:
    with transaction():
        record(
            act, actor=current_actor(), at=clock.now(), about=_subject(line), details={"figure": say(found.cell.label)}
        )


def _subject(line: ReportLine) -> Subject:
    return Subject("report", line.id, wording.issue_name(line.period, line.number))


_OUTSIDE_COLUMNS = (
    Column("counted", _l("Counted"), cell=lambda one: one.reason is None),
    Column("reason", _l("Why not counted"), cell=lambda one: one.reason),
)
_WHICH = Choice("which", _l("Show"), [("in", _l("Counted")), ("out", _l("Just outside"))])


def _people_listing(found: CellPeople) -> Listing:
    return Listing(
        key="people",
        title=say(found.cell.label),
        columns=(
            Column("code", _l("File code"), sortable=True),
            Column("name", _l("Full name"), sortable=True, link=_person_url),
            Column("on", _l("Day"), sortable=True),
            *(_OUTSIDE_COLUMNS if found.just_excluded else ()),
        ),
        sort="place",
        search=Search(_l("Name or file code")),
        filters=(_WHICH,) if found.just_excluded else (),
        empty=_l("Nobody is in this figure."),
        export_permission=Permission.PEOPLE_EXPORT,
    )


def _person_url(one: Member) -> str | None:
    return url_for("casefile.person", resident_id=one.resident_id) if exists("casefile.person") else None


def _people(found: CellPeople, state: ListState) -> tuple[Sequence[Member], int]:
    which = state.choice("which")
    everybody = [*(found.people if which != "out" else ()), *(found.just_excluded if which != "in" else ())]
    people = [one for one in everybody if fold(state.q) in fold(f"{one.name} {one.code}")]
    if state.sort != "place":
        key = name_key(db.session())
        keys: dict[str, Any] = {
            "code": attrgetter("code", "admission_id"),
            "name": lambda one: (key(one.name), one.admission_id),
            "on": attrgetter("on", "admission_id"),
        }
        people.sort(key=keys[state.sort], reverse=state.descending)
    return state.cut(people)
