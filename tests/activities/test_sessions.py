"""Programmes and their sessions: made once each, and brought to what the plan says whenever it changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.activities import hooks, queries, services, work
from rehab_center.activities.kinds import ActivityKind, CancelReason, ProgrammeState, Subject
from rehab_center.activities.queries.calendar import holiday_lines
from rehab_center.activities.rules import DayOff, Slot
from rehab_center.activities.services import make_sessions
from rehab_center.activities.uses import uses_of_paper
from rehab_center.audit.models import AuditEntry
from rehab_center.audit.reach import within
from rehab_center.audit.recorder import audit_key
from rehab_center.audit.verifier import verify
from rehab_center.clock import moment_of
from rehab_center.db import transaction
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.errors import Conflict, DomainError, NotFound
from rehab_center.organisation.services import create_facility
from rehab_center.permissions import EVERYWHERE, Scope
from tests.activities.programmes import CARPENTRY, FIRST, make_programme, session_id, sessions, slot_ids
from tests.admissions.stays import NOW, Centre

TODAY = date(2024, 6, 14)  # a Friday
HORIZON = TODAY + timedelta(days=42)
_ABOUT = AuditEntry.act.startswith("activity.")
HELD, OFF = ("planned", None), ("cancelled", "holiday")
PAPER = DocumentFacts(DocumentKind.OTHER, "12/HĐ-2024", date(2024, 5, 20), "Công ty Gỗ Thử")


@pytest.fixture
def marked() -> Iterator[set[int]]:
    """The sessions in which somebody is marked, as the room of attendance would say."""
    held: set[int] = set()
    before = dict(hooks._finders)
    hooks.tells_marked("a test", lambda _session, ids: held & set(ids))
    yield held
    hooks._finders.clear()
    hooks._finders.update(before)


def test_sessions_follow_from_the_slots_once_each(session: Session, centre: Centre) -> None:
    activity_id = make_programme(centre, 1, 3)
    ahead = [day for day, *state in sessions(activity_id) if tuple(state) == HELD]
    assert (ahead[0], ahead[-1], len(ahead)) == (date(2024, 6, 17), date(2024, 7, 24), 12)
    # Every Monday and Wednesday of the year from the 3rd of June; Monday 2/9 is National Day (BLLĐ 2019 Đ112.1).
    last = date(2024, 12, 31)
    for made in (31 + 30 - 1 - 12, 0):
        with transaction() as writing:
            found = make_sessions(
                writing, centre.facility_id, last, since=date(2024, 1, 1), actor=centre.actor, now=NOW
            )
        assert found == made
    days = [day for day, *_state in sessions(activity_id)]
    assert len(days) == len(set(days)) == 60
    assert date(2024, 9, 2) not in days
    assert days[0] == FIRST
    stranger = replace(centre.actor, facility_ids=frozenset())
    with pytest.raises(NotFound), transaction() as writing:
        make_sessions(writing, centre.facility_id, last, actor=stranger, now=NOW)
    acts = session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()
    assert acts[-3:] == ["activity.added", "activity.slot-added", "activity.sessions-made"]
    assert verify(session, audit_key()).problems == ()
    reaches = [within(Scope(frozenset({one}))) for one in (centre.facility_id, 999)]
    seen = [len(session.scalars(select(AuditEntry.id).where(_ABOUT, reach)).all()) for reach in reaches]
    assert seen == [3, 0]  # whoever reads the log of this centre sees them, of another nobody does


def test_a_day_off_cancels_what_is_planned_and_its_withdrawal_plans_it_again(
    session: Session, centre: Centre, marked: set[int]
) -> None:
    activity_id = make_programme(centre, 1, 3)
    held = date(2024, 6, 19)
    marked.add(session_id(activity_id, held))
    days = [DayOff(date(2024, 6, day), "Nghỉ thử", facility_id=centre.facility_id) for day in (17, 18, 19)]
    with transaction() as writing:
        ids = services.add_holidays(writing, days, paper=PAPER, actor=centre.actor, now=NOW)
    found = {day: (state, why) for day, state, why in sessions(activity_id)}
    assert found[date(2024, 6, 17)] == OFF
    assert found[held] == HELD  # it was held: people are marked in it
    assert found[date(2024, 6, 24)] == HELD
    assert queries.is_day_off(session, centre.facility_id, date(2024, 6, 18))
    with pytest.raises(Conflict), transaction() as writing:
        services.add_holidays(writing, days[:1], actor=centre.actor, now=NOW)
    with pytest.raises(DomainError), transaction() as writing:
        services.withdraw_holiday(writing, ids[0], reason=" ", actor=centre.actor, now=NOW)
    with transaction() as writing:
        services.withdraw_holiday(writing, ids[0], reason="Nhập nhầm", actor=centre.actor, now=NOW)
    assert (date(2024, 6, 17), *HELD) in sessions(activity_id)
    with pytest.raises(Conflict), transaction() as writing:
        services.withdraw_holiday(writing, ids[0], reason="Lần nữa", actor=centre.actor, now=NOW)
    lines = holiday_lines(session, centre.facility_id, 2024)
    stands = [(one.paper, one.withdrawn_at is None) for one in lines]
    assert stands == [(PAPER.number, False), (PAPER.number, True), (PAPER.number, True)]
    uses = uses_of_paper(session, lines[0].document_id or 0, scope=EVERYWHERE)
    assert [use.about for use in uses] == ["Nghỉ thử"] * 3


def test_a_day_off_of_all_centres_and_of_the_law(session: Session, centre: Centre) -> None:
    with transaction() as writing:
        other = create_facility(writing, code="B", name="Cơ sở khác", actor=centre.actor, now=NOW)
    mine, theirs = make_programme(centre, 1), make_programme(replace(centre, facility_id=other), 1)
    of_all = DayOff(date(2024, 6, 24), "Nghỉ chung")
    stranger = replace(centre.actor, facility_ids=frozenset({centre.facility_id}))
    with pytest.raises(NotFound), transaction() as writing:
        services.add_holidays(writing, [of_all], actor=stranger, now=NOW)
    with pytest.raises(Conflict), transaction() as writing:  # 2/9 is off by itself
        services.add_holidays(writing, [DayOff(date(2024, 9, 2), "Quốc khánh")], actor=centre.actor, now=NOW)
    with transaction() as writing:
        services.add_holidays(writing, [of_all], actor=centre.actor, now=NOW)
    for activity_id in (mine, theirs):
        assert (date(2024, 6, 24), *OFF) in sessions(activity_id)
    moved = DayOff(date(2024, 7, 1), "Hoán đổi", date(2024, 6, 24), other)
    with transaction() as writing:
        services.add_holidays(writing, [moved], actor=centre.actor, now=NOW)
    # A day entered as off stays off: only a day off by law is worked where another takes its place.
    assert (date(2024, 6, 24), *OFF) in sessions(theirs)
    assert {one[0] for one in sessions(theirs) if one[2] == "holiday"} == {date(2024, 6, 24), date(2024, 7, 1)}


def test_the_plan_changes_and_the_sessions_from_today_on_follow(session: Session, centre: Centre) -> None:
    activity_id = make_programme(centre, 1, 3)
    monday, wednesday = slot_ids(activity_id)
    with transaction() as writing:
        services.end_slot(writing, monday, last_on=date(2024, 6, 24), actor=centre.actor, now=NOW)
    changed = [day for day, *state in sessions(activity_id) if tuple(state) == ("cancelled", "schedule")]
    assert changed == [date(2024, 7, 1), date(2024, 7, 8), date(2024, 7, 15), date(2024, 7, 22)]
    for last_on in (date(2024, 6, 12), date(2024, 6, 25)):  # before yesterday; later than it ends already
        with pytest.raises(DomainError), transaction() as writing:
            services.end_slot(writing, monday, last_on=last_on, actor=centre.actor, now=NOW)
    one = queries.activity(session, activity_id, EVERYWHERE)
    shorter = replace(one.facts, ends_on=date(2024, 6, 30))
    with transaction() as writing:
        services.edit_activity(
            writing, activity_id, facts=shorter, expected_version=one.version, actor=centre.actor, now=NOW
        )
    assert {why for day, _state, why in sessions(activity_id) if day > date(2024, 6, 30)} == {"closed"}
    with pytest.raises(Conflict) as second, transaction() as writing:
        services.edit_activity(
            writing, activity_id, facts=one.facts, expected_version=one.version, actor=centre.actor, now=NOW
        )
    assert [(each.field, each.theirs) for each in second.value.differences] == [("ends_on", date(2024, 6, 30))]
    one = queries.activity(session, activity_id, EVERYWHERE)
    with transaction() as writing:
        services.edit_activity(
            writing, activity_id, facts=CARPENTRY, expected_version=one.version, actor=centre.actor, now=NOW
        )
    assert (date(2024, 7, 3), *HELD) in sessions(activity_id)  # planned again, Mondays not
    assert (date(2024, 7, 1), "cancelled", "schedule") in sessions(activity_id)
    with transaction() as writing:  # never began: it never holds
        later = services.add_slot(
            writing, activity_id, slot=Slot(5, 420, 480, date(2024, 7, 5)), actor=centre.actor, now=NOW
        )
        services.end_slot(writing, later, last_on=TODAY, actor=centre.actor, now=NOW)
    one = queries.activity(session, activity_id, EVERYWHERE)
    assert later not in {slot.id for slot in one.slots_on(TODAY)}
    assert wednesday in {slot.id for slot in one.slots_on(date(2024, 6, 26))}


def test_closing_a_programme(session: Session, centre: Centre) -> None:
    activity_id = make_programme(centre, 5)
    assert (TODAY, *HELD) in sessions(activity_id)
    for last_on, reason in ((TODAY, " "), (date(2024, 5, 31), "Hết việc"), (TODAY + timedelta(days=1), "Hết việc")):
        with pytest.raises(DomainError), transaction() as writing:
            services.close_activity(writing, activity_id, last_on=last_on, reason=reason, actor=centre.actor, now=NOW)
    with pytest.raises(Conflict):  # its name is in use while it goes on
        make_programme(centre, name="xưởng  MỘC")
    with transaction() as writing:
        services.close_activity(writing, activity_id, last_on=TODAY, reason="Hết hợp đồng", actor=centre.actor, now=NOW)
    assert {why for day, _state, why in sessions(activity_id) if day > TODAY} == {"closed"}
    assert (TODAY, *HELD) in sessions(activity_id)
    one = queries.activity(session, activity_id, EVERYWHERE)
    states = [one.state_on(TODAY + timedelta(days=step)) for step in (-60, 0, 1)]
    assert states == [ProgrammeState.COMING, ProgrammeState.RUNNING, ProgrammeState.CLOSED]
    for act in (
        lambda writing: services.close_activity(
            writing, activity_id, last_on=TODAY, reason="Lần nữa", actor=centre.actor, now=NOW
        ),
        lambda writing: services.add_slot(
            writing, activity_id, slot=Slot(1, 0, 60, TODAY), actor=centre.actor, now=NOW
        ),
    ):
        with pytest.raises(Conflict), transaction() as writing:
            act(writing)
    other = make_programme(centre)
    assert [one.id for one in queries.activities_on(session, TODAY, scope=EVERYWHERE)] == [activity_id, other]
    assert [one.id for one in queries.activities_on(session, HORIZON, scope=EVERYWHERE)] == [other]
    assert queries.activities_on(session, TODAY, scope=Scope(frozenset())) == ()
    with pytest.raises(NotFound):
        queries.activity(session, activity_id, Scope(frozenset()))


def test_a_single_session_and_cancelling(session: Session, centre: Centre, marked: set[int]) -> None:
    activity_id = make_programme(centre, 1)
    party = make_programme(centre, kind=ActivityKind.EDUCATION, subject=Subject.SPORT, name="Văn nghệ", clearance=None)
    monday = date(2024, 6, 17)
    one = {"actor": centre.actor, "now": NOW}
    with transaction() as writing:
        added = services.add_session(writing, activity_id, on=monday, begins=780, ends=900, **one)
        services.add_session(writing, party, on=date(2024, 9, 2), begins=780, ends=900, **one)
    wrong = [
        (activity_id, monday, 890, 910, Conflict),  # while it meets
        (activity_id, date(2024, 9, 2), 780, 900, DomainError),  # nobody works on a holiday
        (activity_id, date(2024, 5, 31), 780, 900, DomainError),  # before it begins
        (activity_id, monday, 900, 780, DomainError),
    ]
    for key, on, begins, ends, error in wrong:
        with pytest.raises(error), transaction() as writing:
            services.add_session(writing, key, on=on, begins=begins, ends=ends, **one)
    for reason, note in ((CancelReason.OTHER, " "), (CancelReason.HOLIDAY, "x")):
        with pytest.raises(DomainError), transaction() as writing:
            services.cancel_session(writing, added, reason=reason, note=note, **one)
    with transaction() as writing:
        services.cancel_session(writing, added, reason=CancelReason.POWER, note="Mất điện cả khu", **one)
    found = queries.meeting(session, added, scope=EVERYWHERE)
    assert (found.is_planned, found.may_be_planned, found.minutes) == (False, True, 120)
    assert (found.cancelled_reason, found.cancelled_note) == (CancelReason.POWER, "Mất điện cả khu")
    with transaction() as writing:  # whatever else changes, it stays cancelled
        services.add_slot(writing, activity_id, slot=Slot(2, 0, 60, TODAY), **one)
    assert not queries.meeting(session, added, scope=EVERYWHERE).is_planned
    with pytest.raises(Conflict), transaction() as writing:
        services.cancel_session(writing, added, reason=CancelReason.POWER, **one)
    with transaction() as writing:
        services.plan_again(writing, added, **one)
    with pytest.raises(Conflict), transaction() as writing:
        services.plan_again(writing, added, **one)
    marked.add(added)
    with pytest.raises(Conflict), transaction() as writing:
        services.cancel_session(writing, added, reason=CancelReason.POWER, **one)
    day = queries.sessions_of(session, monday, scope=EVERYWHERE, planned_only=True)
    assert [(meeting.begins, meeting.name) for meeting in day] == [(420, "Xưởng mộc"), (780, "Xưởng mộc")]
    assert queries.sessions_of(session, monday, scope=Scope(frozenset())) == ()
    with pytest.raises(NotFound):
        queries.meeting(session, added, scope=Scope(frozenset()))
    # What the plan cancelled cannot be taken back by hand.
    with transaction() as writing:
        services.add_holidays(writing, [DayOff(date(2024, 6, 24), "Nghỉ", facility_id=centre.facility_id)], **one)
    with pytest.raises(Conflict), transaction() as writing:
        services.plan_again(writing, session_id(activity_id, date(2024, 6, 24)), **one)


def test_the_night_makes_the_weeks_ahead(session: Session, centre: Centre) -> None:
    activity_id = make_programme(centre, 1)
    before = len(sessions(activity_id))
    with clock.set_to(moment_of(TODAY + timedelta(days=14), 1)):
        assert work.make(centre.actor) == 2
        assert work.make(centre.actor) == 0
    assert len(sessions(activity_id)) == before + 2
