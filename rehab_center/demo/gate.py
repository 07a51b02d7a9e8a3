"""Two deliveries at the gate of the invented centre: last night's, closed, and today's, which waits for a clerk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.queries import StayPage, stay_page
from rehab_center.admissions.queries.handovers import handover_page
from rehab_center.admissions.rules.movements import MovementKind, State
from rehab_center.admissions.rules.refusals import RefusalReason
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.admissions.services import handovers
from rehab_center.admissions.services.handovers import DecisionFacts, HandoverFacts, LineFacts
from rehab_center.db import transaction
from rehab_center.demo.founding import BUILDER
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.errors import ReasonNeeded
from rehab_center.permissions import EVERYWHERE
from rehab_center.residents.kinds import Sex
from rehab_center.residents.queries import person_facts
from rehab_center.residents.rules.births import PartialBirth, born_in, born_on

_UNIT, _COURT = "Công an xã Hải Hậu", "Tòa án nhân dân khu vực 5 - Ninh Bình"
_DELIVERERS, _RECEIVER = "Đại úy Trần Văn Giao", "Trần Thị Tiếp Nhận, cán bộ tiếp nhận"
_REASON = "Theo hồ sơ; dữ liệu tập huấn"
_LONGEST_HELD = timedelta(days=60)

#: Name, birth and the paper shown; the last one showed none.
NEWCOMERS: tuple[tuple[str, PartialBirth, str | None], ...] = (
    ("Tiêu Bá Hưởng", born_on(date(1991, 4, 13)), "036091611912"),
    ("Khúc Đình Sáng", born_on(date(1986, 9, 2)), "036086722923"),
    ("Thân Quốc Uy", born_on(date(1979, 6, 6)), "036079833934"),
    ("Lã Văn Vĩnh", born_in(1988), None),
)
#: Held while the file is made: whose ground can be changed by whoever practises.
HELD = ("Ninh Công Thủy", born_on(date(1992, 2, 17)), "036092977955")
_REFUSED = ("Cù Minh Khôi", date(2015, 5, 20))
_ON_THE_WAY = ("Doãn Thế Kiên", born_on(date(1994, 11, 11)), "036094944945")


@dataclass(frozen=True)
class _Known:
    """Somebody of the records who is delivered: the person, and how they are written down at the gate."""

    resident_id: int
    facts: LineFacts


def receive(session: Session, facility_id: int, *, until: date) -> None:
    """Last night's delivery: taken in, brought back, changed over, refused, and the minutes closed. Whole acts.

    An escapee and somebody held are in it where the history has left one; another one is held from that night on.
    """
    now = clock.moment_of(until, 20, 10)
    known = [one for one in (_escapee(session, until), _held(session, until)) if one is not None]
    count = len(NEWCOMERS) + len(known) + 2
    facts = HandoverFacts(until, _UNIT, "20:00", deliverers=_DELIVERERS, receivers=_RECEIVER, stated_count=count)
    with clock.set_to(now):
        handover_id = handovers.open_handover(session, facility_id=facility_id, facts=facts, actor=BUILDER, now=now)
        decision_id = _decide(session, handover_id, until - timedelta(days=3), now)
        for name, birth, number in NEWCOMERS:
            line = LineFacts(name, Sex.MALE, birth, identity_number=number, commune="xã Hải Hậu")
            _take_in(session, handover_id, replace(line, decision_id=decision_id), None, now)
        name, birth, number = HELD
        held = LineFacts(name, Sex.MALE, birth, identity_number=number, commune="xã Hải Hậu", kind=StayKind.TEMPORARY)
        _take_in(session, handover_id, held, None, now)
        for one in known:
            _take_in(session, handover_id, replace(one.facts, decision_id=decision_id), one.resident_id, now)
        child = LineFacts(_REFUSED[0], Sex.MALE, born_on(_REFUSED[1]), kind=StayKind.MINOR)
        line_id = handovers.add_line(session, handover_id, facts=child, actor=BUILDER, now=now)
        handovers.refuse(session, line_id, refusal=RefusalReason.UNDER_AGE, actor=BUILDER, now=now)
        version = handover_page(session, handover_id, scope=EVERYWHERE).version
        handovers.close_handover(
            session, handover_id, minutes_number="01/BB-CSCNMT", expected_version=version, actor=BUILDER, now=now
        )


def wait(session: Session, facility_id: int, *, today: date, now: datetime) -> None:
    """Today's delivery: one escaped yesterday, one who was here before, one nobody knows; nobody decided about yet."""
    time = f"{now.astimezone(clock.ZONE):%H:%M}"
    known = [one for one in (_fresh_escapee(session, today), _left(session, today)) if one is not None]
    count = len(known) + 1
    facts = HandoverFacts(today, _UNIT, time, deliverers=_DELIVERERS, receivers=_RECEIVER, stated_count=count)
    handover_id = handovers.open_handover(session, facility_id=facility_id, facts=facts, actor=BUILDER, now=now)
    decision_id = _decide(session, handover_id, today - timedelta(days=2), now)
    name, birth, number = _ON_THE_WAY
    unknown = LineFacts(name, Sex.MALE, birth, identity_number=number, commune="xã Hải Hậu")
    for line in (unknown, *(one.facts for one in known)):
        handovers.add_line(session, handover_id, facts=replace(line, decision_id=decision_id), actor=BUILDER, now=now)


