"""What a movement leaves to be done by a day: opened by it, closed by what ends it; who turns 18; what comes after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Movement
from rehab_center.admissions.rules.afterwards import certificate_article, post_rehab_end
from rehab_center.admissions.rules.details import Answer, Detail, Details
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.admissions.services import MoveFacts, add_details, add_movement, convert_stay
from rehab_center.admissions.work import look
from rehab_center.audit.recorder import record
from rehab_center.clock import end_of
from rehab_center.db import transaction
from rehab_center.permissions import Role
from rehab_center.residents.rules.births import born_in, born_on
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.models import Task
from rehab_center.tasks.services import close_tasks
from tests.admissions.stays import NOW, Centre, paper, stay_facts

SignIn = Callable[..., FlaskClient]
K, T = MovementKind, TaskKind
OURS = (T.RETURN_DUE, T.REVIEW_DUE, T.TURNS_ADULT, T.TEMPORARY_LONG, T.CERTIFICATE_COPIES)
MAY = date(2024, 5, 1)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def owed(session: Session) -> list[tuple[TaskKind, datetime | None]]:
    """What of these is open, in the order of opening."""
    session.rollback()
    rows = session.scalars(select(Task).where(Task.kind.in_(OURS), Task.closed_at.is_(None)).order_by(Task.id))
    return [(T(row.kind), row.due_at) for row in rows]


@pytest.mark.parametrize(
    ("kind", "details", "opens", "back"),
    [
        # NĐ 116/2021 Đ70: back on the planned day
        (K.ON_LEAVE, {Detail.PLANNED_RETURN: date(2024, 5, 6)}, (T.RETURN_DUE, end_of(date(2024, 5, 6))),
         K.BACK_FROM_LEAVE),
        # NĐ 116/2021 Đ58: after ten days in hospital
        (K.TO_HOSPITAL, {}, (T.RETURN_DUE, end_of(date(2024, 5, 11))), K.FROM_HOSPITAL),
        # L120 Đ39.3: whoever is well again comes back
        (K.SUSPENDED, {Detail.REVIEW_ON: date(2024, 6, 1)}, (T.REVIEW_DUE, end_of(date(2024, 6, 1))), K.RESUMED),
        (K.TAKEN_OUT, {}, None, K.BROUGHT_BACK),
    ],
)  # fmt: skip
def test_what_a_movement_opens_is_closed_by_the_next(
    session: Session,
    centre: Centre,
    kind: MovementKind,
    details: dict[Detail, Answer],
    opens: tuple[TaskKind, datetime] | None,
    back: MovementKind,
) -> None:
    stay = centre.admit()
    first = centre.move(stay, kind, MAY, details=details, reason="Có xác nhận")
    assert owed(session) == ([opens] if opens else [])
    centre.void(first)
    assert owed(session) == []
    centre.move(stay, kind, MAY, details=details, reason="Có xác nhận")
    assert len(owed(session)) == bool(opens)
    centre.move(stay, back, date(2024, 5, 3), reason="Có xác nhận")
    assert owed(session) == []


LEAVE, REVIEW = {Detail.PLANNED_RETURN: date(2024, 5, 6)}, {Detail.REVIEW_ON: date(2024, 6, 1)}
AT_LARGE = {T.SEARCH_DECISION, T.COMMUNE_NOTICE}
#: Movements one after the other (from 01/05/2024, a day each), what is owed then, and what once the last is voided.
VOIDED: tuple[tuple[tuple[tuple[K, dict[Detail, Answer]], ...], set[TaskKind], set[TaskKind]], ...] = (
    (((K.ON_LEAVE, LEAVE),), {T.RETURN_DUE}, set()),
    (((K.ON_LEAVE, LEAVE), (K.BACK_FROM_LEAVE, {})), set(), {T.RETURN_DUE}),
    (((K.ON_LEAVE, LEAVE), (K.TO_HOSPITAL, {})), {T.RETURN_DUE}, {T.RETURN_DUE}),
    (((K.TO_HOSPITAL, {}), (K.FROM_HOSPITAL, {})), set(), {T.RETURN_DUE}),
    (((K.TO_HOSPITAL, {}), (K.SUSPENDED, REVIEW)), {T.REVIEW_DUE}, {T.RETURN_DUE}),
    (((K.TO_HOSPITAL, {}), (K.DIED, {})), set(), {T.RETURN_DUE}),
    (((K.SUSPENDED, REVIEW), (K.RESUMED, {})), set(), {T.REVIEW_DUE}),
    (((K.SUSPENDED, REVIEW), (K.ESCAPED, {})), AT_LARGE, {T.REVIEW_DUE}),
    (((K.SUSPENDED, REVIEW), (K.EXEMPTED, {})), set(), {T.REVIEW_DUE}),
    # the change of the term says nothing of where the person is: the day of return stands through it
    (((K.ON_LEAVE, LEAVE), (K.TERM_EXTENDED, {})), {T.RETURN_DUE}, {T.RETURN_DUE}),
    (((K.ESCAPED, {}),), AT_LARGE, set()),
    # L120 Đ46.2: the escape was one, whatever came after it
    (((K.ESCAPED, {}), (K.RETURNED, {})), AT_LARGE | {T.BELONGINGS_LIST}, AT_LARGE),
    (((K.ESCAPED, {}), (K.IMPRISONED, {})), AT_LARGE, AT_LARGE),
    (((K.IMPRISONED, {}), (K.RELEASED_FROM_PRISON, {})), set(), set()),
    (((K.TAKEN_OUT, {}), (K.BROUGHT_BACK, {})), set(), set()),
    (((K.COMPLETED, {}),), {T.CERTIFICATE_COPIES}, set()),
    (((K.ON_LEAVE, LEAVE), (K.COMPLETED, {})), {T.CERTIFICATE_COPIES}, {T.RETURN_DUE}),
)


def test_a_void_takes_back_what_the_movement_opened_and_closed(session: Session, centre: Centre) -> None:
    """Every movement that opens or closes something, voided: what stands then is what stood before it."""
    for moves, owed_then, owed_after in VOIDED:
        person = centre.person()
        stay = centre.admit(person)
        settle_all(centre, person)
        for number, (kind, details) in enumerate(moves):
            more = {"months": 1} if kind is K.TERM_EXTENDED else {}
            last = centre.move(
                stay, kind, MAY + number * DAY, details=details, with_paper=kind is not K.ESCAPED,
                reason="Có xác nhận", now=NOW + number * MINUTE, **more,
            )  # fmt: skip
        kinds = [kind.value for kind, _ in moves]
        assert open_about(session, person) == owed_then, kinds
        centre.void(last, now=NOW + 5 * MINUTE)
        assert open_about(session, person) == owed_after, kinds


def test_a_voided_end_lets_the_stay_be_owed_again(session: Session, centre: Centre) -> None:
    """A temporary stay that ended is looked at again once it did not (L120 Đ37); so is its file."""
    person = centre.person()
    held = centre.admit(person, kind=StayKind.TEMPORARY, months=None, decision=None, admitted_on=date(2024, 5, 20))
    before = open_about(session, person)
    assert T.TEMPORARY_LONG in before
    gone = centre.move(held, K.RELEASED, date(2024, 6, 1))
    assert T.TEMPORARY_LONG not in open_about(session, person)
    centre.void(gone)
    assert open_about(session, person) == before
    with transaction() as writing:
        new = convert_stay(writing, held, facts=stay_facts(admitted_on=date(2024, 6, 2)), actor=centre.actor, now=NOW)
    session.rollback()
    entry = session.scalar(select(Movement.id).where(Movement.admission_id == new))
    assert entry is not None
    assert T.TEMPORARY_LONG not in open_about(session, person)
    centre.void(entry)
    assert open_about(session, person) == before


def test_a_suspension_is_always_looked_at_again(session: Session, centre: Centre) -> None:
    """On the day that was written, else by the centre's policy, and out of an old book too (L120 Đ39.3)."""
    stay = centre.admit()
    suspended = centre.move(stay, K.SUSPENDED, MAY, reason="Có xác nhận")
    assert owed(session) == [(T.REVIEW_DUE, end_of(date(2024, 5, 31)))]  # 30 days, to be confirmed
    with transaction() as writing:
        later: Details = {Detail.REVIEW_ON: date(2024, 7, 1)}
        add_details(writing, suspended, details=later, actor=centre.actor, now=NOW)
    assert owed(session) == [(T.REVIEW_DUE, end_of(date(2024, 7, 1)))]
    centre.move(stay, K.RESUMED, date(2024, 5, 20))
    assert owed(session) == []
    with transaction() as writing:
        add_details(
            writing, suspended, details={Detail.REVIEW_ON: date(2024, 8, 1)}, actor=centre.actor, now=NOW + MINUTE
        )
    assert owed(session) == []  # the person is back
    old = centre.admit()
    with transaction() as writing:
        for kind, day in ((K.TO_HOSPITAL, MAY), (K.SUSPENDED, MAY + DAY)):
            facts = MoveFacts(kind, day, document=paper())
            add_movement(writing, old, facts=facts, reason="Sổ cũ", old_book=True, actor=centre.actor, now=NOW)
        record("stay.moved", actor=centre.actor, at=NOW)
    assert owed(session) == [(T.REVIEW_DUE, end_of(date(2024, 6, 1)))]


