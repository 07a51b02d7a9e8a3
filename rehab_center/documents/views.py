"""The list of papers, a paper's page, its scans."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.db import db, transaction
from rehab_center.documents import queries, services
from rehab_center.documents.forms import DocumentForm, ScanForm, WithdrawForm
from rehab_center.documents.labels import FIELDS, KINDS, MISSING
from rehab_center.documents.uses import uses_of
from rehab_center.errors import DomainError
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.headers import from_outside
from rehab_center.web.listing import Choice, Column, Days, Listing, Search, list_page

bp = Blueprint("documents", __name__, url_prefix="/papers")

PAPERS = Listing(
    "papers",
    _l("Papers"),
    columns=(
        Column(
            "number",
            FIELDS["number"],
            sortable=True,
            link=lambda line: url_for("documents.show", document_id=line.id),
        ),
        Column("kind", FIELDS["kind"], sortable=True, cell=lambda line: KINDS[line.kind]),
        Column("issued_on", FIELDS["issued_on"], sortable=True),
        Column("issuer", FIELDS["issuer"], sortable=True),
        Column("missing", _l("Missing"), cell=lambda line: missing_words(line)),
        Column("scans", _l("Scans"), number=True),
    ),
    sort="issued_on",
    descending=True,
    search=Search(_l("Number of the paper")),
    filters=(
        Choice("kind", FIELDS["kind"], [(kind.value, words) for kind, words in KINDS.items()]),
        Choice("missing", _l("Missing"), list(MISSING.items())),
        Days("issued_on", FIELDS["issued_on"]),
    ),
    empty=_l("No papers yet: they come with admissions, movements and the import of the register."),
    export_permission=Permission.PEOPLE_EXPORT,
)


def missing_words(line: queries.DocumentLine) -> str:
    """What of a paper is not known, and whether the old book is why."""
    missing = [
        str(FIELDS[name]) for name, value in (("issued_on", line.issued_on), ("issuer", line.issuer)) if not value
    ]
    if missing and line.unknown_in_old_book:
        missing.append(_("not in the old book"))
    return ", ".join(missing)


@bp.get("")
@requires(Permission.PEOPLE_VIEW)
def index() -> ResponseReturnValue:
    """Every paper within the reader's scope."""
    return list_page(
        PAPERS,
        lambda state: queries.documents(db.session(), scope=current_scope(), state=state),
        "documents/index.html",
        on_export=_note_export,
    )


def _note_export(form: str, rows: int) -> None:
    with transaction():
        services.note_export(form=form, rows=rows, actor=current_actor(), now=clock.now())


@bp.get("/<int:document_id>")
@requires(Permission.PEOPLE_VIEW)
def show(document_id: int) -> ResponseReturnValue:
    """One paper: what it says, its scans, what rests on it."""
    return _page(document_id, ScanForm(formdata=None))


def _page(document_id: int, form: ScanForm) -> str:
    session, scope = db.session(), current_scope()
    page = queries.document_page(session, document_id, scope=scope)
    uses = uses_of(session, document_id, scope=scope)
    return render_template("documents/show.html", page=page, uses=uses, kinds=KINDS, fields=FIELDS, form=form)


@bp.post("/<int:document_id>/scans")
@requires(Permission.DOCUMENTS_EDIT)
def attach(document_id: int) -> ResponseReturnValue:
    """Attach a scan."""
    form = ScanForm()
    if form.validate() and form.scan.data is not None:
        try:
            with transaction() as session:
                services.attach_scan(
                    session,
                    document_id,
                    content=form.scan.data.read(),
                    name=form.scan.data.filename or "",
                    folder=_scans(),
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The scan is attached."))
            return redirect(url_for(".show", document_id=document_id), 303)
    return _page(document_id, form), 422


def _scans() -> Path:
    return Path(current_app.config["INSTANCE"]) / "scans"


@bp.get("/<int:document_id>/scans/<int:scan_id>")
@requires(Permission.PEOPLE_VIEW)
def scan(document_id: int, scan_id: int) -> ResponseReturnValue:
    """The bytes of a scan. Opening one is in the log."""
    with transaction() as session:
        opened = services.open_scan(
            session, document_id, scan_id, folder=_scans(), actor=current_actor(), now=clock.now()
        )
    return from_outside(opened.content, media_type=opened.media_type, name=opened.name)


@bp.route("/<int:document_id>/scans/<int:scan_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.DOCUMENTS_EDIT)
def withdraw_scan(document_id: int, scan_id: int) -> ResponseReturnValue:
    """Take a scan that belongs elsewhere off a paper."""
    page = queries.document_page(db.session(), document_id, scope=current_scope())
    form = WithdrawForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.withdraw_scan(
                    session,
                    document_id,
                    scan_id,
                    reason=str(form.reason.data),
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The scan is no longer shown with this paper."))
            return redirect(url_for(".show", document_id=document_id), 303)
    cancel = url_for(".show", document_id=document_id)
    name = next((one.name for one in page.scans if one.id == scan_id), "")
    answer = render_template("documents/withdraw_scan.html", form=form, page=page, name=name, cancel_url=cancel)
    return answer, 422 if form.is_submitted() else 200


@bp.route("/<int:document_id>/edit", methods=["GET", "POST"])
@requires(Permission.DOCUMENTS_EDIT)
def edit(document_id: int) -> ResponseReturnValue:
    """Put right what was entered about a paper; a second saver sees both values."""
    page = queries.document_page(db.session(), document_id, scope=current_scope())
    form = DocumentForm(obj=page.line, note=page.note, version=page.version)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.correct_document(
                    session,
                    document_id,
                    edit=services.DocumentEdit(
                        number=str(form.number.data),
                        issued_on=form.issued_on.data,
                        issuer=form.issuer.data,
                        note=form.note.data,
                    ),
                    expected_version=form.version.data or 0,
                    reason=str(form.reason.data),
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("Saved."))
            return redirect(url_for(".show", document_id=document_id), 303)
    answer = render_template(
        "documents/edit.html",
        form=form,
        page=page,
        cancel_url=url_for(".show", document_id=document_id),
    )
    return answer, form.http_status
