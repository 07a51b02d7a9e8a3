"""Opening a stay: what is written, what is refused, what is owed."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions import queries
from rehab_center.admissions.models import Admission
from rehab_center.admissions.rules.movements import MovementKind, State
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.admissions.services import open_stay
from rehab_center.audit.models import AuditEntry
from rehab_center.audit.recorder import record
from rehab_center.clock import end_of, moment_of
from rehab_center.db import transaction
from rehab_center.documents.models import Document
from rehab_center.errors import Blocked, Conflict, NotFound, ReasonNeeded
from rehab_center.permissions import EVERYWHERE, Actor, Scope
from rehab_center.tasks.models import Task
from tests.admissions.stays import NOW, Centre, decision, paper, stay_facts
from tests.residents.persons import make_facility

JULY = moment_of(date(2026, 9, 1), 9)


def test_admitting_writes_the_stay_its_movement_and_its_term(session: Session, centre: Centre) -> None:
    stay_id = centre.admit(credit_days=10)
    page = queries.stay_page(session, stay_id, scope=EVERYWHERE, as_of=date(2024, 6, 14))
    assert (page.file_code, page.kind, page.regime) == ("HV00001", StayKind.COMPULSORY, Regime.LAW_2021)
    assert page.state.state is State.PRESENT
    assert [(line.kind, line.effective_on) for line in page.movements] == [(MovementKind.ADMITTED, date(2024, 3, 10))]
    assert page.movements[0].document == page.decision
    assert page.term is not None
    assert [line.running_end_on for line in page.term.lines] == [date(2025, 9, 10), date(2025, 8, 31)]
    assert page.term_end_on == date(2025, 8, 31)
    assert session.get_one(Admission, stay_id).term_end_on == date(2025, 8, 31)
    assert page.term.to_be_confirmed  # the day-count convention is an open question


def test_the_act_is_in_the_log_with_the_person(session: Session, centre: Centre) -> None:
    centre.admit(reason=None)
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.act, entry.about_label) == ("stay.admitted", "Trần Văn An (HV00001)")


def test_file_codes_go_on_in_the_centres_own_shape(session: Session, centre: Centre) -> None:
    centre.admit(file_code="NĐ-2024/0099")
    second = centre.admit(centre.person("Lê Văn Bình"))
    assert session.get_one(Admission, second).file_code == "NĐ-2024/0100"
    with pytest.raises(Conflict) as refused:
        centre.admit(centre.person("Lê Văn Cường"), file_code="NĐ-2024/0099")
    assert (refused.value.code, refused.value.field) == ("code-in-use", "file_code")


def test_two_centres_may_use_one_code(session: Session, centre: Centre, actor: Actor) -> None:
    other = Centre(make_facility(actor, "CS2"), actor)
    centre.admit(file_code="A1")
    stay_id = other.admit(file_code="A1")
    assert queries.find_stay(session, "a1", scope=EVERYWHERE, facility_id=other.facility_id) == stay_id
    assert queries.find_stay(session, "A1", scope=Scope(frozenset({other.facility_id}))) == stay_id
    with pytest.raises(NotFound):
        queries.stay_page(session, stay_id, scope=Scope(frozenset({centre.facility_id})), as_of=date(2024, 6, 14))


def test_a_warning_needs_a_reason_and_the_reason_stays(session: Session, centre: Centre) -> None:
    person = centre.person()
    with pytest.raises(ReasonNeeded) as refused:
        centre.admit(person, months=30)
    assert [finding.rule for finding in refused.value.findings] == ["3"]
    stay_id = centre.admit(person, months=30, reason="Đúng theo bản án")
    page = queries.stay_page(session, stay_id, scope=EVERYWHERE, as_of=date(2024, 6, 14))
    assert page.movements[0].reason == "Đúng theo bản án"


def test_nothing_is_left_behind_when_it_is_refused(session: Session, centre: Centre) -> None:
    person = centre.person()
    with pytest.raises(Blocked):
        centre.admit(person, admitted_on=date(2024, 6, 15))
    assert session.scalars(select(Admission)).all() == []
    assert session.scalars(select(Document)).all() == []


def test_a_compulsory_stay_needs_its_decision(centre: Centre) -> None:
    with pytest.raises(Blocked) as refused:
        centre.admit(decision=None)
    assert refused.value.findings[0].rule == "no-decision"


def _owed_about_papers(session: Session) -> list[str]:
    """What is owed about the papers of a stay; who the person is, the file and the health check are other matters."""
    papers = select(Task.kind).where(Task.subject_kind.in_(["movement", "document"]), Task.kind != "health-look")
    return list(session.scalars(papers.order_by(Task.id)))


def test_a_voluntary_stay_owes_its_paper(session: Session, centre: Centre) -> None:
    centre.admit(kind=StayKind.VOLUNTARY, months=12, decision=None)
    assert _owed_about_papers(session) == ["paper-missing"]


def test_a_decision_without_date_is_kept_and_owed(session: Session, centre: Centre) -> None:
    centre.admit(decision=decision(None, issuer=None))
    assert _owed_about_papers(session) == ["paper-incomplete"]
    assert session.scalars(select(Document.issued_on)).all() == [None]


def test_one_decision_for_several_people_is_one_paper(session: Session, centre: Centre) -> None:
    shared = decision()
    centre.admit(decision=shared)
    centre.admit(centre.person("Lê Văn Bình"), decision=shared)
    assert len(session.scalars(select(Document)).all()) == 1


def test_rule_2b_asks_a_human_and_keeps_the_reason(session: Session, centre: Centre) -> None:
    person = centre.person()
    facts = {
        "decision": decision(date(2026, 6, 25)),
        "admitted_on": date(2026, 7, 2),
        "months": 18,
        "regime": Regime.LAW_2021,
        "now": JULY,
    }
    with pytest.raises(ReasonNeeded) as refused:
        centre.admit(person, **facts)
    assert "2b" in [finding.rule for finding in refused.value.findings]
    stay = session.get_one(Admission, centre.admit(person, **facts, reason="Theo công văn của Công an tỉnh"))
    assert (stay.regime, stay.regime_reason) == ("law-2021", "Theo công văn của Công an tỉnh")


def test_a_case_of_the_new_law(session: Session, centre: Centre) -> None:
    stay_id = centre.admit(
        decision=decision(date(2026, 7, 20)), admitted_on=date(2026, 7, 22), months=24, credit_days=20, now=JULY
    )
    stay = session.get_one(Admission, stay_id)
    assert (stay.regime, stay.term_end_on) == ("law-2025", date(2028, 7, 2))


def test_a_person_is_in_one_place_at_a_time(session: Session, centre: Centre) -> None:
    person = centre.person()
    first = centre.admit(person)
    with pytest.raises(Blocked) as refused:
        centre.admit(person, admitted_on=date(2024, 6, 1))
    assert [finding.rule for finding in refused.value.findings] == ["49"]
    centre.move(first, MovementKind.TRANSFERRED_OUT, date(2024, 6, 1))
    second = centre.admit(person, admitted_on=date(2024, 6, 1))
    lines = queries.stays_of_resident(session, person, scope=EVERYWHERE, as_of=date(2024, 6, 14))
    assert [(line.id, line.state.state) for line in lines] == [(second, State.PRESENT), (first, State.LEFT)]
    assert (lines[1].left_on, lines[1].exit_kind) == (date(2024, 6, 1), MovementKind.TRANSFERRED_OUT)


def test_a_stay_entered_afterwards_may_lie_before_another(centre: Centre) -> None:
    person = centre.person()
    centre.admit(person)
    with pytest.raises(Blocked):
        centre.admit(person, admitted_on=date(2022, 5, 1), decision=decision(date(2022, 4, 28)))
    centre.admit(person, admitted_on=date(2022, 5, 1), decision=decision(date(2022, 4, 28)), left_on=date(2023, 11, 1))


def test_the_dead_are_not_admitted(centre: Centre) -> None:
    person = centre.person()
    centre.move(centre.admit(person), MovementKind.DIED, date(2024, 5, 1))
    with pytest.raises(Blocked):
        centre.admit(person, admitted_on=date(2024, 6, 1))


def test_somebody_who_comes_by_transfer_keeps_the_earlier_start(session: Session, centre: Centre) -> None:
    stay_id = centre.admit(
        entry=MovementKind.TRANSFERRED_IN,
        entry_paper=paper(),
        term_start_on=date(2023, 12, 1),
        decision=decision(date(2023, 11, 20)),
    )
    page = queries.stay_page(session, stay_id, scope=EVERYWHERE, as_of=date(2024, 6, 14))
    assert page.term_end_on == date(2025, 6, 1)
    assert page.movements[0].document != page.decision


def test_an_old_book_has_longer_to_find_what_it_lacks(session: Session, centre: Centre) -> None:
    facts = stay_facts(kind=StayKind.VOLUNTARY, months=6, decision=None)
    person = centre.person()
    with transaction() as writing:
        stay_id = open_stay(
            writing,
            resident_id=person,
            facility_id=centre.facility_id,
            facts=facts,
            old_book=True,
            actor=centre.actor,
            now=NOW,
        )
        record("register.imported", actor=centre.actor, at=NOW)
    assert session.get_one(Admission, stay_id).file_code == "HV00001"
    assert session.scalars(select(Task.due_at)).one() == end_of(date(2024, 9, 12))


def test_a_strangers_centre_is_not_there(session: Session, centre: Centre, actor: Actor) -> None:
    other = make_facility(actor, "CS2")
    local = Actor(name="tiep.nhan", label="Tiếp nhận", facility_ids=frozenset({other}), origin="test")
    person = centre.person()
    with pytest.raises(NotFound):
        Centre(centre.facility_id, local).admit(person)
    with pytest.raises(NotFound):
        Centre(other, local).admit(person)
