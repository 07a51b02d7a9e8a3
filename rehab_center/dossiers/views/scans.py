"""Scans of one paper of a file: attached, looked at, taken away."""

from __future__ import annotations

from pathlib import Path

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.admissions.queries import stay_page
from rehab_center.db import db, transaction
from rehab_center.documents.forms import ScanForm, WithdrawForm
from rehab_center.dossiers import services
from rehab_center.dossiers.queries import paper_line
from rehab_center.dossiers.queries.scans import load_scan, scans_of
from rehab_center.dossiers.views.blueprint import bp
from rehab_center.errors import DomainError
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.headers import from_outside


@bp.get("/files/papers/<int:paper_id>/scans")
@requires(Permission.PEOPLE_VIEW)
def scans(paper_id: int) -> ResponseReturnValue:
    """The scans of a paper."""
    return _page(paper_id, ScanForm(formdata=None))


@bp.post("/files/papers/<int:paper_id>/scans/new")
@requires(Permission.DOCUMENTS_EDIT)
def attach_scan(paper_id: int) -> ResponseReturnValue:
    """Attach a scan."""
    form = ScanForm()
    if form.validate() and form.scan.data is not None:
        try:
            with transaction() as session:
                services.attach_scan(
                    session,
                    paper_id,
                    content=form.scan.data.read(),
                    name=form.scan.data.filename or "",
                    folder=_folder(),
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The scan is attached."))
            return redirect(url_for(".scans", paper_id=paper_id), 303)
    return _page(paper_id, form), 422


def _page(paper_id: int, form: ScanForm) -> str:
    paper = paper_line(db.session(), paper_id, scope=current_scope())
    stay = stay_page(db.session(), paper.admission_id, scope=current_scope(), as_of=clock.today())
    found = scans_of(db.session(), paper_id)
    return render_template("dossiers/scans.html", paper=paper, stay=stay, scans=found, form=form)


def _folder() -> Path:
    return Path(current_app.config["INSTANCE"]) / "scans"


@bp.get("/files/papers/<int:paper_id>/scans/<int:file_scan_id>")
@requires(Permission.PEOPLE_VIEW)
def scan(paper_id: int, file_scan_id: int) -> ResponseReturnValue:
    """The bytes of a scan. Opening one is in the log."""
    with transaction() as session:
        opened = services.open_scan(
            session, paper_id, file_scan_id, folder=_folder(), actor=current_actor(), now=clock.now()
        )
    return from_outside(opened.content, media_type=opened.media_type, name=opened.name)


@bp.route("/files/papers/<int:paper_id>/scans/<int:file_scan_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.DOCUMENTS_EDIT)
def withdraw_scan(paper_id: int, file_scan_id: int) -> ResponseReturnValue:
    """Take a scan that belongs elsewhere off a paper."""
    paper = paper_line(db.session(), paper_id, scope=current_scope())
    name = load_scan(db.session(), paper_id, file_scan_id).name
    back = url_for(".scans", paper_id=paper_id)
    form = WithdrawForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.withdraw_scan(
                    session,
                    paper_id,
                    file_scan_id,
                    reason=str(form.reason.data),
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The scan is no longer shown with this paper."))
            return redirect(back, 303)
    answer = render_template("dossiers/withdraw_scan.html", form=form, paper=paper, name=name, cancel_url=back)
    return answer, 422 if form.is_submitted() else 200
