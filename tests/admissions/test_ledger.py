"""What happens to a stay: movements, voids, changes of ground, corrections, and what they do to the term."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center.admissions import queries
from rehab_center.admissions.models import Admission, Movement, TermEntry
from rehab_center.admissions.rules.movements import MovementKind, State
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.admissions.rules.sequence import state_of
from rehab_center.admissions.services import StayCorrection, convert_stay, correct_stay
from rehab_center.clock import moment_of
from rehab_center.db import transaction
from rehab_center.errors import Blocked, Conflict, DomainError, NotFound, ReasonNeeded
from rehab_center.permissions import EVERYWHERE, Actor
from rehab_center.tasks.models import Task
from tests.admissions.stays import NOW, Centre, decision, stay_facts

K = MovementKind
TODAY = date(2024, 6, 14)


def page(session: Session, stay_id: int, **others: object) -> queries.StayPage:
    session.expire_all()
    return queries.stay_page(session, stay_id, scope=EVERYWHERE, **({"as_of": TODAY} | others))


def owed(session: Session) -> set[tuple[str, str]]:
    """What is owed about movements and papers; person, intake, file and health check are other matters."""
    other_matters = Task.subject_kind.in_(["resident", "admission", "stay-file"]) | (Task.kind == "health-look")
    query = select(Task).where(Task.closed_at.is_(None), ~other_matters)
    return {(task.kind, task.owner_role) for task in session.scalars(query)}


def test_an_escape_stops_the_clock_and_a_return_starts_it_again(session: Session, centre: Centre) -> None:
    stay_id = centre.admit()
    centre.move(stay_id, K.ESCAPED, date(2024, 5, 1))
    escaped = page(session, stay_id)
    assert (escaped.state.state, escaped.term_end_on, escaped.days_left) == (State.ESCAPED, None, 497)
    assert session.get_one(Admission, stay_id).term_end_on is None
    centre.move(stay_id, K.RETURNED, date(2024, 5, 11))
    back = page(session, stay_id)
    assert (back.state.state, back.term_end_on) == (State.PRESENT, date(2025, 9, 20))
    assert [sheet.calculation for sheet in back.terms] == [3, 2, 1]
    assert len(back.terms[0].lines) == 2


def test_an_escape_without_paper_counts_and_owes_the_search_decision_and_the_notice(
    session: Session, centre: Centre
) -> None:
    # rules 16 and 17: L120 Đ46.2đ and Đ46.2i
    stay_id = centre.admit()
    centre.move(stay_id, K.ESCAPED, date(2024, 6, 13), effective_time="02:10", with_paper=False)
    assert page(session, stay_id).state.state is State.ESCAPED
    assert owed(session) == {("search-decision", "director"), ("commune-notice", "intake")}
    notice = session.scalars(select(Task).where(Task.kind == "commune-notice")).one()
    assert notice.due_at == moment_of(date(2024, 6, 14), 2, 10)


def test_what_must_have_its_paper_is_refused_without_it(centre: Centre) -> None:
    stay_id = centre.admit()
    with pytest.raises(Blocked) as refused:
        centre.move(stay_id, K.TRANSFERRED_OUT, date(2024, 6, 1), with_paper=False)
    assert refused.value.findings[0].rule == "50"


def test_a_calculation_is_appended_only_when_it_differs(session: Session, centre: Centre) -> None:
    stay_id = centre.admit()
    centre.move(stay_id, K.TO_HOSPITAL, date(2024, 4, 1))
    centre.move(stay_id, K.FROM_HOSPITAL, date(2024, 4, 8))
    assert session.scalar(select(func.max(TermEntry.calculation))) == 1


def test_a_late_entry_between_two_movements_must_leave_a_legal_sequence(session: Session, centre: Centre) -> None:
    stay_id = centre.admit()
    centre.move(stay_id, K.ESCAPED, date(2024, 5, 1))
    with pytest.raises(Conflict) as refused:
        centre.move(stay_id, K.DIED, date(2024, 4, 20))
    assert refused.value.message.params["day"] == date(2024, 5, 1)
    centre.move(stay_id, K.TERM_EXTENDED, date(2024, 4, 20), months=1)
    assert page(session, stay_id).days_left == 527


def test_not_before_the_admission_and_not_after_today(centre: Centre) -> None:
    stay_id = centre.admit()
    with pytest.raises(Conflict):
        centre.move(stay_id, K.TO_HOSPITAL, date(2024, 3, 9))
    with pytest.raises(Blocked):
        centre.move(stay_id, K.TO_HOSPITAL, date(2024, 6, 15))


def test_nothing_follows_a_death(centre: Centre) -> None:
    stay_id = centre.admit()
    centre.move(stay_id, K.DIED, date(2024, 6, 1))
    for kind in (K.TO_HOSPITAL, K.COMPLETED, K.TRANSFERRED_OUT):
        with pytest.raises(Conflict):
            centre.move(stay_id, kind, date(2024, 6, 2))


def test_completing_before_the_term_ends_needs_a_reason(centre: Centre) -> None:
    stay_id = centre.admit()
    with pytest.raises(ReasonNeeded):
        centre.move(stay_id, K.COMPLETED, date(2024, 6, 1))
    centre.move(stay_id, K.COMPLETED, date(2024, 6, 1), reason="Theo quyết định của Tòa án")


def test_a_change_of_the_term_says_how_much(centre: Centre) -> None:
    stay_id = centre.admit()
    with pytest.raises(DomainError) as refused:
        centre.move(stay_id, K.TERM_REDUCED, date(2024, 6, 1))
    assert refused.value.field == "months"


def test_a_void_takes_a_movement_back_and_the_past_can_be_explained(session: Session, centre: Centre) -> None:
    stay_id = centre.admit(now=NOW - timedelta(days=3))
    escape = centre.move(stay_id, K.ESCAPED, date(2024, 6, 1), with_paper=False, now=NOW - timedelta(days=2))
    centre.void(escape, now=NOW)
    now = page(session, stay_id)
    assert now.state.state is State.PRESENT
    assert now.term_end_on == date(2025, 9, 10)
    assert now.movements[1].voided is not None
    assert now.movements[1].voided.reason == "Ghi nhầm người"
    assert owed(session) == set()
    then = page(session, stay_id, known_at=NOW - timedelta(days=1))
    assert (then.state.state, then.term_end_on, then.movements[1].voided) == (State.ESCAPED, None, None)
    at_first = page(session, stay_id, known_at=NOW - timedelta(days=3))
    assert (at_first.state.state, len(at_first.movements)) == (State.PRESENT, 1)


def test_a_void_says_why_is_not_voided_and_comes_once(session: Session, centre: Centre) -> None:
    stay_id = centre.admit()
    out = centre.move(stay_id, K.TO_HOSPITAL, date(2024, 6, 1))
    with pytest.raises(DomainError):
        centre.void(out, reason="  ")
    void = centre.void(out)
    with pytest.raises(Conflict) as twice:
        centre.void(out)
    with pytest.raises(Conflict) as of_void:
        centre.void(void)
    assert (twice.value.code, of_void.value.code) == ("voided-already", "is-a-void")
    centre.move(stay_id, K.TO_HOSPITAL, date(2024, 6, 1))
    assert page(session, stay_id).state.state is State.IN_HOSPITAL


def test_voiding_an_exit_while_the_person_is_back_is_refused(centre: Centre) -> None:
    person = centre.person()
    left = centre.move(centre.admit(person), K.TRANSFERRED_OUT, date(2024, 5, 1))
    centre.admit(person, admitted_on=date(2024, 6, 1))
    with pytest.raises(Blocked):
        centre.void(left)


def test_a_stay_entered_by_mistake_never_was(session: Session, centre: Centre) -> None:
    person = centre.person()
    stay_id = centre.admit(person)
    entry = session.scalars(select(Movement.id)).one()
    centre.void(entry)
    assert page(session, stay_id).state.state is State.NOT_ENTERED
    assert session.get_one(Admission, stay_id).term_end_on is None
    centre.admit(person)
    assert queries.due(session, as_of=TODAY, days=9999, scope=EVERYWHERE)[0].stay_id != stay_id


def test_a_strangers_movement_is_not_there(session: Session, centre: Centre) -> None:
    stay_id = centre.admit()
    local = Centre(centre.facility_id, Actor(name="x", label="X", facility_ids=frozenset({999}), origin="test"))
    with pytest.raises(NotFound):
        local.move(stay_id, K.TO_HOSPITAL, date(2024, 6, 1))
    with pytest.raises(NotFound):
        local.void(session.scalars(select(Movement.id)).one(), actor=local.actor)


def test_changing_over_ends_one_stay_and_opens_the_next(session: Session, centre: Centre) -> None:
    held = centre.admit(kind=StayKind.TEMPORARY, months=None, decision=None, admitted_on=date(2024, 2, 20))
    with transaction() as writing:
        new = convert_stay(writing, held, facts=stay_facts(credit_days=19), reason=None, actor=centre.actor, now=NOW)
    before, after = page(session, held), page(session, new)
    assert (before.state.state, before.state.exit_kind, before.following) == (
        State.LEFT,
        K.CONVERTED_OUT,
        queries.StayRef(new, after.file_code),
    )
    assert (after.state.state, after.previous) == (State.PRESENT, queries.StayRef(held, "HV00001"))
    assert (after.movements[0].kind, after.movements[0].effective_on) == (K.CONVERTED_IN, date(2024, 3, 10))
    assert after.movements[0].document == before.movements[1].document == after.decision
    assert after.term_end_on == date(2025, 8, 22)


RIGHT = StayCorrection(
    file_code="HV00001",
    admitted_on=date(2024, 3, 10),
    term_start_on=date(2024, 3, 10),
    months=18,
    credit_days=0,
    decision_effective_on=None,
    times_treated=1,
    regime=Regime.LAW_2021,
    note=None,
)


def put_right(centre: Centre, stay_id: int, *, version: int = 1, reason: str = "Gõ nhầm", **others: Any) -> None:
    with transaction() as writing:
        correct_stay(
            writing,
            stay_id,
            correction=replace(RIGHT, **others),
            expected_version=version,
            reason=reason,
            actor=centre.actor,
            now=NOW,
        )


def test_a_wrong_term_is_put_right_and_the_old_calculation_stays(session: Session, centre: Centre) -> None:
    stay_id = centre.admit()
    put_right(centre, stay_id, months=24)
    found = page(session, stay_id)
    assert (found.term_end_on, found.version) == (date(2026, 3, 10), 2)
    assert [sheet.end_on for sheet in found.terms] == [date(2026, 3, 10), date(2025, 9, 10)]


def test_a_wrong_first_day_is_voided_and_entered_again(session: Session, centre: Centre) -> None:
    stay_id = centre.admit()
    centre.move(stay_id, K.TO_HOSPITAL, date(2024, 4, 1))
    put_right(centre, stay_id, admitted_on=date(2024, 3, 12), term_start_on=date(2024, 3, 12))
    found = page(session, stay_id)
    assert found.admitted_on == date(2024, 3, 12)
    assert found.state.state is State.IN_HOSPITAL
    movements = queries.movements_of(session, [stay_id])[stay_id]
    assert state_of(movements, as_of=date(2024, 3, 11)).state is State.NOT_ENTERED
    with pytest.raises(Conflict):
        put_right(centre, stay_id, version=2, admitted_on=date(2024, 4, 2))


def test_a_second_saver_sees_both_values(centre: Centre) -> None:
    stay_id = centre.admit()
    put_right(centre, stay_id, months=24)
    with pytest.raises(Conflict) as refused:
        put_right(centre, stay_id, months=20)
    assert [(one.field, one.theirs, one.yours) for one in refused.value.differences] == [("months", 24, 20)]


@pytest.mark.parametrize(
    "others", [{"months": None}, {"credit_days": 1000}, {"admitted_on": date(2024, 6, 15)}, {"reason": ""}]
)
def test_a_correction_that_cannot_be(centre: Centre, others: dict[str, Any]) -> None:
    stay_id = centre.admit()
    with pytest.raises(DomainError):
        put_right(centre, stay_id, **others)


# --- due -------------------------------------------------------------------------------------------------------------


def test_due_counts_both_ends_and_marks_the_overdue(session: Session, centre: Centre) -> None:
    ends = {
        "over": date(2024, 6, 13),
        "today": TODAY,
        "last": TODAY + timedelta(days=45),
        "later": TODAY + timedelta(days=46),
    }
    for code, end in ends.items():
        start = date(end.year - 1, end.month, end.day)
        centre.admit(
            centre.person(f"Trần Văn {code}"),
            file_code=code,
            admitted_on=start,
            months=12,
            decision=decision(start - timedelta(days=5)),
        )
    lines = queries.due(session, as_of=TODAY, days=45, scope=EVERYWHERE)
    assert [(line.file_code, line.days_left, line.overdue) for line in lines] == [
        ("over", -1, True),
        ("today", 0, False),
        ("last", 45, False),
    ]


def test_due_is_told_as_of_the_day(session: Session, centre: Centre) -> None:
    stay_id = centre.admit(admitted_on=date(2023, 5, 20), months=12, decision=decision(date(2023, 5, 15)))
    centre.move(stay_id, K.ESCAPED, date(2024, 5, 1))

    def days(as_of: date) -> list[int]:
        return [line.days_left for line in queries.due(session, as_of=as_of, days=45, scope=EVERYWHERE)]

    assert days(date(2024, 4, 30)) == [20]
    assert days(date(2024, 5, 1)) == []
    centre.move(stay_id, K.RETURNED, date(2024, 5, 11))
    session.expire_all()
    assert days(date(2024, 5, 12)) == [18]
    centre.move(stay_id, K.COMPLETED, date(2024, 5, 30))
    assert days(date(2024, 5, 29)) == [1]
    assert days(date(2024, 5, 30)) == []


def test_the_cache_is_what_the_ledger_says(session: Session, centre: Centre) -> None:
    stay_id = centre.admit()
    centre.move(stay_id, K.ESCAPED, date(2024, 5, 1))
    centre.admit(centre.person("Lê Văn Bình"))
    assert list(queries.term_cache_problems(session)) == []
    session.get_one(Admission, stay_id).term_end_on = date(2030, 1, 1)
    with session.no_autoflush:
        problems = list(queries.term_cache_problems(session))
    session.rollback()
    assert [(problem.kind, problem.where) for problem in problems] == [("cache", f"admission {stay_id}")]
