"""The invented centre's zones, rooms and beds, who sleeps where, and the last days' roll checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from random import Random

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.demo.founding import BUILDER
from rehab_center.permissions import EVERYWHERE, Actor
from rehab_center.placements.kinds import Absence, ApartReason, OutageReason, Part, Strictness, ZoneKind
from rehab_center.placements.queries.choices import PROPER_ZONES
from rehab_center.placements.queries.house import House, house
from rehab_center.placements.queries.people import Dweller
from rehab_center.placements.queries.rolls import roll_page
from rehab_center.placements.rules.rooms import RoomFacts, ZoneFacts
from rehab_center.placements.rules.shift import ShiftFacts
from rehab_center.placements.services.apart import ApartFacts, keep_apart
from rehab_center.placements.services.outages import OutageFacts, take_out_of_use
from rehab_center.placements.services.place import place_many
from rehab_center.placements.services.roll import ZoneCount, begin_roll, close_roll
from rehab_center.placements.services.setup import add_rooms, add_zone
from rehab_center.placements.services.shift import confirm_handover, keep_handover
from rehab_center.residents.kinds import Sex

DAYS = 3
"""How many days before the last one the beds are given."""
_BEDS, _WORKING, _WITHOUT_BED, _OUT_OF_USE, _PAIRS = 10, 10, 4, 5, 3
_REASON = "Bố trí theo danh sách phòng; dữ liệu tập huấn"
_OFFICER = "Lê Văn Gác"
_WORDS = {
    ZoneKind.COMPULSORY: "bắt buộc",
    ZoneKind.VOLUNTARY: "tự nguyện",
    ZoneKind.MINORS: "từ đủ 12 đến dưới 18 tuổi",
    ZoneKind.TEMPORARY: "lưu trú tạm thời",
}
_NIGHT = Actor(name="demo-ca-dem", label="Phạm Trực Đêm", origin="demo")
_KEYS = "24 chìa khóa buồng, 4 bộ đàm (1 bộ hỏng pin), 2 dùi cui cao su, 1 loa cầm tay"
_SEXES = {Sex.MALE: "nam", Sex.FEMALE: "nữ"}


@dataclass(frozen=True)
class _Need:
    """Who belongs in a zone."""

    kind: ZoneKind
    sex: Sex
    people: tuple[Dweller, ...]

    @property
    def alone(self) -> tuple[Dweller, ...]:
        """Those who have a room each."""
        return tuple(one for one in self.people if one.sleeper.alone)


def settle_in(session: Session, now: datetime, *, facility_id: int) -> None:
    """Set the building up for those who are there, and give them beds; a few wait, a few beds are broken."""
    random = Random(facility_id)
    here = [one for one in _house(session, facility_id, now).dwellers.values() if one.present]
    letters = (chr(ord("A") + place) for place in count())
    for need in _needs(here):
        _zone(session, facility_id, f"Khu {next(letters)}: {_WORDS[need.kind]}, {_SEXES[need.sex]}", need, now)
    for kind, words in ((ZoneKind.CLINIC, "y tế"), (ZoneKind.DISCIPLINE, "quản lý người vi phạm")):
        facts = ZoneFacts(f"Khu {next(letters)}: {words}, nam", kind, Sex.MALE)
        zone_id = add_zone(session, facility_id, facts=facts, actor=BUILDER, now=now)
        add_rooms(session, zone_id, facts=RoomFacts("P.01", 4, 4), count=2, beds=4, actor=BUILDER, now=now)
    found = _house(session, facility_id, now)
    others = [one.stay_id for one in here if not one.sleeper.alone]
    waiting = set(random.sample(others, min(_WITHOUT_BED, len(others) // 10)))
    wishes = [
        (one.stay_id, bed) for need in _needs(here) for one, bed in _beds_for(found, need) if one.stay_id not in waiting
    ]
    place_many(session, facility_id, wishes, at=now, reason=_REASON, actor=BUILDER, now=now)
    _break_some(session, _house(session, facility_id, now), clock.day_of(now), now, random)
    _keep_some_apart(session, _house(session, facility_id, now), now, random)


def count_all(session: Session, now: datetime, *, facility_id: int, one_missing: bool) -> None:
    """A roll check from its beginning to its end; on the last one somebody is missing and nobody knows why."""
    roll_id = begin_roll(session, facility_id, actor=BUILDER, now=now)
    page = roll_page(session, roll_id, scope=EVERYWHERE)
    counts = {line.id: ZoneCount(line.counted.expected) for line in page.lines}
    first = page.lines[0]
    if one_missing and first.people:
        why = (Absence.UNEXPLAINED, None)
        counts[first.id] = ZoneCount(first.counted.expected - 1, {first.people[0].stay_id: why})
    close_roll(
        session, roll_id, counts=counts, signed_by=_OFFICER, expected_version=page.row.version, actor=BUILDER, now=now
    )


def hand_over(session: Session, now: datetime, *, facility_id: int, taken_over: bool) -> None:
    """The day's shift is handed to the night's; the last one waits for whoever takes over."""
    begins, ends = clock.moment_of(clock.day_of(now), 6), now.replace(minute=0)
    present = sum(one.present for one in _house(session, facility_id, now).dwellers.values())
    note = "Buồng P.01 khóa khó mở, đã báo sửa"
    facts = ShiftFacts(begins, ends, _OFFICER, present, _NIGHT.label, equipment=_KEYS, note=note)
    shift_id = keep_handover(session, facility_id, facts=facts, actor=BUILDER, now=now)
    if taken_over:
        confirm_handover(session, shift_id, remark="Đủ", expected_version=1, actor=_NIGHT, now=now)


def _house(session: Session, facility_id: int, now: datetime) -> House:
    return house(session, facility_id, as_of=clock.day_of(now), scope=EVERYWHERE)


def _needs(people: Sequence[Dweller]) -> list[_Need]:
    found: dict[tuple[ZoneKind, Sex], list[Dweller]] = {}
    for one in people:
        kind = ZoneKind.MINORS if one.sleeper.minor else PROPER_ZONES[one.sleeper.kind]
        if kind is ZoneKind.MINORS and not one.sleeper.minor:
            kind = ZoneKind.COMPULSORY  # 18 by now
        found.setdefault((kind, one.sleeper.lives_as), []).append(one)
    order = {kind: place for place, kind in enumerate(_WORDS)}
    return [
        _Need(kind, sex, tuple(found[kind, sex]))
        for kind, sex in sorted(found, key=lambda key: (order[key[0]], key[1] is Sex.FEMALE))
    ]


def _zone(session: Session, facility_id: int, name: str, need: _Need, now: datetime) -> None:
    zone_id = add_zone(session, facility_id, facts=ZoneFacts(name, need.kind, need.sex), actor=BUILDER, now=now)
    shared = len(need.people) - len(need.alone)
    facts = RoomFacts("P.01", _BEDS + 2, _WORKING, certified_capacity=_BEDS)
    rooms = shared // _BEDS + 1
    add_rooms(session, zone_id, facts=facts, count=rooms, beds=_BEDS, actor=BUILDER, now=now)
    if need.alone:
        own = RoomFacts("R.01", 1, 1, certified_capacity=1, private=True)
        add_rooms(session, zone_id, facts=own, count=len(need.alone), beds=1, actor=BUILDER, now=now)


def _beds_for(found: House, need: _Need) -> list[tuple[Dweller, int]]:
    rooms = [room for zone in found.zones if zone.kind is need.kind and zone.sex is need.sex for room in zone.rooms]
    shared = [bed.id for room in rooms if not room.private for bed in room.beds]
    private = [bed.id for room in rooms if room.private for bed in room.beds]
    others = [one for one in need.people if not one.sleeper.alone]
    return [*zip(others, shared, strict=False), *zip(need.alone, private, strict=False)]


def _break_some(session: Session, found: House, today: date, now: datetime, random: Random) -> None:
    free = [bed.id for room in found.rooms for bed in room.free_beds]
    for bed_id in random.sample(free, min(_OUT_OF_USE, len(free))):
        reason = random.choice([OutageReason.BROKEN, OutageReason.REPAIR, OutageReason.CLEANING])
        facts = OutageFacts(reason, today, today + timedelta(days=random.randint(2, 20)))
        take_out_of_use(session, bed_id, facts=facts, actor=BUILDER, now=now)


def _keep_some_apart(session: Session, found: House, now: datetime, random: Random) -> None:
    rooms = [room.people for room in found.rooms if len(room.people) > 1]
    for place in range(_PAIRS if len(rooms) > 1 else 0):
        one, other = (random.choice(people) for people in random.sample(rooms, 2))
        facts = ApartFacts(
            one.resident_id,
            other.resident_id,
            random.choice([ApartReason.FIGHT, ApartReason.THREAT, ApartReason.DEBT]),
            Strictness.AVOID if place else Strictness.FORBIDDEN,
            Part.AGGRESSOR,
            Part.VICTIM,
        )
        keep_apart(session, found.facility_id, facts=facts, actor=BUILDER, now=now)
