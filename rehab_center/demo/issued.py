"""Papers the invented centre has issued itself: notices before and after the end of a term, one of them cancelled."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.db import db, transaction
from rehab_center.demo.founding import BUILDER
from rehab_center.issuing.kinds import PaperKind
from rehab_center.issuing.printing import print_paper
from rehab_center.issuing.queries import known_at_first, load_paper, situation
from rehab_center.issuing.rules.facts import Typed
from rehab_center.issuing.services import cancel, issue, start_draft
from rehab_center.permissions import EVERYWHERE

_SIGNER = "Vũ Trưởng Cơ Sở"
_SOON = timedelta(days=40)


def issue_papers(*, until: date) -> None:
    """Issue a few papers on the last day of the story, and leave one to the head of the centre to be numbered."""
    now = clock.moment_of(until, 16)
    session = db.session()
    ending = _ending(session, until)
    completed, escaped = (_latest(session, kind) for kind in (MovementKind.COMPLETED, MovementKind.ESCAPED))
    with clock.set_to(now):
        numbered = [_issued(stay_id, PaperKind.POST_REHAB_NOTICE, now) for stay_id in completed]
        numbered += [_issued(stay_id, PaperKind.END_NOTICE, now) for stay_id in ending]
        if numbered:
            with transaction() as writing:
                cancel(writing, numbered[-1], reason="Ghi sai nơi nhận", actor=BUILDER, now=now)
            print_paper(numbered[0], actor=BUILDER)
        for stay_id in escaped[:1]:
            _drafted(stay_id, PaperKind.SEARCH_DECISION, now)


def _ending(session: Session, until: date) -> list[int]:
    query = (
        select(Admission.id)
        .where(Admission.term_end_on.between(until, until + _SOON))
        .order_by(Admission.term_end_on, Admission.id)
        .limit(2)
    )
    return list(session.scalars(query))


def _latest(session: Session, kind: MovementKind) -> list[int]:
    voided = select(Movement.voids_id).where(Movement.voids_id.is_not(None))
    query = (
        select(Movement.admission_id)
        .where(Movement.kind == kind, Movement.id.not_in(voided))
        .order_by(Movement.effective_on.desc(), Movement.id.desc())
        .limit(2)
    )
    return list(session.scalars(query))


def _drafted(stay_id: int, kind: PaperKind, now: datetime) -> int:
    today = clock.day_of(now)
    with transaction() as session:
        there = situation(session, stay_id, scope=EVERYWHERE, today=today)
        known = known_at_first(session, there, kind, there.movement_for(kind), today)
        given = Typed(today, **({"signer": _SIGNER} | known))
        return start_draft(session, stay_id, kind, given=given, actor=BUILDER, now=now)


def _issued(stay_id: int, kind: PaperKind, now: datetime) -> int:
    paper_id = _drafted(stay_id, kind, now)
    version = load_paper(db.session(), paper_id, scope=EVERYWHERE).version
    with transaction() as session:
        issue(session, paper_id, expected_version=version, reason="Dữ liệu tập huấn", actor=BUILDER, now=now)
    return paper_id
