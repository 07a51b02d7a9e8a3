"""Health checks, clearances, a few rewards and measures of those who are in the invented centre now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.rules.movements import EXITS
from rehab_center.conduct.kinds import EventKind
from rehab_center.conduct.rules import EventFacts
from rehab_center.conduct.services import enter_event
from rehab_center.dates import add_months
from rehab_center.demo.founding import BUILDER
from rehab_center.demo.story import Stay
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.health.kinds import CheckResult, Clearance
from rehab_center.health.rules import CheckFacts, ClearanceFacts
from rehab_center.health.services import clear_for_work, keep_check

_DOCTOR, _CENTRE = "BS. Vũ Thị Khám", "Cơ sở cai nghiện ma túy"
_SETTLED, _HALF_A_YEAR = timedelta(days=20), timedelta(days=183)
_EVENTS = (
    (EventKind.COMMENDED, "Giúp bạn học chữ", None, False),
    (EventKind.PRAISED, "Cứu bạn bị ngạt nước", None, True),
    (EventKind.REPRIMANDED, "Hút thuốc trong phòng ở", None, False),
    (EventKind.ROOM, "Đánh nhau với học viên khác", 3, False),
    (EventKind.REWARDED, "Đạt năng suất cao ba tháng liền", None, False),
    (EventKind.WARNED, "Vi phạm nội quy lần thứ hai trong ba tháng", None, False),
)

Care = Callable[[int, Session, datetime], object]


def care_of(number: int, stay: Stay, until: date) -> Iterator[tuple[date, Care]]:
    """On which days the medical post and the officers write something about a stay, and what: given the stay's id."""
    if stay.last_kind in EXITS or stay.moves or stay.admitted_on > until - _SETTLED:
        return
    random = Random(number)
    day = max(stay.admitted_on + timedelta(days=15), until - timedelta(days=random.randint(3, 170)))
    if stay.admitted_on < day - _HALF_A_YEAR / 2 and number % 15:  # somebody is always forgotten
        yield (
            day,
            lambda stay_id, session, now: keep_check(
                session, stay_id, facts=_check(random, now), actor=BUILDER, now=now
            ),
        )
    if number % 12:
        yield (
            day,
            lambda stay_id, session, now: clear_for_work(
                session, stay_id, facts=_clearance(random, now), actor=BUILDER, now=now + timedelta(minutes=1)
            ),
        )
    if number % 18 == 0:
        kind, ground, days, merit = _EVENTS[number // 18 % len(_EVENTS)]
        facts = EventFacts(kind, day, ground, days, merit)
        paper = DocumentFacts(DocumentKind.OTHER, f"{number}/QĐ-CSCN", issued_on=day, issuer=_CENTRE)
        yield (
            day,
            lambda stay_id, session, now: enter_event(
                session, stay_id, facts=facts, paper=paper, actor=BUILDER, now=now
            ),
        )


def _check(random: Random, now: datetime) -> CheckFacts:
    well = random.random() < 0.8
    result = CheckResult.WELL if well else CheckResult.FOLLOW
    return CheckFacts(clock.day_of(now), _DOCTOR, result, None if well else "Huyết áp cao, theo dõi hằng tuần")


def _clearance(random: Random, now: datetime) -> ClearanceFacts:
    first = clock.day_of(now)
    heavy = random.random() < 0.85
    kind = Clearance.ALL if heavy else random.choice([Clearance.NO_HEAVY, Clearance.CLASSES_ONLY])
    return ClearanceFacts(kind, first, add_months(first, 6), None if heavy else "Thể trạng yếu")
