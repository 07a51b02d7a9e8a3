"""Assignments through the services: proposed, decided, suspended by itself, paused, moved, ended; the waiting list."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from rehab_center.activities.kinds import ActivityKind
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.assignments.kinds import Answer, Asker, EndReason, OverrideReason, PauseReason, Standing
from rehab_center.assignments.models import Assignment, AssignmentOverride
from rehab_center.assignments.queries import assigned, expected, roster, wish_lines
from rehab_center.assignments.rules.facts import Plan
from rehab_center.assignments.rules.roster import Wanted
from rehab_center.assignments.rules.standing import why_ended
from rehab_center.assignments.services import (
    OverrideFacts,
    WishFacts,
    answer,
    ask,
    decide,
    decline,
    end,
    move,
    pause,
    plan_assignments,
    resume,
    sign,
)
from rehab_center.db import transaction
from rehab_center.errors import Blocked, Conflict, DomainError, NotPermitted, ReasonNeeded
from rehab_center.health.kinds import Clearance
from rehab_center.permissions import EVERYWHERE
from rehab_center.stages.kinds import Stage
from tests.admissions.stays import NOW
from tests.assignments.working import TODAY, TRAINER, Works, at, on

LETS = OverrideFacts(OverrideReason.URGENT_WORK, "Đơn hàng gấp", on(10))


def standings(session: Session, day: date, *ids: int) -> list[Standing]:
    """How the assignments of a day stand, those that are over too; of ``ids`` in their order."""
    session.rollback()
    found = {one.id: one.standing for one in assigned(session, day, scope=EVERYWHERE, over=True)}
    return [found[number] for number in ids] if ids else list(found.values())


def test_proposed_decided_and_away(works: Works, session: Session) -> None:
    """The trainer proposes, the director decides; hospital suspends and the return resumes, with no row for either."""
    shop, stay = works.programme(), works.worker()
    mine = TRAINER
    number = works.write([Wanted(stay, shop, Plan(TODAY))], decided=False, actor=mine).ids[0]
    assert standings(session, TODAY) == [Standing.PROPOSED]
    assert expected(session, TODAY, scope=EVERYWHERE) == ()
    with pytest.raises(Blocked):
        works.write([Wanted(stay, shop, Plan(TODAY))], decided=False, actor=mine)
    with pytest.raises(Blocked):
        works.assign(stay, shop)
    with pytest.raises(NotPermitted), transaction() as writing:
        decide(writing, {number: 1}, actor=mine, now=NOW)
    with pytest.raises(Conflict), transaction() as writing:
        decide(writing, {number: 9}, actor=works.actor, now=NOW)
    with transaction() as writing:
        assert decide(writing, {number: 1}, actor=works.actor, now=NOW).ids == (number,)
    assert [one.stay_id for one in expected(session, TODAY, scope=EVERYWHERE, activity_ids=[shop])] == [stay]
    before = session.scalar(select(func.count()).select_from(Assignment))
    works.centre.move(stay, MovementKind.TO_HOSPITAL, on(1), now=at(on(3)))
    works.centre.move(stay, MovementKind.FROM_HOSPITAL, on(3), now=at(on(3)), with_paper=False)
    assert [standings(session, on(day)) for day in range(4)] == [
        [Standing.ACTIVE], [Standing.AWAY], [Standing.AWAY], [Standing.ACTIVE],
    ]  # fmt: skip
    works.centre.move(stay, MovementKind.ESCAPED, on(5), now=at(on(5)))
    works.centre.move(stay, MovementKind.DIED, on(6), now=at(on(6)))
    assert standings(session, on(5)) == [Standing.AWAY]
    assert standings(session, on(6)) == [Standing.ENDED]
    (over,) = assigned(session, on(6), scope=EVERYWHERE, over=True)
    assert over.dates.over_on == on(6)
    assert why_ended(over.dates) is EndReason.LEFT_CENTRE
    assert session.scalar(select(func.count()).select_from(Assignment)) == before


def test_declined(works: Works, session: Session) -> None:
    shop, stay = works.programme(), works.worker()
    number = works.write([Wanted(stay, shop, Plan(TODAY))], decided=False, actor=TRAINER).ids[0]
    with pytest.raises(DomainError, match="why"), transaction() as writing:
        decline(writing, {number: 1}, why=" ", actor=works.actor, now=NOW)
    with transaction() as writing:
        decline(writing, {number: 1}, why="Chờ khám lại", actor=works.actor, now=NOW)
    assert standings(session, TODAY) == [Standing.DECLINED]
    with pytest.raises(Conflict), transaction() as writing:
        decide(writing, {number: 2}, actor=works.actor, now=NOW)
    works.assign(stay, shop)
    assert standings(session, TODAY) == [Standing.DECLINED, Standing.ACTIVE]


def test_rules_stop_and_warn(works: Works, session: Session) -> None:
    """A block stops, whatever the reason; a warning asks for one, which is kept."""
    shop = works.programme()
    ill = works.worker("Lê Văn Ốm", cleared=Clearance.CLASSES_ONLY)
    early = works.worker("Lê Văn Mới", stage=Stage.TREATMENT)
    soon = works.worker("Lê Văn Hạn", until=on(3))
    for stay in (ill, early):
        with pytest.raises(Blocked):
            works.assign(stay, shop, why="Cứ xếp")
    with pytest.raises(ReasonNeeded):
        works.assign(soon, shop)
    works.assign(soon, shop, why="Đã hẹn khám lại")
    found = assigned(session, TODAY, scope=EVERYWHERE)
    assert [(one.stay_id, one.reason) for one in found] == [(soon, "Đã hẹn khám lại")]
    with pytest.raises(Blocked):
        works.assign(soon, shop, why="Lần nữa")


def test_what_the_director_lets_stand_expires(works: Works, session: Session) -> None:
    """Signed for some days, by the director alone; after them the assignment rests until it is signed again."""
    shop, stay = works.programme(capacity=1), works.worker()
    works.assign(works.worker("Lê Văn Một"), shop)
    with pytest.raises(Blocked):
        works.assign(stay, shop)
    with pytest.raises(DomainError, match="30"):
        works.assign(stay, shop, override=OverrideFacts(OverrideReason.OTHER, "Gấp", on(31)))
    with pytest.raises(DomainError, match="rule is not kept"):
        works.assign(stay, shop, override=OverrideFacts(OverrideReason.OTHER, " ", on(3)))
    proposed = works.write([Wanted(stay, shop, Plan(TODAY))], decided=False, to_director=True, actor=TRAINER).ids[0]
    with pytest.raises(Blocked), transaction() as writing:
        decide(writing, {proposed: 1}, actor=works.actor, now=NOW)
    with transaction() as writing:
        decide(writing, {proposed: 1}, override=LETS, actor=works.actor, now=NOW)
    signed = session.scalars(select(AssignmentOverride)).all()
    assert [(one.rule, one.expires_on, one.signed_by) for one in signed] == [("full", on(10), works.actor.label)]
    assert standings(session, on(10), proposed) == [Standing.ACTIVE]
    assert standings(session, on(11), proposed) == [Standing.LAPSED]
    again = OverrideFacts(OverrideReason.SUPERVISED, "Thêm một tổ phó", on(20))
    with transaction() as writing:
        sign(writing, proposed, "full", facts=again, actor=works.actor, now=at(on(9)))
    assert standings(session, on(11), proposed) == [Standing.ACTIVE]
    with pytest.raises(DomainError), transaction() as writing:
        sign(writing, proposed, "rest-day", facts=again, actor=works.actor, now=at(on(9)))


def test_paused_moved_ended(works: Works, session: Session) -> None:
    shop, farm = works.programme(), works.programme("Trồng rau", "1-5 13:00-16:00")
    one, other = works.worker("Lê Văn Một"), works.worker("Lê Văn Hai", cleared=Clearance.NO_HEAVY)
    first, second = works.assign(one, shop), works.assign(other, shop)
    with transaction() as writing:
        pause(writing, first, from_on=on(2), until_on=None, reason=PauseReason.NO_WORK, expected_version=1,
              actor=TRAINER, now=NOW)  # fmt: skip
    with pytest.raises(Conflict), transaction() as writing:
        pause(writing, first, from_on=on(5), until_on=on(6), reason=PauseReason.VISIT, expected_version=1,
              actor=TRAINER, now=NOW)  # fmt: skip
    with transaction() as writing:
        resume(writing, first, on=on(4), actor=TRAINER, now=at(on(4)))
    assert [standings(session, on(day), first)[0] for day in (1, 2, 3, 4)] == [
        Standing.ACTIVE, Standing.PAUSED, Standing.PAUSED, Standing.ACTIVE,
    ]  # fmt: skip
    heavy = works.programme("Gạch", hazardous=True)
    with transaction() as writing:
        written = move(writing, {first: 1, second: 1}, heavy, from_on=on(7), leave_out=True, actor=works.actor, now=NOW)
    assert [plan.wanted.stay_id for plan in written.refused] == [other]
    assert standings(session, on(7), first, second, *written.ids) == [
        Standing.ENDED, Standing.ACTIVE, Standing.ACTIVE,
    ]  # fmt: skip
    with transaction() as writing:
        end(writing, {second: 1}, last_on=on(2), reason=EndReason.REFUSED, actor=works.actor, now=NOW)
    with pytest.raises(Conflict), transaction() as writing:
        end(writing, {second: 1}, last_on=on(3), reason=EndReason.ILL, actor=works.actor, now=NOW)
    assert standings(session, on(3), second) == [Standing.ENDED]
    (plan,) = plan_assignments(session, [Wanted(other, shop, Plan(on(5)))], today=on(5), scope=EVERYWHERE)
    assert [one.rule for one in plan.warnings] == ["removed-before"]
    wrong = works.assign(other, farm)
    with transaction() as writing:
        end(writing, {wrong: 1}, last_on=TODAY, reason=EndReason.MISTAKE, note_text="Nhầm người", actor=works.actor,
            now=NOW)  # fmt: skip
    assert standings(session, TODAY, wrong) == [Standing.ENDED]


def test_the_waiting_list(works: Works, session: Session) -> None:
    """Asked for twice is told; an assignment grants the wish; a refusal says why."""
    shop, stay, other = works.programme(), works.worker("Lê Văn Một"), works.worker("Lê Văn Hai")
    wish = WishFacts(TODAY, Asker.PERSON, activity_id=shop)
    trade = WishFacts(TODAY, Asker.FAMILY, kind=ActivityKind.VOCATIONAL, trade="Hàn")
    numbers = []
    for who, facts in ((stay, wish), (other, wish), (other, trade)):
        with transaction() as writing:
            numbers.append(ask(writing, who, facts=facts, actor=TRAINER, now=NOW))
    with pytest.raises(Conflict), transaction() as writing:
        ask(writing, stay, facts=wish, actor=TRAINER, now=NOW)
    number = works.assign(stay, shop)
    with transaction() as writing:
        answer(writing, numbers[1], decision=Answer.WITHDRAWN, reason="Đổi ý", actor=TRAINER, now=NOW)
    with pytest.raises(DomainError, match="why"), transaction() as writing:
        answer(writing, numbers[2], decision=Answer.DECLINED, reason=None, actor=works.actor, now=NOW)
    session.rollback()
    lines = {line.id: line for line in wish_lines(session, scope=EVERYWHERE)}
    assert [lines[one].decision for one in numbers] == [Answer.GRANTED, Answer.WITHDRAWN, None]
    assert [line.id for line in wish_lines(session, scope=EVERYWHERE)][0] == numbers[2]
    assert number


def test_each_of_many_sees_those_before(works: Works, session: Session) -> None:
    """Two places, three people: the third is refused, and nothing half done; the statements do not grow."""
    shop = works.programme(capacity=2)
    stays = [works.worker(f"Lê Văn {name}") for name in ("Một", "Hai", "Ba")]
    wishes = [Wanted(stay, shop, Plan(TODAY)) for stay in (*stays, stays[0])]
    with pytest.raises(Blocked):
        works.write(wishes)
    assert standings(session, TODAY) == []
    counts = []
    for some in (wishes[:1], wishes):
        session.rollback()
        seen: list[str] = []

        def note(*given: object, seen: list[str] = seen) -> None:
            seen.append(str(given[2]))

        event.listen(session.get_bind(), "before_cursor_execute", note)
        roster(session, {one.stay_id for one in some}, {shop}, today=TODAY, scope=EVERYWHERE)
        event.remove(session.get_bind(), "before_cursor_execute", note)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 20
    written = works.write(wishes, leave_out=True)
    assert len(written.ids) == 2
    assert [[one.rule for one in plan.blocks] for plan in written.refused] == [["full"], ["again"]]
