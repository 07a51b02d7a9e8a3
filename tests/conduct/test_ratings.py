"""Ratings: proposed, decided, replaced and never edited; a page for 413 people, one act for all of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.hooks import conduct_before
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.reductions import Rating
from rehab_center.audit.models import AuditChange, AuditEntry
from rehab_center.clock import moment_of
from rehab_center.conduct.kinds import Progress, Stage
from rehab_center.conduct.queries import decided_ratings, lines_of, month_page, overdue
from rehab_center.conduct.services import Wish, write_ratings
from rehab_center.db import transaction
from rehab_center.errors import Blocked, Conflict, DomainError, NotFound, NotPermitted
from rehab_center.permissions import EVERYWHERE, ROLES, Actor, Role, Scope
from tests.admissions.stays import Centre

SignIn = Callable[..., FlaskClient]
MAY = date(2024, 5, 1)
NOW = moment_of(date(2024, 6, 14), 9)
TODAY = date(2024, 6, 14)
FAIR, GOOD, POOR = Rating.FAIR, Rating.GOOD, Rating.POOR


def write(
    centre: Centre,
    stage: Stage,
    wishes: dict[int, Wish],
    *,
    month: date = MAY,
    why: str | None = None,
    actor: Actor | None = None,
    now: datetime = NOW,
) -> int:
    """Ratings written by the service."""
    with transaction() as session:
        return write_ratings(session, month, stage, wishes, why=why, actor=actor or centre.actor, now=now)


def progress(session: Session, stay: int, month: date = MAY) -> Progress:
    """How far a stay's rating is."""
    session.rollback()
    page = month_page(session, month, scope=EVERYWHERE, today=TODAY)
    return next(row.progress for row in page.rows if row.stay_id == stay)


def test_proposed_then_decided_and_the_decision_counts(session: Session, centre: Centre) -> None:
    stay, other = centre.admit(), centre.admit()
    assert progress(session, stay) is Progress.MISSING
    assert write(centre, Stage.PROPOSED, {stay: Wish(FAIR, 0), other: Wish(FAIR, 0)}) == 2
    assert progress(session, stay) is Progress.PROPOSED
    assert decided_ratings(session, [stay], before=TODAY) == {stay: {}}
    assert write(centre, Stage.DECIDED, {stay: Wish(FAIR, 1)}) == 1
    assert progress(session, stay) is Progress.DECIDED
    with pytest.raises(DomainError) as unexplained:
        write(centre, Stage.DECIDED, {stay: Wish(POOR, 2)})
    assert unexplained.value.field == "why"
    write(centre, Stage.DECIDED, {stay: Wish(POOR, 2)}, why="Vi phạm nội quy phát hiện sau")
    assert decided_ratings(session, [stay], before=TODAY)[stay] == {MAY: POOR}
    assert decided_ratings(session, [stay], before=TODAY, known_at=moment_of(date(2024, 6, 13), 9))[stay] == {}
    told = [(line.stage, line.rating, line.reason) for line in lines_of(session, [stay])[stay]]
    assert told == [
        (Stage.DECIDED, POOR, "Vi phạm nội quy phát hiện sau"),
        (Stage.DECIDED, FAIR, None),
        (Stage.PROPOSED, FAIR, None),
    ]


def test_a_batch_is_one_entry_of_the_log_and_part_of_everybodys_story(session: Session, centre: Centre) -> None:
    stays = [centre.admit() for _number in range(3)]
    write(centre, Stage.PROPOSED, {stay: Wish(FAIR, 0) for stay in stays})
    entry = session.scalars(select(AuditEntry).where(AuditEntry.act == "rating.proposed")).one()
    assert entry.details == {"rated_month": "05/2024", "rated_people": 3}
    changes = session.scalars(select(AuditChange).where(AuditChange.entry_id == entry.id)).all()
    assert [change.table_name for change in changes] == ["conduct_rating"] * 3


def test_whoever_wrote_meanwhile_is_not_overwritten(centre: Centre) -> None:
    stay = centre.admit()
    write(centre, Stage.PROPOSED, {stay: Wish(FAIR, 0)})
    with pytest.raises(Conflict, match="Trần Văn An"):
        write(centre, Stage.PROPOSED, {stay: Wish(GOOD, 0)})
    with pytest.raises(DomainError, match="stand so already"):
        write(centre, Stage.PROPOSED, {stay: Wish(FAIR, 1)})


