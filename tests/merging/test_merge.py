"""Merging two records of one person, and undoing it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from rehab_center.admissions.queries import stays_of_resident
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.audit.caches import cache_problems
from rehab_center.audit.models import AuditEntry
from rehab_center.audit.recorder import audit_key
from rehab_center.audit.verifier import verify
from rehab_center.db import Model, transaction
from rehab_center.errors import Blocked, Conflict, DomainError, NotFound, ReasonNeeded
from rehab_center.headcount.queries import head_count
from rehab_center.merging.queries import undo_plan
from rehab_center.merging.services import merge_people
from rehab_center.permissions import EVERYWHERE, Actor
from rehab_center.residents import services
from rehab_center.residents.hanging import STAYS_BEHIND, Hanging, hanging, hangs_on_resident
from rehab_center.residents.kinds import Sex
from rehab_center.residents.queries import (
    MergedAway,
    PersonPage,
    doubles,
    find_people,
    likely_pairs,
    person_facts,
    record_ids,
)
from rehab_center.residents.rules.births import born_on
from rehab_center.residents.rules.facts import AliasFacts, PaperFacts
from tests.admissions.stays import NOW, Centre
from tests.merging.doubles import BORN, NUMBER, everything, make_double, merge, tell_apart, undo
from tests.residents.persons import make_facility

EARLIER = {"admitted_on": date(2021, 1, 4), "months": 12}


def left_in_2022(centre: Centre, person: int) -> int:
    stay = centre.admit(person, reason="sổ cũ", **EARLIER)
    centre.move(stay, MovementKind.COMPLETED, date(2022, 1, 4))
    return stay


def page_of(session: Session, person: int) -> PersonPage:
    session.rollback()
    return person_facts(session, person, scope=EVERYWHERE)


def sound(session: Session) -> bool:
    session.rollback()
    return not cache_problems(session) and not verify(session, audit_key()).problems


def test_everything_of_the_other_record_goes_over(session: Session, centre: Centre) -> None:
    one, other = make_double(centre)
    earlier, present = left_in_2022(centre, other), centre.admit(one)
    merge(centre, one, other)
    page = page_of(session, one)
    assert (page.facts.full_name, page.facts.phone, page.facts.commune) == ("Trần Văn An", "0911", "xã Nam Thanh")
    assert page.facts.birth == BORN, "the birth known to the day, not the year alone"
    assert [paper.number for paper in page.papers] == [NUMBER]
    assert {alias.name for alias in page.aliases} == {"An còi", "Trần Văn Ân"}
    assert [relative.name for relative in page.relatives] == ["Lê Thị Mơ", "Trần Văn Bốn"], "his mother is not doubled"
    stays = stays_of_resident(session, one, scope=EVERYWHERE, as_of=date(2024, 6, 14))
    assert [stay.id for stay in stays] == [present, earlier]
    assert sound(session)


def test_whoever_looks_for_the_other_record_finds_the_survivor(session: Session, centre: Centre) -> None:
    one, other = make_double(centre)
    code = page_of(session, other).person.code
    merge(centre, one, other)
    for text in (code, "tran van ân", "an còi", NUMBER):
        assert [hit.person.id for hit in find_people(session, text, scope=EVERYWHERE)] == [one], text
    with pytest.raises(MergedAway) as led:
        person_facts(session, other, scope=EVERYWHERE)
    assert led.value.survivor_id == one
    assert record_ids(session, one) == (one, other)


def test_nobody_counts_twice(session: Session, centre: Centre) -> None:
    one, other = make_double(centre)
    left_in_2022(centre, other)
    centre.admit(one)
    before = head_count(session, as_of=date(2024, 6, 14), scope=EVERYWHERE).under_care
    merge(centre, one, other)
    session.rollback()
    assert head_count(session, as_of=date(2024, 6, 14), scope=EVERYWHERE).under_care == before == 1


def test_chosen_values_stay_and_the_name_that_does_not_is_another_name(session: Session, centre: Centre) -> None:
    one, other = make_double(centre)
    merge(centre, one, other, chosen={"full_name": "there", "phone": "there", "birth": "here"})
    page = page_of(session, one)
    assert (page.facts.full_name, page.facts.phone, page.facts.birth.text) == ("Trần Văn Ân", "0922", "1982")
    assert {alias.name for alias in page.aliases} == {"An còi", "Trần Văn An"}


def test_undo_puts_everything_back_exactly(session: Session, centre: Centre) -> None:
    one, other = make_double(centre)
    left_in_2022(centre, other)
    centre.admit(one)
    before = everything(session)
    assert undo(centre, merge(centre, one, other, chosen={"full_name": "there"})) == other
    after = everything(session)
    added = [row for row in after["alias"] if row not in before["alias"]]
    assert [row["name"] for row in added if row["withdrawn_at"] is None] == []
    after["alias"] = [row for row in after["alias"] if row not in added]
    assert after == before
    assert sound(session)
    assert [hit.person.id for hit in find_people(session, NUMBER, scope=EVERYWHERE)] == [other]


def test_what_was_done_since_stays_with_the_survivor_and_is_told(session: Session, centre: Centre) -> None:
    one, other = make_double(centre)
    stay = left_in_2022(centre, other)
    merge_id = merge(centre, one, other)
    page = page_of(session, one)
    with transaction() as writing:
        services.enter_alias(writing, one, facts=AliasFacts("Tý"), actor=centre.actor, now=NOW)
    with transaction() as writing:
        facts = replace(page.facts, commune="xã Khác")
        services.correct_person(writing, one, facts=facts, expected_version=page.version, actor=centre.actor, now=NOW)
    centre.admit(one)
    plan = undo_plan(session, merge_id, scope=EVERYWHERE)
    assert [field.name for field in plan.edited] == ["commune"]
    came_since = {rows.hanging.name: rows.stay for rows in plan.rows if rows.stay}
    # The new stay brings its to-dos: the five of an intake, the first health check, and the papers of its file.
    assert came_since == {"alias.resident_id": 1, "admission.resident_id": 1, "task.resident_id": 7}
    undo(centre, merge_id)
    assert page_of(session, one).facts.commune == "xã Khác"
    assert {alias.name for alias in page_of(session, one).aliases} == {"Tý"}
    ours = stays_of_resident(session, one, scope=EVERYWHERE, as_of=date(2024, 6, 14))
    theirs = stays_of_resident(session, other, scope=EVERYWHERE, as_of=date(2024, 6, 14))
    assert stay in {line.id for line in theirs}
    assert len(ours) == 1
    assert sound(session)


def test_merges_are_undone_in_their_order(session: Session, centre: Centre) -> None:
    one, other = make_double(centre)
    third = centre.person("Trần Văn Anh", birth=BORN)
    code = page_of(session, other).person.code
    first = merge(centre, one, other)
    second = merge(centre, third, one)
    assert [hit.person.id for hit in find_people(session, code, scope=EVERYWHERE)] == [third]
    with pytest.raises(Blocked):
        undo(centre, first)
    undo(centre, second)
    undo(centre, first)
    assert [page_of(session, each).person.id for each in (one, other, third)] == [one, other, third]
    assert sound(session)


def test_a_second_merge_into_one_person_is_undone_first(centre: Centre) -> None:
    one, other = make_double(centre)
    third = centre.person("Trần Văn Anh", birth=BORN)
    first, second = merge(centre, one, other), merge(centre, one, third)
    with pytest.raises(Blocked):
        undo(centre, first)
    undo(centre, second)
    undo(centre, first)


def both_here(centre: Centre, one: int, other: int) -> None:
    centre.admit(one)
    centre.admit(other)


def overlapping(centre: Centre, one: int, other: int) -> None:
    left_in_2022(centre, one)
    stay = centre.admit(other, reason="sổ cũ", admitted_on=date(2021, 6, 1), months=12)
    centre.move(stay, MovementKind.COMPLETED, date(2022, 6, 1))


def died_before(centre: Centre, one: int, other: int) -> None:
    stay = centre.admit(one, reason="sổ cũ", **EARLIER)
    centre.move(stay, MovementKind.DIED, date(2021, 6, 1))
    centre.admit(other)


@pytest.mark.parametrize("stays", [both_here, overlapping, died_before])
def test_stays_that_cannot_be_one_persons_stop_it(centre: Centre, stays: Callable[[Centre, int, int], None]) -> None:
    one, other = make_double(centre)
    stays(centre, one, other)
    with pytest.raises(Blocked) as refused:
        merge(centre, one, other, reason="vẫn gộp")
    assert refused.value.findings[0].rule == "49"


@pytest.mark.parametrize(
    ("rule", "others"),
    [
        ("merge-number", {"identity": (PaperFacts("036082000001"),)}),
        ("merge-birth", {"birth": born_on(date(1990, 1, 1))}),
        ("merge-sex", {"sex": Sex.FEMALE}),
    ],
)
def test_contradictions_need_a_reason(centre: Centre, rule: str, others: dict[str, object]) -> None:
    one = centre.person("Trần Văn An", birth=BORN, identity=(PaperFacts(NUMBER),))
    other = centre.person("Trần Văn An", **({"birth": BORN} | others))
    with pytest.raises(ReasonNeeded) as asked:
        merge(centre, one, other)
    assert [finding.rule for finding in asked.value.findings] == [rule]
    merge(centre, one, other, reason="đã đối chiếu giấy khai sinh")


def test_a_record_saved_since_the_preview_is_compared_again(session: Session, centre: Centre) -> None:
    one, other = make_double(centre)
    with pytest.raises(Conflict), transaction() as writing:
        merge_people(writing, one, other, chosen={}, expected_versions=(1, 7), actor=centre.actor, now=NOW)
    with pytest.raises(DomainError):
        merge(centre, one, one)
    assert page_of(session, other).person.id == other


def test_one_centre_does_not_merge_what_another_works_with(session: Session, centre: Centre) -> None:
    one, other = make_double(centre)
    elsewhere = make_facility(centre.actor, "CS2")
    local = Actor("lan", "Lan", account_id=7, facility_ids=frozenset({centre.facility_id}))
    with transaction() as writing:
        services.make_known_at(writing, other, facility_id=elsewhere, now=NOW)
        services.enter_alias(writing, other, facts=AliasFacts("Tý"), actor=centre.actor, now=NOW)
    with pytest.raises(Blocked):
        merge(Centre(centre.facility_id, local), one, other)
    stranger = Actor("ba", "Ba", account_id=8, facility_ids=frozenset({elsewhere}))
    with pytest.raises(NotFound):
        merge(Centre(elsewhere, stranger), other, one)


def test_two_records_told_apart_are_offered_no_more(session: Session, centre: Centre) -> None:
    one, other = make_double(centre)
    assert [(pair.one.id, pair.other.id) for pair in likely_pairs(session, scope=EVERYWHERE, least=70)] == [
        (one, other)
    ]
    tell_apart(centre, other, one)
    session.rollback()
    assert likely_pairs(session, scope=EVERYWHERE, least=70) == ()
    with pytest.raises(Conflict):
        tell_apart(centre, one, other)
    with pytest.raises(ReasonNeeded):
        merge(centre, one, other)


def test_who_may_be_one_person_is_asked_of_no_more_people_than_may_be(
    session: Session, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doubles, "_PART", 1)
    one, other = make_double(centre)
    for year in range(1940, 2000):
        for name in (f"Lê Văn {chr(year % 20 + 65)}", "Phạm Văn Bảy"):
            centre.person(name, birth=born_on(date(year, 1, 1 + len(name))))
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    session.rollback()
    event.listen(Engine, "before_cursor_execute", note)
    try:
        found = likely_pairs(session, scope=EVERYWHERE, least=70, of=[one])
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert [(pair.one.id, pair.other.id) for pair in found] == [(one, other)]
    assert len(asked) <= 10


def test_both_persons_have_the_act_in_the_log(session: Session, centre: Centre) -> None:
    one, other = make_double(centre)
    undo(centre, merge(centre, one, other))
    session.rollback()
    rows = session.execute(select(AuditEntry.about_id, AuditEntry.act).order_by(AuditEntry.id.desc()).limit(4))
    assert [tuple(row) for row in rows][::-1] == [
        (one, "resident.merged"),
        (other, "resident.merged-away"),
        (one, "resident.merge-undone"),
        (other, "resident.came-back"),
    ]


def test_every_table_that_names_a_person_is_known_to_merges(session: Session) -> None:
    """A feature that hangs something on a person says what becomes of it when two records are merged."""
    keys = {
        f"{table.name}.{column.name}"
        for table in Model.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name == "resident" for key in column.foreign_keys)
    }
    registered = {one.name for one in hanging()}
    assert keys - registered == set(STAYS_BEHIND)
    assert registered - keys == {"task.resident_id"}, "a plain number: tasks come before residents"


def test_a_table_that_only_grows_cannot_go_over(session: Session) -> None:
    grows = next(mapper.class_ for mapper in Model.registry.mappers if mapper.local_table.name == "cell_member")
    with pytest.raises(ValueError, match="only grows"):
        hangs_on_resident(Hanging(grows, "x"))
