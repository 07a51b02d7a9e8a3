"""Marking a session: who is expected, exceptions, two officers at once, corrections by two people, old marks stay."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.activities.kinds import CancelReason
from rehab_center.activities.services.sessions import cancel_session
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.attendance.kinds import Attended, RollState
from rehab_center.attendance.models import AttendanceMark
from rehab_center.attendance.queries.corrections import correction_page
from rehab_center.attendance.queries.history import Marking, changes_of, marking_of
from rehab_center.attendance.rules.marking import Mark
from rehab_center.attendance.services.corrections import confirm_correction, propose_correction, refuse_correction
from rehab_center.audit.models import AuditEntry
from rehab_center.db import transaction
from rehab_center.errors import Blocked, Conflict, DomainError, NotFound, NotPermitted
from rehab_center.permissions import EVERYWHERE, Actor, Permission, Scope
from tests.admissions.stays import SECOND
from tests.attendance.workshop import AFTER_WINDOW, DAY, DURING, NEXT_DAY, Workshop, assign

A = Attended
RIGHTS = frozenset(Permission)


def expected(workshop: Workshop, session_id: int | None = None) -> list[str]:
    del session_id
    return [one.full_name for one in workshop.page.people if one.expected]


def test_expected_are_those_assigned_who_are_here_when_it_begins(workshop: Workshop) -> None:
    an, binh, cuong = workshop.stays
    other = workshop.centre.admit(workshop.centre.person("Người Ngoài"))
    assert expected(workshop) == ["Trần Văn An", "Lê Văn Bình", "Phạm Văn Cường"]
    assign(workshop.centre, other, workshop.activity_id, since=DAY + timedelta(days=1))  # begins tomorrow
    workshop.centre.move(an, MovementKind.TO_HOSPITAL, date(2024, 6, 10))
    # Gone at 15:00: was expected in the morning, not in the afternoon. Back from the hospital before it began.
    workshop.centre.move(binh, MovementKind.ESCAPED, DAY, effective_time="15:00")
    workshop.centre.move(cuong, MovementKind.TO_HOSPITAL, date(2024, 6, 12))
    workshop.centre.move(cuong, MovementKind.FROM_HOSPITAL, DAY, effective_time="07:00")
    assert expected(workshop) == ["Lê Văn Bình", "Phạm Văn Cường"]
    afternoon = workshop.meet(DAY, 15 * 60 + 30, 17 * 60)
    late = Workshop(workshop.centre, workshop.activity_id, afternoon, workshop.stays)
    assert expected(late) == ["Phạm Văn Cường"]


def test_all_present_then_the_exceptions(workshop: Workshop) -> None:
    an, binh, cuong = workshop.stays
    assert workshop.page.state(DURING) is RollState.NOT_MARKED
    workshop.mark({binh: Mark(A.PRESENT)})
    assert workshop.page.state(DURING) is RollState.PARTLY
    assert workshop.page.closed_by is None
    wrong = {an: Mark(A.REFUSED), binh: Mark(A.PRESENT), cuong: Mark(A.LATE)}
    with pytest.raises(Blocked) as refused:
        workshop.mark(wrong)
    assert [one.field for one in refused.value.findings] == [f"note_{an}", f"minutes_{cuong}"]
    right = {
        an: Mark(A.REFUSED, note=" Không  chịu ra xưởng "),
        binh: Mark(A.PRESENT),
        cuong: Mark(A.LATE, minutes=150),
    }
    assert workshop.mark(right) == 2  # what stands so already is left alone
    page = workshop.page
    assert page.state(DURING) is RollState.MARKED
    assert page.closed_by == "Người kiểm thử"
    with transaction() as session:
        assert marking_of(session, page) == Marking("Người kiểm thử", DURING, ())
    marks = {one.stay_id: one.mark for one in page.people}
    assert marks[an] == Mark(A.REFUSED, 0, None, "Không chịu ra xưởng")
    assert marks[binh] == Mark(A.PRESENT, 210, None, None)
    assert marks[cuong] == Mark(A.LATE, 150, None, None)


def test_what_can_be_said_ahead_and_what_cannot(workshop: Workshop) -> None:
    an, binh, _cuong = workshop.stays
    tomorrow = workshop.meet(DAY + timedelta(days=1))
    assert workshop.mark({an: Mark(A.VISIT)}, session_id=tomorrow) == 1
    with pytest.raises(Blocked):
        workshop.mark({binh: Mark(A.PRESENT)}, session_id=tomorrow)
    ahead = Workshop(workshop.centre, workshop.activity_id, tomorrow, workshop.stays)
    assert ahead.page.state(DURING) is RollState.AHEAD
    assert ahead.page.closed_by is None
    # Said ahead is not held: the session can still be cancelled, and then nobody can be marked.
    with transaction() as session:
        cancel_session(session, tomorrow, reason=CancelReason.WEATHER, actor=workshop.centre.actor, now=DURING)
    with pytest.raises(Conflict, match="cancelled"):
        workshop.mark({binh: Mark(A.PRESENT)}, session_id=tomorrow, now=NEXT_DAY)
    workshop.mark()
    with transaction() as session, pytest.raises(Conflict, match="held"):
        cancel_session(session, workshop.session_id, reason=CancelReason.WEATHER, actor=SECOND, now=DURING)


def test_two_officers_at_once_lose_nothing_and_are_told(workshop: Workshop) -> None:
    an, binh, _cuong = workshop.stays
    seen = workshop.page.version
    workshop.mark({an: Mark(A.SICK)}, version=seen)
    with pytest.raises(Conflict) as told:
        workshop.mark({an: Mark(A.PRESENT), binh: Mark(A.PRESENT)}, version=seen, actor=SECOND)
    assert told.value.code == "changed-meanwhile"
    assert "Người kiểm thử has changed this" in str(told.value)
    marks = {one.stay_id: one.mark for one in workshop.page.people}
    assert marks[an] == Mark(A.SICK, 0)
    assert marks[binh] is None
    workshop.mark({binh: Mark(A.PRESENT)}, actor=SECOND)  # having looked again
    assert [one.marked_by for one in workshop.page.people] == ["Người kiểm thử", "Người thứ hai", None]


def test_the_mark_before_stays_readable(workshop: Workshop, session: Session) -> None:
    an = workshop.stays[0]
    workshop.mark()
    workshop.mark({an: Mark(A.TREATMENT, note="Đi khám răng")})
    rows = session.scalars(select(AttendanceMark).where(AttendanceMark.admission_id == an).order_by(AttendanceMark.id))
    first, second = rows.all()
    assert (first.attended, second.attended, second.replaces_id) == ("present", "treatment", first.id)
    (changed,) = changes_of(session, workshop.session_id, rights=RIGHTS)
    assert (changed.before.attended, changed.after.note, changed.reason) == (A.PRESENT, "Đi khám răng", None)
    (unread,) = changes_of(session, workshop.session_id, rights=frozenset())
    assert unread.after.note is None  # why somebody is at the medical post is not for everybody


def propose(workshop: Workshop, marks: dict[int, Mark], reason: str = "Ghi nhầm người") -> int:
    version = workshop.page.version
    with transaction() as session:
        return propose_correction(
            session,
            workshop.session_id,
            marks,
            reason=reason,
            expected_version=version,
            actor=workshop.centre.actor,
            now=AFTER_WINDOW,
        )


def confirm(correction_id: int, actor: Actor = SECOND) -> int:
    with transaction() as session:
        return confirm_correction(session, correction_id, actor=actor, now=AFTER_WINDOW)


def test_after_the_window_it_takes_a_reason_and_a_second_person(workshop: Workshop, session: Session) -> None:
    an, binh, cuong = workshop.stays
    workshop.mark({an: Mark(A.PRESENT), binh: Mark(A.PRESENT)})
    with pytest.raises(Conflict, match="alone is over"):
        workshop.mark({an: Mark(A.SICK)}, now=AFTER_WINDOW)
    for marks, reason, says in (
        ({an: Mark(A.PRESENT)}, "Rà soát", "different"),
        ({an: Mark(A.SICK)}, "  ", "Say why"),
        ({an: Mark(A.REFUSED)}, "Rà soát", "Trần Văn An: say more"),
    ):
        with pytest.raises(DomainError, match=says):
            propose(workshop, marks, reason)
    wanted = {an: Mark(A.LATE, minutes=100), binh: Mark(A.PRESENT), cuong: Mark(A.UNEXCUSED, note="Trốn ở phòng")}
    first = propose(workshop, wanted)
    page = correction_page(session, first, scope=EVERYWHERE)
    assert [(one.full_name, one.before, one.after.attended) for one in page.changes] == [
        ("Trần Văn An", Mark(A.PRESENT, 210), A.LATE),
        ("Phạm Văn Cường", None, A.UNEXCUSED),
    ]
    session.rollback()
    assert workshop.page.people[0].mark == Mark(A.PRESENT, 210)  # nothing counts yet
    with pytest.raises(Conflict, match="waits for its second person"):
        propose(workshop, {an: Mark(A.VISIT)})
    with pytest.raises(NotPermitted):
        confirm(first, workshop.centre.actor)
    assert confirm(first) == 2
    assert [one.mark and one.mark.minutes for one in workshop.page.people] == [100, 210, 0]
    assert workshop.page.state(AFTER_WINDOW) is RollState.MARKED
    with pytest.raises(Conflict, match="decided already"):
        confirm(first)
    (changed,) = changes_of(session, workshop.session_id, rights=RIGHTS)
    assert (changed.before.minutes, changed.after.minutes, changed.reason) == (210, 100, "Ghi nhầm người")
    told = marking_of(session, workshop.page)
    marker, second_person = workshop.centre.actor.label, SECOND.label
    assert (told.marked_by, told.marked_at) == (marker, DURING)  # the second person marked nobody
    assert [(one.proposed_by, one.confirmed_by) for one in told.corrections] == [(marker, second_person)]
    assert changed.correction == told.corrections[0]
    assert {one.marked_by for one in workshop.page.people} == {marker}
    session.rollback()
    second = propose(workshop, {an: Mark(A.PRESENT)})
    with transaction() as writing, pytest.raises(DomainError, match="Say why"):
        refuse_correction(writing, second, answer=" ", actor=SECOND, now=AFTER_WINDOW)
    with transaction() as writing:
        refuse_correction(writing, second, answer="Sổ giấy ghi đến muộn", actor=SECOND, now=AFTER_WINDOW)
    assert workshop.page.people[0].mark == Mark(A.LATE, 100)
    assert workshop.page.correction_id is None
    acts = session.scalars(select(AuditEntry.act).where(AuditEntry.act.like("attendance.%")).order_by(AuditEntry.id))
    assert acts.all() == [
        "attendance.marked",
        "attendance.correction-proposed",
        "attendance.correction-confirmed",
        "attendance.correction-proposed",
        "attendance.correction-refused",
    ]


def test_a_stranger_sees_and_marks_nothing(workshop: Workshop, actor: Actor) -> None:
    stranger = Actor(actor.name, actor.label, facility_ids=frozenset({9999}))
    assert stranger.scope == Scope(frozenset({9999}), medical=True)
    with pytest.raises(NotFound):
        workshop.mark(version=0, actor=stranger)
    outsider = workshop.centre.admit(workshop.centre.person("Người Ngoài"))
    with pytest.raises(DomainError, match="not assigned"):
        workshop.mark({outsider: Mark(A.PRESENT)})