def test_rules_and_rights(centre: Centre) -> None:
    stay, late = centre.admit(), centre.admit(admitted_on=date(2024, 5, 20))
    training = Actor("day", "Dạy nghề", permissions=ROLES[Role.TRAINING], roles=frozenset({Role.TRAINING}))
    with pytest.raises(NotPermitted):
        write(centre, Stage.DECIDED, {stay: Wish(FAIR, 0)}, actor=training, why="Sổ cũ")
    with pytest.raises(Blocked, match="at the earliest"):
        write(centre, Stage.DECIDED, {stay: Wish(FAIR, 0)}, month=date(2024, 6, 1), why="Sổ cũ")
    with pytest.raises(Blocked, match="not under care"):
        write(centre, Stage.PROPOSED, {stay: Wish(FAIR, 0)}, month=date(2024, 2, 1))
    with pytest.raises(DomainError) as few_days:
        write(centre, Stage.PROPOSED, {late: Wish(FAIR, 0)})
    assert few_days.value.field == "why"
    write(centre, Stage.PROPOSED, {late: Wish(FAIR, 0)}, why="Chuyển từ cơ sở khác", actor=training)
    elsewhere = Actor("xa", "Người nơi khác", facility_ids=frozenset({999}))
    with pytest.raises(NotFound):
        write(centre, Stage.PROPOSED, {stay: Wish(FAIR, 0)}, actor=elsewhere)


def test_who_is_on_the_page_of_a_month(session: Session, centre: Centre) -> None:
    here, newcomer, gone = centre.admit(), centre.admit(admitted_on=date(2024, 5, 25)), centre.admit()
    escaped = centre.admit()
    centre.move(gone, MovementKind.DIED, date(2024, 4, 30))
    centre.move(escaped, MovementKind.ESCAPED, date(2024, 5, 11))
    page = month_page(session, MAY, scope=EVERYWHERE, today=TODAY)
    assert {row.stay_id: (row.days, row.due) for row in page.rows} == {
        here: (31, True),
        newcomer: (7, False),
        escaped: (10, False),
    }
    assert (page.due, page.deadline, page.count(Progress.NOT_DUE)) == (1, date(2024, 6, 5), 2)
    assert month_page(session, MAY, scope=Scope(frozenset({999})), today=TODAY).rows == ()


def test_what_is_overdue_is_counted_by_month(session: Session, centre: Centre) -> None:
    stays = [centre.admit() for _number in range(3)]
    before = overdue(session, scope=EVERYWHERE, today=TODAY)
    assert [(one.month, one.not_proposed, one.not_decided, one.days) for one in before] == [(MAY, 3, 0, 9)]
    april = date(2024, 4, 1)
    write(centre, Stage.PROPOSED, {stays[0]: Wish(FAIR, 0)}, month=april)
    write(centre, Stage.PROPOSED, {stays[0]: Wish(FAIR, 0), stays[1]: Wish(FAIR, 0)})
    write(centre, Stage.DECIDED, {stays[0]: Wish(FAIR, 1)})
    session.rollback()
    after = overdue(session, scope=EVERYWHERE, today=TODAY)
    # From the first month ever rated on.
    assert [(one.month, one.not_proposed, one.not_decided) for one in after] == [(april, 2, 1), (MAY, 1, 1)]
    assert MAY not in [one.month for one in overdue(session, scope=EVERYWHERE, today=date(2024, 6, 5))]
    assert overdue(session, scope=Scope(frozenset({999})), today=date(2024, 6, 5)) == ()


# --- the pages --------------------------------------------------------------------------------------------------------


