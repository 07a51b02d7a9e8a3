"""A term that runs out while somebody is treated at home: it has an owner until the end of the stay is recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from rehab_center import clock
from rehab_center.admissions.models import Admission
from rehab_center.admissions.rules.movements import MovementKind as K
from rehab_center.db import transaction
from rehab_center.errors import DomainError
from rehab_center.permissions import Role
from rehab_center.release.queries import clocks
from rehab_center.release.rules.release_clock import StayClock
from rehab_center.release.services.clock import look
from rehab_center.tasks.services import close_task
from tests.admissions.stays import Centre
from tests.release.test_clock import DAY, LAST, all_tasks, at, left, receive, said
from tests.release.test_moved_ends import check, give_end
from tests.today.test_views import block

AT_HOME = date(2025, 6, 1)


def ill_at_home(centre: Centre) -> int:
    """A stay suspended at home, with its term until ``LAST``."""
    stay_id = centre.admit()
    left(centre, stay_id, K.SUSPENDED, AT_HOME)
    return stay_id


def test_its_end_is_owed_by_the_director_until_it_is_recorded(
    centre: Centre, sign_in: Callable[..., FlaskClient]
) -> None:
    """From the first minute of the last day; no reason closes it, and a paper alone only till the next day's hour."""
    stay_id = ill_at_home(centre)
    assert look(at(23, 59, day=LAST - DAY)) == 0
    assert (look(at(0)), look(at(18))) == (1, 0)
    (task,) = all_tasks()
    assert (task.kind, task.owner_role, task.due_at) == ("ended-at-home", "director", at(17))
    with clock.set_to(at(9)):
        assert "trước 10/09/2025 17:00" in block(sign_in(Role.DIRECTOR).get("/today").text, "releases")
    with clock.set_to(at(9, day=LAST + DAY)):
        director = sign_in(Role.DIRECTOR)
        shown = block(director.get("/today").text, "releases")
        assert "Thời hạn đã hết ngày 10/09/2025 trong lúc tạm đình chỉ ở nhà" in shown
        assert director.get(f"/tasks/{task.id}").location.startswith(f"/admissions/{stay_id}/move")
        assert "HV00001" in block(sign_in(Role.TRAINING).get("/today").text, "over")
    with pytest.raises(DomainError) as refused, transaction() as session:
        close_task(session, task.id, reason="Đang ở nhà", expected_version=1, actor=centre.actor, now=at(19))
    assert refused.value.code == "only-by-paper"
    receive(centre, task, at(20))
    look(at(16, 59, day=LAST + DAY))
    assert said() == [("ended-at-home", LAST, False)]
    look(at(17, day=LAST + DAY))
    assert said()[1:] == [("ended-at-home", LAST, True)]
    left(centre, stay_id, K.COMPLETED, LAST + 2 * DAY)
    assert said()[1:] == [("ended-at-home", LAST, False)]
    assert all_tasks()[1].closed_by_document_id is not None
    assert look(at(18, day=LAST + 5 * DAY)) == 0


def test_it_is_taken_back_when_the_facts_change(centre: Centre) -> None:
    """Back in the centre: now it is a release; run away from home: the clock stands still; a later end: not yet."""
    for kind, why in (
        (K.RESUMED, "Không còn tạm đình chỉ ở nhà từ 09/09/2025"),
        (K.ESCAPED, "Không còn tạm đình chỉ ở nhà từ 09/09/2025"),
        (K.COMPLETED, "Đã ghi kết thúc đợt ngày 10/09/2025; giấy tờ theo biến động ấy"),
    ):
        stay_id = ill_at_home(centre)
        look(at(1))
        opened = all_tasks()[-1]
        assert (opened.kind, opened.is_open) == ("ended-at-home", True)
        day = LAST if kind is K.COMPLETED else LAST - DAY
        centre.move(stay_id, kind, day, now=at(2), with_paper=False, reason="Theo hồ sơ")
        look(at(3))
        after = [task for task in all_tasks() if task.subject_id == stay_id]
        assert (after[0].is_open, after[0].closed_reason) == (False, why)
        assert [(task.kind.value, task.is_open) for task in after[1:]] == (
            [("release-today", True)] if kind is K.RESUMED else []
        )
    stay_id = ill_at_home(centre)
    look(at(5))
    give_end(centre, stay_id, LAST + 30 * DAY, at(6))
    check(stay_id, at(7))
    look(at(8))
    assert (all_tasks()[-1].is_open, all_tasks()[-1].closed_reason) == (False, "Hết thời hạn nay là 10/10/2025")


def test_who_was_kept_and_then_sent_home_ill_is_owed_both(centre: Centre) -> None:
    """Being kept too long is not made good by the suspension, and the end of the stay is still to come."""
    stay_id = centre.admit()
    look(at(18))
    left(centre, stay_id, K.SUSPENDED, LAST + DAY)
    look(at(18, day=LAST + DAY))
    assert said() == [("term-overrun", LAST, True), ("ended-at-home", LAST, True)]


def test_an_early_exit_is_found_though_the_clock_failed_in_the_act(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Gone after the end that nobody has checked and before the one that holds: the next look finds it."""
    stay_id, early = centre.admit(), LAST - 30 * DAY
    give_end(centre, stay_id, early, at(9, day=LAST - 60 * DAY))
    real = clocks._clock

    def broken(stay: Admission, *given: Any, **named: Any) -> StayClock:
        raise ValueError("a row nobody can read")

    monkeypatch.setattr(clocks, "_clock", broken)
    left(centre, stay_id, K.COMPLETED, early + DAY)
    monkeypatch.setattr(clocks, "_clock", real)
    assert said() == []
    look(at(12, day=early + DAY))
    assert said() == [("left-early", LAST, True)]
