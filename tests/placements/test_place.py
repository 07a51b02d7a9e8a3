"""Beds given, moved, swapped and taken: one bed one person, in the past too, whatever two writers do at once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from rehab_center.admissions.hooks import order_places, withdraw_orders
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.admissions.services import convert_stay
from rehab_center.audit.recorder import record
from rehab_center.clock import day_of, end_of, moment_of
from rehab_center.dated import Confidence
from rehab_center.db import transaction
from rehab_center.errors import Blocked, Conflict, DomainError, NotFound, ReasonNeeded
from rehab_center.permissions import EVERYWHERE, Actor
from rehab_center.placements.kinds import ApartReason, BedState, Ended, OutageReason, Strictness
from rehab_center.placements.models import Placement
from rehab_center.placements.queries.nights import guests_of, nights_of_stay
from rehab_center.placements.services.apart import ApartFacts, keep_apart, lift
from rehab_center.placements.services.outages import OutageFacts, back_in_use, take_out_of_use
from rehab_center.placements.services.place import place_many, swap, take_off
from rehab_center.policies.rules import PolicyKind
from rehab_center.policies.services import set_value
from rehab_center.residents.kinds import Sex
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.queries import open_tasks
from tests.admissions.stays import NOW, Centre, decision, stay_facts
from tests.placements.building import DECISION, Building

TODAY = day_of(NOW)
JUNE_1, JUNE_10 = date(2024, 6, 1), date(2024, 6, 10)


def owed(session: Session) -> list[str]:
    """Who is owed a bed now."""
    session.rollback()
    return [task.about for task in open_tasks(session, scope=EVERYWHERE) if task.kind is TaskKind.BED]


def test_a_newcomer_is_owed_a_bed_the_same_day_until_one_is_given(session: Session, building: Building) -> None:
    stay = building.centre.admit(admitted_on=TODAY)
    (task,) = [one for one in open_tasks(session, scope=EVERYWHERE) if one.kind is TaskKind.BED]
    assert day_of(task.due_at) == TODAY if task.due_at else False
    assert [one.stay_id for one in building.on().without_bed] == [stay]
    building.place(stay, building.bed())
    assert owed(session) == []
    found = building.on()
    assert found.without_bed == ()
    assert found.spot(building.bed()).bed.state is BedState.TAKEN
    assert found.tally.free == found.tally.beds - 1


def test_a_centre_without_beds_owes_none(session: Session, centre: Centre) -> None:
    centre.admit()
    assert owed(session) == []


def test_one_bed_one_person(session: Session, building: Building) -> None:
    one, other = building.centre.admit(), building.centre.admit()
    building.place(one, building.bed())
    with pytest.raises(Conflict) as refused:
        building.place(other, building.bed())
    assert refused.value.code == "taken"
    with pytest.raises(Conflict) as refused:
        building.place(one, building.bed())
    assert refused.value.code == "same-bed"


@pytest.mark.parametrize("same", ["bed", "stay"])
def test_the_database_itself_refuses_two_open_rows(building: Building, same: str) -> None:
    one, other = building.centre.admit(), building.centre.admit()
    building.place(one, building.bed())
    second = Placement(
        bed_id=building.bed() if same == "bed" else building.bed(label="2"),
        admission_id=other if same == "bed" else one,
        began_at=NOW,
        recorded_at=NOW,
        actor="x",
    )
    with pytest.raises(IntegrityError):
        _write_past_the_service(second, building.centre.actor)


def _write_past_the_service(row: Placement, actor: Actor) -> None:
    with transaction() as session:
        session.add(row)
        record("bed.given", actor=actor, at=NOW)


def test_a_move_ends_the_bed_before_it(session: Session, building: Building) -> None:
    stay = building.centre.admit()
    building.place(stay, building.bed(), at=moment_of(JUNE_1, 9))
    building.place(stay, building.bed(label="2"), at=moment_of(JUNE_10, 9))
    session.rollback()
    latest, before = nights_of_stay(session, stay, scope=EVERYWHERE, today=TODAY)
    assert (latest.bed, latest.lasts) == ("2", True)
    assert (before.ended_at, before.ended_how) == (latest.began_at, Ended.MOVED)
    then = building.on(date(2024, 6, 5))
    assert then.spot(building.bed()).bed.state is BedState.TAKEN
    assert then.spot(building.bed(label="2")).bed.state is BedState.FREE


def test_beds_do_not_overlap_in_the_past(building: Building) -> None:
    one, other = building.centre.admit(), building.centre.admit()
    building.place(one, building.bed(), at=moment_of(JUNE_1, 9))
    building.place(one, building.bed(label="2"), at=moment_of(JUNE_10, 9))
    with pytest.raises(Conflict):  # the bed was still the other's on 5 June
        building.place(other, building.bed(), at=moment_of(date(2024, 6, 5), 9))
    with pytest.raises(Conflict) as refused:  # and this person has been moved since
        building.place(one, building.bed(label="3"), at=moment_of(date(2024, 6, 5), 9))
    assert refused.value.code == "moved-since"
    with pytest.raises(DomainError):
        building.place(other, building.bed(), at=NOW + timedelta(minutes=1))
    building.place(other, building.bed(), at=moment_of(JUNE_10, 9))  # from the moment on which it was left


def test_a_bed_is_free_from_the_departure_and_not_from_the_row(session: Session, building: Building) -> None:
    one, other = building.centre.admit(), building.centre.admit()
    building.place(one, building.bed(), at=moment_of(JUNE_1, 9))
    building.centre.move(one, MovementKind.TRANSFERRED_OUT, JUNE_10, now=moment_of(JUNE_10, 15))
    assert building.on(date(2024, 6, 9)).spot(building.bed()).bed.state is BedState.TAKEN
    assert building.on(JUNE_10).spot(building.bed()).bed.state is BedState.FREE
    with pytest.raises(Conflict):
        building.place(other, building.bed(), at=moment_of(JUNE_10, 14))
    building.place(other, building.bed(), at=moment_of(JUNE_10, 15))
    session.rollback()
    now, before = guests_of(session, building.bed(), today=TODAY)
    assert (now.night.stay_id, before.night.ended_how) == (other, Ended.DEPARTED)
    assert before.night.ended_at == moment_of(JUNE_10, 15)


def test_a_bed_is_kept_for_who_is_in_hospital_and_not_for_who_escaped(session: Session, building: Building) -> None:
    sick, gone, other = building.centre.admit(), building.centre.admit(), building.centre.admit()
    building.place(sick, building.bed(), at=moment_of(JUNE_1, 9))
    building.place(gone, building.bed(label="2"), at=moment_of(JUNE_1, 9))
    building.centre.move(sick, MovementKind.TO_HOSPITAL, JUNE_10)
    building.centre.move(gone, MovementKind.ESCAPED, JUNE_10)
    found = building.on()
    assert found.spot(building.bed()).bed.state is BedState.KEPT
    assert found.spot(building.bed(label="2")).bed.state is BedState.FREE
    with pytest.raises(Conflict):
        building.place(other, building.bed())
    building.centre.move(gone, MovementKind.RETURNED, TODAY)  # nobody had been given it: theirs again
    assert building.on().spot(building.bed(label="2")).bed.state is BedState.TAKEN
    assert owed(session) == [building.on().dwellers[other].label]


def test_who_comes_back_to_a_bed_given_away_is_owed_one(session: Session, building: Building) -> None:
    gone, other = building.centre.admit(), building.centre.admit()
    building.place(gone, building.bed(), at=moment_of(JUNE_1, 9))
    building.centre.move(gone, MovementKind.ESCAPED, JUNE_10)
    building.place(other, building.bed())
    assert owed(session) == []
    building.centre.move(gone, MovementKind.RETURNED, TODAY)
    assert owed(session) == [building.on().dwellers[gone].label]
    with pytest.raises(Conflict):
        building.place(gone, building.bed())
    building.place(gone, building.bed(label="2"))
    assert owed(session) == []


def test_the_centre_decides_whose_bed_is_kept(building: Building) -> None:
    gone = building.centre.admit()
    building.place(gone, building.bed(), at=moment_of(JUNE_1, 9))
    building.centre.move(gone, MovementKind.ESCAPED, JUNE_10)
    with transaction() as session:
        set_value(
            session,
            PolicyKind.BED_KEPT,
            value="on-books",
            valid_from=JUNE_1,
            citation="Nội quy",
            confidence=Confidence.CONFIRMED,
            actor=building.centre.actor,
            now=NOW,
        )
    assert building.on().spot(building.bed()).bed.state is BedState.KEPT


def test_the_same_person_under_another_ground_keeps_the_bed(session: Session, building: Building) -> None:
    held = building.centre.admit(kind=StayKind.TEMPORARY, months=None, admitted_on=JUNE_1)
    building.place(held, building.bed("Khu C"), at=moment_of(JUNE_1, 12))
    with transaction() as writing:
        stay = convert_stay(
            writing,
            held,
            facts=stay_facts(
                admitted_on=TODAY, entry=MovementKind.CONVERTED_IN, decision=decision(JUNE_10), credit_days=13
            ),
            reason="Theo quyết định",
            actor=building.centre.actor,
            now=NOW,
        )
    found = building.on()
    spot = found.bed_of(stay)
    assert spot is not None
    assert spot.bed.id == building.bed("Khu C")
    assert owed(session) == []
    assert [night.ended_how for night in nights_of_stay(session, held, scope=EVERYWHERE, today=TODAY)] == [
        Ended.CHANGED_OVER
    ]


def test_rules_stop_and_ask(session: Session, building: Building) -> None:
    woman = building.centre.admit(building.centre.person("Trần Thị Bình", sex=Sex.FEMALE))
    man, other = building.centre.admit(), building.centre.admit()
    with pytest.raises(Blocked):
        building.place(woman, building.bed())
    with pytest.raises(Blocked):
        building.place(man, building.bed("Khu B"))
    with pytest.raises(Blocked):
        building.place(man, building.bed("Khu D"))
    with pytest.raises(ReasonNeeded):
        building.place(man, building.bed("Khu C"))
    building.place(man, building.bed("Khu C"), reason="Hết chỗ")
    hour_ago = NOW - timedelta(hours=1)
    building.place(other, building.bed("Khu D"), at=hour_ago, paper=DECISION, until_on=TODAY + timedelta(days=4))
    session.rollback()
    (night,) = nights_of_stay(session, other, scope=EVERYWHERE, today=TODAY)
    assert night.document_id is not None
    assert night.until_on == TODAY + timedelta(days=4)
    (task,) = open_tasks(session, scope=EVERYWHERE, kinds=[TaskKind.DISCIPLINE_ENDED])
    assert task.due_at == end_of(TODAY + timedelta(days=4))
    building.place(other, building.bed())
    session.rollback()
    assert not open_tasks(session, scope=EVERYWHERE, kinds=[TaskKind.DISCIPLINE_ENDED])


def test_an_order_of_the_medical_post_is_all_that_is_said(building: Building) -> None:
    stay = building.centre.admit()
    order_places("test", lambda _session, stay_ids, _day: [one for one in stay_ids if one == stay])
    try:
        with pytest.raises(Blocked) as refused:
            building.place(stay, building.bed())
        assert "medical post" in str(refused.value)
        building.place(stay, building.bed("Khu E"))
    finally:
        withdraw_orders("test")


def test_two_kept_apart_do_not_meet_in_one_room(session: Session, building: Building) -> None:
    centre = building.centre
    people = [centre.person("Trần Văn Một"), centre.person("Lê Văn Hai")]
    one, other = (centre.admit(person) for person in people)
    facts = ApartFacts(people[0], people[1], ApartReason.FIGHT, Strictness.FORBIDDEN)
    with transaction() as writing:
        pair_id = keep_apart(writing, centre.facility_id, facts=facts, actor=centre.actor, now=NOW)
    turned = ApartFacts(people[1], people[0], ApartReason.DEBT, Strictness.AVOID)
    with pytest.raises(Conflict), transaction() as writing:
        keep_apart(writing, centre.facility_id, facts=turned, actor=centre.actor, now=NOW)
    building.place(one, building.bed())
    with pytest.raises(Blocked):
        building.place(other, building.bed(label="2"))
    building.place(other, building.bed(room="P.2"))
    with transaction() as writing:
        lift(writing, pair_id, reason="Đã hòa giải", actor=centre.actor, now=NOW)
    building.place(other, building.bed(label="2"))


def test_two_change_beds(session: Session, building: Building) -> None:
    one, other, third = (building.centre.admit() for _ in range(3))
    building.place(one, building.bed(), at=moment_of(JUNE_1, 9))
    building.place(other, building.bed(room="P.2"), at=moment_of(JUNE_1, 9))
    with transaction() as writing:
        swap(writing, one, other, at=NOW, actor=building.centre.actor, now=NOW)
    found = building.on()
    assert found.spot(building.bed(room="P.2")).bed.dweller is found.dwellers[one]
    assert found.spot(building.bed()).bed.dweller is found.dwellers[other]
    with pytest.raises(DomainError), transaction() as writing:
        swap(writing, one, third, at=NOW, actor=building.centre.actor, now=NOW)


def test_taken_off_a_bed_another_one_is_owed(session: Session, building: Building) -> None:
    stay = building.centre.admit()
    building.place(stay, building.bed(), at=moment_of(JUNE_1, 9))
    with transaction() as writing:
        take_off(writing, stay, at=NOW, reason="Sửa phòng", actor=building.centre.actor, now=NOW)
    assert owed(session) == [building.on().dwellers[stay].label]
    with pytest.raises(Conflict), transaction() as writing:
        take_off(writing, stay, at=NOW, reason="Sửa phòng", actor=building.centre.actor, now=NOW)


def test_many_at_once_name_those_refused(building: Building) -> None:
    men = [building.centre.admit() for _ in range(3)]
    wishes = [(men[0], building.bed()), (men[1], building.bed()), (men[2], building.bed("Khu B"))]
    with transaction() as writing:
        refused = place_many(writing, building.centre.facility_id, wishes, at=NOW, actor=building.centre.actor, now=NOW)
    assert [(one.stay_id, type(one.error)) for one in refused] == [(men[1], Conflict), (men[2], Blocked)]
    assert [one.stay_id for one in building.on().without_bed] == men[1:]


def test_nobody_is_given_a_bed_out_of_use(building: Building) -> None:
    stay = building.centre.admit()
    actor = building.centre.actor
    facts = OutageFacts(OutageReason.BROKEN, TODAY, TODAY + timedelta(days=3))
    with transaction() as writing:
        outage = take_out_of_use(writing, building.bed(), facts=facts, actor=actor, now=NOW)
    assert building.on().spot(building.bed()).bed.state is BedState.OUT_OF_USE
    with pytest.raises(DomainError) as refused:
        building.place(stay, building.bed())
    assert refused.value.code == "out-of-use"
    with transaction() as writing:
        back_in_use(writing, outage, on=TODAY, actor=actor, now=NOW)
    building.place(stay, building.bed())


def test_a_stranger_finds_nothing(building: Building) -> None:
    stay = building.centre.admit()
    stranger = Actor(name="la", label="Người lạ", facility_ids=frozenset({999}))
    with pytest.raises(NotFound), transaction() as writing:
        take_off(writing, stay, at=NOW, reason="x", actor=stranger, now=NOW)


def test_the_void_of_a_departure_gives_the_bed_back(session: Session, building: Building) -> None:
    stay = building.centre.admit()
    building.place(stay, building.bed(), at=moment_of(JUNE_1, 9))
    movement = building.centre.move(stay, MovementKind.TRANSFERRED_OUT, JUNE_10)
    assert building.on().spot(building.bed()).bed.state is BedState.FREE
    building.centre.void(movement)
    assert building.on().spot(building.bed()).bed.state is BedState.TAKEN
    assert session.scalars(select(Placement.ended_at)).all() == [None]
