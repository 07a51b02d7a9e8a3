"""Reading the log: filters, paging, scopes, and the difference in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.audit import queries, wording
from rehab_center.audit.conditions import Window
from rehab_center.audit.kin import kin_of
from rehab_center.audit.listing import WholeLog
from rehab_center.audit.presets import nature_of
from rehab_center.audit.queries import EntryLine
from rehab_center.audit.recorder import Subject, record
from rehab_center.audit.services import check_log, record_verification
from rehab_center.db import db, transaction
from rehab_center.documents.models import Document
from rehab_center.errors import NotFound
from rehab_center.organisation.models import Facility
from rehab_center.permissions import EVERYWHERE, Actor, Role, Scope
from rehab_center.residents.models import Resident
from rehab_center.web.list_state import ListState
from tests import factories
from tests.admissions.stays import make_centre

DAY_ONE = datetime(2024, 6, 4, 1, 0, tzinfo=UTC)
LAN = Actor(name="lan.nt", label="Nguyễn Thị Lan", origin="web")
HUNG = Actor(name="hung.dv", label="Đỗ Văn Hùng", origin="cli")


def _act(
    act: str, actor: Actor = LAN, *, days: int = 0, about: Subject | None = None, reason: str | None = None
) -> int:
    with transaction():
        return record(act, actor=actor, at=DAY_ONE + timedelta(days=days), about=about, reason=reason)


def _person(name: str = "Nguyễn Văn An") -> Resident:
    return Resident(
        code="HV1",
        full_name=name,
        search_key="k",
        sort_key="k",
        birth_on=date(1980, 2, 4),
        birth_precision="day",
        sex="male",
        drug_used="heroin",
        created_at=DAY_ONE,
    )


def _numbers(lines: Sequence[EntryLine]) -> list[int]:
    return [line.number for line in lines]


def _found(
    session: Session, state: ListState | None = None, *, scope: Scope = EVERYWHERE, about: tuple[str, int] | None = None
) -> list[int]:
    window = Window(state or ListState(), scope, kin_of(session, *about) if about else None)
    lines = queries.entries_before(session, window, None, limit=50)
    assert len(lines) == queries.entry_count(session, window)
    assert queries.stretch(session, window).lines == lines
    return _numbers(lines)


@pytest.fixture
def log(session: Session) -> Session:
    """Four entries by two people on two days."""
    _act("person.viewed", about=Subject("resident", 7, "Đỗ Thị Hoà, HV7"))
    _act("person.viewed", HUNG, days=1, about=Subject("resident", 8, "Trần Văn Bình, HV8"))
    _act("people.exported", HUNG, days=1, reason="Theo lệnh 100%")
    _act("person.viewed", days=2, about=Subject("resident", 7, "Đỗ Thị Hoà, HV7"))
    return session


# --- filters and paging ----------------------------------------------------------------------------------------------


def test_newest_first(log: Session) -> None:
    assert _found(log) == [4, 3, 2, 1]


def test_text_finds_who_whom_and_why_whatever_the_marks(log: Session) -> None:
    found = {
        text: _found(log, ListState(q=text)) for text in ("do thi hoa", "HÙNG", "hung binh", "100%", "10_%", "khong")
    }
    assert found == {"do thi hoa": [4, 1], "HÙNG": [3, 2], "hung binh": [2], "100%": [3], "10_%": [], "khong": []}


def test_text_finds_the_words_of_an_act_and_of_a_kind_of_movement(session: Session, actor: Actor) -> None:
    centre = make_centre(actor)
    before = queries.last_number(session)  # the policies that speak of an escape are found too
    stays = [centre.admit(), centre.admit()]
    centre.move(stays[0], MovementKind.ESCAPED, date(2024, 5, 1), reason="Vượt rào")
    centre.move(stays[1], MovementKind.TO_HOSPITAL, date(2024, 5, 2))
    session.rollback()
    last = queries.last_number(session)
    asked = ("Bỏ trốn", "bo tron", "Bó trồn", "ghi biến động", "trốn")
    found = {text: [one for one in _found(session, ListState(q=text)) if one > before] for text in asked}
    assert found == {
        "Bỏ trốn": [last - 1],
        "bo tron": [last - 1],
        "Bó trồn": [],
        "ghi biến động": [last, last - 1],
        "trốn": [],
    }


def test_filters_narrow(log: Session) -> None:
    assert _found(log, ListState(choices={"act": "people.exported"})) == [3]
    assert _found(log, ListState(choices={"actor": "lan.nt"})) == [4, 1]
    assert _found(log, ListState(choices={"actor": "hung.dv", "act": "person.viewed"})) == [2]
    assert _found(log, about=("resident", 7)) == [4, 1]


def test_days_are_vietnamese_days(session: Session) -> None:
    for hour in (16, 17):  # 23:30 on the fourth and 0:30 on the fifth in Vietnam
        with transaction():
            record("person.viewed", actor=LAN, at=datetime(2024, 6, 4, hour, 30, tzinfo=UTC))
    assert _found(session, ListState(days={"at": (date(2024, 6, 5), None)})) == [2]
    assert _found(session, ListState(days={"at": (None, date(2024, 6, 4))})) == [1]
    assert _found(session, ListState(days={"at": (date(2024, 6, 4), date(2024, 6, 5))})) == [2, 1]


def test_pages_follow_each_other_by_number(session: Session) -> None:
    for number in range(120):
        _act("person.viewed" if number % 2 else "people.exported", about=Subject("resident", 7, "Đỗ Thị Hoà"))
    for choices in ({}, {"act": "person.viewed"}):
        everything = _numbers(
            queries.entries_before(session, Window(ListState(choices=choices), EVERYWHERE), None, limit=200)
        )
        first = queries.stretch(session, Window(ListState(choices=choices), EVERYWHERE))
        assert (_numbers(first.lines), first.newer, first.older) == (everything[:50], False, True)
        assert first.count == len(everything)
        down = ListState(choices=choices, before=everything[49])
        second = queries.stretch(session, Window(down, EVERYWHERE))
        assert (_numbers(second.lines), second.newer) == (everything[50:100], True)
        up = queries.stretch(session, Window(ListState(choices=choices, after=everything[50]), EVERYWHERE))
        assert (_numbers(up.lines), up.newer, up.older) == (everything[:50], False, True)


def test_nobody_counts_further_than_a_thousand(log: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "COUNTED", 2)
    found = queries.stretch(log, Window(ListState(choices={"act": "person.viewed"}), EVERYWHERE))
    assert (len(found.lines), found.count) == (3, None)
    assert queries.stretch(log, Window(ListState(choices={"act": "people.exported"}), EVERYWHERE)).count == 1


def test_an_act_has_one_nature() -> None:
    natures = {
        "person.viewed": "read",
        "report.cell_opened": "read",
        "people.exported": "export",
        "report.printed": "export",
        "account.signed_in": "sign-in",
        "account.locked": "sign-in",
        "account.unlocked": "change",
        "stay.moved": "change",
        "audit.verified": "own",
        "audit.exported": "export",
    }
    assert {act: nature_of(act) for act in natures} == natures


def test_entries_of_one_nature(log: Session) -> None:
    assert _found(log, ListState(choices={"what": "read"})) == [4, 2, 1]
    assert _found(log, ListState(choices={"what": "export"})) == [3]
    assert _found(log, ListState(choices={"what": "change"})) == []


def test_entries_that_changed_one_field(session: Session, actor: Actor) -> None:
    with transaction() as writing:
        writing.add(_person())
        added = record("resident.entered", actor=actor, at=DAY_ONE)
    with transaction() as writing:
        writing.scalars(select(Resident)).one().sex = "female"
        edited = record("resident.corrected", actor=actor, at=DAY_ONE)
    assert _found(session, ListState(choices={"table": "resident.sex"})) == [edited, added]
    assert _found(session, ListState(choices={"table": "resident.full_name"})) == [added]
    assert _found(session, ListState(choices={"table": "resident.placed_as"})) == []


def test_the_whole_log_is_read_in_slices(log: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rehab_center.audit.listing._SLICE", 2)
    whole = WholeLog(Window(ListState(export="csv"), EVERYWHERE, upto=3))
    assert len(whole) == 3
    assert [row.number for row in whole] == [3, 2, 1]


def test_acts_that_changed_a_table_or_a_row(session: Session, actor: Actor) -> None:
    with transaction() as writing:
        person = _person()
        writing.add(person)
        imported = record("register.imported", actor=actor, at=DAY_ONE)
        person_id = person.id
    _act("person.viewed", about=Subject("resident", 99, "Người khác"))
    assert _found(session, ListState(choices={"table": "resident"})) == [imported]
    assert _found(session, about=("resident", person_id)) == [imported]


def test_everybody_who_acted(log: Session) -> None:
    assert queries.actors(log, scope=EVERYWHERE) == [("hung.dv", "Đỗ Văn Hùng"), ("lan.nt", "Nguyễn Thị Lan")]


# --- scopes ----------------------------------------------------------------------------------------------------------


def test_a_reader_of_one_centre_sees_what_is_his(session: Session, actor: Actor) -> None:
    with transaction() as writing:
        writing.add_all([Facility(code=code, created_at=DAY_ONE) for code in ("CS1", "CS2")])
        record("facility.created", actor=actor, at=DAY_ONE)
    ours, theirs = session.scalars(select(Facility.id).order_by(Facility.code))
    our_account = factories.make_account("lan", Role.DUTY, facility_id=ours)
    their_account = factories.make_account("hung", Role.DUTY, facility_id=theirs)
    made = queries.last_number(session)
    mine = [
        _act("account.edited", about=Subject("account", our_account, "lan")),
        _act("person.viewed", about=Subject("facility", ours, "Cơ sở 1")),
        _act("people.exported", Actor(name="lan", label="Lan", account_id=our_account)),
    ]
    other = [
        _act("account.edited", about=Subject("account", their_account, "hung")),
        _act("person.viewed", about=Subject("facility", theirs, "Cơ sở 2")),
        _act("people.exported", Actor(name="hung", label="Hùng", account_id=their_account)),
        _act("people.exported"),
        _act(
            "person.viewed", Actor(name="lan", label="Lan", account_id=our_account), about=Subject("unheard-of", 1, "?")
        ),
    ]
    scope = Scope(frozenset({ours}))
    assert [number for number in _found(session, scope=scope) if number > made] == mine[::-1]
    assert queries.entry_page(session, mine[0], scope=scope).line.number == mine[0]
    for number in other:
        with pytest.raises(NotFound):
            queries.entry_page(session, number, scope=scope)
    assert _found(session, scope=Scope(frozenset())) == []


# --- in words --------------------------------------------------------------------------------------------------------


def _words(session: Session, number: int) -> list[str]:
    line = queries.entry_page(session, number, scope=EVERYWHERE).line
    return [change.words for change in wording.differences(session, [line])[number]]


def test_a_difference_in_words(session: Session, actor: Actor) -> None:
    with transaction() as writing:
        writing.add(_person())
        added = record("person.added", actor=actor, at=DAY_ONE)
    with transaction() as writing:
        person = writing.scalars(select(Resident)).one()
        person.birth_on, person.sex, person.drug_used = date(1980, 2, 5), "female", "ketamine"
        edited = record("person.edited", actor=actor, at=DAY_ONE)
    (words,) = _words(session, edited)
    assert "04/02/1980 → 05/02/1980" in words
    assert "heroin" not in words
    assert "male" not in words.replace("female", "").casefold() or "→" in words
    assert "Nguyễn Văn An" in _words(session, added)[0]


def test_a_reference_is_shown_by_its_name(session: Session, actor: Actor) -> None:
    with transaction() as writing:
        paper = Document(kind="decision", number="05/QĐ-TA", number_key="5/qd-ta", created_at=DAY_ONE)
        writing.add(paper)
        writing.flush()
        writing.add(Facility(code="CS1", created_at=DAY_ONE))
        writing.flush()
        paper.facility_id = writing.scalars(select(Facility.id)).one()
        record("test.act", actor=actor, at=DAY_ONE)
    line = queries.entry_page(session, 1, scope=EVERYWHERE).line
    changes = wording.differences(session, [line])[1]
    document = next(change for change in changes if "05/QĐ-TA" in change.title)
    assert any(field.new == "CS1" for field in document.fields)


def test_what_was_renamed_since_is_called_as_it_was_then(session: Session, actor: Actor) -> None:
    with transaction() as writing:
        paper = Document(kind="decision", number="05/QĐ-TA", number_key="5/qd-ta", created_at=DAY_ONE)
        writing.add(paper)
        record("document.completed", actor=actor, at=DAY_ONE)
    for change in ({"note": "x"}, {"number": "06/QĐ-TA"}, {"note": "y"}):
        with transaction() as writing:
            for name, value in change.items():
                setattr(writing.scalars(select(Document)).one(), name, value)
            record("document.corrected", actor=actor, at=DAY_ONE)
    assert ["05/QĐ-TA" in _titles(session, number)[0] for number in (1, 2, 3, 4)] == [True, True, False, False]


def _titles(session: Session, number: int) -> list[str]:
    line = queries.entry_page(session, number, scope=EVERYWHERE).line
    return [change.title for change in wording.differences(session, [line])[number]]


def test_an_entry_with_many_changes_is_paged(session: Session, actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MANY", 3)
    with transaction() as writing:
        writing.add_all([Facility(code=f"CS{number}", created_at=DAY_ONE) for number in range(7)])
        record("test.act", actor=actor, at=DAY_ONE)
    page = queries.entry_page(session, 1, scope=EVERYWHERE)
    assert (len(page.line.changes), page.line.change_count, page.next_position) == (3, 7, 4)
    last = queries.entry_page(session, 1, scope=EVERYWHERE, from_position=7)
    assert (len(last.line.changes), last.next_position) == (1, None)


def test_the_state_of_the_chain(log: Session, actor: Actor) -> None:
    assert queries.chain_state(log).verified is None
    found = check_log()
    with transaction() as session:
        record_verification(session, found, actor=actor, now=DAY_ONE)
    state = queries.chain_state(db.session())
    assert state.entries == 5
    assert state.verified is not None
    assert state.verified.details == {
        "result": "sound",
        "first": 1,
        "entries": 4,
        "head": found.head,
        "problems": 0,
    }