def deliver(facility_id: int, *, until: date) -> None:
    """Both deliveries, each in a commit of its own."""
    with transaction() as session:
        receive(session, facility_id, until=until)
    with transaction() as session:
        wait(session, facility_id, today=clock.today(), now=clock.now())


def _decide(session: Session, handover_id: int, day: date, now: datetime) -> int:
    paper = DocumentFacts(DocumentKind.DECISION, f"{day:%d%m}/QĐ-TA", issued_on=day, issuer=_COURT)
    facts = DecisionFacts(paper, StayKind.COMPULSORY, 24, day)
    return handovers.add_decision(session, handover_id, facts=facts, actor=BUILDER, now=now)


def _take_in(session: Session, handover_id: int, facts: LineFacts, resident_id: int | None, now: datetime) -> None:
    line_id = handovers.add_line(session, handover_id, facts=facts, actor=BUILDER, now=now)
    if resident_id is None:
        handovers.somebody_else(session, line_id, actor=BUILDER, now=now)
    else:
        handovers.identify(session, line_id, resident_id=resident_id, actor=BUILDER, now=now)
    try:
        handovers.take_in(session, line_id, actor=BUILDER, now=now)
    except ReasonNeeded:
        handovers.take_in(session, line_id, reason=_REASON, actor=BUILDER, now=now)


# --- who of the records is delivered ---------------------------------------------------------------------------------


def _escapee(session: Session, until: date) -> _Known | None:
    """Somebody who escaped some time ago and is still away."""
    escapes = _moved(session, MovementKind.ESCAPED, until, before=until - timedelta(days=7))
    return next((_known(session, page) for page in escapes if page.state.state is State.ESCAPED), None)


def _fresh_escapee(session: Session, today: date) -> _Known | None:
    escapes = _moved(session, MovementKind.ESCAPED, today, before=today)
    return next((_known(session, page) for page in escapes if page.state.state is State.ESCAPED), None)


def _left(session: Session, today: date) -> _Known | None:
    return next((_known(session, page) for page in _moved(session, MovementKind.COMPLETED, today, before=today)), None)


def _held(session: Session, until: date) -> _Known | None:
    """Somebody held while the file is made."""
    held = select(Admission.id).where(
        Admission.kind == StayKind.TEMPORARY, Admission.admitted_on.between(until - _LONGEST_HELD, until)
    )
    pages = (stay_page(session, one, scope=EVERYWHERE, as_of=until) for one in session.scalars(held).all())
    return next((_known(session, page) for page in pages if page.state.state is State.PRESENT), None)


def _moved(session: Session, kind: MovementKind, day: date, *, before: date) -> Iterator[StayPage]:
    """Stays with such a movement before a day, the latest first, as of ``day``."""
    latest = (
        select(Movement.admission_id)
        .where(Movement.kind == kind, Movement.effective_on < before)
        .order_by(Movement.effective_on.desc(), Movement.id.desc())
        .limit(40)
    )
    for stay_id in session.scalars(latest).all():
        yield stay_page(session, stay_id, scope=EVERYWHERE, as_of=day)


def _known(session: Session, page: StayPage) -> _Known:
    facts = person_facts(session, page.person.id, scope=EVERYWHERE).facts
    return _Known(page.person.id, LineFacts(facts.full_name, facts.sex, facts.birth, commune=facts.commune))
