"""Setting up a centre and entering what changed about it. Nothing entered is edited: a new line takes its place."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from rehab_center.audit.recorder import Subject, record
from rehab_center.dated import Confidence, refuse_overtaken, standing
from rehab_center.errors import Conflict, DomainError, NotFound
from rehab_center.names import clean
from rehab_center.organisation.models import Facility, FacilityCapacity, FacilityName
from rehab_center.organisation.queries import facility_id_of
from rehab_center.organisation.rules import UNKNOWN_BEGINNING, NameLine, first_lines
from rehab_center.permissions import Actor
from rehab_center.policies.services import enter_first_values
from rehab_center.words import N_, message

Entered = TypeVar("Entered", FacilityName, FacilityCapacity)

_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,19}")
#: What stands as the source of a first name for which nobody gave one. Data, so in the centre's language.
AS_ENTERED = "Theo lời người lập hệ thống; ngày bắt đầu chưa rõ"


def create_facility(
    session: Session,
    *,
    code: str,
    name: str,
    valid_from: date | None = None,
    short_name: str = "",
    superior: tuple[str, ...] = (),
    place: str = "",
    address: str = "",
    recipients: tuple[str, ...] = (),
    citation: str = "",
    actor: Actor,
    now: datetime,
) -> int:
    """Set up a centre with its first name and what the law of 2025 says changed after it. Gives its id.

    The first values of the policies are entered with the first centre: nothing can be counted before both are there.
    Without ``valid_from`` the name holds from an unknown beginning; what is left empty is proposed from the name, and
    both are marked "to be confirmed". Raises DomainError for an unfit code or name, Conflict for a code in use.
    """
    code = code.strip().upper()
    if not _CODE.fullmatch(code):
        raise DomainError(N_("A code is 1 to 20 letters A-Z, digits or hyphens"), field="code", code="bad-code")
    if facility_id_of(session, code) is not None:
        raise Conflict(message(N_("There is a centre with the code %(code)s already"), code=code), field="code")
    facility = Facility(code=code, created_at=now)
    session.add(facility)
    session.flush()  # the lines need its id
    proposed = valid_from is None or not (superior and place and short_name)
    first = NameLine(
        valid_from=valid_from or UNKNOWN_BEGINNING,
        name=name,
        short_name=short_name,
        superior=superior,
        place=place,
        address=address,
        recipients=recipients,
        citation=citation or AS_ENTERED,
        confidence=Confidence.TO_BE_CONFIRMED if proposed else Confidence.CONFIRMED,
    )
    for line in first_lines(first):
        session.add(_name_row(facility.id, _checked(line), actor=actor, now=now))
    session.flush()
    _record("facility.created", session, facility.id, clean(name), actor=actor, now=now)
    enter_first_values(session, actor=actor, now=now)
    return facility.id


def name_facility(
    session: Session, facility_id: int, *, line: NameLine, actor: Actor, now: datetime, seen: int | None = None
) -> int:
    """Enter how the centre's paper looks from a day on; a line of the same day is replaced. Gives the line's id.

    Raises Conflict with both values where somebody entered another since ``seen``, the newest line's id then.
    """
    _code_of(session, facility_id)
    row = _name_row(facility_id, _checked(line), actor=actor, now=now)
    newest = select(FacilityName).where(FacilityName.facility_id == facility_id).order_by(FacilityName.id.desc())
    refuse_overtaken(session.scalar(newest.limit(1)), seen, {name: getattr(row, name) for name in _NAME_FIELDS})
    session.add(row)
    session.flush()
    _record("facility.named", session, facility_id, row.name, actor=actor, now=now)
    return row.id


def withdraw_name(session: Session, name_id: int, *, reason: str, actor: Actor, now: datetime) -> None:
    """Take a line out as though nothing had begun on its day; it stays readable.

    Raises DomainError for a line that stands no more, for the only one left, and without a reason.
    """
    row = session.get(FacilityName, name_id)
    if row is None:
        raise NotFound(N_("There is no such line"))
    lines = standing(session.scalars(select(FacilityName).where(FacilityName.facility_id == row.facility_id)).all())
    if row not in lines:
        raise Conflict(N_("This line stands no more"))
    if len(lines) == 1:
        raise DomainError(N_("A centre keeps at least one name: enter the right one first"))
    if not clean(reason):
        raise DomainError(N_("Say why the line is taken out"), field="reason")
    session.add(_withdrawn(row, FacilityName, actor=actor, now=now))
    _record("facility.name_withdrawn", session, row.facility_id, row.name, actor=actor, now=now, reason=clean(reason))


def withdraw_capacity(session: Session, capacity_id: int, *, reason: str, actor: Actor, now: datetime) -> None:
    """Take a certified capacity out as though it had never been entered. Raises DomainError as withdraw_name."""
    row = session.get(FacilityCapacity, capacity_id)
    if row is None:
        raise NotFound(N_("There is no such line"))
    entered = select(FacilityCapacity).where(FacilityCapacity.facility_id == row.facility_id)
    if row not in standing(session.scalars(entered).all()):
        raise Conflict(N_("This line stands no more"))
    if not clean(reason):
        raise DomainError(N_("Say why the line is taken out"), field="reason")
    session.add(_withdrawn(row, FacilityCapacity, actor=actor, now=now))
    _record("facility.capacity_withdrawn", session, row.facility_id, "", actor=actor, now=now, reason=clean(reason))


def certify_capacity(
    session: Session,
    facility_id: int,
    *,
    valid_from: date,
    people: int,
    citation: str,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
) -> int:
    """Enter how many people the centre is certified for from a day on. Gives the line's id.

    Raises Conflict as :func:`name_facility`.
    """
    _code_of(session, facility_id)
    if people <= 0:
        raise DomainError(N_("A capacity is a number of people above zero"), field="people")
    if not citation.strip():
        raise DomainError(N_("Say which decision certifies it"), field="citation")
    entered = select(FacilityCapacity).where(FacilityCapacity.facility_id == facility_id)
    typed = {"valid_from": valid_from, "people": people, "citation": clean(citation)}
    refuse_overtaken(session.scalar(entered.order_by(FacilityCapacity.id.desc()).limit(1)), seen, typed)
    row = FacilityCapacity(
        facility_id=facility_id,
        valid_from=valid_from,
        people=people,
        citation=clean(citation),
        recorded_at=now,
        entered_by=actor.label,
    )
    session.add(row)
    session.flush()
    _record("facility.capacity_certified", session, facility_id, "", actor=actor, now=now)
    return row.id


_NAME_FIELDS = (
    "valid_from",
    "name",
    "short_name",
    "superior",
    "head_title",
    "deputy_title",
    "place",
    "address",
    "recipients",
    "citation",
    "confidence",
)


def _checked(line: NameLine) -> NameLine:
    if not clean(line.name):
        raise DomainError(N_("The centre needs a name"), field="name")
    if not line.citation.strip():
        raise DomainError(N_("Say which decision or law it follows"), field="citation")
    return line


def _name_row(facility_id: int, line: NameLine, *, actor: Actor, now: datetime) -> FacilityName:
    return FacilityName(
        facility_id=facility_id,
        valid_from=line.valid_from,
        name=clean(line.name),
        short_name=clean(line.short_name).upper(),
        superior=_lines(line.superior),
        head_title=clean(line.head_title),
        deputy_title=clean(line.deputy_title),
        place=clean(line.place),
        address=clean(line.address),
        recipients=_lines(line.recipients),
        citation=clean(line.citation),
        confidence=line.confidence,
        recorded_at=now,
        entered_by=actor.label,
    )


def _lines(lines: tuple[str, ...]) -> str:
    return "\n".join(tidy for line in lines if (tidy := clean(line)))


def _code_of(session: Session, facility_id: int) -> str:
    code = session.scalar(select(Facility.code).where(Facility.id == facility_id))
    if code is None:
        raise NotFound(N_("There is no such centre"))
    return code


def _withdrawn(row: Entered, kind: type[Entered], *, actor: Actor, now: datetime) -> Entered:
    """A copy of the row that says the opposite: it does not stand."""
    kept = {
        column.key: getattr(row, column.key)
        for column in inspect(kind).column_attrs
        if column.key not in ("id", "withdrawn", "recorded_at", "entered_by")
    }
    return kind(**kept, withdrawn=True, recorded_at=now, entered_by=actor.label)


def _record(
    act: str, session: Session, facility_id: int, name: str, *, actor: Actor, now: datetime, reason: str | None = None
) -> None:
    label = f"{_code_of(session, facility_id)} {name}".strip()
    record(act, actor=actor, at=now, about=Subject("facility", facility_id, label), reason=reason)
