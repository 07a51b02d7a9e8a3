"""What an old book counts of a stay that began before the program: the rules, the ledger, the page."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from rehab_center.admissions.models import TermOpening
from rehab_center.admissions.queries import due, stay_page, term_cache_problems
from rehab_center.admissions.queries.openings import opening_problems
from rehab_center.admissions.rules.movements import MovementKind as K
from rehab_center.admissions.rules.movements import State
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.admissions.rules.term import case_on, half_served_on, opened_end, term_of
from rehab_center.admissions.rules.term_case import Conventions, Ground, Interruption, TermCase, TermChange
from rehab_center.admissions.rules.term_opening import (
    Opening,
    OpeningCase,
    OpeningFacts,
    Recorded,
    check_moved,
    check_opening,
    missing_moves,
)
from rehab_center.admissions.rules.term_override import Override, OverrideReason
from rehab_center.admissions.services import check_terms, state_opening, void_opening
from rehab_center.db import transaction
from rehab_center.errors import Blocked, Conflict, DomainError, NotPermitted, ReasonNeeded
from rehab_center.findings import Severity
from rehab_center.permissions import EVERYWHERE, Actor, Role
from tests.admissions.stays import NOW, SECOND, Centre, paper

START, UNTIL = date(2024, 3, 10), date(2024, 6, 14)
COMPUTED = date(2025, 9, 10)  # 18 months


def away(first: date, back: date | None, ground: Ground = Ground.ESCAPE) -> Interruption:
    return Interruption(ground, first, back, 9)


# Days not counted so far, months reduced so far; stops of the register before and after the day (L120 Đ29.3, Đ47.1)
ENDS = {
    "nothing was missed": (Opening(UNTIL), (), (), COMPUTED),
    "twenty days of an escape (XLVPHC Đ132)": (Opening(UNTIL, 20), (), (), date(2025, 9, 30)),
    "two months reduced (NĐ 116/2021 Đ58)": (Opening(UNTIL, 0, 2), (), (), date(2025, 7, 10)),
    "months first, then days": (Opening(date(2024, 12, 31), 20, 2), (), (), date(2025, 7, 30)),
    "a stop of the register within it counts once": (
        Opening(UNTIL, 20), (away(date(2024, 5, 1), date(2024, 5, 11)),), (), date(2025, 9, 30),
    ),
    "one back on the day after it": (
        Opening(UNTIL, 20), (away(date(2024, 6, 5), date(2024, 6, 15)),), (), date(2025, 9, 30),
    ),
    "one over its day counts from the next": (
        Opening(UNTIL, 20), (away(date(2024, 6, 5), date(2024, 6, 25)),), (), date(2025, 10, 10),
    ),
    "one after it counts whole": (
        Opening(UNTIL, 20), (away(date(2024, 7, 1), date(2024, 7, 11)),), (), date(2025, 10, 10),
    ),
    "prison over its day (L120 Đ47.1)": (
        Opening(UNTIL, 20),
        (away(date(2024, 6, 5), date(2024, 6, 25), Ground.IMPRISONMENT),),
        (),
        date(2025, 10, 10),
    ),
    "one that lasts stops the clock": (Opening(UNTIL, 20), (away(date(2024, 6, 5), None),), (), None),
    "a reduction of the register within it counts once": (
        Opening(UNTIL, 0, 2), (), (TermChange(date(2024, 6, 1), -2, 0, 4),), date(2025, 7, 10),
    ),
    "one after it counts": (
        Opening(UNTIL, 0, 2), (), (TermChange(date(2024, 8, 1), -1, 0, 4),), date(2025, 6, 10),
    ),
    "a longer term is not in its months": (
        Opening(UNTIL, 0, 2), (), (TermChange(date(2024, 6, 1), 1, 0, 4),), date(2025, 8, 10),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ENDS)
@pytest.mark.parametrize("regime", list(Regime))
def test_the_old_book_answers_up_to_its_day(name: str, regime: Regime) -> None:
    opening, absences, changes, end = ENDS[name]
    case = TermCase(START, 18, interruptions=absences, changes=changes, opening=opening)
    result = term_of(regime, case, Conventions())
    assert result.end_on == end
    days = next(line for line in result.lines if line.ground is Ground.OPENING_DAYS)
    assert (days.days, days.to_on) == (opening.days, opening.until_on)
    months = [line.months for line in result.lines if line.ground is Ground.OPENING_MONTHS]
    assert months == ([-opening.months] if opening.months else [])
    if end is None:
        assert result.remaining_days == (date(2025, 9, 30) - date(2024, 6, 15)).days


def test_what_an_opening_is_to_others() -> None:
    case = TermCase(START, 18, opening=Opening(UNTIL, 20, 2), interruptions=(away(date(2024, 8, 1), None),))
    law = Regime.LAW_2021
    # half of the term by the decision: the days not counted move it, the months reduced do not
    assert half_served_on(law, replace(case, interruptions=()), Conventions()) == date(2024, 12, 30)
    assert case_on(case, UNTIL - timedelta(days=1)).opening is None
    assert case_on(case, UNTIL).opening == case.opening
    # the book's end knows neither what lasts nor what came later
    assert term_of(law, case, Conventions()).end_on is None
    assert opened_end(law, case, Conventions(), NOW.date()) == date(2025, 7, 30)
    # a paper's end answers an opening up to its day; one that reaches beyond moves it on
    by_paper = Override(date(2024, 7, 1), date(2025, 1, 1), OverrideReason.AUTHORITY_ORDER)
    plain = replace(case, interruptions=(), overrides=(by_paper,))
    assert term_of(law, plain, Conventions()).end_on == date(2025, 1, 1)
    later = replace(plain, opening=Opening(date(2024, 7, 2), 20))
    assert term_of(law, later, Conventions()).end_on == date(2025, 1, 21)


some_days = st.dates(START, date(2025, 8, 1))


@given(
    until=some_days,
    days=st.integers(0, 60),
    more=st.integers(0, 30),
    months=st.integers(0, 6),
    stops=st.lists(st.tuples(some_days, st.integers(0, 60)), max_size=4),
)
def test_more_days_not_counted_never_end_earlier(
    until: date, days: int, more: int, months: int, stops: list[tuple[date, int]]
) -> None:
    absences = tuple(away(first, first + timedelta(days=length)) for first, length in stops)
    case = TermCase(START, 18, interruptions=absences, opening=Opening(until, days, months))

    def end(one: TermCase) -> date:
        found = term_of(Regime.LAW_2021, one, Conventions()).end_on
        assert found is not None
        return found

    assert end(replace(case, opening=Opening(until, days + more, months))) >= end(case)
    assert end(replace(case, opening=Opening(until, days, months + 1))) < end(case)
    # the order in which they were keyed does not matter, and nothing of the time before counts twice
    assert end(replace(case, interruptions=tuple(reversed(absences)))) == end(case)
    after = tuple(one for one in absences if one.to_on is not None and one.to_on > until + timedelta(days=1))
    assert end(replace(case, interruptions=after)) == end(case)


def opening_case(**others: object) -> OpeningCase:
    given: dict[str, object] = {
        "facts": OpeningFacts(UNTIL, 20, 0, COMPUTED),
        "regime": Regime.LAW_2021,
        "kind": StayKind.COMPULSORY,
        "months": 18,
        "start_on": START,
        "admitted_on": START,
        "first_day": date(2024, 6, 14),
        "today": UNTIL,
        "state": State.PRESENT,
    }
    return OpeningCase(**(given | others))  # type-checked by the table below


SAID = {
    "as it should be": ({}, []),
    "no term": ({"months": None}, [Severity.BLOCK]),
    "has left": ({"state": State.LEFT}, [Severity.BLOCK]),
    "began in the program": ({"first_day": START}, [Severity.BLOCK]),
    "days without a day": ({"facts": OpeningFacts(None, 3)}, [Severity.BLOCK]),
    "says nothing": ({"facts": OpeningFacts()}, [Severity.BLOCK]),
    "before the term": ({"facts": OpeningFacts(START - timedelta(days=1))}, [Severity.BLOCK]),
    "still to come": ({"facts": OpeningFacts(UNTIL + timedelta(days=1))}, [Severity.BLOCK]),
    "more days than there were": ({"facts": OpeningFacts(START, 2)}, [Severity.BLOCK, Severity.WARN]),
    "a gap before the program": ({"facts": OpeningFacts(date(2024, 6, 1), 2)}, [Severity.WARN]),
    "up to its eve": ({"facts": OpeningFacts(date(2024, 6, 13), 2)}, []),
    "a book's end before the start": ({"facts": OpeningFacts(UNTIL, 0, 0, START)}, [Severity.BLOCK]),
    "less than the register (L120 Đ29.3)": ({"recorded": Recorded(21)}, [Severity.BLOCK]),
    "some in the register": ({"recorded": Recorded(20)}, [Severity.WARN]),
    "reduced under the law of 2025 (L120 Đ54.9)": (
        {"facts": OpeningFacts(UNTIL, 0, 1), "regime": Regime.LAW_2025},
        [Severity.BLOCK],
    ),
    "a voluntary stay (NĐ 116/2021 Đ58)": (
        {"facts": OpeningFacts(UNTIL, 0, 1), "kind": StayKind.VOLUNTARY},
        [Severity.BLOCK],
    ),
    "the whole term away": ({"facts": OpeningFacts(UNTIL, 0, 18)}, [Severity.BLOCK]),
    "before half (NĐ 116/2021 Đ58)": (
        {"facts": OpeningFacts(UNTIL, 0, 1), "half_on": UNTIL + timedelta(days=1)},
        [Severity.WARN],
    ),
    "more than one decision gives": ({"facts": OpeningFacts(UNTIL, 0, 7)}, [Severity.WARN]),
    "fewer months than the register": (
        {"facts": OpeningFacts(UNTIL, 0, 1), "recorded": Recorded(0, 2)},
        [Severity.BLOCK],
    ),
    "these months are there": ({"facts": OpeningFacts(UNTIL, 0, 2), "recorded": Recorded(0, 2)}, [Severity.WARN]),
    "an end before the start": ({"lowest_on": START - timedelta(days=1)}, [Severity.BLOCK]),
    "a paper gives the end": ({"overridden_on": UNTIL}, [Severity.WARN]),
    "somewhere else (L120 Đ46.2)": ({"facts": OpeningFacts(UNTIL, state=State.ESCAPED)}, [Severity.REMIND]),
}


@pytest.mark.parametrize("name", SAID)
def test_what_is_said_of_an_opening(name: str) -> None:
    given, severities = SAID[name]
    found = check_opening(opening_case(**given))
    assert [one.severity for one in found] == severities
    assert all(one.source for one in found)


def test_which_movements_are_missing() -> None:
    kind = StayKind.COMPULSORY
    ways = {
        (State.PRESENT, State.PRESENT): (),
        (State.PRESENT, State.ESCAPED): (K.ESCAPED,),
        (State.ESCAPED, State.PRESENT): (K.RETURNED,),
        (State.ESCAPED, State.IN_HOSPITAL): (K.RETURNED, K.TO_HOSPITAL),
        (State.IN_HOSPITAL, State.SUSPENDED): (K.SUSPENDED,),
        (State.LEFT, State.PRESENT): (),
    }
    assert {way: missing_moves(*way, kind) for way in ways} == ways
    opening = Opening(UNTIL)
    assert [one.severity for one in check_moved(opening, K.ESCAPED, UNTIL, old_book=False)] == [Severity.WARN]
    assert [one.severity for one in check_moved(opening, K.ESCAPED, UNTIL, old_book=True)] == [Severity.REMIND]
    assert not check_moved(opening, K.ESCAPED, UNTIL + timedelta(days=1), old_book=False)
    assert not check_moved(opening, K.TO_HOSPITAL, UNTIL, old_book=False)
    assert not check_moved(None, K.ESCAPED, UNTIL, old_book=False)


# --- in the ledger ---------------------------------------------------------------------------------------------------


def state(
    centre: Centre,
    stay_id: int,
    *,
    seen: int = 0,
    actor: Actor | None = None,
    reason: str | None = None,
    **facts: object,
) -> int:
    given: dict[str, object] = {"until_on": date(2024, 6, 13), "days": 20, "paper": paper()}
    with transaction() as session:
        return state_opening(
            session,
            stay_id,
            facts=OpeningFacts(**(given | facts)),
            seen_id=seen,
            reason=reason,
            actor=actor or centre.actor,
            now=NOW,
        )


def test_an_opening_from_the_book_to_the_second_person(session: Session, app: Flask, centre: Centre) -> None:
    stay_id = centre.admit()
    with transaction() as writing:
        check_terms(writing, [(stay_id, 1)], actor=SECOND, now=NOW)
    with pytest.raises(DomainError):
        state(centre, stay_id, paper=None)
    opening_id = state(centre, stay_id, book_end_on=date(2025, 10, 1), state=State.ESCAPED)
    page = stay_page(session, stay_id, scope=EVERYWHERE, as_of=UNTIL)
    assert (page.term_end_on, page.term_unchecked) == (date(2025, 9, 30), True)
    assert page.term_before is not None
    assert page.term_before.end_on == COMPUTED
    assert page.opening is not None
    assert (page.opening.opening.id, page.opening.missing) == (opening_id, (K.ESCAPED,))
    assert page.opening.document is not None
    session.rollback()
    shown = json.loads(app.test_cli_runner().invoke(args=["stay", "show", page.file_code]).stdout)["opening"]
    assert (shown["until"], shown["uncounted_days"], shown["missing"]) == ("2024-06-13", 20, ["escaped"])
    with pytest.raises(NotPermitted), transaction() as writing:
        check_terms(writing, [(stay_id, 2)], actor=centre.actor, now=NOW)
    with pytest.raises(Conflict) as caught:
        state(centre, stay_id, days=21)
    assert {one.field: one.theirs for one in caught.value.differences}["days"] == 20
    # what happened before its day: warned of, counted once
    with pytest.raises(ReasonNeeded):
        centre.move(stay_id, K.ESCAPED, date(2024, 5, 1))
    centre.move(stay_id, K.ESCAPED, date(2024, 5, 1), reason="Có trong sổ cũ")
    centre.move(stay_id, K.RETURNED, date(2024, 5, 11))
    page = stay_page(session, stay_id, scope=EVERYWHERE, as_of=UNTIL)
    assert page.term_end_on == date(2025, 9, 30)
    session.rollback()
    with pytest.raises(Blocked):  # the register itself holds ten
        state(centre, stay_id, seen=opening_id, days=9)
    with pytest.raises(ReasonNeeded):
        state(centre, stay_id, seen=opening_id, days=12)
    with pytest.raises(Conflict), transaction() as writing:
        void_opening(writing, stay_id, seen_id=opening_id + 1, note="Nhầm", actor=centre.actor, now=NOW)
    with transaction() as writing:
        void_opening(writing, stay_id, seen_id=opening_id, note="Nhầm người", actor=centre.actor, now=NOW)
    page = stay_page(session, stay_id, scope=EVERYWHERE, as_of=UNTIL)
    assert (page.term_end_on, page.opening) == (date(2025, 9, 20), None)  # now the register's own ten days count
    assert any(line.ground is Ground.OPENING_DAYS for sheet in page.terms for line in sheet.lines)
    assert [row.voided for row in session.query(TermOpening).order_by(TermOpening.id)] == [False, True]
    assert not [*term_cache_problems(session), *opening_problems(session)]


def test_an_end_of_an_earlier_day_knows_no_later_book(session: Session, centre: Centre) -> None:
    shorter, longer = centre.admit(), centre.admit()
    state(centre, shorter, days=0, months=2, reason="Sổ ghi hai lần giảm")
    state(centre, longer)
    then = date(2024, 6, 1)  # before the day up to which the books count
    for stay_id in (shorter, longer):
        assert stay_page(session, stay_id, scope=EVERYWHERE, as_of=then).term_end_on == COMPUTED
    lines = due(session, as_of=then, days=(COMPUTED - then).days, scope=EVERYWHERE)
    assert {(line.stay_id, line.term_end_on) for line in lines} == {(shorter, COMPUTED), (longer, COMPUTED)}


def test_what_was_known_of_an_opening_then(session: Session, centre: Centre) -> None:
    stay_id = centre.admit(now=NOW - timedelta(days=9))
    opening_id, later = state(centre, stay_id), NOW + timedelta(hours=2)
    centre.move(stay_id, K.TO_HOSPITAL, UNTIL)
    with transaction() as writing:
        void_opening(writing, stay_id, seen_id=opening_id, note="Nhầm người", actor=centre.actor, now=later)
    as_known = [(COMPUTED, None), (date(2025, 9, 30), opening_id), (COMPUTED, None)]
    for as_of in (UNTIL, UNTIL - timedelta(days=1)):  # on the eve of a movement the term is calculated anew
        known = []
        for moment in (NOW - timedelta(days=1), NOW + timedelta(hours=1), later):
            page = stay_page(session, stay_id, scope=EVERYWHERE, as_of=as_of, known_at=moment)
            known.append((page.term_end_on, page.opening.opening.id if page.opening else None))
        assert known == as_known


TYPED = {
    "version": "0",
    "until_on": "13/6/2024",
    "days": "20",
    "months": "0",
    "book_end_on": "1/10/2025",
    "state": "escaped",
    "paper_number": "Sổ quản lý số 3, tr. 12",
    "paper_on": "1/1/2024",
    "paper_issuer": "Cơ sở cai nghiện ma túy",
}

SignIn = Callable[..., FlaskClient]


def test_the_page_of_an_opening(sign_in: SignIn, session: Session, centre: Centre) -> None:
    stay_id, young = centre.admit(), centre.admit(admitted_on=date(2024, 6, 14))
    clerk = sign_in(Role.INTAKE)
    address = f"/admissions/{stay_id}/opening"
    assert address in clerk.get(f"/admissions/{stay_id}").text
    assert clerk.get(f"/admissions/{young}/opening").status_code == 404
    assert f"/admissions/{young}/opening" not in clerk.get(f"/admissions/{young}").text
    assert "10/09/2025" in clerk.get(address).text
    checked = clerk.post(address, data=TYPED | {"step": "check"})
    assert checked.status_code == 200
    for words in ("30/09/2025", "theo sổ cũ, tính đến 13/06/2024: 20 ngày không tính", "Bỏ trốn", "1 ngày"):
        assert words in checked.text
    for wrong in ({"days": "400"}, {"until_on": "1/1/2024"}, {"paper_number": ""}, {"days": "x"}):
        refused = clerk.post(address, data=TYPED | {"step": "confirm"} | wrong)
        assert (refused.status_code, "1/10/2025" in refused.text) == (422, True)
    assert clerk.post(address, data=TYPED | {"step": "confirm"}).status_code == 303
    shown = clerk.get(f"/admissions/{stay_id}").text
    for words in ("chưa kiểm", "Sổ quản lý số 3, tr. 12", "kind=escaped", f"{address}/void"):
        assert words in shown
    # the person's page, the paper's page and a term tried out know it too; the first day cannot pass the book's day
    page = stay_page(session, stay_id, scope=EVERYWHERE, as_of=UNTIL)
    paper_id = page.opening.document.id if page.opening and page.opening.document else 0
    session.rollback()
    assert "20 ngày, 0 tháng tính đến 13/06/2024" in clerk.get(f"/people/{page.person.id}").text
    assert "Dòng mở sổ của thời hạn" in clerk.get(f"/papers/{paper_id}").text
    assert "Sổ cũ ghi 20 ngày không tính" in clerk.get(f"/admissions/what-if?stay={stay_id}").text
    put_right = {
        "version": str(page.version),
        "file_code": page.file_code,
        "admitted_on": "10/3/2024",
        "term_start_on": "14/6/2024",
        "months": "18",
        "credit_days": "0",
        "times_treated": "1",
        "regime": page.regime.value,
        "why": "Nhầm ngày",
    }
    refused = clerk.post(f"/admissions/{stay_id}/correct", data=put_right)
    assert (refused.status_code, "Sổ cũ tính đến 13/06/2024" in refused.text) == (422, True)
    stale = clerk.post(address, data=TYPED | {"step": "confirm", "days": "21"})
    assert (stale.status_code, "Sổ quản lý số 3" in stale.text) == (409, True)
    assert "10/09/2025" in clerk.get(f"{address}/void").text
    assert clerk.post(f"{address}/void", data={"note": ""}).status_code == 422
    assert clerk.post(f"{address}/void", data={"note": "Nhầm", "version": "1"}).status_code == 303
    assert clerk.get(f"{address}/void").status_code == 303
    assert sign_in(Role.DUTY).get(address).status_code == 403
