"""Sheets of many sessions keyed in together: the same rules and the same log as one after the other."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center.activities.queries import sessions_of
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.attendance.kinds import Attended, RollState
from rehab_center.attendance.models import AttendanceMark
from rehab_center.attendance.queries.expected import expected_at
from rehab_center.attendance.queries.sessions import MeetingPage, meeting_page
from rehab_center.attendance.rules.marking import Mark
from rehab_center.attendance.services.keying import key_sheets
from rehab_center.audit.models import AuditEntry
from rehab_center.audit.recorder import acts_together
from rehab_center.audit.services import check_log
from rehab_center.audit.waiting import rows_together
from rehab_center.clock import moment_of
from rehab_center.db import transaction
from rehab_center.errors import Blocked, Conflict, NotFound
from rehab_center.permissions import EVERYWHERE, Actor
from tests.attendance.workshop import DAY, Workshop
from tests.placements.test_views import counted

YESTERDAY = DAY - timedelta(days=1)
EVENING = moment_of(DAY, 18)


def key(workshop: Workshop, first: date = YESTERDAY, told: Mark | None = None, *, actor: Actor | None = None) -> int:
    """Both days, the second of the three with a mark of their own."""

    def exceptions(page: MeetingPage) -> dict[int, Mark]:
        return {workshop.stays[1]: told} if told else {}

    with transaction() as session, acts_together(session), rows_together(session):
        found = sessions_of(session, first, DAY, scope=EVERYWHERE)
        return key_sheets(session, found, exceptions, actor=actor or workshop.centre.actor, now=EVENING)


def test_two_days_are_keyed_as_two_sessions(workshop: Workshop, session: Session) -> None:
    before = workshop.meet(YESTERDAY)
    workshop.centre.move(workshop.stays[2], MovementKind.TO_HOSPITAL, DAY, effective_time="06:00")
    workshop.mark({workshop.stays[0]: Mark(Attended.SICK)})
    with pytest.raises(Blocked, match="phút|minutes"):
        key(workshop, told=Mark(Attended.LATE))
    with pytest.raises(NotFound):
        key(workshop, actor=Actor("khac", "Nơi khác", facility_ids=frozenset({99})))
    assert session.scalar(select(func.count()).select_from(AttendanceMark)) == 1
    assert key(workshop, told=Mark(Attended.REFUSED, note="Không nhận việc")) == 3 + 1
    session.rollback()
    pages = [meeting_page(session, one, scope=EVERYWHERE) for one in (before, workshop.session_id)]
    told = [{one.full_name: one.mark.attended.value for one in page.people if one.mark} for page in pages]
    assert told == [
        {"Trần Văn An": "present", "Lê Văn Bình": "refused", "Phạm Văn Cường": "present"},
        {"Trần Văn An": "sick", "Lê Văn Bình": "refused"},
    ]
    assert [(page.version, page.state(EVENING), page.closed_by is not None) for page in pages] == [
        (1, RollState.MARKED, True),
        (2, RollState.MARKED, True),
    ]
    acts = session.scalars(select(AuditEntry.about_id).where(AuditEntry.act == "attendance.marked").order_by("id"))
    assert acts.all() == [workshop.session_id, before, workshop.session_id]
    assert check_log().problems == ()
    assert key(workshop, told=None) == 0
    workshop.meet(DAY - timedelta(days=4))
    with pytest.raises(Conflict, match="over|hết"):
        key(workshop, DAY - timedelta(days=4))


def test_statements_do_not_grow_with_sessions_and_people(workshop: Workshop, session: Session) -> None:
    session.rollback()
    with counted() as sent:
        assert key(workshop, DAY) == 3
    few = len(sent)
    later = DAY + timedelta(days=1)
    meetings = [workshop.meet(later, begins, begins + 60) for begins in (480, 560, 640)]
    with counted() as sent:
        assert expected_at(session, sessions_of(session, later, scope=EVERYWHERE)).keys() == set(meetings)
    asked = [one for one in sent if one.startswith("SELECT")]
    assert len(asked) == 1 + 5, "the sessions; assignments with pauses and permissions, movements before and since"
    with transaction() as writing, acts_together(writing), rows_together(writing), counted() as sent:
        found = sessions_of(writing, later, scope=EVERYWHERE)
        evening = moment_of(later, 18)
        assert key_sheets(writing, found, lambda _: {}, actor=workshop.centre.actor, now=evening) == 9
    assert len(sent) <= few
