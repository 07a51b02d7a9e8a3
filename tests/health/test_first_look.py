"""The first look: owed by every newcomer, replaced and never edited, secret in the log, seen by few."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Movement
from rehab_center.admissions.rules.facts import StayCorrection
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.admissions.services import convert_stay, correct_stay
from rehab_center.audit.models import AuditChange, AuditEntry
from rehab_center.clock import day_of
from rehab_center.db import transaction
from rehab_center.errors import Conflict, DomainError, NotFound, NotPermitted, ReasonNeeded
from rehab_center.health.kinds import Answer, Conclusion
from rehab_center.health.queries import latest_looks, looks
from rehab_center.health.rules import LookFacts
from rehab_center.health.services import record_look
from rehab_center.permissions import EVERYWHERE, Role, Scope
from rehab_center.policies.queries import whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.queries import TaskLine, of_resident, open_tasks
from tests.admissions.stays import NOW, Centre, decision, stay_facts

SignIn = Callable[..., FlaskClient]
DAY = date(2024, 3, 10)
LOOK = LookFacts(DAY, "BS. Khám", Conclusion.FIT, weight=Decimal("47.5"), injuries="Vết bầm ở tay")
FORM = {
    "looked_on": "10/03/2024",
    "looked_by": "BS. Khám",
    "weight": "47,5",
    "pressure": "120/80",
    "pregnant": "not-checked",
    "infection": "suspected",
    "infection_note": "Lao phổi",
    "conclusion": "observe",
}


def write(
    centre: Centre,
    stay: int,
    facts: LookFacts = LOOK,
    *,
    replaces: int | None = None,
    why: str | None = None,
    reason: str | None = None,
) -> int:
    """A look kept by the service."""
    with transaction() as session:
        return record_look(
            session, stay, facts=facts, replaces=replaces, why=why, reason=reason, actor=centre.actor, now=NOW
        )


def owed(session: Session) -> list[TaskLine]:
    """The looks that are owed now."""
    session.rollback()
    return [task for task in open_tasks(session, scope=EVERYWHERE) if task.kind is TaskKind.HEALTH_LOOK]


# --- who waits for one ------------------------------------------------------------------------------------------------


def test_every_newcomer_is_owed_one_until_it_is_there(session: Session, centre: Centre) -> None:
    stay = centre.admit()
    (task,) = owed(session)
    assert task.owner_role is Role.MEDICAL
    assert task.due_at is not None
    assert day_of(task.due_at) == date(2024, 3, 11)  # the first day and one more: the policy, to be confirmed
    write(centre, stay)
    assert owed(session) == []


def test_the_deadline_is_known_where_the_policy_is_newer_than_the_installation(
    session: Session, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rehab_center.policies.queries._rows", lambda _session, _kind: ())
    assert centre.facility_id
    assert whole_on(session, PolicyKind.HEALTH_LOOK_DAYS, DAY) == 1


def test_whoever_changes_over_is_no_newcomer(session: Session, centre: Centre) -> None:
    held = centre.admit(kind=StayKind.TEMPORARY, months=None, decision=None)
    assert len(owed(session)) == 1
    with transaction() as writing:
        convert_stay(
            writing,
            held,
            facts=stay_facts(admitted_on=date(2024, 3, 20), decision=decision(date(2024, 3, 18))),
            actor=centre.actor,
            now=NOW,
        )
    assert len(owed(session)) == 1


def test_it_is_owed_no_more_when_the_entry_is_voided_and_again_for_another_day(
    session: Session, centre: Centre
) -> None:
    stay = centre.admit()
    (before,) = owed(session)
    with transaction() as writing:
        correct_stay(
            writing,
            stay,
            correction=StayCorrection(
                file_code="HV00001",
                admitted_on=date(2024, 3, 11),
                term_start_on=date(2024, 3, 11),
                months=18,
                credit_days=0,
                decision_effective_on=None,
                times_treated=1,
                regime=Regime.LAW_2021,
                note=None,
            ),
            expected_version=1,
            reason="Ghi nhầm ngày",
            actor=centre.actor,
            now=NOW,
        )
    (after,) = owed(session)
    assert after.id != before.id
    entry = session.scalars(select(Movement).where(Movement.kind == MovementKind.ADMITTED).order_by(Movement.id)).all()
    centre.void(entry[-1].id)
    assert owed(session) == []


def test_what_the_medical_post_owes_is_shown_to_those_who_see_health(session: Session, centre: Centre) -> None:
    person = centre.person()
    centre.admit(person)
    kinds = [task.kind for task in of_resident(session, person, scope=Scope())]
    assert TaskKind.HEALTH_LOOK not in kinds
    assert TaskKind.HEALTH_LOOK in [task.kind for task in of_resident(session, person, scope=EVERYWHERE)]


# --- what is kept -----------------------------------------------------------------------------------------------------


def test_a_correction_is_a_new_row_that_says_why(session: Session, centre: Centre) -> None:
    stay = centre.admit()
    first = write(centre, stay)
    right = replace(LOOK, weight=Decimal("57.5"))
    with pytest.raises(DomainError) as unexplained:
        write(centre, stay, right, replaces=first)
    assert unexplained.value.field == "why"
    write(centre, stay, right, replaces=first, why="Ghi nhầm cân nặng")
    assert [(line.facts.weight, line.reason) for line in looks(session, stay, scope=EVERYWHERE)] == [
        (Decimal("57.5"), "Ghi nhầm cân nặng"),
        (Decimal("47.5"), None),
    ]
    assert latest_looks(session, [stay], scope=EVERYWHERE)[stay].facts == right


def test_a_second_saver_is_told(centre: Centre) -> None:
    stay = centre.admit()
    write(centre, stay)
    with pytest.raises(Conflict) as late:
        write(centre, stay)
    assert late.value.code == "changed-meanwhile"


def test_a_warning_needs_a_reason_which_stays_with_the_look_and_out_of_the_log(
    session: Session, centre: Centre
) -> None:
    stay = centre.admit()
    pregnant = replace(LOOK, pregnant=Answer.YES, conclusion=Conclusion.OBSERVE)
    with pytest.raises(ReasonNeeded):
        write(centre, stay, pregnant)
    write(centre, stay, pregnant, reason="Giấy tờ ghi nhầm giới tính")
    assert looks(session, stay, scope=EVERYWHERE)[0].facts.note == "Giấy tờ ghi nhầm giới tính"
    entry = session.scalars(select(AuditEntry).where(AuditEntry.act == "health.first-look")).one()
    assert (entry.reason, entry.details) == (None, None)


def test_the_log_keeps_no_fact_of_health(session: Session, centre: Centre) -> None:
    stay = centre.admit()
    write(centre, stay)
    row = session.scalars(select(AuditChange.difference).where(AuditChange.table_name == "health_look")).one()
    told = {name for name, difference in row.items() if difference != "changed"}
    assert told == {"id", "admission_id", "recorded_at", "actor"}
    assert "Vết bầm" not in str(row)


def test_nothing_is_given_to_a_scope_without_health(session: Session, centre: Centre) -> None:
    stay = centre.admit()
    write(centre, stay)
    assert latest_looks(session, [stay], scope=Scope()) == {}
    with pytest.raises(NotPermitted):
        looks(session, stay, scope=Scope())
    with pytest.raises(NotFound):
        looks(session, stay, scope=Scope(frozenset({999}), medical=True))


# --- the pages --------------------------------------------------------------------------------------------------------


def test_the_doctor_writes_the_director_reads_and_the_log_says_so(
    session: Session, centre: Centre, sign_in: SignIn
) -> None:
    stay = centre.admit()
    address = f"/admissions/{stay}/health"
    doctor = sign_in(Role.MEDICAL)
    assert doctor.post(f"{address}/new", data=FORM).status_code == 303
    assert "Lao phổi" in sign_in(Role.DIRECTOR).get(address).text
    session.rollback()
    assert "health.viewed" in session.scalars(select(AuditEntry.act)).all()
    again = doctor.get(f"{address}/new").text
    assert 'value="47,5"' in again
    assert 'value="120/80"' in again
    assert doctor.post(f"{address}/new", data=FORM | {"replaces": "1", "why": "Đo lại"}).status_code == 303


@pytest.mark.parametrize("role", [Role.INTAKE, Role.DUTY, Role.TRAINING, Role.INSPECTOR, Role.ADMINISTRATOR])
def test_nobody_else_sees_anything_of_it(centre: Centre, sign_in: SignIn, role: Role) -> None:
    stay = centre.admit()
    write(centre, stay, replace(LOOK, urgent_need="Nguy cơ tự sát", conclusion=Conclusion.HOSPITAL))
    client = sign_in(role)
    for path in (f"/admissions/{stay}/health", f"/admissions/{stay}/health/new"):
        assert client.get(path).status_code == 403
    for path in ("/people/1", f"/admissions/{stay}", "/people", "/tasks"):
        text = client.get(path).text
        assert "Nguy cơ tự sát" not in text
        assert "Khám sức khỏe ban đầu cho người" not in text  # what is owed, or was
        assert f"/admissions/{stay}/health" not in text


def test_the_director_reads_and_does_not_write(centre: Centre, sign_in: SignIn) -> None:
    address = f"/admissions/{centre.admit()}/health"
    assert sign_in(Role.DIRECTOR).get(address).status_code == 200
    assert sign_in(Role.DIRECTOR).get(f"{address}/new").status_code == 403


@pytest.mark.parametrize(
    ("field", "typed"),
    [("weight", "bốn bảy"), ("pressure", "120"), ("temperature", "67"), ("conclusion", ""), ("looked_on", "9/3/24")],
)
def test_what_is_wrong_is_named_and_nothing_typed_is_lost(
    centre: Centre, sign_in: SignIn, field: str, typed: str
) -> None:
    answer = sign_in(Role.MEDICAL).post(
        f"/admissions/{centre.admit()}/health/new", data=FORM | {field: typed, "drugs": "Heroin, đá"}
    )
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "Heroin, đá" in answer.text


def test_it_shows_on_the_persons_page_to_the_doctor_and_the_look_is_told_apart(
    session: Session, centre: Centre, sign_in: SignIn
) -> None:
    stay = centre.admit()
    write(centre, stay, replace(LOOK, urgent_need="Đang uống thuốc", conclusion=Conclusion.OBSERVE))
    assert "Đang uống thuốc" in sign_in(Role.MEDICAL).get("/people/1").text
    session.rollback()
    entry = session.scalars(select(AuditEntry).where(AuditEntry.act == "person.viewed")).one()
    assert entry.details == {"health": "HV00001"}
