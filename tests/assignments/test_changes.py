"""What was planned and is changed: an end ahead, a pause, the place of a wish; whom new times bring over a limit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.activities.kinds import ActivityKind
from rehab_center.activities.rules import Slot
from rehab_center.activities.services import add_slots
from rehab_center.assignments.kinds import Asker, EndReason, OverrideReason, PauseReason, Standing, WishPriority
from rehab_center.assignments.labels import PAUSE_REASONS
from rehab_center.assignments.queries import Assigned, assigned, wish_lines
from rehab_center.assignments.queries.foresight import foresee
from rehab_center.assignments.queries.review import review
from rehab_center.assignments.services import (
    OverrideFacts,
    PauseFacts,
    WishFacts,
    ask,
    change_end,
    change_pause,
    end,
    move,
    newest_pause,
    pause,
    rank_wish,
    resume,
)
from rehab_center.audit.models import AuditChange
from rehab_center.db import transaction
from rehab_center.errors import Blocked, Conflict, DomainError, NotPermitted
from rehab_center.permissions import EVERYWHERE, ROLES, Permission, Role
from tests.admissions.stays import NOW, Centre, make_facility
from tests.assignments.working import TODAY, TRAINER, Works, at, on

SignIn = Callable[..., FlaskClient]


def line(session: Session, number: int, day: date = TODAY) -> Assigned:
    session.rollback()
    return assigned(session, day, scope=EVERYWHERE, ids=[number], over=True)[0]


def test_a_planned_end_is_changed_or_withdrawn(works: Works, session: Session) -> None:
    """Longer is looked at like a new assignment; what is over stays over; a second saver is told."""
    shop, mill = works.programme(), works.programme("Xưởng mộc", "1-5 07:00-11:00")
    stay, actor = works.worker(), works.actor
    number = works.assign(stay, shop)
    with transaction() as writing, pytest.raises(Conflict, match="No end is planned"):
        change_end(writing, number, last_on=on(5), expected_version=1, actor=actor, now=NOW)
    with transaction() as writing:
        end(writing, {number: 1}, last_on=on(7), reason=EndReason.ASKED, actor=actor, now=NOW)
    other = works.assign(stay, mill, on(10))
    steps = (
        ({"last_on": on(-1)}, DomainError, "From today"),
        ({"last_on": on(20)}, Blocked, "At the same time"),
        ({"last_on": None}, Blocked, "At the same time"),
        ({"last_on": on(5), "expected_version": 1}, Conflict, "changed"),
        ({"last_on": on(5), "actor": TRAINER}, NotPermitted, "somebody else to do"),
    )
    for how, error, says in steps:
        given = {"expected_version": 2, "actor": actor, "now": NOW} | how
        with transaction() as writing, pytest.raises(error, match=says):
            change_end(writing, number, **given)
    with transaction() as writing:
        pause(writing, number, from_on=on(1), until_on=on(1), reason=PauseReason.VISIT, expected_version=2,
              actor=actor, now=NOW)  # fmt: skip  # an end that is planned does not stand in the way of a pause
        change_end(writing, number, last_on=on(9), expected_version=2, actor=actor, now=NOW)
    assert line(session, number).dates.ends_on == on(9)
    with transaction() as writing:
        end(writing, {other: 1}, last_on=on(9), reason=EndReason.MISTAKE, note_text="Ghi nhầm", actor=actor, now=NOW)
        change_end(writing, number, last_on=None, expected_version=3, actor=actor, now=NOW)
    now = line(session, number, on(40))
    assert (now.dates.ends_on, now.dates.end_reason, now.standing) == (None, None, Standing.ACTIVE)
    with transaction() as writing, pytest.raises(Conflict, match="not run any more"):
        change_end(writing, other, last_on=None, expected_version=2, actor=actor, now=NOW)


def test_nobody_is_in_two_programmes_at_the_same_hours(works: Works, session: Session) -> None:
    """An end that is planned gives its hours away: no other act takes them back without looking, and none wakes what
    is over."""
    shop, mill, yard = works.programme(), works.programme("Xưởng mộc"), works.programme("Vườn")
    away, given = works.programme("Bếp", "1-5 13:00-16:00"), {"actor": works.actor, "now": NOW}
    moved, planned = works.assign(works.worker("Một"), shop), works.assign(works.worker("Hai"), shop)
    asked = {"reason": EndReason.ASKED, **given}
    with transaction() as writing:
        move(writing, {moved: 1}, mill, from_on=on(10), **given)
        end(writing, {planned: 1}, last_on=on(5), note_text="Xin nghỉ", **asked)
    works.assign(line(session, planned).stay_id, yard, on(10))
    with transaction() as writing, pytest.raises(Conflict, match="Một .* is moved"):
        end(writing, {moved: 2}, last_on=on(40), **asked)
    with transaction() as writing, pytest.raises(DomainError, match="Hai .* ends on 2024-06-19 already: whoever stays"):
        end(writing, {planned: 2}, last_on=on(30), **asked)
    with transaction() as writing, pytest.raises(DomainError, match="Hai .* ends on 2024-06-19 already: move"):
        move(writing, {planned: 2}, away, from_on=on(30), **given)
    assert [line(session, one, on(20)).standing for one in (moved, planned)] == [Standing.ENDED] * 2
    with transaction() as writing:
        move(writing, {planned: 2}, away, from_on=on(6), **given)
    assert (line(session, planned).dates.ends_on, line(session, planned).end_note) == (on(5), None)
    over = works.assign(works.worker("Ba"), shop, last=on(5))  # an end of which nobody has said why
    late = {"actor": works.actor, "now": at(on(60))}
    with transaction() as writing, pytest.raises(Conflict, match="not run any more"):
        change_end(writing, over, last_on=on(70), expected_version=1, **late)


def test_going_on_is_not_undone_by_whoever_looked_before(works: Works, session: Session) -> None:
    number, given = works.assign(works.worker(), works.programme()), {"actor": TRAINER, "now": NOW}
    with transaction() as writing:
        first = pause(writing, number, from_on=on(1), until_on=None, reason=PauseReason.VISIT, expected_version=1,
                      **given)  # fmt: skip
        resume(writing, number, on=on(4), **given)
    with transaction() as writing, pytest.raises(Conflict, match="Somebody else"):
        change_pause(writing, first, facts=PauseFacts(on(1), None, PauseReason.VISIT), newest_id=first, **given)
    (one,) = line(session, number).pauses
    assert (one.from_on, one.until_on, line(session, number, on(10)).standing) == (on(1), on(3), Standing.ACTIVE)


@pytest.mark.any_database
def test_why_health_keeps_somebody_away_is_not_for_all(works: Works, session: Session, sign_in: SignIn) -> None:
    number = works.assign(works.worker(), works.programme())
    with transaction() as writing:
        pause(writing, number, from_on=on(0), until_on=on(3), reason=PauseReason.HEALTH, note_text="Lao phổi",
              expected_version=1, actor=TRAINER, now=NOW)  # fmt: skip
    with clock.set_to(NOW):
        for role in Role:
            if Permission.ACTIVITIES_VIEW not in ROLES[role]:
                continue
            page, may = sign_in(role).get(f"/assignments/{number}").text, Permission.CLEARANCE_VIEW in ROLES[role]
            assert "Từ 14/06/2024 đến hết 17/06/2024" in page
            assert ("Lao phổi" in page, str(PAUSE_REASONS[PauseReason.HEALTH]) in page) == (may, may), role
            # Who changes a pause is shown it whole.
            assert may or Permission.ASSIGNMENTS_PROPOSE not in ROLES[role]
    assert "Lao phổi" not in "".join(map(str, session.scalars(select(AuditChange.difference))))


def test_a_pause_is_changed_and_withdrawn(works: Works, session: Session) -> None:
    number, actor = works.assign(works.worker(), works.programme()), TRAINER
    given = {"actor": actor, "now": NOW}
    with transaction() as writing:
        first = pause(writing, number, from_on=on(2), until_on=None, reason=PauseReason.NO_WORK, expected_version=1,
                      **given)  # fmt: skip
    facts = PauseFacts(on(3), on(4), PauseReason.HEALTH, "Đau lưng")
    for wrong, error, says in (
        (PauseFacts(on(4), on(3), PauseReason.HEALTH), DomainError, "before the first"),
        (PauseFacts(on(3), on(4), PauseReason.OTHER), DomainError, "what it is"),
        (PauseFacts(on(-400), None, PauseReason.HEALTH), DomainError, "not run on that day"),
    ):
        with transaction() as writing, pytest.raises(error, match=says):
            change_pause(writing, first, facts=wrong, newest_id=first, **given)
    with transaction() as writing:
        change_pause(writing, first, facts=facts, newest_id=first, **given)
    (one,) = line(session, number).pauses
    assert (one.from_on, one.until_on, one.reason, one.note) == (on(3), on(4), PauseReason.HEALTH, "Đau lưng")
    assert [line(session, number, on(day)).standing for day in (2, 3)] == [Standing.ACTIVE, Standing.PAUSED]
    with transaction() as writing, pytest.raises(Conflict, match="Somebody else"):
        change_pause(writing, one.id, facts=None, newest_id=first, **given)
    with transaction() as writing:
        change_pause(writing, one.id, facts=None, newest_id=newest_pause(writing, number), **given)
    assert line(session, number).pauses == ()
    with transaction() as writing, pytest.raises(Conflict):  # what was withdrawn is not changed
        change_pause(writing, one.id, facts=facts, newest_id=newest_pause(writing, number), **given)
    with transaction() as writing:  # its days are free again
        pause(writing, number, from_on=on(3), until_on=on(3), reason=PauseReason.VISIT, expected_version=1, **given)


def test_the_waiting_list_keeps_its_order(works: Works, session: Session) -> None:
    """Priority, then the day of asking, then who was written first; the places in the line follow."""
    shop, stays = works.programme(), works.many(4)
    ids = []
    for stay, day, priority in zip(
        stays, (on(-3), on(-1), on(-3), on(-2)), (None, WishPriority.BEFORE_OTHERS, None, None), strict=True
    ):
        with transaction() as writing:
            facts = WishFacts(day, Asker.PERSON, activity_id=shop, priority=priority, note="Sắp hết thời hạn")
            ids.append(ask(writing, stay, facts=facts, actor=works.actor if priority else TRAINER, now=NOW))

    def order() -> list[tuple[int, int | None]]:
        session.rollback()
        return [(ids.index(one.id), one.number) for one in wish_lines(session, scope=EVERYWHERE)]

    assert order() == [(1, 1), (0, 2), (2, 3), (3, 4)]
    given = {"expected_version": 1, "actor": works.actor, "now": NOW}
    with transaction() as writing, pytest.raises(DomainError, match="Say why"):
        rank_wish(writing, ids[3], WishPriority.FIRST, reason=" ", **given)
    with transaction() as writing:
        rank_wish(writing, ids[3], WishPriority.FIRST, reason="Sắp hết thời hạn", **given)
    assert order() == [(3, 1), (1, 2), (0, 3), (2, 4)]
    with transaction() as writing, pytest.raises(Conflict):
        rank_wish(writing, ids[3], None, reason="Lần hai", **given)
    with transaction() as writing, pytest.raises(NotPermitted):
        rank_wish(writing, ids[0], WishPriority.FIRST, reason="Xin", **given | {"actor": TRAINER})
    # Asking is no way round that; and who asks in another centre waits in its own line.
    first = WishFacts(on(-9), Asker.PERSON, kind=ActivityKind.VOCATIONAL, priority=WishPriority.FIRST)
    for facts, actor, error in (
        (replace(first, note="Xin"), TRAINER, NotPermitted),
        (first, works.actor, DomainError),
    ):
        with transaction() as writing, pytest.raises(error):
            ask(writing, stays[0], facts=facts, actor=actor, now=NOW)
    other = Works(Centre(make_facility(works.actor, "CS2"), works.actor))
    waiting = (stays[0], *other.many(1))
    with transaction() as writing:
        for stay in waiting:
            ask(writing, stay, facts=replace(first, priority=None), actor=works.actor, now=NOW)
    session.rollback()
    assert [one.number for one in wish_lines(session, scope=EVERYWHERE) if one.activity_id is None] == [1, 1]


def test_a_longer_end_stands_as_far_as_the_director_has_signed(works: Works) -> None:
    shop, farm = works.programme(), works.programme("Trồng rau", "1-5 12:00-17:00")
    stay = works.worker()
    works.assign(stay, shop)
    signed = OverrideFacts(OverrideReason.OTHER, "Mùa thu hoạch", on(20))
    number = works.assign(stay, farm, override=signed, last=on(5))
    given = {"actor": works.actor, "now": NOW}
    for last_on in (on(21), None):
        with transaction() as writing, pytest.raises(Blocked, match="9 hours of labour"):
            change_end(writing, number, last_on=last_on, expected_version=1, **given)
    with transaction() as writing:
        change_end(writing, number, last_on=on(20), expected_version=1, **given)


def test_what_ended_this_week_counts_in_its_hours(works: Works, session: Session) -> None:
    """NĐ 116/2021 Đ68, BLLĐ 2019 Đ111: the times of a programme change, and the week that runs is over its limits."""
    shop, yard = works.programme(week="1-4 07:00-15:00"), works.programme("Vườn", "5 07:00-15:00")
    stay = works.worker()
    works.assign(stay, shop, on(-4), last=on(-1), why="Ghi bù")
    works.assign(stay, yard)
    session.rollback()
    assert review(session, today=TODAY, scope=EVERYWHERE) == ()
    with transaction() as writing:
        add_slots(
            writing, yard, slots=[Slot(day, 7 * 60, 15 * 60, TODAY) for day in (6, 7)], actor=works.actor, now=NOW
        )
    (one,) = review(session, today=TODAY, scope=EVERYWHERE)
    assert {each.rule for each in one.blocks} == {"week-hours", "rest-day"}


def test_whom_new_times_bring_against_a_rule(works: Works, session: Session) -> None:
    """NĐ 116/2021 Đ68: eight hours a day. Only what is new is told; without the people nothing is."""
    shop = works.programme(week="1-5 07:00-11:00")
    farm = works.programme("Trồng rau", "1-5 13:00-17:00")
    both, alone = works.worker("Lê Văn Hai"), works.worker("Lê Văn Một")
    for stay, programme in ((both, shop), (both, farm), (alone, shop)):
        works.assign(stay, programme)
    session.rollback()
    evening = [Slot(day, 17 * 60, 18 * 60, TODAY) for day in range(1, 6)]
    (one,) = foresee(session, shop, evening, TODAY, EVERYWHERE)
    assert one.label.startswith("Lê Văn Hai (")
    assert [str(words) for words in one.messages] == ["9 hours of labour on 2024-06-14: at most 8 a day"]
    assert len(foresee(session, shop, [Slot(day, 18 * 60, 23 * 60, TODAY) for day in (6, 7)], TODAY, EVERYWHERE)) == 2
    assert foresee(session, works.programme("Xưởng vắng"), evening, TODAY, EVERYWHERE) == ()


@pytest.mark.any_database
def test_the_pages(works: Works, session: Session, sign_in: SignIn) -> None:
    shop = works.programme(week="1-5 07:00-11:00")
    works.assign(works.worker("Lê Văn Hai"), works.programme("Trồng rau", "1-5 13:00-17:00"))
    stay = works.worker("Lê Văn Một")
    number = works.assign(stay, shop)
    with clock.set_to(NOW):
        trainer, director = sign_in(Role.TRAINING), sign_in(Role.DIRECTOR)
        extra = {"on": "19/6/2024", "begins": "11:00", "ends": "20:00"}
        single = trainer.post(f"/activities/programmes/{shop}/sessions/new", data=extra)
        assert "13 giờ lao động trong ngày 19/06/2024" in single.text
        times = {"weekdays": ["1", "2"], "begins": "13:00", "ends": "18:30", "valid_from": "17/6/2024", "rotation": "1"}
        asked = trainer.post(f"/activities/programmes/{shop}/times/new", data=times)
        assert asked.status_code == 422
        assert "Lê Văn Một" in asked.text
        assert "9,5 giờ lao động trong ngày 17/06/2024" in asked.text
        assert "18:30" not in trainer.get(f"/activities/programmes/{shop}").text
        kept = trainer.post(f"/activities/programmes/{shop}/times/new", data=times | {"step": "confirm"})
        assert kept.status_code == 303
        assert "13:00–18:30" in trainer.get(f"/activities/programmes/{shop}").text
        assert "Lê Văn Một" in trainer.get("/assignments/review").text
        held = {"from_on": "17/6/2024", "until_on": "20/6/2024", "pause_reason": "no-work"}
        assert trainer.post(f"/assignments/{number}/pause", data=held).status_code == 303
        page = trainer.get(f"/assignments/{number}").text
        assert "Không có việc" in page
        pause_page = f"/assignments/{number}/pauses/1"
        assert pause_page in page
        assert 'value="20/06/2024"' in trainer.get(pause_page).text
        other = held | {"until_on": "18/6/2024", "version": "1", "step": "save"}
        assert trainer.post(pause_page, data=other).status_code == 303
        assert trainer.post(pause_page, data=other).status_code == 404
        withdrawn = {**other, "version": "2", "step": "withdraw"}
        assert trainer.post(f"/assignments/{number}/pauses/2", data=withdrawn).status_code == 303
        assert "Các lần tạm ngừng" not in trainer.get(f"/assignments/{number}").text
        ended = {f"a-{number}": 1, "last_on": "30/6/2024", "end_reason": "asked", "step": "save"}
        assert director.post("/assignments/end", data=ended).status_code == 303
        planned = f"/assignments/{number}/planned-end"
        assert planned in director.get(f"/assignments/{number}").text
        assert trainer.get(planned).status_code == 403
        refused = director.post(planned, data={"version": "2", "last_on": ""})
        assert refused.status_code == 422
        assert "giờ lao động" in refused.text  # the new times speak against every further day
        assert director.post(planned, data={"version": "2", "last_on": "20/6/2024"}).status_code == 303
        wish = {"wanted": shop, "asked_on": "10/6/2024", "asker": "person", "priority": "first"}
        address = f"/assignments/stays/{stay}/wishes/new"
        assert ["Trước tiên" in client.get(address).text for client in (trainer, director)] == [False, True]
        assert director.post(address, data=wish).status_code == 422
        assert director.post(address, data=wish | {"note": "Sắp hết thời hạn"}).status_code == 303
        assert "Trước tiên" in trainer.get("/assignments/waiting?priority=first").text
        ranked = {"version": "1", "priority": "", "reason": "Đã có việc khác"}
        assert director.post("/assignments/wishes/1/place", data=ranked).status_code == 303
    session.rollback()
    assert [one.priority for one in wish_lines(session, scope=EVERYWHERE)] == [None]
