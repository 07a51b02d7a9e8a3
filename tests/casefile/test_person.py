"""The page of a person: what stands on it, as of a day and as known, who may look, and that looking is recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.rules.movements import MovementKind, State
from rehab_center.admissions.rules.reductions import Rating
from rehab_center.audit import clock_guard
from rehab_center.audit.models import AuditEntry
from rehab_center.casefile.happening import RecordedAct
from rehab_center.casefile.owed import act_told
from rehab_center.casefile.page import CasePage, case_page
from rehab_center.clock import moment_of
from rehab_center.conduct.kinds import EventKind, Stage
from rehab_center.conduct.rules import EventFacts
from rehab_center.conduct.services import Wish, enter_event, void_event, write_ratings
from rehab_center.db import transaction
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.errors import NotFound
from rehab_center.permissions import EVERYWHERE, Actor, Role, Scope
from rehab_center.residents.kinds import AliasKind, Sex
from rehab_center.residents.rules.facts import AliasFacts, PaperFacts, RelativeFacts
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.services import record_document_received
from rehab_center.words import Message, message
from tests import factories
from tests.admissions.stays import Centre, decision, paper
from tests.residents.persons import make_facility, make_person

TODAY = date(2024, 6, 14)
ESCAPED, BACK = date(2024, 4, 1), date(2024, 4, 11)


@pytest.fixture
def stay(centre: Centre) -> int:
    """Somebody who escaped and came back, and was once entered as gone to hospital by mistake."""
    person = centre.person(
        "Đỗ Văn Hòa",
        identity=(PaperFacts("036082001234"),),
        aliases=(AliasFacts("Tý Sún", AliasKind.ALIAS),),
        relatives=(RelativeFacts("Nguyễn Thị Lan", "mẹ", "0912345678"),),
        placed_as=Sex.FEMALE,
        reason="Cơ thể khác giấy tờ",
    )
    stay = centre.admit(person, now=moment_of(date(2024, 3, 10), 15))
    centre.move(stay, MovementKind.ESCAPED, ESCAPED, now=moment_of(ESCAPED, 10), with_paper=False)
    centre.move(stay, MovementKind.RETURNED, BACK, now=moment_of(BACK, 10), with_paper=False)
    later = date(2024, 5, 2)
    wrong = centre.move(stay, MovementKind.TO_HOSPITAL, later, now=moment_of(later, 10))
    centre.void(wrong, now=moment_of(date(2024, 5, 6), 8), reason="Ghi nhầm người")
    return stay


def page(session: Session, resident_id: int = 1, **others: object) -> CasePage:
    """The page as a query gives it."""
    given: dict[str, object] = {"scope": EVERYWHERE, "as_of": TODAY}
    return case_page(session, resident_id, **(given | others))


def titles(found: CasePage) -> list[str]:
    """What the timeline says, as msgids."""
    return [
        str(one.title.params.get("what", one.title).msgid) if isinstance(one.title, Message) else one.title
        for one in found.happenings
    ]


# --- what stands on it ------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("stay")
def test_one_timeline_newest_first(session: Session) -> None:
    found = page(session)
    moved = [title for title in titles(found) if not title.startswith("resident.")]
    assert moved == ["Sent to hospital", "Returned after escape", "Escaped", "Admitted"]
    assert [one.day for one in found.happenings] == sorted((one.day for one in found.happenings), reverse=True)
    assert [one.voided.params["reason"] for one in found.happenings if one.voided] == ["Ghi nhầm người"]
    assert found.stay is not None
    assert found.stay.state.state is State.PRESENT


@pytest.mark.usefixtures("stay")
def test_what_is_owed_is_known(session: Session) -> None:
    assert sorted(task.kind.value for task in page(session).owed) == [
        "belongings-list",
        "classification",
        "commune-notice",
        "family-notice",
        "health-look",
        "other",  # the file is to be checked
        "paper-missing",
        "person-record",
        "photo",
        "search-decision",
    ]


@pytest.mark.usefixtures("stay")
def test_as_of_a_day(session: Session) -> None:
    found = page(session, as_of=date(2024, 4, 5))
    assert found.stay is not None
    assert found.stay.state.state is State.ESCAPED
    assert (found.stay.term_end_on, found.stay.days_left is not None) == (None, True)
    assert titles(found)[0] == "Escaped"
    before = page(session, as_of=date(2024, 3, 1))
    assert (before.stay, before.stays) == (None, ())


@pytest.mark.usefixtures("stay")
def test_as_known_at_a_moment(session: Session) -> None:
    then = page(session, known_at=moment_of(date(2024, 5, 4), 12))
    assert then.stay is not None
    assert then.stay.state.state is State.IN_HOSPITAL
    assert not any(one.voided for one in then.happenings)
    earlier = page(session, known_at=moment_of(date(2024, 4, 5), 12))
    assert earlier.stay is not None
    assert earlier.stay.state.state is State.ESCAPED


def test_a_stay_that_never_was_is_none(session: Session, centre: Centre) -> None:
    stay = centre.admit()
    entry = page(session).stays[0].movements[0]
    centre.void(entry.id)
    found = page(session)
    assert found.stay is None
    assert [one.id for one in found.stays] == [stay]
    assert any(one.voided is not None for one in found.happenings)


def test_every_stay_is_there_and_the_latest_comes_first(session: Session, centre: Centre) -> None:
    person = centre.person()
    first = centre.admit(person, admitted_on=date(2024, 1, 10), decision=decision(date(2024, 1, 5)))
    centre.move(first, MovementKind.TRANSFERRED_OUT, date(2024, 2, 1))
    second = centre.admit(person, admitted_on=date(2024, 3, 10))
    found = page(session)
    assert [one.id for one in found.stays] == [second, first]
    assert found.stay is not None
    assert found.stay.id == second
    moved = [title for title in titles(found) if not title.startswith("resident.")]
    assert moved == ["Admitted", "Transferred to another centre", "Admitted"]


# --- who looks, and that it is recorded -------------------------------------------------------------------------------


def test_a_stranger_is_not_found(session: Session, centre: Centre, actor: Actor) -> None:
    other = make_facility(actor, "CS2")
    stranger = make_person(actor, other)
    with pytest.raises(NotFound):
        page(session, stranger, scope=Scope(frozenset({centre.facility_id})))


@pytest.mark.usefixtures("stay")
def test_who_may_look(app: Flask, centre: Centre, actor: Actor, sign_in: Callable[..., FlaskClient]) -> None:
    assert sign_in(Role.ADMINISTRATOR).get("/people/1").status_code == 403
    assert sign_in(Role.INSPECTOR).get("/people/1").status_code == 200
    assert sign_in(Role.INTAKE).get("/people/999").status_code == 404
    other = make_facility(actor, "CS2")
    factories.make_account("khac", Role.INTAKE, facility_id=other)
    client = app.test_client()
    client.post("/sign-in", data={"username": "khac", "password": factories.PASSWORD})
    assert client.get("/people/1").status_code == 404


@pytest.mark.usefixtures("stay")
def test_the_page(session: Session, sign_in: Callable[..., FlaskClient]) -> None:
    client = sign_in(Role.INTAKE)
    client.get("/people")
    text = client.get("/people/1").text
    for words in ("Đỗ Văn Hòa", "HV00001", "036082001234", "Tý Sún", "Nguyễn Thị Lan", "0912345678", "Ghi nhầm người"):
        assert words in text
    assert "<s>" in text  # what was taken back is struck
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.act, entry.about_id, entry.about_label) == ("person.viewed", 1, "Đỗ Văn Hòa (HV00001)")


@pytest.mark.usefixtures("stay")
def test_a_paper_entered_later_stands_on_its_own_day(session: Session, centre: Centre, tmp_path: Path) -> None:
    """With the day of entry where it is another one; a look at the past knows it once it was entered."""
    search = next(task for task in page(session).owed if task.kind is TaskKind.SEARCH_DECISION)
    entered, own = moment_of(date(2024, 6, 10), 9), date(2024, 4, 2)
    facts = DocumentFacts(
        DocumentKind.ESCAPE_DECISION, "9/QĐ", issued_on=own, issuer="Cơ sở", facility_id=centre.facility_id
    )
    with transaction() as writing:
        record_document_received(
            writing, search.id, facts=facts, folder=tmp_path, expected_version=search.version, actor=centre.actor,
            now=entered,
        )  # fmt: skip
    session.rollback()
    told = next(one for one in page(session).happenings if one.document_id and one.day == own)
    assert [one.params for one in told.text if isinstance(one, Message)] == [{"day": date(2024, 6, 10)}]
    assert told.written_at == entered
    assert told in page(session, as_of=date(2024, 4, 5)).happenings
    assert told not in page(session, known_at=moment_of(date(2024, 6, 9), 12)).happenings


@pytest.mark.parametrize(
    ("act", "day", "entered"),
    [
        # numbered on the day it was dated
        (RecordedAct(moment_of(TODAY, 8), "paper.issued", "VT", None, {}, TODAY), TODAY, False),
        # signed days ago, its number entered today
        (RecordedAct(moment_of(TODAY, 8), "paper.numbered", "VT", None, {}, BACK), BACK, True),
        (RecordedAct(moment_of(TODAY, 8), "resident.name-changed", "VT", None, {"valid_from": "2024-04-01"}),
         ESCAPED, True),
        (RecordedAct(moment_of(TODAY, 8), "bed.given", "VT", None), TODAY, False),
    ],
)  # fmt: skip
def test_an_act_of_the_log_stands_on_the_day_of_its_paper(act: RecordedAct, day: date, entered: bool) -> None:
    told = act_told(act)
    assert told.day == day
    assert [str(part) for part in told.text] == ([str(message("entered on %(day)s", day=TODAY))] if entered else [])


def test_conduct_stands_on_the_page_and_in_the_story(
    session: Session, centre: Centre, stay: int, sign_in: Callable[..., FlaskClient]
) -> None:
    facts = EventFacts(EventKind.ROOM, date(2024, 5, 20), "Đánh nhau trong phòng", 3, merit=False)
    now, april = moment_of(TODAY, 8), date(2024, 4, 1)
    with transaction() as writing:
        event = enter_event(writing, stay, facts=facts, paper=paper(), actor=centre.actor, now=now)
        wish = Wish(Rating.AVERAGE, 0)
        write_ratings(
            writing, april, Stage.DECIDED, {stay: wish}, why="Sổ", actor=centre.actor, now=moment_of(TODAY, 8)
        )
    with clock.set_to(moment_of(TODAY, 9)):
        text = sign_in(Role.DUTY).get("/people/1").text
    section = text.partition('id="ratings"')[2].partition("</section>")[0]
    assert "04/2024" in section
    assert "Trung bình" in section
    assert "Giáo dục tại phòng kỷ luật, 3 ngày" in section
    happened = next(one for one in page(session).happenings if one.day == facts.decided_on)
    assert (happened.tone, happened.voided) == ("bad", None)
    with transaction() as writing:
        void_event(writing, stay, event, reason="Nhầm người", actor=centre.actor, now=moment_of(TODAY, 9))
    session.rollback()
    mended = next(one for one in page(session).happenings if one.day == facts.decided_on)
    assert mended.voided
    assert mended.voided.params["reason"] == "Nhầm người"
    then = page(session, known_at=now).happenings
    assert next(one for one in then if one.day == facts.decided_on).voided is None


@pytest.mark.usefixtures("stay")
def test_another_day_is_chosen_on_the_page_and_recorded(session: Session, sign_in: Callable[..., FlaskClient]) -> None:
    client = sign_in(Role.INTAKE)
    text = client.get("/people/1?as_of=5/4/24&known_on=06042024").text
    assert "05/04/2024" in text
    assert "/admissions/1/move" not in text  # nothing is recorded from a look at the past
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert entry.details == {"as_of": "05/04/2024", "known_on": "06/04/2024"}
    wrong = client.get("/people/1?as_of=31/2/2024")
    assert wrong.status_code == 200
    assert 'value="31/2/2024"' in wrong.text
    assert "field-error" in wrong.text


def test_the_page_costs_few_statements(
    centre: Centre, stay: int, sign_in: Callable[..., FlaskClient], statements: Callable[[FlaskClient, str], int]
) -> None:
    client = sign_in(Role.DIRECTOR)
    one_stay = statements(client, "/people/1")
    centre.move(stay, MovementKind.TRANSFERRED_OUT, date(2024, 5, 20))
    for day in (date(2024, 5, 21), date(2024, 5, 25), date(2024, 6, 1)):
        again = centre.admit(1, admitted_on=day)
        centre.move(again, MovementKind.TRANSFERRED_OUT, day + timedelta(days=2))
    assert max(one_stay, statements(client, "/people/1")) <= 25


@pytest.mark.usefixtures("stay")
def test_it_opens_while_the_clock_is_doubtful(
    session: Session, sign_in: Callable[..., FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(Role.INTAKE)
    monkeypatch.setattr(clock_guard, "doubt", lambda _session: Message("The clock says so."))
    assert client.get("/people/1").status_code == 200
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.act, entry.details) == ("person.viewed", {"clock": "doubtful"})


def test_somebody_never_admitted_can_be_admitted(centre: Centre, sign_in: Callable[..., FlaskClient]) -> None:
    person = centre.person()
    text = sign_in(Role.INTAKE).get(f"/people/{person}").text
    assert f"/admissions/new/{person}" in text
    assert f"/admissions/new/{person}" not in sign_in(Role.DUTY).get(f"/people/{person}").text