def settle_all(centre: Centre, person: int) -> None:
    """What an intake leaves to be done is done."""
    with transaction() as session:
        ids = session.scalars(select(Task.id).where(Task.resident_id == person)).all()
        close_tasks(session, ids, reason="Đã làm", actor=centre.actor, now=NOW)
        record("task.closed", actor=centre.actor, at=NOW)


def open_about(session: Session, person: int) -> set[TaskKind]:
    """What is owed about somebody, but that no identity paper is there: that is so whatever happened."""
    session.rollback()
    rows = session.scalars(select(Task.kind).where(Task.resident_id == person, Task.closed_at.is_(None)))
    return {T(kind) for kind in rows} - {T.IDENTITY_PAPER}


@pytest.mark.parametrize(
    ("kind", "months", "words"),
    [
        # a case under Luật 73 is not told of Luật 120
        (StayKind.COMPULSORY, 18, ("the court", "XLVPHC Đ114")),
        (StayKind.MINOR, 8, ("the court", "L73 Đ35.6c")),
        (StayKind.VOLUNTARY, 6, ("of a voluntary stay", "L73 Đ31.4")),
    ],
)
def test_a_completion_owes_the_copies_of_its_certificate(
    session: Session, centre: Centre, kind: StayKind, months: int, words: tuple[str, str]
) -> None:
    young = {"birth": born_on(date(2008, 3, 1))} if kind is StayKind.MINOR else {}
    court = {"decision": None} if kind is StayKind.VOLUNTARY else {}
    stay = centre.admit(centre.person(**young), kind=kind, months=months, reason="Có xác nhận", **court)
    centre.move(stay, K.COMPLETED, MAY, reason="Hết hạn theo quyết định")
    assert owed(session) == [(T.CERTIFICATE_COPIES, end_of(date(2024, 5, 4)))]  # three days, to be confirmed
    task = session.scalars(select(Task).where(Task.kind == T.CERTIFICATE_COPIES)).one()
    assert words[0] in task.what
    assert task.params == {"article": words[1]}


