"""Pages: send a workbook, say what unknown headings hold, look at the dry run, import, look at the result; export."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from rehab_center import clock
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.jobs.queries import parts_of, result_of
from rehab_center.jobs.services import enqueue
from rehab_center.organisation.queries import facilities
from rehab_center.permissions import Permission
from rehab_center.register import services, uploads
from rehab_center.register.dry_runs import dry_run
from rehab_center.register.forms import ConfirmForm, ExportForm, UploadForm, input_name, meanings_given, written_heading
from rehab_center.register.labels import FIELDS
from rehab_center.register.outcomes import SHOWN, begun, rejected
from rehab_center.register.previews import Preview, preview
from rehab_center.register.queries.exporting import export_register
from rehab_center.register.queries.known import remembered
from rehab_center.register.reading import read_workbook
from rehab_center.register.refused import workbook_of_refused
from rehab_center.register.row_list import ROWS
from rehab_center.register.row_store import fetch
from rehab_center.register.rules.headers import Table
from rehab_center.register.rules.reader import written
from rehab_center.register.rules.registers import choose
from rehab_center.register.rules.rows import data_rows
from rehab_center.register.rules.workbook import is_blank
from rehab_center.register.uploads import Upload
from rehab_center.register.work import KIND, asked_to_read, read_as, shown, uploads_folder
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.export import XLSX
from rehab_center.web.formatting import say
from rehab_center.web.listing import list_page

bp = Blueprint("register", __name__, url_prefix="/register")

_SAMPLES = 3


@bp.route("", methods=["GET", "POST"])
@requires(Permission.REGISTER_IMPORT)
def index() -> ResponseReturnValue:
    """Send a workbook."""
    form = UploadForm()
    form.facility.choices = _centres()
    if form.validate_on_submit() and form.file.data is not None:
        sent = form.file.data
        try:
            upload = uploads.keep(
                uploads_folder(),
                sent.read(),
                sent.filename or "",
                sender=current_actor().name,
                facility_id=form.facility.data,
            )
        except DomainError as error:
            form.take(error)
        else:
            return redirect(url_for(".check", upload=upload.sha256), 303)
    status = 422 if form.is_submitted() else 200
    return render_template("register/index.html", form=form), status


@bp.route("/<string:upload>", methods=["GET", "POST"])
@requires(Permission.REGISTER_IMPORT)
def check(upload: str) -> ResponseReturnValue:
    """The dry run: what would happen; confirmed, the import begins as long work."""
    sent = _sent(upload)
    form = ConfirmForm()
    try:
        seen = _preview(sent)
    except DomainError as error:
        flash(say(error), "warning")
        if error.code == "unknown-headings":
            return redirect(url_for(".columns", upload=upload), 303)
        return redirect(url_for(".index"), 303)  # where another workbook is sent
    ticked = request.form.getlist("row")
    if form.validate_on_submit() and form.answers(asked=len(seen.changed) > 0):
        reason, confirmed = form.given_reason or services.USUAL_REASON, form.confirmed(ticked)
        return _begin(sent, reason, confirmed, older=seen.older)
    page = render_template(
        "register/check.html",
        form=form,
        upload=sent,
        read=seen.read,
        outcome=seen.outcome,
        older=seen.older,
        changed=seen.changed,
        ticked=ticked if form.is_submitted() else None,
        sheets=_chosen_sheets(),
        shown=SHOWN,
    )
    return page, 422 if form.is_submitted() else 200


@bp.get("/<string:upload>/rows")
@requires(Permission.REGISTER_IMPORT)
def rows(upload: str) -> ResponseReturnValue:
    """The dry run row by row, to be searched, filtered and taken as a workbook."""
    sent, sheets = _sent(upload), _chosen_sheets()
    lines = _preview(sent).lines
    return list_page(
        ROWS,
        lambda state: fetch(lines, state),
        "register/rows.html",
        on_export=lambda form, count: _note_rows_taken(sent, form, count),
        extra={"sheet": sheets[0]} if sheets else {},
        upload=sent,
        sheets=sheets,
    )


def _note_rows_taken(sent: Upload, form: str, count: int) -> None:
    with transaction() as session:
        services.record_export(
            session,
            facility_id=sent.facility_id,
            filename=f"{ROWS.key}.{form}",
            rows=count,
            actor=current_actor(),
            now=clock.now(),
        )


def _begin(
    sent: Upload, reason: str, confirmed: str | list[str], *, older: Sequence[Mapping[str, Any]]
) -> ResponseReturnValue:
    payload = {
        "sha256": sent.sha256,
        "sender": sent.sender,
        **asked_to_read(db.session(), sent, _chosen_sheets()),
        "reason": reason,
        "confirmed": confirmed,
        # Said before anything is written: afterwards nothing could tell.
        "older": list(older),
    }
    with transaction() as session:
        job_id = enqueue(
            session,
            KIND,
            payload,
            actor=current_actor(),
            now=clock.now(),
            facility_id=sent.facility_id,
        )
    return redirect(url_for("jobs.show", job_id=job_id), 303)


@bp.route("/<string:upload>/columns", methods=["GET", "POST"])
@requires(Permission.REGISTER_IMPORT)
def columns(upload: str) -> ResponseReturnValue:
    """Say what each heading holds; remembered for every later book of the centre."""
    sent = _sent(upload)
    tables = _tables(sent)
    if request.method == "POST":
        with transaction() as session:
            services.remember_columns(
                session,
                sent.facility_id,
                meanings_given(request.form, tables),
                actor=current_actor(),
                now=clock.now(),
            )
        return redirect(url_for(".check", upload=upload, sheet=_chosen_sheets()), 303)
    lines = [_column_line(tables[0], index) for index in range(len(tables[0].columns))]
    return render_template(
        "register/columns.html",
        upload=sent,
        table=tables[0],
        lines=[line for line in lines if line],
        fields=FIELDS,
        sheets=_chosen_sheets(),
    )


def _column_line(table: Table, index: int) -> dict[str, Any] | None:
    """A heading with the first values under it."""
    column = table.columns[index]
    if not column.heading:
        return None
    below = (table.sheet.rows[row.index][index] for row in data_rows(table))
    samples = [written(cell) for cell in below if not is_blank(cell)]
    return {
        "input": input_name(column),
        "heading": written_heading(column),
        "field": column.field,
        "samples": list(dict.fromkeys(samples))[:_SAMPLES],
    }


@bp.get("/<string:upload>/refused.xlsx")
@requires(Permission.REGISTER_IMPORT)
def refused(upload: str) -> ResponseReturnValue:
    """The rows the dry run refuses, as they stand, with the reasons."""
    sent = _sent(upload)
    book = read_as({"sheets": _chosen_sheets()}, sent)
    outcome = dry_run(db.session(), book, facility_id=sent.facility_id, actor=current_actor())
    rows_refused = rejected(outcome, say, with_sheets=True)
    return _workbook(workbook_of_refused(book.register, rows_refused), "dong-khong-nhap.xlsx")


@bp.get("/results/<int:job_id>")
@requires(Permission.REGISTER_IMPORT)
def result(job_id: int) -> ResponseReturnValue:
    """What an import has done."""
    outcome = shown(result_of(db.session(), job_id, KIND, actor=current_actor()))
    return render_template("register/result.html", outcome=outcome, job_id=job_id, shown=SHOWN)


@bp.get("/results/<int:job_id>/refused.xlsx")
@requires(Permission.REGISTER_IMPORT)
def result_refused(job_id: int) -> ResponseReturnValue:
    """The rows an import has refused, as they stood, with the reasons."""
    outcome: dict[str, Any] = result_of(db.session(), job_id, KIND, actor=current_actor())
    book = read_as(outcome, _sent(str(outcome["sha256"])))
    refused_rows: Iterable[Mapping[str, Any]] = outcome["rejected"]
    if len(shown(outcome)["rejected"]) > SHOWN:  # the result has the first of them only
        read = rejected(begun(book.register, dry_run=False, shelves=book.shelves), say, with_sheets=True)
        refused_rows = chain(read, (one for _key, part in parts_of(db.session(), job_id) for one in part["rejected"]))
    return _workbook(workbook_of_refused(book.register, refused_rows), "dong-khong-nhap.xlsx")


@bp.get("/export")
@requires(Permission.REGISTER_EXPORT)
def export() -> ResponseReturnValue:
    """Choose the day, and take the register of that day as a workbook."""
    form = ExportForm(request.args if "as_of" in request.args else None)
    form.facility.choices = _centres()
    if "as_of" not in request.args:
        form.as_of.data = clock.today()
        return render_template("register/export.html", form=form)
    if not form.validate() or form.as_of.data is None:
        return render_template("register/export.html", form=form), 422
    exported = export_register(db.session(), form.facility.data, as_of=form.as_of.data)
    name = f"so-theo-doi-{form.as_of.data:%Y-%m-%d}.xlsx"
    with transaction() as session:
        services.record_export(
            session,
            facility_id=form.facility.data,
            filename=name,
            rows=exported.stays,
            actor=current_actor(),
            now=clock.now(),
        )
    return _workbook(exported.content, name)


def _centres() -> list[tuple[int, str]]:
    return [(item.id, item.name) for item in facilities(db.session(), scope=current_scope(), day=clock.today())]


def _chosen_sheets() -> list[str]:
    return request.args.getlist("sheet")


def _sent(upload: str) -> Upload:
    return uploads.sent(uploads_folder(), upload, sender=current_actor().name)


def _preview(sent: Upload) -> Preview:
    return preview(db.session(), uploads_folder(), sent, _chosen_sheets(), actor=current_actor())


def _tables(sent: Upload) -> tuple[Table, ...]:
    workbook = read_workbook(uploads.content(uploads_folder(), sent), sent.filename)
    choice = choose(workbook, remembered=remembered(db.session(), sent.facility_id), only=_chosen_sheets() or None)
    return choice.tables or choice.incomplete or choice.movements


def _workbook(content: bytes, name: str) -> Response:
    answer = Response(content, mimetype=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
