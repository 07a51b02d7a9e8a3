"""A delivery of twelve comes out right in head count, balance, term, tasks and log."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.queries import stay_page, term_cache_problems
from rehab_center.admissions.queries.assessments import assess
from rehab_center.admissions.queries.handovers import HandoverPage, handover_page
from rehab_center.admissions.rules.handover import HandoverState, Outcome, WayIn
from rehab_center.admissions.rules.intake_rest import REST
from rehab_center.admissions.rules.movements import MovementKind, State
from rehab_center.admissions.rules.refusals import RefusalReason
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.admissions.services import handovers
from rehab_center.audit.models import AuditEntry
from rehab_center.audit.naming import names_of
from rehab_center.audit.recorder import audit_key
from rehab_center.audit.verifier import verify
from rehab_center.dates import DateRange
from rehab_center.db import transaction
from rehab_center.errors import DomainError
from rehab_center.headcount.queries import balance, head_count
from rehab_center.permissions import EVERYWHERE
from rehab_center.residents.kinds import Sex
from rehab_center.residents.models import IdentityPaper, Resident
from rehab_center.residents.rules.births import UNKNOWN_BIRTH, born_in, born_on
from rehab_center.residents.rules.facts import PaperFacts
from rehab_center.residents.services import enter_identity_paper
from rehab_center.tasks.kinds import DEEDS, TaskKind
from rehab_center.tasks.models import Task
from rehab_center.tasks.queries import of_resident
from tests.admissions.deliveries import DAY, NEW_NAMES, TONIGHT, UNIT, Gate, Known, known_people
from tests.admissions.stays import Centre

EVE = DAY - timedelta(days=1)


@pytest.fixture
def known(centre: Centre) -> Known:
    return known_people(centre)


@pytest.fixture
def gate(centre: Centre) -> Gate:
    return Gate(centre)


@pytest.fixture
def delivered(gate: Gate, known: Known) -> int:
    """The handover with everybody decided about, still open."""
    handover_id = gate.open()
    decision_id = gate.decide(handover_id)
    for name in NEW_NAMES:
        gate.take_in(gate.write(handover_id, name, decision_id=decision_id))
    seen = gate.write(
        handover_id,
        "LÊ VĂN BÌNH",
        birth=born_on(date(1982, 6, 5)),
        identity_number="036082012345",
        decision_id=decision_id,
    )
    gate.act(handovers.identify, seen, resident_id=known.twice)
    gate.take_in(seen)
    brother = gate.write(handover_id, "Phạm Văn Cương", birth=born_on(date(1985, 1, 9)), decision_id=decision_id)
    gate.act(handovers.identify, brother, resident_id=known.brother)
    gate.take_in(brother)
    escapee = gate.write(handover_id, "Vũ Đình Dũng", birth=born_on(date(1993, 8, 1)), decision_id=decision_id)
    gate.act(handovers.identify, escapee, resident_id=known.escapee)
    gate.take_in(escapee)
    child = gate.write(handover_id, "Cao Bé Phúc", birth=born_on(date(2013, 2, 1)), kind=StayKind.MINOR)
    gate.act(handovers.refuse, child, refusal=RefusalReason.UNDER_AGE)
    gate.take_in(gate.write(handover_id, "Không Rõ Quê", birth=born_in(1988), decision_id=decision_id))
    held = gate.write(handover_id, "Hoàng Văn Em", birth=born_on(date(1991, 11, 30)), decision_id=decision_id)
    gate.act(handovers.identify, held, resident_id=known.held)
    gate.take_in(held)
    return handover_id


def page_of(session: Session, handover_id: int) -> HandoverPage:
    """The page, read anew."""
    session.rollback()
    session.expire_all()
    return handover_page(session, handover_id, scope=EVERYWHERE)


def test_everybody_is_where_they_belong(session: Session, delivered: int, known: Known) -> None:
    page = page_of(session, delivered)
    counts = page.counts
    assert (counts.delivered, counts.accepted, counts.refused, counts.returned) == (12, 10, 1, 1)
    assert (counts.converted, counts.waiting, counts.adds_up) == (1, 0, True)
    before = head_count(session, as_of=EVE, scope=EVERYWHERE)
    after = head_count(session, as_of=DAY, scope=EVERYWHERE)
    assert after.under_care - before.under_care == 10  # nine admitted, one brought back
    assert after.on_books - before.on_books == 9
    assert (before.by_kind[StayKind.TEMPORARY], after.by_kind[StayKind.TEMPORARY]) == (1, 0)
    assert len(session.scalars(select(Resident)).all()) == 4 + 7
    assert list(term_cache_problems(session)) == []


def test_the_balance_closes_with_a_transfer_between_kinds(session: Session, delivered: int) -> None:
    night = balance(session, DateRange(DAY, DAY), scope=EVERYWHERE)
    assert night.closes
    assert night.arrivals == {MovementKind.ADMITTED: 9, MovementKind.RETURNED: 1}
    assert night.departures == {}
    temporary, compulsory = night.by_kind[StayKind.TEMPORARY], night.by_kind[StayKind.COMPULSORY]
    assert (temporary.arrivals, temporary.departures, temporary.closing) == (0, 1, 0)
    assert (compulsory.arrivals, compulsory.departures) == (11, 0)


def test_each_way_in(session: Session, delivered: int, known: Known) -> None:
    lines = {line.full_name: line for line in page_of(session, delivered).persons}
    escapee = lines["Vũ Đình Dũng"]
    assert (escapee.outcome, escapee.admission_id) == (Outcome.RETURNED, known.escaped_stay)
    back = stay_page(session, known.escaped_stay, scope=EVERYWHERE, as_of=DAY)
    assert (back.state.state, back.movements[-1].effective_time) == (State.PRESENT, "20:00")
    seen = lines["Lê Văn Bình"]
    second = stay_page(session, seen.admission_id or 0, scope=EVERYWHERE, as_of=DAY)
    assert (second.person.id, second.times_treated, second.months) == (known.twice, 2, 18)
    assert second.police_unit == UNIT
    held = lines["Hoàng Văn Em"]
    assert held.converted
    stay = session.get_one(Admission, held.admission_id)
    assert (stay.previous_admission_id, stay.credit_days, stay.admitted_on) == (known.held_stay, 23, DAY)
    assert stay.term_end_on == date(2025, 12, 13) - timedelta(days=23)
    refused = lines["Cao Bé Phúc"]
    assert (refused.refusal, refused.person, refused.admission_id) == (RefusalReason.UNDER_AGE, None, None)


def test_the_court_is_typed_once_and_the_rest_is_owed(session: Session, delivered: int) -> None:
    page = page_of(session, delivered)
    stays = session.scalars(select(Admission).where(Admission.admitted_on == DAY)).all()
    assert {stay.decision_id for stay in stays} == {page.decisions[0].document.id}
    assert page.decisions[0].people == 10  # not who was brought back: that stay has its own
    lines = {line.full_name: line for line in page.persons}
    kinds = {task.kind for task in lines["Không Rõ Quê"].owed}
    assert TaskKind.IDENTITY_PAPER in kinds
    assert {TaskKind.PHOTO, TaskKind.BELONGINGS_LIST, TaskKind.CLASSIFICATION, TaskKind.FAMILY_NOTICE} <= kinds
    assert all(task.due_at is not None for task in lines["Không Rõ Quê"].owed)
    known = {task.kind for task in lines["Lê Văn Bình"].owed}
    assert TaskKind.IDENTITY_PAPER not in known
    assert {task.kind for task in lines["Vũ Đình Dũng"].owed} >= {TaskKind.PAPER_MISSING, TaskKind.BELONGINGS_LIST}
    assert TaskKind.PHOTO not in {task.kind for task in lines["Vũ Đình Dũng"].owed}


def test_every_door_leaves_the_same_to_be_done(session: Session, gate: Gate, centre: Centre) -> None:
    handover_id = gate.open()
    gate.take_in(gate.write(handover_id, "Ngô Văn Giang", decision_id=gate.decide(handover_id)))
    centre.admit(centre.person("Đặng Văn Hải", birth=born_on(date(1990, 3, 2))), admitted_on=DAY, now=TONIGHT)

    def owed(name: str) -> list[tuple[str, str, str, str, object]]:
        tasks = session.scalars(select(Task).where(Task.about.contains(name), Task.subject_kind != "stay-file"))
        return sorted((one.kind, one.subject_kind, one.what, one.owner_role, one.due_at) for one in tasks)

    assert owed("Ngô Văn Giang") == owed("Đặng Văn Hải")
    at_the_gate = {rest.kind for rest in REST} | {TaskKind.IDENTITY_PAPER, TaskKind.HEALTH_LOOK}
    assert {kind for kind, *_ in owed("Đặng Văn Hải")} >= at_the_gate


def test_who_comes_back_by_the_single_page_brings_things_to_be_listed(session: Session, centre: Centre) -> None:
    known = known_people(centre)
    centre.move(known.escaped_stay, MovementKind.RETURNED, DAY)
    session.rollback()
    owed = of_resident(session, known.escapee, scope=EVERYWHERE)
    assert [task.kind for task in owed if task.is_open and task.kind in DEEDS] == [TaskKind.BELONGINGS_LIST]


def test_an_identity_paper_settles_what_the_gate_left_and_so_does_nobody_having_come(
    session: Session, gate: Gate, centre: Centre
) -> None:
    handover_id = gate.open()
    decision_id = gate.decide(handover_id)
    stays = [gate.take_in(gate.write(handover_id, name, decision_id=decision_id)) for name in NEW_NAMES[:2]]
    one, other = (session.get_one(Admission, stay).resident_id for stay in stays)
    entry = session.scalars(select(Movement.id).where(Movement.admission_id == stays[1])).one()
    session.rollback()
    with transaction() as writing:
        facts = PaperFacts("036090475594")
        enter_identity_paper(writing, one, facts=facts, actor=centre.actor, now=TONIGHT)
    centre.void(entry, now=TONIGHT)
    for person in (one, other):
        kinds = {task.kind: task.is_open for task in of_resident(session, person, scope=EVERYWHERE)}
        assert kinds[TaskKind.IDENTITY_PAPER] is False


def test_closing_makes_the_minutes_a_paper_that_settles_the_return(
    session: Session, gate: Gate, delivered: int, known: Known
) -> None:
    version = page_of(session, delivered).version
    gate.act(handovers.close_handover, delivered, minutes_number="07/BB-CSCN", expected_version=version)
    page = page_of(session, delivered)
    assert page.state is HandoverState.CLOSED
    assert page.minutes is not None
    assert (page.minutes.number, page.minutes.issued_on) == ("07/BB-CSCN", DAY)
    closed = [task for task in of_resident(session, known.escapee, scope=EVERYWHERE) if not task.is_open]
    by_paper = [(task.kind, task.closed_by_document_id) for task in closed if task.closed_by_document_id]
    assert by_paper == [(TaskKind.PAPER_MISSING, page.minutes.id)]


def test_the_log_tells_the_night(session: Session, gate: Gate, delivered: int) -> None:
    page = page_of(session, delivered)
    gate.act(handovers.close_handover, delivered, expected_version=page.version)
    session.rollback()
    acts = list(session.scalars(select(AuditEntry.act).where(AuditEntry.at == TONIGHT)))
    assert {act: acts.count(act) for act in set(acts)} == {
        "handover.opened": 1,
        "handover.decision-entered": 1,
        "handover.person-written": 12,
        "handover.person-identified": 4,
        "handover.person-refused": 1,
        "stay.admitted": 9,
        "stay.moved": 1,
        "stay.converted": 1,
        "handover.closed": 1,
    }
    told = session.scalars(select(AuditEntry).where(AuditEntry.act == "stay.admitted", AuditEntry.at == TONIGHT)).all()
    assert {(entry.details or {})["handover"] for entry in told} == {f"{UNIT}, 13/06/2024"}
    begun = [(entry.details or {})["admission"] for entry in told]
    admitted = [line for line in page.persons if line.outcome is Outcome.ACCEPTED and not line.converted]
    assert {one["code"] for one in begun} == {line.file_code for line in admitted}
    number = page.decisions[0].document.number
    assert {(one["kind"], one["decision"], one["end"]) for one in begun} == {("compulsory", number, "2025-12-13")}
    named = names_of(session, [("handover_decision", str(page.decisions[0].id))])
    assert named.now(("handover_decision", str(page.decisions[0].id))) == number  # by its paper, not by a key
    assert verify(session, audit_key()).problems == ()


def test_who_it_may_be_is_compared_first(session: Session, gate: Gate, known: Known) -> None:
    handover_id = gate.open()
    decision_id = gate.decide(handover_id)
    card = {"identity_number": "036085054321", "decision_id": decision_id}
    line_id = gate.write(handover_id, "Phạm Văn Chiến", birth=born_on(date(1990, 5, 5)), **card)
    session.rollback()
    found = assess(session, line_id, scope=EVERYWHERE, now=TONIGHT)
    assert [(match.person.id, match.same_number, match.way) for match in found.matches] == [
        (known.brother, True, WayIn.ADMIT)
    ]
    session.rollback()
    gate.act(handovers.somebody_else, line_id)
    with pytest.raises(DomainError) as asked:
        gate.take_in(line_id)  # the number says "male", and it is not this one's
    assert asked.value.field == "sex"
    stay_id = gate.take_in(line_id, sex=Sex.FEMALE)
    session.rollback()
    resident_id = session.get_one(Admission, stay_id).resident_id
    assert resident_id != known.brother
    assert not session.scalars(select(IdentityPaper).where(IdentityPaper.resident_id == resident_id)).all()
    owed = {task.kind: str(task.what) for task in of_resident(session, resident_id, scope=EVERYWHERE)}
    assert "036085054321" in owed[TaskKind.IDENTITY_PAPER]


@pytest.mark.parametrize(
    ("name", "way"),
    [("Hoàng Văn Em", WayIn.CONVERT), ("vũ đình dũng", WayIn.RETURN), ("Lê Văn Bình", None), ("Lê Văn Bảo", None)],
)
def test_of_a_name_alone_those_on_the_books_are_shown(
    session: Session, gate: Gate, known: Known, name: str, way: WayIn | None
) -> None:
    handover_id = gate.open()
    line_id = gate.write(handover_id, name, birth=UNKNOWN_BIRTH, sex=None, decision_id=gate.decide(handover_id))
    session.rollback()
    found = assess(session, line_id, scope=EVERYWHERE, now=TONIGHT)
    assert [match.way for match in found.matches] == ([way] if way else [])


def test_a_voided_admission_is_decided_about_again(session: Session, gate: Gate, centre: Centre) -> None:
    handover_id = gate.open(stated_count=None)
    line_id = gate.write(handover_id, "Ngô Văn Giang", decision_id=gate.decide(handover_id))
    stay_id = gate.take_in(line_id)
    session.rollback()
    centre.void(session.scalars(select(Movement.id).where(Movement.admission_id == stay_id)).one(), now=TONIGHT)
    page = page_of(session, handover_id)
    assert page.taken_back == 1
    session.rollback()
    gate.act(handovers.decide_again, line_id)
    again = gate.take_in(line_id)
    page = page_of(session, handover_id)
    assert (page.taken_back, page.persons[0].admission_id) == (0, again)