@pytest.mark.parametrize(
    ("kind", "articles"),
    [
        (StayKind.COMPULSORY, ("XLVPHC Đ114", "XLVPHC Đ114", "L120 Đ35.5")),
        (StayKind.MINOR, ("L73 Đ35.6c", "L73 Đ35.6c", "L120 Đ36.5")),
        (StayKind.VOLUNTARY, ("L73 Đ31.4", "L73 Đ31.4", "L120 Đ34.4")),
    ],
)
def test_the_article_of_a_certificate_is_that_of_the_case(kind: StayKind, articles: tuple[str, ...]) -> None:
    assert tuple(certificate_article(kind, regime) for regime in Regime) == articles


def test_a_temporary_stay_is_not_forgotten(session: Session, centre: Centre) -> None:
    held = centre.admit(kind=StayKind.TEMPORARY, months=None, decision=None, admitted_on=date(2024, 5, 20))
    assert owed(session) == [(T.TEMPORARY_LONG, end_of(date(2024, 6, 19)))]
    centre.move(held, K.RELEASED, date(2024, 6, 1))
    assert owed(session) == []


def test_who_turns_18_with_three_months_left_is_to_be_moved_once(
    session: Session, centre: Centre, sign_in: SignIn
) -> None:
    today = clock.today()
    soon = date(today.year - 18, today.month, min(today.day, 28))

    def minor(name: str, months: int, birth: object) -> int:
        person = centre.person(name, birth=birth)
        start = date(today.year, today.month, 1)
        return centre.admit(
            person, kind=StayKind.MINOR, months=months, admitted_on=start, now=clock.now(), reason="Có xác nhận"
        )

    long = minor("Lê Văn Dài", 12, born_on(soon))
    minor("Lê Văn Ngắn", 1, born_on(soon))  # less than three months are left: L120 Đ36.4 does not ask for it
    minor("Lê Văn Nhỏ", 12, born_in(today.year - 14))
    assert look(centre.actor) == 1
    assert look(centre.actor) == 0
    assert [kind for kind, _due in owed(session)] == [T.TURNS_ADULT]
    page = sign_in(Role.INTAKE).get("/admissions/turning-18").text
    assert "Lê Văn Dài" in page
    assert "Lê Văn Ngắn" in page
    assert "Lê Văn Nhỏ" not in page
    assert page.count("Có: còn từ 03 tháng") == 1
    centre.move(long, K.TRANSFERRED_OUT, today, now=clock.now())
    assert owed(session) == []
    assert look(centre.actor) == 0


@pytest.mark.parametrize(
    ("kind", "regime", "left", "expected"),
    [
        # rule 21: two years for adults under a decision, one year for the others
        (StayKind.COMPULSORY, Regime.LAW_2021, K.COMPLETED, (date(2026, 5, 1), "L73 Đ40")),
        (StayKind.COMPULSORY, Regime.LAW_2025, K.REDUCED, (date(2026, 5, 1), "L120 Đ42")),
        (StayKind.MINOR, Regime.LAW_2025, K.COMPLETED, (date(2025, 5, 1), "L120 Đ42")),
        (StayKind.VOLUNTARY, Regime.LAW_2021, K.COMPLETED, (date(2025, 5, 1), "L73 Đ40")),
        (StayKind.TEMPORARY, Regime.LAW_2025, K.RELEASED, None),
        (StayKind.COMPULSORY, Regime.LAW_2021, K.DIED, None),
        (StayKind.COMPULSORY, Regime.LAW_2021, None, None),
    ],
)
def test_post_rehab_management(
    kind: StayKind, regime: Regime, left: MovementKind | None, expected: tuple[date, str] | None
) -> None:
    assert post_rehab_end(kind, regime, left, MAY if left else None) == expected
