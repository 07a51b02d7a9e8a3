"""An end of a term by a paper: both ends in the ledger, later facts move it on, ended, voided, checked."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from rehab_center.admissions.queries import due, stay_page, term_cache_problems
from rehab_center.admissions.rules.facts import OverrideFacts
from rehab_center.admissions.rules.movements import MovementKind as K
from rehab_center.admissions.rules.regime import Regime
from rehab_center.admissions.rules.term import case_on, half_served_on, term_of
from rehab_center.admissions.rules.term_case import Conventions, Ground, Interruption, TermCase, TermChange
from rehab_center.admissions.rules.term_override import Override, OverrideReason
from rehab_center.admissions.services import check_terms, end_override, override_term, void_override
from rehab_center.db import transaction
from rehab_center.documents.kinds import DocumentKind
from rehab_center.errors import Conflict, DomainError, NotPermitted
from rehab_center.permissions import EVERYWHERE, Actor, Permission
from rehab_center.policies.rules import TermEndConvention
from tests.admissions.stays import NOW, SECOND, Centre, paper

START, MADE, COMPUTED, GIVEN = date(2024, 3, 10), date(2024, 6, 14), date(2025, 9, 10), date(2025, 6, 30)
BY_PAPER = Override(MADE, GIVEN, OverrideReason.COURT_CORRECTED, seen_movement_id=5)
ENDED = replace(BY_PAPER, ended_on=date(2024, 9, 1))


def absence(first: date, back: date | None) -> Interruption:
    return Interruption(Ground.ESCAPE, first, back, 9)


# L120 Đ29.3: days away are not served; the paper's end answers what was before it
CASES = {
    "alone": (BY_PAPER, (), (), GIVEN),
    "an earlier escape is in it": (BY_PAPER, (absence(date(2024, 5, 1), date(2024, 5, 11)),), (), GIVEN),
    "a later one moves it on": (BY_PAPER, (absence(date(2024, 7, 1), date(2024, 7, 11)),), (), date(2025, 7, 10)),
    "one over its day": (
        BY_PAPER,
        (absence(date(2024, 6, 4), date(2024, 6, 24)),),
        (),
        date(2025, 7, 10),
    ),
    "one that lasts stops the clock": (BY_PAPER, (absence(date(2024, 7, 1), None),), (), None),
    "a later reduction shortens it": (BY_PAPER, (), (TermChange(date(2024, 8, 1), -2, 0, 7),), date(2025, 4, 30)),
    "one of the day, seen": (BY_PAPER, (), (TermChange(MADE, -2, 0, 4),), GIVEN),
    "one of the day, not seen": (BY_PAPER, (), (TermChange(MADE, -2, 0, 7),), date(2025, 4, 30)),
    "ended": (ENDED, (), (), COMPUTED),
    "ended after an escape": (ENDED, (absence(date(2024, 7, 1), date(2024, 7, 11)),), (), date(2025, 9, 20)),
    "an escape after it ended": (ENDED, (absence(date(2024, 10, 1), date(2024, 10, 11)),), (), date(2025, 9, 20)),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("convention", list(TermEndConvention))
def test_a_paper_gives_an_end_and_later_facts_move_it_on(name: str, convention: TermEndConvention) -> None:
    override, absences, changes, end = CASES[name]
    case = TermCase(START, 18, interruptions=absences, changes=changes, overrides=(override,))
    result = term_of(Regime.LAW_2021, case, Conventions(term_end=convention))
    # a computed end is one day earlier under the other convention, the end of a paper is not
    less = convention is TermEndConvention.DAY_BEFORE and override.ended_on is not None
    assert result.end_on == (end - timedelta(days=1) if end and less else end)
    (line,) = [one for one in result.lines if one.ground is Ground.OVERRIDE]
    assert line.running_end_on == line.formula.params["end"] == GIVEN
    assert line.formula.params["computed"] != GIVEN
    assert [one.ground for one in result.lines].count(Ground.OVERRIDE_ENDED) == bool(override.ended_on)
    without = term_of(Regime.LAW_2021, replace(case, overrides=()), Conventions(term_end=convention))
    if override.ended_on:
        assert result.end_on == without.end_on
    assert case_on(case, MADE - timedelta(days=1)).overrides == ()
    assert case_on(case, MADE).overrides == (BY_PAPER,)


@pytest.mark.parametrize(
    ("override", "months", "half", "after_an_escape"),
    [
        # NĐ 116/2021 Đ58: half of 18 months from 10/03/2024 is on 10/12/2024
        ((), 18, date(2024, 12, 10), date(2024, 12, 20)),
        ((ENDED,), 18, date(2024, 12, 10), date(2024, 12, 20)),
        # the paper puts 10/09/2025 seventy-two days earlier: half of it is thirty-six
        ((BY_PAPER,), 18, date(2024, 11, 4), date(2024, 11, 14)),
        # seventy-three days later: the later half counts, thirty-seven
        ((replace(BY_PAPER, end_on=date(2025, 11, 22)),), 18, date(2025, 1, 16), date(2025, 1, 26)),
        # half of 17 months is eight and fifteen days; 10/08/2025 becomes 30/06/2025, forty-one days earlier
        ((BY_PAPER,), 17, date(2024, 11, 5), date(2024, 11, 15)),
        # written after the escape it answers: 20/09/2025 becomes 30/06/2025, forty-one days less at the half
        ((ENDED, replace(BY_PAPER, made_on=date(2024, 10, 1))), 18, date(2024, 11, 4), date(2024, 11, 9)),
    ],
)
def test_half_of_the_term_is_half_of_what_the_paper_gives(
    override: tuple[Override, ...], months: int, half: date, after_an_escape: date
) -> None:
    case = TermCase(START, months, overrides=override)
    assert half_served_on(Regime.LAW_2021, case, Conventions()) == half
    away = replace(case, interruptions=(absence(date(2024, 7, 1), date(2024, 7, 11)),))
    assert half_served_on(Regime.LAW_2021, away, Conventions()) == after_an_escape


days = st.dates(START, date(2025, 8, 1))


@given(made=days, end=st.dates(date(2025, 1, 1), date(2027, 1, 1)), first=days, length=st.integers(0, 60))
def test_an_ended_override_leaves_what_is_computed(made: date, end: date, first: date, length: int) -> None:
    away = absence(first, first + timedelta(days=length))
    over = Override(made, end, OverrideReason.OTHER, "sai sổ", ended_on=made + timedelta(days=20))
    plain = TermCase(START, 18, interruptions=(away,), changes=(TermChange(date(2024, 12, 1), -1, 0, 3),))
    ended = replace(plain, overrides=(over,))
    assert (
        term_of(Regime.LAW_2025, ended, Conventions()).end_on == term_of(Regime.LAW_2025, plain, Conventions()).end_on
    )


# --- in the ledger ---------------------------------------------------------------------------------------------------


def override(centre: Centre, stay_id: int, end: date = GIVEN, *, actor: Actor = SECOND, seen: int = 1) -> int:
    facts = OverrideFacts(end, OverrideReason.DECISION_DIFFERS, paper(DocumentKind.OTHER), "Xem điểm 2")
    with transaction() as session:
        return override_term(session, stay_id, facts=facts, seen_calculation=seen, actor=actor, now=NOW)


def check(stay_id: int, calculation: int, actor: Actor) -> None:
    with transaction() as session:
        check_terms(session, [(stay_id, calculation)], actor=actor, now=NOW)


def end_it(override_id: int) -> None:
    with transaction() as session:
        end_override(session, override_id, paper=paper(), note="Tòa đã hủy", actor=SECOND, now=NOW)


def void_it(override_id: int) -> None:
    with transaction() as session:
        void_override(session, override_id, note="Nhầm người", actor=SECOND, now=NOW)


def test_both_ends_stand_until_checked_and_everything_follows(session: Session, app: Flask, centre: Centre) -> None:
    stay_id = centre.admit()
    check(stay_id, 1, SECOND)
    override(centre, stay_id)
    page = stay_page(session, stay_id, scope=EVERYWHERE, as_of=MADE)
    assert (page.term_end_on, page.term_unchecked) == (GIVEN, True)
    assert page.term_before is not None
    assert page.term_before.end_on == COMPUTED
    assert page.term is not None
    line = page.term.lines[-1]
    assert (line.ground, line.running_end_on, line.formula.params) == (
        Ground.OVERRIDE,
        GIVEN,
        {"computed": COMPUTED, "end": GIVEN},
    )
    assert line.document is not None
    # the day before nobody had overridden anything
    before = stay_page(session, stay_id, scope=EVERYWHERE, as_of=MADE - timedelta(days=1))
    assert before.term_end_on == COMPUTED
    (soon,) = due(session, as_of=date(2025, 6, 25), days=7, scope=EVERYWHERE)
    assert (soon.term_end_on, soon.unchecked, soon.end_before) == (GIVEN, True, COMPUTED)
    said = json.loads(app.test_cli_runner().invoke(args=["due", "--as-of", "2025-06-25", "--days", "7"]).stdout)
    assert [one["term_ends"] for one in said["stays"]] == ["2025-06-30"]
    shown = json.loads(app.test_cli_runner().invoke(args=["stay", "show", page.file_code]).stdout)
    assert shown["term_ends"] == "2025-06-30"
    with pytest.raises(NotPermitted):
        check(stay_id, 2, SECOND)
    check(stay_id, 2, centre.actor)
    session.rollback()
    assert not stay_page(session, stay_id, scope=EVERYWHERE, as_of=MADE).term_unchecked
    assert list(term_cache_problems(session)) == []


@pytest.mark.parametrize(
    ("close", "grounds", "end"),
    [
        (None, [Ground.TERM, Ground.OVERRIDE, Ground.ESCAPE], date(2025, 7, 10)),
        (end_it, [Ground.TERM, Ground.OVERRIDE, Ground.OVERRIDE_ENDED, Ground.ESCAPE], date(2025, 9, 20)),
        (void_it, [Ground.TERM, Ground.ESCAPE], date(2025, 9, 20)),
    ],
)
def test_an_escape_after_it(
    session: Session, centre: Centre, close: Callable[[int], None] | None, grounds: list[Ground], end: date
) -> None:
    stay_id = centre.admit()
    override_id = override(centre, stay_id)
    if close:
        close(override_id)
        with pytest.raises(Conflict):
            close(override_id)
    later = NOW + timedelta(days=60)
    centre.move(stay_id, K.ESCAPED, date(2024, 7, 1), now=later)
    centre.move(stay_id, K.RETURNED, date(2024, 7, 11), now=later)
    page = stay_page(session, stay_id, scope=EVERYWHERE, as_of=date(2024, 8, 1))
    assert page.term is not None
    assert ([line.ground for line in page.term.lines], page.term_end_on) == (grounds, end)
    assert any(line.ground is Ground.OVERRIDE for sheet in page.terms for line in sheet.lines)
    (kept,) = page.overrides
    assert bool(kept.closed) == bool(close)
    assert list(term_cache_problems(session)) == []


def test_who_may_and_what_cannot_be(centre: Centre) -> None:
    stay_id = centre.admit()
    scope = frozenset({centre.facility_id})
    for right in (Permission.ADMISSIONS_MOVE, Permission.ADMISSIONS_ADMIT):
        clerk = Actor("can.bo", "Cán bộ", None, scope, frozenset({Permission.PEOPLE_VIEW, right}))
        with pytest.raises(NotPermitted):
            override(centre, stay_id, actor=clerk)
    with pytest.raises(Conflict) as caught:
        override(centre, stay_id, seen=9)
    assert (caught.value.code, caught.value.differences[0].theirs) == ("changed-meanwhile", COMPUTED)
    for wrong in (COMPUTED, START):
        with pytest.raises(DomainError):
            override(centre, stay_id, wrong)
    for facts in (
        OverrideFacts(GIVEN, OverrideReason.OTHER, paper(), None),
        OverrideFacts(GIVEN, OverrideReason.OTHER, replace(paper(), issued_on=None), "sai sổ"),
    ):
        with pytest.raises(DomainError), transaction() as session:
            override_term(session, stay_id, facts=facts, seen_calculation=1, actor=SECOND, now=NOW)
    override(centre, stay_id)
    with pytest.raises(Conflict):
        override(centre, stay_id, date(2025, 5, 1), seen=2)
    away = centre.admit()
    centre.move(away, K.ESCAPED, date(2024, 5, 1))
    with pytest.raises(DomainError):
        override(centre, away, seen=2)
