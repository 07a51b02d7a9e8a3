"""Giving a bed, moving, swapping, taking somebody off a bed; many at once for an opening or a whole room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.queries import load_stay
from rehab_center.admissions.services.admit import log_subject
from rehab_center.admissions.services.papers import about_stay, enter_paper
from rehab_center.audit.recorder import Subject, record
from rehab_center.conduct.services.rooms import OUT, out_of_room, owe_way_out
from rehab_center.documents.rules import DocumentFacts
from rehab_center.errors import Conflict, DomainError
from rehab_center.findings import Finding, settle
from rehab_center.names import clean
from rehab_center.permissions import Actor
from rehab_center.placements.kinds import Ended, ZoneKind
from rehab_center.placements.models import Placement
from rehab_center.placements.queries.house import BedSpot, House, RoomView, house
from rehab_center.placements.queries.nights import releases, rows_of
from rehab_center.placements.queries.pairs import Apart, apart_from
from rehab_center.placements.queries.people import Dweller
from rehab_center.placements.rules.fit import Plan, Sleeper, check_spot
from rehab_center.placements.services.owing import bed_given, owe_bed
from rehab_center.policies.queries import whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.words import N_, message

SYSTEM = "Theo biến động"
"""Who ended a row whose stay had left: nobody's act but the movement's."""


@dataclass(frozen=True)
class PlaceFacts:
    """From which moment, by which paper and until which day, where the zone needs them."""

    at: datetime
    paper: DocumentFacts | None = None
    until_on: date | None = None
    note: str | None = None


@dataclass(frozen=True)
class Refused:
    """Somebody of many who was not placed, and why."""

    stay_id: int
    bed_id: int
    error: DomainError


class Desk:
    """The house and the rows of an act, kept in step while beds are given one after the other."""

    def __init__(self, session: Session, facility_id: int, *, at: datetime, actor: Actor, now: datetime) -> None:
        self.session, self.actor, self.now = session, actor, now
        self.day = clock.day_of(at)
        self.house: House = house(session, facility_id, as_of=self.day, scope=actor.scope)
        self.apart: Apart = apart_from(session, facility_id)
        self.longest_days = whole_on(session, PolicyKind.DISCIPLINE_DAYS, self.day)
        self.spots = {bed.id: BedSpot(room, bed) for room in self.house.rooms for bed in room.beds}
        self.sleeping: dict[int, dict[int, Sleeper]] = {  # by room, by bed
            room.id: {bed.id: bed.dweller.sleeper for bed in room.beds if bed.dweller} for room in self.house.rooms
        }
        self._rows: dict[int, Placement] = {}
        self._released: dict[int, datetime] = {}

    def read(self, *, bed_ids: Sequence[int], stay_ids: Sequence[int]) -> None:
        """Look up every row of these beds and stays."""
        rows = rows_of(self.session, bed_ids=bed_ids, stay_ids=stay_ids)
        self._rows |= {row.id: row for row in rows}
        self._released |= releases(self.session, rows, today=clock.day_of(self.now))

    def dweller(self, stay_id: int) -> Dweller:
        """Somebody who may be given a bed. Raises DomainError for who is not here."""
        found = self.house.dwellers.get(stay_id)
        if found is None or not found.present:
            raise DomainError(
                message(N_("Only somebody who was in the centre on %(day)s can be given a bed"), day=self.day),
                code="not-here",
            )
        return found

    def room(self, bed_id: int) -> RoomView:
        """The room of a bed that somebody may be given. Raises DomainError for one that is gone or out of use."""
        if bed_id not in self.spots:
            raise DomainError(message(N_("There is no such bed")), field="bed")
        spot = self.spots[bed_id]
        if spot.bed.outage is not None:
            raise DomainError(message(N_("This bed is out of use")), field="bed", code="out-of-use")
        return spot.room

    def check(self, stay_id: int, bed_id: int, facts: PlaceFacts, *, without: Sequence[int] = ()) -> list[Finding]:
        """What the rules say; ``without`` are stays that leave their beds in the same act."""
        sleeper, room = self.dweller(stay_id).sleeper, self.room(bed_id)
        gone = {stay_id, *without}
        others = [one for one in self.sleeping[room.id].values() if one.stay_id not in gone]
        plan = Plan(self.day, facts.until_on, facts.paper is not None, self.longest_days)
        return list(check_spot(sleeper, room.spot(), others, plan, self.apart.get(sleeper.resident_id, {})))

    def refuse_overlap(self, stay_id: int, bed_id: int, at: datetime, *, without: Sequence[int] = ()) -> None:
        """Raises Conflict where the bed or the stay has a row beyond ``at``, but for the stay's own open one."""
        for row in self._rows.values():
            until = row.ended_at or self._released.get(row.id)
            if row.bed_id == bed_id and row.admission_id not in (stay_id, *without) and (until is None or until > at):
                raise Conflict(message(N_("Somebody else has this bed at that time")), field="bed", code="taken")
            if row.admission_id == stay_id:
                self._refuse_own(row, bed_id, at)

    def _refuse_own(self, row: Placement, bed_id: int, at: datetime) -> None:
        if row.ended_at is None and row.bed_id == bed_id and row.id not in self._released:
            raise Conflict(message(N_("This is the bed the person has already")), field="bed", code="same-bed")
        if row.began_at > at or (row.ended_at is not None and row.ended_at > at):
            words = message(N_("The person has been moved since then: choose a later moment"))
            raise Conflict(words, field="on", code="moved-since")

    def end_rows(self, stay_id: int, bed_id: int, at: datetime, how: Ended) -> None:
        """End the stay's open row now, and one of the bed whose stay has left when it left."""
        for row in self._rows.values():
            if row.ended_at is not None:
                continue
            if row.id in self._released and (row.bed_id == bed_id or row.admission_id == stay_id):
                end_row(row, self._released[row.id], Ended.DEPARTED, by=SYSTEM, now=self.now)
            elif row.admission_id == stay_id:
                end_row(row, max(at, row.began_at), how, by=self.actor.label, now=self.now)

    def put(
        self, stay_id: int, bed_id: int, facts: PlaceFacts, *, document_id: int | None, reason: str | None
    ) -> Placement:
        """A new row; what of the house it changes is kept in step."""
        row = Placement(
            bed_id=bed_id,
            admission_id=stay_id,
            began_at=facts.at,
            recorded_at=self.now,
            actor=self.actor.label,
            document_id=document_id,
            until_on=facts.until_on,
            reason=reason,
            note=clean(facts.note or "") or None,
        )
        self.session.add(row)
        for beds in self.sleeping.values():
            for bed in [one for one, sleeper in beds.items() if sleeper.stay_id == stay_id]:
                del beds[bed]
        self.sleeping[self.spots[bed_id].room.id][bed_id] = self.house.dwellers[stay_id].sleeper
        return row

    def keep(self, row: Placement) -> None:
        """Let a row just written count for those that follow."""
        self._rows[row.id] = row


