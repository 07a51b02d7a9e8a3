"""The register of certificates, and one line of it."""

from __future__ import annotations

from pathlib import Path

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.activities.labels import LEVELS
from rehab_center.activities.queries import activity
from rehab_center.courses import labels
from rehab_center.courses.forms.certificates import ScanForm
from rehab_center.courses.kinds import CertificateKind
from rehab_center.courses.queries.certificates import (
    CertificatePage,
    CertificateRow,
    certificate_list,
    certificate_page,
)
from rehab_center.courses.services import keeping
from rehab_center.courses.views.acts import note, note_export, saved
from rehab_center.courses.views.blueprint import bp
from rehab_center.db import db, transaction
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, may, requires
from rehab_center.web.asked import asked_arguments
from rehab_center.web.headers import from_outside
from rehab_center.web.listing import Choice, Column, Days, Listing, Search, list_page


def _url(row: CertificateRow) -> str:
    return url_for("courses.certificate", certificate_id=row.id)


def _level(row: CertificateRow) -> object:
    return LEVELS[row.level] if row.level else None


def _yes_if_handed(row: CertificateRow) -> object:
    return row.signed_for if row.handed_on else None


REGISTER = Listing(
    "certificates",
    _l("Register of certificates"),
    columns=(
        Column("number", _l("Number in the register"), sortable=True, link=_url),
        Column("name", _l("Full name"), sortable=True, cell=lambda row: row.full_name),
        Column("code", _l("File code"), cell=lambda row: row.file_code),
        Column("birth", _l("Born"), cell=lambda row: row.birth.text),
        Column("kind", _l("Kind of certificate"), cell=lambda row: labels.CERTIFICATES[row.kind]),
        Column("trade", _l("Trade or subject"), sortable=True),
        Column("level", _l("Level of the course"), cell=_level),
        Column("hours", _l("Hours of the course"), number=True, on_page=False),
        Column("grade", _l("Grade"), on_page=False),
        Column("issued_on", _l("Day of the certificate"), sortable=True),
        Column("issuer", _l("Certificate issued by"), on_page=False),
        Column("licence", _l("Licence of the issuer"), on_page=False),
        Column("decision", _l("Decision on the results"), on_page=False),
        Column("serial", _l("Number of the blank"), on_page=False),
        Column("state", _l("State"), cell=lambda row: labels.CERTIFICATE_STATES[row.state][0]),
        Column("handed_on", _l("Handed over on")),
        Column("handed_to", _l("Handed to"), on_page=False),
        Column("signed_for", _l("Signed for it"), on_page=False, cell=_yes_if_handed),
        Column("voided_note", _l("Explanation"), on_page=False),
    ),
    sort="issued_on",
    descending=True,
    search=Search(_l("Number of the certificate, name or file code")),
    filters=(
        Choice("kind", _l("Kind of certificate"), [(one.value, words) for one, words in labels.CERTIFICATES.items()]),
        Choice("level", _l("Level of the course"), [(one.value, words) for one, words in LEVELS.items()]),
        Choice(
            "state",
            _l("State"),
            [(one.value, words) for one, (words, _tone, _icon) in labels.CERTIFICATE_STATES.items()],
        ),
        Days("issued_on", _l("Day of the certificate")),
    ),
    empty=_l("No certificate has been given yet. Open a course whose results are decided."),
    export_permission=Permission.WORK_EXPORT,
)


def asked_course() -> int | None:
    """The programme in the address; what is no number is none."""
    asked = request.args.get("activity", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None


@bp.get("/certificates")
@requires(Permission.ACTIVITIES_VIEW)
def register() -> ResponseReturnValue:
    """The register, of everything or of one course."""
    activity_id = asked_course()
    name = activity(db.session(), activity_id, current_scope()).name if activity_id else None
    given = {"activity": str(activity_id)} if activity_id else {}
    return list_page(
        REGISTER,
        lambda state: certificate_list(db.session(), state, scope=current_scope(), activity_id=activity_id),
        "courses/register.html",
        on_export=lambda form, rows: note_export("certificate.register-exported", form, rows),
        extra=given,
        programme=name,
        arguments={key: value for key, value in asked_arguments().items() if key not in ("page", "export")},
    )


def page_of(certificate_id: int) -> CertificatePage:
    """A certificate within the reader's reach."""
    return certificate_page(db.session(), certificate_id, scope=current_scope())


def scans() -> Path:
    """Where scans lie."""
    return Path(current_app.config["INSTANCE"]) / "scans"


@bp.route("/certificates/<int:certificate_id>", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_VIEW)
def certificate(certificate_id: int) -> ResponseReturnValue:
    """One certificate; its scan is attached here. That it was opened is in the log."""
    page = page_of(certificate_id)
    if request.method == "POST" and not may(Permission.COURSES_EDIT):
        return render_template("errors/403.html"), 403
    form = ScanForm()

    def act(session: Session) -> None:
        sent = form.scan.data
        keeping.attach_scan(
            session,
            certificate_id,
            content=sent.read() if sent else b"",
            name=(sent.filename or "") if sent else "",
            folder=scans(),
            actor=current_actor(),
            now=clock.now(),
        )

    if saved(form, act):
        flash(_("The scan is attached."))
        return redirect(url_for(".certificate", certificate_id=certificate_id), 303)
    if not form.is_submitted():
        note("certificate.opened", keeping.subject_of(page.row))
    row = page.row
    return (
        render_template(
            "courses/certificate.html",
            page=page,
            row=row,
            form=form,
            labels=labels,
            level=_level(row),
            edits=may(Permission.COURSES_EDIT) and row.holds,
            decides=may(Permission.COURSES_DECIDE) and row.holds,
            prints=row.own and row.kind is CertificateKind.ATTESTATION and row.holds,
        ),
        form.http_status,
    )


@bp.get("/certificates/<int:certificate_id>/scans/<int:scan_id>")
@requires(Permission.ACTIVITIES_VIEW)
def scan(certificate_id: int, scan_id: int) -> ResponseReturnValue:
    """The bytes of a scan. Opening one is in the log."""
    with transaction() as session:
        opened = keeping.open_scan(
            session, certificate_id, scan_id, folder=scans(), actor=current_actor(), now=clock.now()
        )
    return from_outside(opened.content, media_type=opened.media_type, name=opened.name)
