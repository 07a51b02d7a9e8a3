"""Ends that are moved, and ways round the clock: nobody is held unseen, and what it advises is no reproach later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import TermEntry
from rehab_center.admissions.queries.due import due
from rehab_center.admissions.queries.plans import plan_movement
from rehab_center.admissions.rules.facts import MoveFacts, OverrideFacts
from rehab_center.admissions.rules.movements import MovementKind as K
from rehab_center.admissions.rules.term_override import OverrideReason
from rehab_center.admissions.services import check_terms, override_term
from rehab_center.db import db, transaction
from rehab_center.permissions import EVERYWHERE, Role
from rehab_center.release.queries.coverage import gaps
from rehab_center.release.services.clock import look
from tests.admissions.stays import SECOND, Centre, decision, paper
from tests.release.test_clock import DAY, LAST, all_tasks, at, left, receive, said
from tests.today.test_views import block

WRITTEN = date(2025, 12, 1)
BEGAN: dict[str, Any] = {
    "admitted_on": date(2024, 12, 1),
    "decision": decision(date(2024, 11, 20)),
}  # 18 months: until 01/06/2026


def give_end(centre: Centre, stay_id: int, end_on: date, now: datetime) -> None:
    """A paper gives the term another end; nobody has checked it."""
    facts = OverrideFacts(end_on, OverrideReason.COURT_CORRECTED, paper(), None)
    with transaction() as session:
        override_term(session, stay_id, facts=facts, seen_calculation=last_of(stay_id), actor=centre.actor, now=now)


def last_of(stay_id: int) -> int:
    """The last calculation of a term."""
    query = select(func.max(TermEntry.calculation)).where(TermEntry.admission_id == stay_id)
    return db.session().scalar(query) or 0


def check(stay_id: int, now: datetime) -> None:
    """A second person has found the last calculation right."""
    last = last_of(stay_id)
    db.session().rollback()
    with transaction() as session:
        check_terms(session, [(stay_id, last)], actor=SECOND, now=now)


def test_an_end_moved_to_a_day_before_it_was_written_down_calls_at_once(
    centre: Centre, session: Session, sign_in: Callable[..., FlaskClient]
) -> None:
    """No old book left that behind: somebody moved it. First it is to be checked, then nobody may be kept longer."""
    now, past = at(9, day=WRITTEN), date(2025, 10, 1)
    stay_id = centre.admit(now=now, **BEGAN)
    give_end(centre, stay_id, past, now + timedelta(hours=1))
    assert look(at(11, day=WRITTEN)) == 1
    assert said() == [("unchecked-end", past, True)]
    assert (all_tasks()[0].owner_role, all_tasks()[0].due_at) == ("director", at(11, day=WRITTEN))
    with clock.set_to(at(12, day=WRITTEN)):
        assert "(HV00001)" in block(sign_in(Role.DUTY).get("/today").text, "releases")
        director = sign_in(Role.DIRECTOR)
        address = f"/tasks/{all_tasks()[0].id}"
        assert director.get(address).location.startswith("/admissions/terms")
        typed = {"version": 1, "kind": "other", "number": "9", "issued_on": "1/10/2025", "issuer": "Cơ sở"}
        refused = director.post(f"{address}?here=1", data=typed)
        assert (refused.status_code, "Chỉ việc kiểm thời hạn mới đóng" in refused.text) == (422, True)
        assert (
            director.post(address, data={"settle": "yes", "settle-version": 1, "settle-reason": "Xong"}).status_code
            == 422
        )
    check(stay_id, at(13, day=WRITTEN))
    look(at(13, day=WRITTEN))
    assert said() == [("unchecked-end", past, False), ("term-overrun", past, True)]
    (line,) = due(session, as_of=WRITTEN, days=0, scope=EVERYWHERE)
    assert not line.from_old_book
    found = gaps(session, scope=EVERYWHERE, today=WRITTEN)
    assert ([row.days for row in found.here], found.old) == ([61], ())
    session.rollback()


def test_who_goes_on_the_day_the_clock_tells_is_not_let_go_early(centre: Centre, session: Session) -> None:
    """The days of an escape wait for a check: the clock lets go by the checked end, the form and the exceptions too."""
    stay_id = centre.admit()
    centre.move(stay_id, K.ESCAPED, date(2024, 5, 1))
    centre.move(stay_id, K.RETURNED, date(2024, 5, 11))
    look(at(9))
    facts = MoveFacts(K.COMPLETED, LAST, document=paper())
    plan = plan_movement(session, stay_id, facts=facts, scope=EVERYWHERE, now=at(10))
    assert [finding.rule for finding in plan.findings if finding.rule == "9"] == []
    session.rollback()
    left(centre, stay_id, K.COMPLETED, LAST)
    look(at(12, day=LAST + 20 * DAY))
    assert said() == [("release-today", LAST, False)]
    give_end(centre, stay_id, LAST + 5 * DAY, at(9, day=LAST + 21 * DAY))
    look(at(12, day=LAST + 21 * DAY))  # what came out afterwards is judged as it is
    assert said()[1:] == [("left-early", LAST + 5 * DAY, True)]


def test_who_goes_by_an_end_that_nobody_has_checked_went_early_until_it_is_checked(centre: Centre) -> None:
    stay_id, early = centre.admit(), LAST - 30 * DAY
    give_end(centre, stay_id, early, at(9, day=LAST - 60 * DAY))
    left(centre, stay_id, K.COMPLETED, early)
    assert said() == [("left-early", LAST, True)]
    check(stay_id, at(12, day=early))
    look(at(12, day=early))
    assert said() == [("left-early", LAST, False)]


def test_no_paper_answers_for_somebody_who_is_held_on_and_on(centre: Centre) -> None:
    """A paper entered while the person is still here holds until the hour of the next day."""
    stay_id = centre.admit()
    look(at(18))
    receive(centre, all_tasks()[0], at(19))
    look(at(16, 59, day=LAST + DAY))
    assert said() == [("term-overrun", LAST, False)]
    look(at(17, day=LAST + DAY))
    look(at(17, 1, day=LAST + DAY))
    assert said()[1:] == [("term-overrun", LAST, True)]
    left(centre, stay_id, K.COMPLETED, LAST + 2 * DAY)
    assert said()[1:] == [("term-overrun", LAST, False)]


def test_only_what_an_old_book_left_behind_rings_nothing(centre: Centre) -> None:
    """Taken in when the register was kept already, or brought back since: held too long like anybody else."""
    now = at(9, day=date(2026, 1, 5))
    silent = centre.admit(now=now)
    back = centre.admit(now=now)
    suspended = date(2025, 6, 1)
    centre.move(back, K.SUSPENDED, suspended, now=now + timedelta(minutes=1), reason="Theo hồ sơ")
    received = date(2026, 1, 8)
    moved_in = {"term_start_on": date(2024, 3, 10), "entry": K.TRANSFERRED_IN}
    taken_in = centre.admit(admitted_on=received - DAY, now=at(9, day=received), reason="Theo hồ sơ", **moved_in)
    centre.move(back, K.RESUMED, received, now=at(10, day=received), reason="Theo hồ sơ")
    look(at(11, day=received))
    assert {task.subject_id for task in all_tasks() if task.is_open} == {taken_in, back}
    assert silent not in {task.subject_id for task in all_tasks()}


def test_the_soonest_of_both_ends_stands_first(centre: Centre, sign_in: Callable[..., FlaskClient]) -> None:
    """A checked end that is near falls below no end that only seems nearer (L120 Đ29.3)."""
    near = centre.admit(centre.person("Gần Nhất"))
    centre.move(near, K.ESCAPED, date(2024, 5, 1))
    centre.move(near, K.RETURNED, date(2024, 6, 10))
    for number in range(10):
        day = date(2024, 3, 20)
        centre.admit(centre.person(f"Vũ Văn {chr(65 + number)}"), admitted_on=day, decision=decision(day - DAY))
    with clock.set_to(at(9, day=LAST - 2 * DAY)):
        ending = block(sign_in(Role.TRAINING).get("/today").text, "ending")
    assert ending.index("Gần Nhất") < ending.index("Vũ Văn A")
    assert "Còn 2 ngày" in ending or "còn 2 ngày" in ending, ending


def test_no_end_that_nobody_has_checked_takes_the_place_of_the_first_after_a_return(centre: Centre) -> None:
    """The clock stood still when somebody checked: what came first since holds, a longer one waits for its check."""
    stay_id = centre.admit()
    centre.move(stay_id, K.ESCAPED, date(2024, 5, 1))
    check(stay_id, at(9, day=date(2024, 6, 14)))
    centre.move(stay_id, K.RETURNED, date(2024, 5, 11))
    give_end(centre, stay_id, LAST + 300 * DAY, at(9, day=LAST - 90 * DAY))
    look(at(18, day=LAST + 10 * DAY))
    assert said() == [("term-overrun", LAST + 10 * DAY, True)]


def test_what_a_paper_has_answered_moves_nothing_and_says_so(centre: Centre, session: Session) -> None:
    """A reduction of a day before the paper that gives the end, entered after it: nobody is held on by it unseen."""
    stay_id, given = centre.admit(), date(2025, 6, 20)
    give_end(centre, stay_id, LAST - 10 * DAY, at(9, day=given))
    for day, rules in ((given - DAY, ["override"]), (given, [])):
        facts = MoveFacts(K.TERM_EXTENDED, day, document=paper(), days=5)
        plan = plan_movement(session, stay_id, facts=facts, scope=EVERYWHERE, now=at(9, day=given + DAY))
        assert [finding.rule for finding in plan.findings if finding.rule == "override"] == rules
        assert plan.term_after is not None
        assert plan.term_after.end_on == LAST - (10 if rules else 5) * DAY
    session.rollback()
