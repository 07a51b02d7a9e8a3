"""The register of certificates: its list, one line of it, those of a course."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from rehab_center.activities.kinds import CourseLevel
from rehab_center.activities.models import Activity
from rehab_center.admissions.models import Admission
from rehab_center.courses.kinds import CertificateKind, CertificateState, VoidReason
from rehab_center.courses.models import Certificate, CertificateScan
from rehab_center.courses.rules.certificates import state_of
from rehab_center.errors import NotFound
from rehab_center.names import clean, fold
from rehab_center.permissions import Scope
from rehab_center.residents.kinds import BirthPrecision
from rehab_center.residents.models import Resident
from rehab_center.residents.queries.order import listed_by
from rehab_center.residents.queries.search import name_conditions
from rehab_center.residents.rules.births import PartialBirth
from rehab_center.web.list_state import ListState
from rehab_center.words import N_, message


@dataclass(frozen=True)
class CertificateRow:
    """A line of the register. ``own``: the centre numbered it; ``replaces`` and ``replaced_by`` name other lines."""

    id: int
    facility_id: int
    activity_id: int
    activity: str
    stay_id: int
    resident_id: int
    full_name: str
    file_code: str
    birth: PartialBirth
    kind: CertificateKind
    number: str
    own: bool
    serial: str | None
    issued_on: date
    first_on: date
    issuer: str
    licence: str | None
    signer: str | None
    decision: str | None
    trade: str
    level: CourseLevel | None
    hours: int | None
    began_on: date | None
    ended_on: date | None
    grade: str | None
    handed_on: date | None
    handed_to: str | None
    signed_for: bool
    replaces_id: int | None
    voided_why: VoidReason | None
    voided_at: datetime | None
    voided_by: str | None
    voided_note: str | None
    recorded_at: datetime
    actor: str
    version: int

    @property
    def state(self) -> CertificateState:
        """Where it is."""
        return state_of(self.voided_why, self.handed_on)

    @property
    def holds(self) -> bool:
        """Whether it stands for something still."""
        return self.voided_why is None

    @property
    def is_replaced(self) -> bool:
        """Whether a copy stands for it."""
        return self.voided_why is VoidReason.REPLACED

    @property
    def is_copy(self) -> bool:
        """Whether it stands for an earlier paper."""
        return self.replaces_id is not None

    @property
    def label(self) -> str:
        """As the log names it."""
        return f"{self.number}, {self.full_name} ({self.file_code})"


@dataclass(frozen=True)
class CertificateScanLine:
    """A scan of a certificate; ``size`` in bytes."""

    id: int
    name: str
    size: int
    stored_at: datetime


@dataclass(frozen=True)
class CertificatePage:
    """One certificate with its scans, the paper it stands for, and the copy that stands for it."""

    row: CertificateRow
    scans: tuple[CertificateScanLine, ...]
    replaces: CertificateRow | None
    replaced_by: CertificateRow | None


def _rows(scope: Scope) -> Select[Any]:
    columns: Sequence[Any] = (
        Certificate,
        Activity.name,
        Resident.id,
        Resident.full_name,
        Admission.file_code,
        Resident.birth_on,
        Resident.birth_precision,
    )
    found: Select[Any] = (
        select(*columns)
        .join(Activity, Activity.id == Certificate.activity_id)
        .join(Admission, Admission.id == Certificate.admission_id)
        .join(Resident, Resident.id == Admission.resident_id)
    )
    if scope.facility_ids is None:
        return found
    return found.where(Certificate.facility_id.in_(sorted(scope.facility_ids)))


def _row(found: Sequence[Any]) -> CertificateRow:
    one, activity, resident_id, name, code, birth_on, precision = found
    return CertificateRow(
        one.id, one.facility_id, one.activity_id, activity, one.admission_id, resident_id, name, code,
        PartialBirth(birth_on, BirthPrecision(precision)), CertificateKind(one.kind), one.number,
        one.book_number is not None, one.serial, one.issued_on, one.first_on, one.issuer, one.licence, one.signer,
        one.decision, one.trade, CourseLevel(one.level) if one.level else None, one.hours, one.began_on, one.ended_on,
        one.grade, one.handed_on, one.handed_to, one.signed_for, one.replaces_id,
        VoidReason(one.voided_why) if one.voided_why else None, one.voided_at, one.voided_by, one.voided_note,
        one.recorded_at, one.actor, one.version,
    )  # fmt: skip


def load_certificate(session: Session, certificate_id: int, *, scope: Scope) -> Certificate:
    """The row itself, for services. Raises NotFound, outside the scope too."""
    row = session.get(Certificate, certificate_id)
    if row is None or not scope.covers(row.facility_id):
        raise NotFound(message(N_("There is no such certificate")))
    return row


def certificate_page(session: Session, certificate_id: int, *, scope: Scope) -> CertificatePage:
    """One certificate. Raises NotFound, outside the scope too."""
    mine = Certificate.id == certificate_id
    before = select(Certificate.replaces_id).where(mine).scalar_subquery()
    wanted = or_(mine, Certificate.id == before, Certificate.replaces_id == certificate_id)
    rows = {row.id: row for row in map(_row, session.execute(_rows(scope).where(wanted)))}
    row = rows.get(certificate_id)
    if row is None:
        raise NotFound(message(N_("There is no such certificate")))
    scans = session.scalars(
        select(CertificateScan)
        .where(CertificateScan.certificate_id == certificate_id, CertificateScan.withdrawn_at.is_(None))
        .order_by(CertificateScan.id)
    )
    return CertificatePage(
        row,
        tuple(CertificateScanLine(one.id, one.name, one.size, one.stored_at) for one in scans),
        rows.get(row.replaces_id or 0),
        # A paper holds again where its copy was a mistake: then none stands for it.
        next((one for one in rows.values() if one.replaces_id == certificate_id and row.is_replaced), None),
    )


def scan_of(session: Session, certificate_id: int, scan_id: int) -> CertificateScan:
    """A scan of a certificate. Raises NotFound, one taken away too."""
    scan = session.get(CertificateScan, scan_id)
    if scan is None or scan.certificate_id != certificate_id or scan.withdrawn_at is not None:
        raise NotFound(message(N_("There is no such scan")))
    return scan


_STATES: dict[CertificateState, ColumnElement[bool]] = {
    CertificateState.HERE: and_(Certificate.voided_at.is_(None), Certificate.handed_on.is_(None)),
    CertificateState.HANDED: and_(Certificate.voided_at.is_(None), Certificate.handed_on.is_not(None)),
    CertificateState.REPLACED: Certificate.voided_why == VoidReason.REPLACED.value,
    CertificateState.VOIDED: and_(
        Certificate.voided_at.is_not(None), Certificate.voided_why != VoidReason.REPLACED.value
    ),
}


def certificate_list(
    session: Session, state: ListState, *, scope: Scope, activity_id: int | None = None
) -> tuple[Sequence[CertificateRow], int]:
    """The register. Search by number, name or file code; filters ``kind``, ``level``, ``state``, ``issued_on``.

    ``activity_id``: of one programme only.
    """
    query = _rows(scope)
    if activity_id is not None:
        query = query.where(Certificate.activity_id == activity_id)
    for column, key in ((Certificate.kind, "kind"), (Certificate.level, "level")):
        if value := state.choice(key):
            query = query.where(column == value)
    if where := state.choice("state"):
        query = query.where(_STATES[CertificateState(where)])
    first, last = state.range_of("issued_on")
    if first:
        query = query.where(Certificate.issued_on >= first)
    if last:
        query = query.where(Certificate.issued_on <= last)
    if state.q:
        words = name_conditions(state.q)
        code = func.upper(Admission.file_code).contains(clean(state.q).upper(), autoescape=True)
        number = Certificate.number_key.contains(fold(state.q), autoescape=True)
        query = query.where(or_(and_(*words), code, number) if words else or_(code, number))
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    columns: dict[str, tuple[Any, ...]] = {
        "name": (listed_by(session),),
        "number": (Certificate.book_year, Certificate.book_number, Certificate.number_key),
        "trade": (Certificate.trade,),
    }
    order = columns.get(state.sort, (Certificate.issued_on,))
    ordered = [column.desc() for column in order] if state.descending else list(order)
    last_key = Certificate.id.desc() if state.descending else Certificate.id
    rows = session.execute(query.order_by(*ordered, last_key).offset(state.offset).limit(state.limit))
    return [_row(row) for row in rows], total
