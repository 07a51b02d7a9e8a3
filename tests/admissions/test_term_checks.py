"""The second person: both ends until somebody else has looked, and who that may be."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from rehab_center.admissions.queries import due, stay_page, term_cache_problems, unchecked_terms
from rehab_center.admissions.rules.movements import MovementKind as K
from rehab_center.admissions.services import check_terms, delegate_checking, take_back_delegation
from rehab_center.db import transaction
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.errors import Conflict, DomainError, NotPermitted
from rehab_center.permissions import EVERYWHERE, Actor, Permission, Role
from tests.admissions.stays import NOW, SECOND, Centre
from tests.factories import make_account

BACK = date(2024, 5, 11)

SignIn = Callable[..., FlaskClient]


def check(centre: Centre, *stays: tuple[int, int], actor: Actor = SECOND) -> int:
    with transaction() as session:
        return check_terms(session, stays, actor=actor, now=NOW)


@pytest.fixture
def back(centre: Centre) -> int:
    """Checked at intake; escaped for ten days since: 10/09/2025 became 20/09/2025."""
    stay_id = centre.admit()
    check(centre, (stay_id, 1))
    centre.move(stay_id, K.ESCAPED, date(2024, 5, 1))
    centre.move(stay_id, K.RETURNED, BACK)
    return stay_id


def test_both_ends_stand_until_a_second_person_has_checked(
    session: Session, app: Flask, centre: Centre, back: int
) -> None:
    page = stay_page(session, back, scope=EVERYWHERE, as_of=date(2024, 6, 14))
    assert (page.term_end_on, page.term_unchecked) == (date(2025, 9, 20), True)
    assert page.term_before is not None
    assert page.term_before.end_on == date(2025, 9, 10)
    # within the window by the checked end alone: the one before may prove to be right
    (line,) = due(session, as_of=date(2025, 9, 5), days=7, scope=EVERYWHERE)
    assert (line.term_end_on, line.unchecked, line.end_before) == (date(2025, 9, 20), True, date(2025, 9, 10))
    result = app.test_cli_runner().invoke(args=["due", "--as-of", "2025-09-05", "--days", "7"])
    (said,) = json.loads(result.stdout)["stays"]
    assert (said["term_ends"], said["unchecked"], said["term_ended_before"]) == ("2025-09-20", True, "2025-09-10")
    check(centre, (back, 3))
    session.rollback()
    assert due(session, as_of=date(2025, 9, 5), days=7, scope=EVERYWHERE) == ()
    page = stay_page(session, back, scope=EVERYWHERE, as_of=date(2024, 6, 14))
    assert (page.term_unchecked, page.term_before) == (False, None)
    assert list(term_cache_problems(session)) == []


def test_nobody_checks_what_they_wrote_or_did_not_see(centre: Centre, back: int) -> None:
    with pytest.raises(NotPermitted):
        check(centre, (back, 3), actor=centre.actor)
    with pytest.raises(Conflict):
        check(centre, (back, 2))
    with pytest.raises(DomainError):
        check(centre)
    check(centre, (back, 3))
    with pytest.raises(Conflict):
        check(centre, (back, 3))


def test_only_the_head_or_whom_a_paper_names(session: Session, centre: Centre, back: int) -> None:
    account_id = make_account("can.bo", Role.DUTY, facility_id=centre.facility_id)
    clerk = Actor("can.bo", "Cán bộ", account_id, frozenset({centre.facility_id}), frozenset({Permission.PEOPLE_VIEW}))
    with pytest.raises(NotPermitted):
        check(centre, (back, 3), actor=clerk)
    days: dict[str, Any] = {"valid_from": date(2024, 6, 1), "valid_to": date(2024, 6, 14)}
    paper = DocumentFacts(DocumentKind.OTHER, "7/GUQ", issued_on=date(2024, 5, 31), issuer="Giám đốc")
    given: dict[str, Any] = {"account_id": account_id, "facility_id": centre.facility_id, "paper": paper}
    with transaction() as writing:
        delegation_id = delegate_checking(writing, **given, **days, actor=SECOND, now=NOW)
    assert check(centre, (back, 3), actor=clerk) == 1
    with transaction() as writing:
        take_back_delegation(writing, delegation_id, actor=SECOND, now=NOW)
    with pytest.raises(NotPermitted):
        check(centre, (centre.admit(), 1), actor=clerk)
    with pytest.raises(DomainError), transaction() as writing:
        delegate_checking(writing, **given, valid_from=BACK, valid_to=date(2024, 5, 1), actor=SECOND, now=NOW)


def test_a_whole_batch_in_one_act(session: Session, centre: Centre) -> None:
    stays = [centre.admit() for _ in range(3)]
    assert {one.changed for one in unchecked_terms(session, scope=EVERYWHERE).values()} == {False}
    session.rollback()
    assert check(centre, *[(stay_id, 1) for stay_id in stays]) == 3
    assert unchecked_terms(session, scope=EVERYWHERE) == {}


def test_a_corrected_day_of_escape_changes_the_end_and_keeps_the_lines(
    session: Session, app: Flask, centre: Centre
) -> None:
    stay_id = centre.admit()
    wrong = centre.move(stay_id, K.ESCAPED, date(2024, 5, 1))
    known = stay_page(session, stay_id, scope=EVERYWHERE, as_of=date(2024, 6, 14), known_at=NOW)
    assert known.days_left == 497
    session.rollback()
    later = NOW + timedelta(hours=1)
    centre.void(wrong, now=later, reason="Nhầm ngày")
    centre.move(stay_id, K.ESCAPED, date(2024, 5, 4), now=later)
    page = stay_page(session, stay_id, scope=EVERYWHERE, as_of=date(2024, 6, 14))
    assert (page.days_left, [sheet.remaining_days for sheet in page.terms]) == (494, [494, None, 497, None])
    again = stay_page(session, stay_id, scope=EVERYWHERE, as_of=date(2024, 6, 14), known_at=NOW)
    assert again.days_left == 497
    session.rollback()
    assert app.test_cli_runner().invoke(args=["term", "refresh"]).stdout == '{"refreshed": 0}\n'


def test_a_clock_that_stands_still_is_compared_by_the_days_left(centre: Centre, sign_in: SignIn) -> None:
    """Two terms without an end: what the second person compares is how many days each leaves to serve."""
    stay_id = centre.admit()
    wrong = centre.move(stay_id, K.ESCAPED, date(2024, 5, 1))
    check(centre, (stay_id, 2))
    later = NOW + timedelta(hours=1)
    centre.void(wrong, now=later, reason="Nhầm ngày")
    centre.move(stay_id, K.ESCAPED, date(2024, 5, 4), now=later)
    page = sign_in(Role.DIRECTOR).get("/admissions/terms").text
    told = re.findall(r"<td>thời hạn đang tạm dừng, còn phải chấp hành (\d+) ngày</td>", page)
    assert told == ["494", "497"]
