"""Stages of somebody at large, in prison or gone: what is asked when one is written, and what is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.queries import stay_page
from rehab_center.admissions.rules.movements import MovementKind, State
from rehab_center.errors import Blocked, DomainError
from rehab_center.permissions import EVERYWHERE, Role
from rehab_center.stages.kinds import Step
from rehab_center.stages.queries import days_of, lines_of, stages_of_stays
from rehab_center.stages.rules.changing import Away
from rehab_center.stages.rules.intervals import Change, Now
from rehab_center.stages.services import Wish
from tests.admissions.stays import Centre
from tests.stages.writing import CAME, MET, NOW, TODAY, A, B, decide, last, write

SignIn = Callable[..., FlaskClient]


def test_a_stage_decided_for_a_day_away_needs_a_reason_that_is_kept(session: Session, centre: Centre) -> None:
    """At large, then straight to prison, then here again."""
    stay = centre.admit()
    centre.move(stay, MovementKind.ESCAPED, date(2024, 4, 1), with_paper=False)
    centre.move(stay, MovementKind.IMPRISONED, date(2024, 4, 10), reason="Bản án")
    centre.move(stay, MovementKind.RELEASED_FROM_PRISON, date(2024, 5, 1), reason="Ra tù")
    days = days_of(session, {stay: session.get_one(Admission, stay)})[stay]
    assert days.away == (
        Away(State.ESCAPED, date(2024, 4, 1), date(2024, 4, 10)),
        Away(State.IMPRISONED, date(2024, 4, 10), date(2024, 5, 1)),
    )
    wish = {stay: Wish(Change(B, date(2024, 4, 15), result=MET), last(session, stay))}
    for step in (Step.PROPOSED, Step.DECIDED):
        with pytest.raises(DomainError, match="a rule warns"):
            write(centre, step, wish)
    write(centre, Step.PROPOSED, wish, why="Ghi theo biên bản họp")
    assert lines_of(session, [stay])[stay][-1].reason == "Ghi theo biên bản họp"
    undone = centre.admit(centre.person())
    entry = session.scalars(select(Movement.id).where(Movement.admission_id == undone)).one()
    centre.void(entry)
    with pytest.raises(Blocked, match="never began"):
        write(centre, Step.DECIDED, {undone: Wish(Change(B, TODAY, result=MET), last(session, undone))}, why="Nhầm")


def test_who_is_out_is_in_no_stage_and_who_is_away_in_that_of_before(
    session: Session, centre: Centre, sign_in: SignIn
) -> None:
    """Nobody wrote the book of stages for the first: no day of stage a is told."""
    gone, written, away = (centre.admit(centre.person()) for _ in range(3))
    decide(session, centre, written, Change(B, date(2024, 4, 10), result=MET))
    for stay in (gone, written):
        centre.move(stay, MovementKind.TRANSFERRED_OUT, date(2024, 6, 10))
    centre.move(away, MovementKind.ESCAPED, date(2024, 6, 1), with_paper=False)
    pages = [stay_page(session, stay, scope=EVERYWHERE, as_of=TODAY) for stay in (gone, written, away)]
    found = stages_of_stays(session, pages)
    assert (found[gone].now, found[gone].intervals, found[gone].unwritten) == (None, (), True)
    assert (found[written].now, len(found[written].intervals), found[written].unwritten) == (None, 2, False)
    assert (found[away].now, found[away].is_away, found[away].due_on) == (Now(A, CAME), True, None)
    with clock.set_to(NOW):
        client = sign_in(Role.TRAINING)
        assert "sổ giai đoạn chưa ghi gì" in client.get(f"/stages/stays/{gone}").text
        for stay, there in ((gone, False), (written, False), (away, True)):
            text = client.get(f"/stages/stays/{stay}").text
            assert ("giai đoạn khi vắng mặt" in text) is there
            assert 'aria-current="step"' not in text
        assert "Giai đoạn khi vắng mặt: a" in client.get(f"/stages/stays/{away}/plan/paper").text
        assert "Đã ra khỏi cơ sở ngày 10/06/2024" in client.get(f"/stages/stays/{gone}/plan/paper").text