def end_row(row: Placement, at: datetime, how: Ended, *, by: str, now: datetime) -> None:
    """Let a row end. Part of a larger act."""
    row.ended_at, row.ended_how, row.ended_by, row.ended_recorded_at = at, how.value, by, now


def place(
    session: Session,
    stay_id: int,
    bed_id: int,
    *,
    facts: PlaceFacts,
    reason: str | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """Give somebody a bed from a moment on, out of the one they had, and give the row's id; a bed is owed no more.

    Raises Blocked and ReasonNeeded with the rules' findings (L73 Đ35; L120 Đ46.2h), Conflict for a bed that is taken or
    a person moved since, DomainError for a bed out of use, somebody not here or a moment to come, NotFound.
    """
    row_id, had, details = give_bed(session, stay_id, bed_id, facts=facts, reason=reason, actor=actor, now=now)
    about_person = log_subject(session, load_stay(session, stay_id, scope=actor.scope))
    if had:
        record("bed.changed", actor=actor, at=now, about=about_person, reason=reason, details=details)
    else:
        record("bed.given", actor=actor, at=now, about=about_person, reason=reason, details=details)
    return row_id


def give_bed(
    session: Session,
    stay_id: int,
    bed_id: int,
    *,
    facts: PlaceFacts,
    reason: str | None = None,
    actor: Actor,
    now: datetime,
) -> tuple[int, bool, dict[str, object]]:
    """The same without its entry in the log: part of a larger act. Gives the row's id, whether there was a bed before,
    and the words of both. Raises as :func:`place`.
    """
    stay = load_stay(session, stay_id, scope=actor.scope)
    _check_moment(facts.at, now=now)
    desk = Desk(session, stay.facility_id, at=facts.at, actor=actor, now=now)
    desk.read(bed_ids=[bed_id], stay_ids=[stay_id])
    had = desk.house.bed_of(stay_id)
    findings = desk.check(stay_id, bed_id, facts)
    desk.refuse_overlap(stay_id, bed_id, facts.at)
    settle(findings, reason)
    document_id = None
    if facts.paper is not None:
        about = about_stay(session, stay)
        document_id = enter_paper(session, facts.paper, about=about, old_book=False, actor=actor, now=now)
    desk.end_rows(stay_id, bed_id, facts.at, Ended.MOVED)
    session.flush()
    row = desk.put(stay_id, bed_id, facts, document_id=document_id, reason=reason)
    session.flush()
    bed_given(session, [stay.resident_id], actor=actor, now=now)
    if had and _discipline(had):
        out_of_room(session, stay_id, reason=OUT, actor=actor, now=now)
    if _discipline(desk.spots[bed_id]) and facts.until_on is not None:
        owe_way_out(session, stay_id, facts.until_on, actor=actor, now=now)
    details: dict[str, object] = {"to_bed": desk.spots[bed_id].words, **({"from_bed": had.words} if had else {})}
    return row.id, had is not None, details


def swap(
    session: Session,
    one_id: int,
    other_id: int,
    *,
    at: datetime,
    reason: str | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Let two change beds with each other. Raises as :func:`place`, and DomainError where one of them has none."""
    one, other = (load_stay(session, stay_id, scope=actor.scope) for stay_id in (one_id, other_id))
    _check_moment(at, now=now)
    if one.facility_id != other.facility_id or one_id == other_id:
        raise DomainError(message(N_("Choose somebody else of this centre")), field="other")
    desk = Desk(session, one.facility_id, at=at, actor=actor, now=now)
    first, second = (desk.house.bed_of(stay_id) for stay_id in (one_id, other_id))
    if first is None or second is None:
        raise DomainError(message(N_("Both need a bed to change with the other")), field="other")
    desk.read(bed_ids=[first.bed.id, second.bed.id], stay_ids=[one_id, other_id])
    facts = PlaceFacts(at)
    goes = {one_id: second, other_id: first}
    findings: list[Finding] = []
    for stay_id, spot in goes.items():
        findings += desk.check(stay_id, spot.bed.id, facts, without=(one_id, other_id))
        desk.refuse_overlap(stay_id, spot.bed.id, at, without=(one_id, other_id))
    settle(findings, reason)
    for stay_id, spot in ((one_id, first), (other_id, second)):
        desk.end_rows(stay_id, spot.bed.id, at, Ended.MOVED)
    session.flush()
    for stay_id, spot in goes.items():
        desk.put(stay_id, spot.bed.id, facts, document_id=None, reason=reason)
    session.flush()
    details = {"from_bed": first.words, "to_bed": second.words}
    details["with"] = log_subject(session, other).label
    record("bed.swapped", actor=actor, at=now, about=log_subject(session, one), reason=reason, details=details)


def take_off(session: Session, stay_id: int, *, at: datetime, reason: str, actor: Actor, now: datetime) -> None:
    """Let somebody have no bed any more; one is owed where they are here. Raises DomainError, Conflict, NotFound."""
    stay = load_stay(session, stay_id, scope=actor.scope)
    _check_moment(at, now=now)
    if not clean(reason):
        raise DomainError(message(N_("Say why")), field="reason")
    row = next((one for one in rows_of(session, stay_ids=[stay_id]) if one.ended_at is None), None)
    if row is None:
        raise Conflict(message(N_("The person has no bed")), code="changed-meanwhile")
    if row.began_at > at:
        raise DomainError(message(N_("The bed was given after that moment")), field="on")
    end_row(row, at, Ended.TAKEN_OFF, by=actor.label, now=now)
    session.flush()
    owe_bed(session, stay_id, actor=actor, now=now)
    if row.until_on is not None:
        out_of_room(session, stay_id, reason=OUT, actor=actor, now=now)
    record("bed.taken-off", actor=actor, at=now, about=log_subject(session, stay), reason=clean(reason))


def place_many(
    session: Session,
    facility_id: int,
    wishes: Sequence[tuple[int, int]],
    *,
    at: datetime,
    reason: str | None = None,
    actor: Actor,
    now: datetime,
) -> tuple[Refused, ...]:
    """Give beds to many in one act, (stay, bed) each; gives those that were refused and why.

    One reason answers every warning; without it a warning refuses its line. Raises DomainError for a moment to come,
    NotFound for a strange centre.
    """
    _check_moment(at, now=now)
    desk = Desk(session, facility_id, at=at, actor=actor, now=now)
    desk.read(bed_ids=[bed_id for _stay, bed_id in wishes], stay_ids=[stay_id for stay_id, _bed in wishes])
    facts, placed, refused = PlaceFacts(at), [], []
    for stay_id, bed_id in wishes:
        try:
            findings = desk.check(stay_id, bed_id, facts)
            desk.refuse_overlap(stay_id, bed_id, at)
            settle(findings, reason)
        except DomainError as error:
            refused.append(Refused(stay_id, bed_id, error))
            continue
        had = desk.house.bed_of(stay_id)
        if had and _discipline(had):
            out_of_room(session, stay_id, reason=OUT, actor=actor, now=now)
        desk.end_rows(stay_id, bed_id, at, Ended.MOVED)
        session.flush()
        row = desk.put(stay_id, bed_id, facts, document_id=None, reason=reason)
        session.flush()
        desk.keep(row)
        placed.append(stay_id)
    if placed:
        bed_given(session, [desk.house.dwellers[one].resident_id for one in placed], actor=actor, now=now)
        about = Subject("facility", facility_id, "")
        record("bed.given-to-many", actor=actor, at=now, about=about, reason=reason, details={"placed": len(placed)})
    return tuple(refused)


def _discipline(spot: BedSpot) -> bool:
    return spot.room.spot().zone is ZoneKind.DISCIPLINE


def _check_moment(at: datetime, *, now: datetime) -> None:
    if at > now:
        raise DomainError(message(N_("%(moment)s is still to come"), moment=at), field="on")