def test_a_month_from_the_keyboard(session: Session, centre: Centre, sign_in: SignIn) -> None:
    """All "khá" at once, then the exceptions; the director decides; the sheet prints what counts."""
    names = ["Trần Văn An", "Lê Văn Bình", "Phạm Thị Chi"]
    stays = [centre.admit(centre.person(name)) for name in names]
    with clock.set_to(NOW):
        training = sign_in(Role.TRAINING)
        page = training.get("/conduct").text
        assert "05/2024" in page  # the month before, as long as it is not decided
        assert f'name="r-{stays[0]}" value="fair.0"' in page
        shown = training.post("/conduct/propose?month=2024-05", data={"step": "all", "rating": "fair"}).text
        assert all(name in shown for name in names)
        assert 'name="why"' not in shown
        wishes = {f"r-{stay}": "fair.0" for stay in stays}
        saved = training.post("/conduct/propose?month=2024-05", data={"step": "save"} | wishes)
        assert saved.status_code == 303
        exception = {f"r-{stays[1]}": "poor.1"}
        asked = training.post("/conduct/propose?month=2024-05", data={"step": "chosen"} | exception).text
        assert 'name="why"' in asked
        unexplained = training.post("/conduct/propose?month=2024-05", data={"step": "save"} | exception)
        assert unexplained.status_code == 422
        assert f'name="r-{stays[1]}" value="poor.1"' in unexplained.text
        data = {"step": "save", "why": "Gây rối ngày 20/5"} | exception
        assert training.post("/conduct/propose?month=2024-05", data=data).status_code == 303
        assert training.post("/conduct/decide?month=2024-05", data={"step": "all"}).status_code == 403

        director = sign_in(Role.DIRECTOR)
        assert "Xếp loại chưa làm" in director.get("/today").text
        stale = director.post("/conduct/decide?month=2024-05", data={"step": "save", f"r-{stays[1]}": "poor.1"})
        assert "Lê Văn Bình" in stale.text
        shown = director.post("/conduct/decide?month=2024-05&rating=fair", data={"step": "all"}).text
        assert "Lê Văn Bình" not in shown  # the list was filtered
        everything = director.post("/conduct/decide?month=2024-05", data={"step": "all"}).text
        assert 'value="poor.2"' in everything
        decided = {f"r-{stays[0]}": "fair.1", f"r-{stays[1]}": "poor.2", f"r-{stays[2]}": "fair.1", "step": "save"}
        assert director.post("/conduct/decide?month=2024-05", data=decided).status_code == 303
        sheet = director.get("/conduct/sheet?month=2024-05").text
        assert "khá 2, trung bình 0, kém 1" in sheet
        assert "Gây rối" in director.get(f"/conduct/stays/{stays[1]}").text
        assert "Kém" in director.get(f"/admissions/{stays[1]}").text
        assert director.get("/conduct?month=2024-05&export=xlsx").status_code == 200
    session.rollback()
    acts = set(session.scalars(select(AuditEntry.act)))
    assert {"rating.proposed", "rating.decided", "rating.exported", "rating.opened"} <= acts


def test_bad_input_breaks_nothing(centre: Centre, sign_in: SignIn) -> None:
    stay = centre.admit()
    with clock.set_to(NOW):
        duty = sign_in(Role.DUTY)
        for data in ({}, {"r-1": "fair"}, {"r-0": "fair.0"}, {f"r-{stay}": "best.0"}, {"step": "all", "rating": "?"}):
            assert duty.post("/conduct/propose?month=x", data=data).status_code in (200, 303)
        assert duty.post("/conduct/propose", data={"r-999999": "fair.0"}).status_code == 404
        assert duty.get("/conduct?month=2199-12&progress=?").status_code == 200
        late = {f"r-{stay}": "fair.0", "step": "save"}
        assert "chưa bắt đầu" in duty.post("/conduct/propose?month=2024-07", data=late).text


@pytest.mark.parametrize("role", [Role.INTAKE, Role.INSPECTOR, Role.MEDICAL])
def test_others_read_and_write_nothing(centre: Centre, sign_in: SignIn, role: Role) -> None:
    centre.admit()
    with clock.set_to(NOW):
        client = sign_in(role)
        assert 'type="radio"' not in client.get("/conduct?month=2024-05").text
        assert client.post("/conduct/propose?month=2024-05", data={"step": "all"}).status_code == 403


def test_admissions_hear_of_the_months_before_a_reduction(session: Session, centre: Centre) -> None:
    """NĐ 116/2021 Đ58: the last three months; a month nobody decided is a gap."""
    stay = centre.admit()
    for month in (date(2024, 3, 1), MAY):
        write(centre, Stage.DECIDED, {stay: Wish(FAIR, 0)}, month=month, why="Theo sổ xếp loại giấy")
    write(centre, Stage.PROPOSED, {stay: Wish(GOOD, 0)}, month=date(2024, 4, 1))
    assert conduct_before(session, stay, TODAY).ratings == (FAIR, None, FAIR)
    assert conduct_before(session, stay, date(2024, 4, 2)).ratings == (FAIR,)
