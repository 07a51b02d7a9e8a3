"""Six-monthly checks, infections, clearances: dated, replaced with a ground, counted for whom they are due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.models import AuditChange
from rehab_center.clock import moment_of
from rehab_center.db import transaction
from rehab_center.errors import Conflict, DomainError, NotFound, NotPermitted
from rehab_center.health.kinds import CheckResult, Clearance, Conclusion, InfectionGroup
from rehab_center.health.queries import checks, checks_due, clearances_on, infections, need_place_apart
from rehab_center.health.rules import CheckFacts, ClearanceFacts, InfectionFacts, LookFacts, next_check_on
from rehab_center.health.services import clear_for_work, keep_check, record_look, state_infection
from rehab_center.permissions import EVERYWHERE, Role, Scope
from tests.admissions.stays import NOW, Centre

SignIn = Callable[..., FlaskClient]
JUNE = date(2024, 6, 14)
CHECK = CheckFacts(date(2024, 6, 1), "BS. Khám", CheckResult.WELL)
INFECTION = InfectionFacts(InfectionGroup.B, date(2024, 5, 1), "Phiếu xét nghiệm 12", "Lao phổi")


@pytest.mark.parametrize(
    ("last_on", "again_on", "due"),
    [
        (date(2024, 3, 10), None, date(2024, 9, 10)),
        (date(2024, 8, 31), None, date(2025, 2, 28)),
        (date(2024, 3, 10), date(2024, 4, 1), date(2024, 4, 1)),  # the doctor wants to see them earlier
        (date(2024, 3, 10), date(2025, 4, 1), date(2024, 9, 10)),  # never later than the law says
    ],
)
def test_a_check_every_six_months(last_on: date, again_on: date | None, due: date) -> None:
    """NĐ 116/2021 Đ67.1."""
    assert next_check_on(last_on, months=6, again_on=again_on) == due


def test_the_first_look_counts_and_whoever_waited_longest_comes_first(session: Session, centre: Centre) -> None:
    never, looked, seen = (centre.admit(admitted_on=date(2023, 11, 1), reason="Sổ cũ") for _number in range(3))
    with transaction() as writing:
        facts = LookFacts(date(2023, 11, 20), "BS. Khám", Conclusion.FIT)
        record_look(writing, looked, facts=facts, actor=centre.actor, now=NOW)
    with transaction() as writing:
        keep_check(writing, seen, facts=CHECK, actor=centre.actor, now=NOW)
    rows = checks_due(session, scope=EVERYWHERE, today=JUNE)
    assert [(row.stay_id, row.last_on, row.due_on, row.overdue_days) for row in rows] == [
        (never, None, date(2024, 5, 1), 44),
        (looked, date(2023, 11, 20), date(2024, 5, 20), 25),
        (seen, date(2024, 6, 1), date(2024, 12, 1), -170),
    ]
    with pytest.raises(NotPermitted):
        checks_due(session, scope=Scope(), today=JUNE)


def test_an_entry_is_replaced_once_and_says_why(session: Session, centre: Centre) -> None:
    stay, other = centre.admit(), centre.admit()
    with transaction() as writing:
        first = keep_check(writing, stay, facts=CHECK, actor=centre.actor, now=NOW)
    right = replace(CHECK, result=CheckResult.FOLLOW, findings="Huyết áp cao")
    for why, on, error in ((None, stay, DomainError), ("Nhầm", other, NotFound)):
        with pytest.raises(error), transaction() as writing:
            keep_check(writing, on, facts=right, replaces=first, why=why, actor=centre.actor, now=NOW)
    with transaction() as writing:
        keep_check(writing, stay, facts=right, replaces=first, why="Ghi nhầm", actor=centre.actor, now=NOW)
    with pytest.raises(Conflict), transaction() as writing:
        keep_check(writing, stay, facts=right, replaces=first, why="Ghi nhầm", actor=centre.actor, now=NOW)
    lines = checks(session, stay, scope=EVERYWHERE)
    assert [(line.facts.result, line.replaced, line.reason) for line in lines] == [
        (CheckResult.FOLLOW, False, "Ghi nhầm"),
        (CheckResult.WELL, True, None),
    ]
    assert checks_due(session, scope=EVERYWHERE, today=JUNE)[-1].last_on == date(2024, 6, 1)


def test_others_hear_only_that_a_place_apart_is_needed(session: Session, centre: Centre) -> None:
    """L73 Đ35.2đ; L120 Đ46.2h."""
    stay, healthy = centre.admit(), centre.admit()
    with transaction() as writing:
        first = state_infection(writing, stay, facts=INFECTION, actor=centre.actor, now=NOW)
    assert need_place_apart(session, [stay, healthy], day=JUNE) == {stay}
    assert need_place_apart(session, [stay], day=date(2024, 4, 30)) == frozenset()
    over = replace(INFECTION, until_on=date(2024, 6, 10))
    with transaction() as writing:
        state_infection(writing, stay, facts=over, replaces=first, why="Khỏi", actor=centre.actor, now=NOW)
    assert need_place_apart(session, [stay], day=JUNE) == frozenset()
    assert need_place_apart(session, [stay], day=date(2024, 6, 10)) == {stay}
    assert [line.replaced for line in infections(session, stay, scope=EVERYWHERE)] == [False, True]
    told = session.scalars(select(AuditChange.difference).where(AuditChange.table_name == "infection_statement"))
    assert all("Lao" not in str(one) and "xét nghiệm" not in str(one) for one in told)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (replace(INFECTION, basis=" "), "basis"),
        (replace(INFECTION, from_on=date(2024, 6, 15)), "from_on"),
        (replace(INFECTION, from_on=date(2024, 3, 9)), "from_on"),
        (replace(INFECTION, until_on=date(2024, 4, 30)), "until_on"),
        (replace(INFECTION, withdrawn=True), "withdrawn"),
    ],
)
def test_what_cannot_be_is_refused(centre: Centre, facts: InfectionFacts, field: str) -> None:
    stay = centre.admit()
    with pytest.raises(DomainError) as refused, transaction() as writing:
        state_infection(writing, stay, facts=facts, actor=centre.actor, now=NOW)
    assert refused.value.field == field


def test_who_assigns_work_reads_the_clearance_and_never_its_reason(
    session: Session, centre: Centre, sign_in: SignIn
) -> None:
    stay = centre.admit()
    with transaction() as writing:
        for clearance, first in ((Clearance.ALL, date(2024, 4, 1)), (Clearance.NO_HEAVY, date(2024, 5, 1))):
            facts = ClearanceFacts(clearance, first, date(2024, 6, 20), "Thoát vị bẹn")
            clear_for_work(writing, stay, facts=facts, actor=centre.actor, now=NOW)
    line = clearances_on(session, [stay], day=JUNE, scope=Scope())[stay]
    assert (line.facts.clearance, line.facts.reason) == (Clearance.NO_HEAVY, None)
    assert clearances_on(session, [stay], day=JUNE, scope=EVERYWHERE)[stay].facts.reason == "Thoát vị bẹn"
    assert clearances_on(session, [stay], day=date(2024, 4, 2), scope=Scope())[stay].facts.clearance is Clearance.ALL
    session.rollback()
    with clock.set_to(moment_of(JUNE, 9)):
        training = sign_in(Role.TRAINING)
        for path in ("/health/clearances?when=soon", f"/admissions/{stay}"):
            page = training.get(path).text
            assert "Không làm việc nặng" in page
            assert "Thoát vị" not in page
        assert sign_in(Role.INTAKE).get("/health/clearances").status_code == 403


def test_the_medical_post_works_through_its_list(centre: Centre, sign_in: SignIn) -> None:
    stay = centre.admit(admitted_on=date(2023, 11, 1), reason="Sổ cũ")
    with clock.set_to(moment_of(JUNE, 9)):
        medical = sign_in(Role.MEDICAL)
        assert "Quá hạn khám sức khỏe" in medical.get("/today").text
        assert "HV00001" in medical.get("/health/due?when=overdue").text
        assert medical.get("/health/due?export=xlsx").status_code == 200
        base = f"/admissions/{stay}/health"
        forms = {
            "checks": {"checked_on": "14/6/2024", "checked_by": "BS", "result": "follow", "found": "Ho kéo dài"},
            "infections": {"group": "b", "from_on": "14/6/2024", "basis": "Phiếu 12", "disease": "Lao"},
            "clearance": {"clearance": "nothing", "from_on": "14/6/2024", "until_on": "14/7/2024"},
        }
        for what, data in forms.items():
            assert medical.post(f"{base}/{what}/new", data=data).status_code == 303
            assert medical.post(f"{base}/{what}/new", data={}).status_code == 422
        page = medical.get(base).text
        assert all(words in page for words in ("Ho kéo dài", "Phiếu 12", "Không lao động, không học"))
        assert "Ho kéo dài" in medical.get(f"{base}/checks/new?replaces=1").text
        assert medical.get(f"{base}/checks/new?replaces=99").status_code == 404
        assert "HV00001" not in medical.get("/health/due?when=overdue").text
