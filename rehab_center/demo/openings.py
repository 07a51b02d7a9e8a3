"""What the invented centre's paper book counts of those who came before its register was complete."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Admission
from rehab_center.admissions.queries import movements_of, plan_opening
from rehab_center.admissions.queries.due import exited_by
from rehab_center.admissions.rules.sequence import state_of
from rehab_center.admissions.rules.term_opening import OpeningFacts
from rehab_center.admissions.services import state_opening
from rehab_center.db import db, transaction
from rehab_center.demo.founding import BUILDER, FOUNDED
from rehab_center.demo.papers import OLD_NAME
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.findings import Severity
from rehab_center.organisation.completeness import state_completeness
from rehab_center.permissions import EVERYWHERE

#: The first day of the first period that a report of the invented centre is compared with.
COMPLETE_FROM = date(2022, 12, 15)
_SAID = "Đã đối chiếu sổ giấy với danh sách ngày 14/12/2022"
_REASON = "Theo sổ quản lý học viên; dữ liệu tập huấn"
_BOOK = DocumentFacts(DocumentKind.OTHER, "Sổ quản lý học viên quyển 1", FOUNDED, OLD_NAME)
_MOST = 4
_DAYS = (0, 5, 30, 60, 90, 120)
"""Days not counted that the book may have: the first that the register does not contradict is taken."""
_APART = timedelta(days=9)


def open_by_book(facility_id: int, *, until: date) -> None:
    """State from when the register is complete, and key the book of a few; every other one gives another end."""
    now = clock.moment_of(until, 16)
    with clock.set_to(now):
        with transaction() as session:
            state_completeness(session, facility_id, complete_from=COMPLETE_FROM, reason=_SAID, actor=BUILDER, now=now)
        for number, stay_id in enumerate(_from_before(db.session(), facility_id, until)):
            _key(stay_id, differs=number % 2 == 0)


def _from_before(session: Session, facility_id: int, until: date) -> list[int]:
    query = (
        select(Admission.id)
        .where(
            Admission.facility_id == facility_id,
            Admission.admitted_on < COMPLETE_FROM,
            Admission.months.is_not(None),
            ~exited_by(until),
        )
        .order_by(Admission.id)
        .limit(_MOST)
    )
    return list(session.scalars(query))


def _key(stay_id: int, *, differs: bool) -> None:
    now = clock.now()
    session = db.session()
    state = state_of(movements_of(session, [stay_id])[stay_id]).state
    for days in _DAYS:
        facts = OpeningFacts(COMPLETE_FROM - timedelta(days=1), days, state=state, paper=_BOOK)
        plan = plan_opening(session, stay_id, facts=facts, scope=EVERYWHERE, now=now)
        if any(finding.severity is Severity.BLOCK for finding in plan.findings):
            continue
        ends = [line.running_end_on for line in plan.after.lines if line.running_end_on] if plan.after else []
        book_end_on = (ends[-1] - _APART if differs else ends[-1]) if ends else None
        facts = OpeningFacts(facts.until_on, days, book_end_on=book_end_on, state=state, paper=_BOOK)
        with transaction() as writing:
            state_opening(writing, stay_id, facts=facts, seen_id=0, reason=_REASON, actor=BUILDER, now=now)
        return
