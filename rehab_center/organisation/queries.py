"""Reading the centre: which there are, what a paper of a day must look like, how many people are allowed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.dated import Confidence, Told, standing, told
from rehab_center.dates import effective_on
from rehab_center.errors import DomainError, NotFound
from rehab_center.organisation.models import Facility, FacilityCapacity, FacilityName
from rehab_center.organisation.rules import NameLine, heading_lines
from rehab_center.permissions import Scope
from rehab_center.settled import settled
from rehab_center.words import N_, message


@dataclass(frozen=True)
class FacilityItem:
    """A centre as a list shows it, under the name of the asked day."""

    id: int
    code: str
    name: str


@dataclass(frozen=True)
class Letterhead:
    """What a paper of a day carries: the head of the page, the titles under which it is signed, its recipients."""

    name_id: int
    facility_id: int
    code: str
    valid_from: date
    name: str
    short_name: str
    superior: tuple[str, ...]
    head_title: str
    deputy_title: str
    place: str
    address: str
    recipients: tuple[str, ...]
    citation: str
    to_be_confirmed: bool

    @property
    def name_lines(self) -> tuple[str, ...]:
        """The centre's name broken to fit the left half of the head."""
        return heading_lines(self.name)

    @property
    def superior_lines(self) -> tuple[str, ...]:
        """Cơ quan chủ quản, broken likewise."""
        return tuple(line for body in self.superior for line in heading_lines(body))

    def number_sign(self, kind: str) -> str:
        """What follows the number: "BC-CSCNMT"."""
        return f"{kind}-{self.short_name}" if self.short_name else kind


@dataclass(frozen=True)
class NameEntry:
    """One dated line of a centre's name as it was entered."""

    id: int
    facility_id: int
    line: NameLine
    stands: bool
    withdrawn: bool
    recorded_at: datetime
    entered_by: str


@dataclass(frozen=True)
class CapacityEntry:
    """How many people the centre is certified for from a day on, as it was entered."""

    id: int
    facility_id: int
    valid_from: date
    people: int
    citation: str
    stands: bool
    withdrawn: bool
    recorded_at: datetime
    entered_by: str


#: Put together once: every page asks it for the name above it.
_NAMED = select(Facility.id, Facility.code, FacilityName).join(FacilityName).order_by(Facility.code, FacilityName.id)


def facilities(session: Session, *, scope: Scope, day: date) -> tuple[FacilityItem, ...]:
    """The centres within reach, by code, under their names of ``day``."""
    return settled(session, ("facilities", scope.facility_ids, day), lambda: _within(session, scope, day))


def _within(session: Session, scope: Scope, day: date) -> tuple[FacilityItem, ...]:
    lines = settled(session, "facility names", lambda: _named(session))
    return tuple(
        FacilityItem(*centre, _name_on(names, day)) for centre, names in lines.items() if scope.covers(centre[0])
    )


def _named(session: Session) -> dict[tuple[int, str], list[FacilityName]]:
    """The lines of each centre's name, by its id and code; a centre never comes without its first name."""
    lines: dict[tuple[int, str], list[FacilityName]] = {}
    for facility_id, code, line in session.execute(_NAMED):
        if not session.info.get("writing"):
            session.expunge(line)
        lines.setdefault((facility_id, code), []).append(line)
    return lines


def _name_on(names: Sequence[FacilityName], day: date) -> str:
    known = standing(names)
    return (effective_on(known, day) or known[0]).name


def facility_id_of(session: Session, code: str) -> int | None:
    """The centre with this code, None where there is none."""
    return session.scalar(select(Facility.id).where(Facility.code == code))


def default_facility(session: Session, code: str | None = None) -> int:
    """The centre a command means: the one named, or the only one. Raises DomainError when that is no single centre."""
    if code is not None:
        found = facility_id_of(session, code)
        if found is None:
            raise NotFound(message(N_("There is no centre with the code %(code)s"), code=code), code="no-facility")
        return found
    ids = session.scalars(select(Facility.id).order_by(Facility.id).limit(2)).all()
    if not ids:
        raise DomainError(N_("There is no centre yet: create one first"), code="no-facility")
    if len(ids) > 1:
        raise DomainError(N_("There are several centres: say which one"), code="several-facilities")
    return ids[0]


