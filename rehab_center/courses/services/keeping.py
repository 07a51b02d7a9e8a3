"""What becomes of a certificate: handed over, scanned, ended."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.recorder import Subject, record
from rehab_center.courses.kinds import VoidReason
from rehab_center.courses.models import Certificate, CertificateScan
from rehab_center.courses.queries.certificates import CertificateRow, certificate_page, load_certificate, scan_of
from rehab_center.courses.rules.certificates import check_handover
from rehab_center.documents import scans
from rehab_center.documents.services import Scan
from rehab_center.errors import Conflict, DomainError
from rehab_center.findings import settle
from rehab_center.names import clean
from rehab_center.permissions import Actor
from rehab_center.words import N_, message


def hand_over(
    session: Session,
    certificate_id: int,
    *,
    on: date,
    to: str,
    signed: bool,
    expected_version: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Write down to whom a certificate was handed, and whether they signed for it; again puts it right.

    Raises Blocked (field "handed_on"), DomainError (field "handed_to"), Conflict, NotFound.
    """
    row = standing(session, certificate_id, expected_version, actor)
    settle(check_handover(row.issued_on, on, today=clock.day_of(now)), None)
    to = clean(to)
    if not to:
        raise DomainError(message(N_("To whom was it handed?")), field="handed_to")
    row.handed_on, row.handed_to, row.signed_for = on, to, signed
    session.flush()
    about = subject_of_certificate(session, row.id, actor)
    record("certificate.handed", actor=actor, at=now, about=about)


def void(
    session: Session,
    certificate_id: int,
    why: VoidReason,
    note: str,
    *,
    expected_version: int,
    actor: Actor,
    now: datetime,
) -> None:
    """End a certificate: its number in the centre's own book stays used.

    A copy that was entered by mistake never stood for anything: the paper it named holds again. Raises DomainError
    (fields "reason", "why"); Conflict for a second saver, or where that paper's number is somebody else's by now;
    NotFound.
    """
    row = standing(session, certificate_id, expected_version, actor)
    if why is VoidReason.REPLACED:
        raise DomainError(message(N_("A copy ends the old paper by itself")), field="why")
    end(row, why, said(note), actor=actor, now=now)
    session.flush()
    old = session.get(Certificate, row.replaces_id) if why is VoidReason.MISTAKE and row.replaces_id else None
    if old is not None:
        _let_hold_again(session, old)
    about = subject_of_certificate(session, row.id, actor)
    details = {"certificate_again": old.number} if old else None
    record("certificate.voided", actor=actor, at=now, about=about, reason=row.voided_note, details=details)


def _let_hold_again(session: Session, old: Certificate) -> None:
    taken = exists().where(
        Certificate.issuer_key == old.issuer_key,
        Certificate.kind == old.kind,
        Certificate.number_key == old.number_key,
        Certificate.voided_at.is_(None),
    )
    if session.scalar(select(taken)):
        words = message(N_("Number %(number)s of this issuer is taken"), number=old.number)
        raise Conflict(words, code="number-taken")
    old.voided_at = old.voided_by = old.voided_why = old.voided_note = None
    session.flush()


def subject_of_certificate(session: Session, certificate_id: int, actor: Actor) -> Subject:
    """A certificate as the log names it."""
    return subject_of(certificate_page(session, certificate_id, scope=actor.scope).row)


def subject_of(row: CertificateRow) -> Subject:
    """The same of a line that was read."""
    return Subject("certificate", row.id, row.label)


def attach_scan(
    session: Session, certificate_id: int, *, content: bytes, name: str, folder: Path, actor: Actor, now: datetime
) -> int:
    """Keep the scan of a certificate; the same bytes again give the scan that is there.

    Raises DomainError for a wrong or too large file, NotFound.
    """
    load_certificate(session, certificate_id, scope=actor.scope)
    stored = scans.store(folder, content)
    there = session.scalar(
        select(CertificateScan).where(
            CertificateScan.certificate_id == certificate_id, CertificateScan.sha256 == stored.sha256
        )
    )
    if there is None:
        there = CertificateScan(
            certificate_id=certificate_id,
            sha256=stored.sha256,
            name=scans.scan_name(name, stored.media_type),
            media_type=stored.media_type,
            size=stored.size,
            stored_at=now,
        )
        session.add(there)
    there.withdrawn_at = None
    session.flush()
    about = subject_of_certificate(session, certificate_id, actor)
    record("certificate.scan-attached", actor=actor, at=now, about=about, details={"scan": there.id})
    return there.id


def open_scan(
    session: Session, certificate_id: int, scan_id: int, *, folder: Path, actor: Actor, now: datetime
) -> Scan:
    """The bytes of a scan; who opened it is in the log. Raises NotFound."""
    about = subject_of_certificate(session, certificate_id, actor)
    scan = scan_of(session, certificate_id, scan_id)
    opened = Scan(scan.name, scan.media_type, scans.read(folder, scan.sha256))
    record("certificate.scan-opened", actor=actor, at=now, about=about, details={"scan": scan_id})
    return opened


def said(text: str) -> str:
    """A reason, cleaned. Part of an act. Raises DomainError (field "reason") where none is given."""
    reason = clean(text)
    if not reason:
        raise DomainError(message(N_("Say why")), field="reason", code="no-reason")
    return reason


def standing(session: Session, certificate_id: int, expected_version: int, actor: Actor) -> Certificate:
    """A certificate that holds, as it was seen. Part of an act. Raises Conflict, NotFound."""
    row = load_certificate(session, certificate_id, scope=actor.scope)
    if row.voided_at is not None:
        raise Conflict(message(N_("This certificate holds no more")), code="voided")
    if row.version != expected_version:
        raise Conflict(message(N_("Somebody else has changed this in the meantime")), code="changed-meanwhile")
    return row


def end(row: Certificate, why: VoidReason, note: str, *, actor: Actor, now: datetime) -> None:
    """Let a certificate hold no more. Part of an act."""
    row.voided_at, row.voided_by, row.voided_why, row.voided_note = now, actor.label, why, note
