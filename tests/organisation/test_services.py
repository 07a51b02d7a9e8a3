"""Setting up a centre, entering what changed, and reading it back as of a day and as known at a moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from rehab_center.db import transaction
from rehab_center.errors import Conflict, DomainError, NotFound
from rehab_center.organisation import queries, services
from rehab_center.organisation.rules import NameLine
from rehab_center.permissions import EVERYWHERE, Actor, Scope
from rehab_center.policies.queries import history
from rehab_center.policies.rules import PolicyKind

NOW = datetime(2024, 6, 14, 3, tzinfo=UTC)
LATER = datetime(2024, 9, 1, 3, tzinfo=UTC)
NAME = "Cơ sở Cai nghiện ma túy tỉnh Nam Định"


@pytest.fixture
def facility_id(session: Session, actor: Actor) -> int:
    with transaction() as writing:
        return services.create_facility(writing, code="cs01", name=NAME, actor=actor, now=NOW)


def enter(facility_id: int, actor: Actor, line: NameLine, now: datetime = LATER) -> int:
    with transaction() as writing:
        return services.name_facility(writing, facility_id, line=line, actor=actor, now=now)


LINE = NameLine(date(2024, 9, 1), "Cơ sở Cai nghiện ma túy số 1", head_title="GIÁM ĐỐC", citation="QĐ 12/QĐ-UBND")


def test_a_new_centre_has_its_letterheads_and_the_first_policies(session: Session, facility_id: int) -> None:
    old = queries.letterhead_on(session, facility_id, date(2024, 6, 14))
    new = queries.letterhead_on(session, facility_id, date(2026, 1, 1))

    assert (old.head_title, old.place, old.number_sign("BC")) == ("GIÁM ĐỐC", "Nam Định", "BC-CSCNMT")
    assert (new.head_title, new.place) == ("TRƯỞNG CƠ SỞ", "Ninh Bình")
    assert old.to_be_confirmed
    assert old.name_lines == ("Cơ sở Cai nghiện ma túy", "tỉnh Nam Định")
    assert history(session, PolicyKind.ADVANCE_NOTICE_DAYS)


def test_before_its_first_line_a_centre_looks_as_that_line_says(session: Session, facility_id: int) -> None:
    assert queries.letterhead_on(session, facility_id, date(1990, 1, 1)).name == NAME


@pytest.mark.parametrize("code", ["", "có dấu", "A" * 21, "-A"])
def test_an_unfit_code_is_refused(session: Session, actor: Actor, code: str) -> None:
    with pytest.raises(DomainError) as refused, transaction() as writing:
        services.create_facility(writing, code=code, name=NAME, actor=actor, now=NOW)
    assert refused.value.field == "code"


def test_a_code_is_given_once(session: Session, facility_id: int, actor: Actor) -> None:
    with pytest.raises(Conflict), transaction() as writing:
        services.create_facility(writing, code="CS01", name=NAME, actor=actor, now=NOW)


def test_a_centre_needs_a_name(session: Session, actor: Actor) -> None:
    with pytest.raises(DomainError) as refused, transaction() as writing:
        services.create_facility(writing, code="CS02", name=" ", actor=actor, now=NOW)
    assert refused.value.field == "name"


def test_the_default_is_the_only_centre(session: Session, facility_id: int, actor: Actor) -> None:
    assert queries.default_facility(session) == facility_id
    assert queries.default_facility(session, "CS01") == facility_id
    with pytest.raises(NotFound):
        queries.default_facility(session, "CS99")
    with transaction() as writing:
        services.create_facility(writing, code="CS02", name=NAME, actor=actor, now=NOW)
    with pytest.raises(DomainError) as refused:
        queries.default_facility(session)
    assert refused.value.code == "several-facilities"


def test_without_a_centre_there_is_no_default(session: Session) -> None:
    with pytest.raises(DomainError) as refused:
        queries.default_facility(session)
    assert refused.value.code == "no-facility"


def test_a_new_line_holds_from_its_day(session: Session, facility_id: int, actor: Actor) -> None:
    enter(facility_id, actor, LINE)

    assert queries.letterhead_on(session, facility_id, date(2024, 8, 31)).name == NAME
    assert queries.letterhead_on(session, facility_id, date(2024, 9, 1)).name == LINE.name
    assert queries.letterhead_on(session, facility_id, date(2025, 3, 1)).name == NAME


def test_a_line_for_the_same_day_takes_its_place_and_the_old_one_can_be_asked_for(
    session: Session, facility_id: int, actor: Actor
) -> None:
    enter(facility_id, actor, LINE, now=NOW)
    enter(facility_id, actor, replace(LINE, name="Cơ sở Cai nghiện ma túy số 2"), now=LATER)

    day = date(2024, 10, 1)
    assert queries.letterhead_on(session, facility_id, day).name == "Cơ sở Cai nghiện ma túy số 2"
    assert queries.letterhead_on(session, facility_id, day, known_at=NOW).name == LINE.name
    told = [(entry.line.name, entry.stands) for entry in queries.name_history(session, facility_id)]
    assert (LINE.name, False) in told


def test_a_withdrawn_line_never_began(session: Session, facility_id: int, actor: Actor) -> None:
    name_id = enter(facility_id, actor, LINE)
    with transaction() as writing:
        services.withdraw_name(writing, name_id, reason="Nhầm cơ sở", actor=actor, now=LATER)

    assert queries.letterhead_on(session, facility_id, date(2024, 9, 1)).name == NAME
    with pytest.raises(Conflict), transaction() as writing:
        services.withdraw_name(writing, name_id, reason="Nhầm", actor=actor, now=LATER)


def test_withdrawing_needs_a_reason_and_leaves_a_name(session: Session, facility_id: int, actor: Actor) -> None:
    names = [entry.id for entry in queries.name_history(session, facility_id)]
    with pytest.raises(DomainError) as refused, transaction() as writing:
        services.withdraw_name(writing, names[0], reason=" ", actor=actor, now=LATER)
    assert refused.value.field == "reason"
    for name_id in names[:-1]:
        with transaction() as writing:
            services.withdraw_name(writing, name_id, reason="Thử", actor=actor, now=LATER)
    with pytest.raises(DomainError), transaction() as writing:
        services.withdraw_name(writing, names[-1], reason="Thử", actor=actor, now=LATER)


def test_capacity_holds_from_its_day(session: Session, facility_id: int, actor: Actor) -> None:
    with transaction() as writing:
        first = services.certify_capacity(
            writing, facility_id, valid_from=date(2020, 1, 1), people=450, citation="QĐ 1", actor=actor, now=NOW
        )
    with transaction() as writing:
        services.certify_capacity(
            writing, facility_id, valid_from=date(2024, 1, 1), people=500, citation="QĐ 2", actor=actor, now=NOW
        )

    def people(day: date) -> int | None:
        found = queries.certified_capacity_on(session, facility_id, day)
        return found.people if found else None

    assert [people(date(year, 6, 1)) for year in (2019, 2023, 2024)] == [None, 450, 500]
    with transaction() as writing:
        services.withdraw_capacity(writing, first, reason="Nhầm", actor=actor, now=LATER)
    assert people(date(2023, 6, 1)) is None


@pytest.mark.parametrize(("people", "citation", "field"), [(0, "QĐ 1", "people"), (10, " ", "citation")])
def test_a_capacity_is_a_number_with_a_decision(
    session: Session, facility_id: int, actor: Actor, people: int, citation: str, field: str
) -> None:
    with pytest.raises(DomainError) as refused, transaction() as writing:
        services.certify_capacity(
            writing, facility_id, valid_from=date(2024, 1, 1), people=people, citation=citation, actor=actor, now=NOW
        )
    assert refused.value.field == field


def test_a_stranger_sees_no_centre(session: Session, facility_id: int) -> None:
    nowhere = Scope(frozenset())
    name_id = queries.name_history(session, facility_id)[0].id

    assert queries.facilities(session, scope=nowhere, day=date(2024, 6, 14)) == ()
    assert [item.code for item in queries.facilities(session, scope=EVERYWHERE, day=date(2024, 6, 14))] == ["CS01"]
    with pytest.raises(NotFound):
        queries.name_entry(session, name_id, scope=nowhere)
    with pytest.raises(NotFound):
        queries.letterhead_on(session, 999, date(2024, 6, 14))