def letterhead_on(session: Session, facility_id: int, day: date, *, known_at: datetime | None = None) -> Letterhead:
    """How the centre's paper looks on ``day``; before its first known line, as that line says.

    Raises NotFound where the centre does not exist or nothing was known of it at ``known_at``.
    """
    query = select(FacilityName, Facility.code).join(Facility, Facility.id == FacilityName.facility_id)
    rows = session.execute(query.where(FacilityName.facility_id == facility_id)).all()
    lines = standing([name for name, _code in rows], known_at=known_at)
    if not lines:
        raise NotFound(N_("Nothing is known of the name of this centre"))
    row = effective_on(lines, day) or lines[0]
    return letterhead_of(_line(row), name_id=row.id, facility_id=facility_id, code=rows[0][1])


def letterhead_of(line: NameLine, *, name_id: int, facility_id: int, code: str) -> Letterhead:
    """The letterhead a line makes, entered or only about to be."""
    return Letterhead(
        name_id=name_id,
        facility_id=facility_id,
        code=code,
        valid_from=line.valid_from,
        name=line.name,
        short_name=line.short_name,
        superior=line.superior,
        head_title=line.head_title,
        deputy_title=line.deputy_title,
        place=line.place,
        address=line.address,
        recipients=line.recipients,
        citation=line.citation,
        to_be_confirmed=line.confidence is Confidence.TO_BE_CONFIRMED,
    )


def name_history(session: Session, facility_id: int) -> tuple[NameEntry, ...]:
    """Every line ever entered for the centre, newest day first."""
    return tuple(_name_entry(entry) for entry in told(_names(session, facility_id)))


def name_entry(session: Session, name_id: int, *, scope: Scope) -> NameEntry:
    """One entered line. Raises NotFound, also for a stranger."""
    facility_id = session.scalar(select(FacilityName.facility_id).where(FacilityName.id == name_id))
    if facility_id is None or not scope.covers(facility_id):
        raise NotFound(N_("There is no such line"))
    return next(entry for entry in name_history(session, facility_id) if entry.id == name_id)


def capacity_history(session: Session, facility_id: int) -> tuple[CapacityEntry, ...]:
    """Every certified capacity ever entered for the centre, newest day first."""
    return tuple(
        CapacityEntry(
            id=entry.line.id,
            facility_id=facility_id,
            valid_from=entry.line.valid_from,
            people=entry.line.people,
            citation=entry.line.citation,
            stands=entry.stands,
            withdrawn=entry.line.withdrawn,
            recorded_at=entry.line.recorded_at,
            entered_by=entry.line.entered_by,
        )
        for entry in told(_capacities(session, facility_id))
    )


def capacity_entry(session: Session, capacity_id: int, *, scope: Scope) -> CapacityEntry:
    """One entered capacity. Raises NotFound, also for a stranger."""
    facility_id = session.scalar(select(FacilityCapacity.facility_id).where(FacilityCapacity.id == capacity_id))
    if facility_id is None or not scope.covers(facility_id):
        raise NotFound(N_("There is no such line"))
    return next(entry for entry in capacity_history(session, facility_id) if entry.id == capacity_id)


def certified_capacity_on(
    session: Session, facility_id: int, day: date, *, known_at: datetime | None = None
) -> CapacityEntry | None:
    """How many people the centre is certified for on ``day``; None where no certificate is known for it."""
    row = effective_on(standing(_capacities(session, facility_id), known_at=known_at), day)
    if row is None:
        return None
    return next(entry for entry in capacity_history(session, facility_id) if entry.id == row.id)


def _names(session: Session, facility_id: int) -> Sequence[FacilityName]:
    return session.scalars(select(FacilityName).where(FacilityName.facility_id == facility_id)).all()


def _capacities(session: Session, facility_id: int) -> Sequence[FacilityCapacity]:
    return session.scalars(select(FacilityCapacity).where(FacilityCapacity.facility_id == facility_id)).all()


def _line(row: FacilityName) -> NameLine:
    return NameLine(
        valid_from=row.valid_from,
        name=row.name,
        short_name=row.short_name,
        superior=tuple(row.superior.splitlines()),
        head_title=row.head_title,
        deputy_title=row.deputy_title,
        place=row.place,
        address=row.address,
        recipients=tuple(row.recipients.splitlines()),
        citation=row.citation,
        confidence=Confidence(row.confidence),
    )


def _name_entry(entry: Told[FacilityName]) -> NameEntry:
    row = entry.line
    return NameEntry(
        id=row.id,
        facility_id=row.facility_id,
        line=_line(row),
        stands=entry.stands,
        withdrawn=row.withdrawn,
        recorded_at=row.recorded_at,
        entered_by=row.entered_by,
    )
