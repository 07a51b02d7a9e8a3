"""How the vocational courses of the invented centre end: a last test, the results, the certificates that come."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.activities.kinds import CourseLevel
from rehab_center.courses.kinds import CertificateKind, KindOfTest, Missed, Outcome
from rehab_center.courses.queries.courses import CoursePage, course_page
from rehab_center.courses.services.certificates import Numbered, Paper, issue
from rehab_center.courses.services.keeping import hand_over
from rehab_center.courses.services.results import decide_results
from rehab_center.courses.services.tests import FactsOfTest, Given, add_test, save_scores
from rehab_center.demo.programmes import Offer, cohorts
from rehab_center.demo.work import HEAD, TRAINER, Works

_AFTER = timedelta(days=3)
_WHY = "Theo biên bản xét kết quả của hội đồng thi"
_EXAMINERS = "Hội đồng thi Trường Trung cấp nghề Thành Nam (hư cấu)"

Happening = Callable[[Session, datetime], object]


def concluded_days(works: Works) -> Iterator[tuple[date, Happening]]:
    """On which days a course is brought to its end."""
    for offer in cohorts(works.first, works.until):
        ends_on = offer.facts.ends_on
        if ends_on is not None and ends_on + _AFTER <= works.until:
            yield ends_on + _AFTER, _concludes(works, offer)


def _concludes(works: Works, offer: Offer) -> Happening:
    return lambda session, now: _conclude(works, offer, session, now)


def _conclude(works: Works, offer: Offer, session: Session, now: datetime) -> None:
    (activity_id,) = [key for key, one in works.offers.items() if one is offer or one.facts.name == offer.facts.name]
    ended_on = offer.facts.ends_on or clock.day_of(now)
    facts = FactsOfTest(ended_on, KindOfTest.FINAL, "Kiểm tra kết thúc khóa học", Decimal(10), _EXAMINERS)
    test_id = add_test(session, activity_id, facts, actor=TRAINER, now=now)
    page = _page(works, session, activity_id, now)
    given = {one.stay_id: _points(one.stay_id) for one in page.learners if not one.left}
    if not given:
        return
    save_scores(session, test_id, given, expected_version=1, actor=TRAINER, now=now)
    page = _page(works, session, activity_id, now)
    outcomes = {one.stay_id: one.proposal.outcome for one in page.learners if one.proposal.outcome is not None}
    decide_results(session, activity_id, outcomes, on=ended_on, reason=_WHY, newest=page.newest, actor=HEAD, now=now)
    passed = [one for one in page.learners if outcomes.get(one.stay_id) is Outcome.PASSED]
    if not passed:
        return
    elementary = offer.facts.level is CourseLevel.ELEMENTARY
    paper = Paper(
        CertificateKind.ELEMENTARY if elementary else CertificateKind.TRAINING,
        own=False,
        issued_on=clock.day_of(now),
        issuer=offer.facts.provider,
        licence=offer.facts.licence,
        signer="Hiệu trưởng",
    )
    sign = "SC" if elementary else "ĐT"
    people = {
        one.stay_id: Numbered(f"{activity_id:03d}{place:02d}/{sign}-{ended_on:%Y}")
        for place, one in enumerate(passed, start=1)
    }
    ids = issue(session, activity_id, paper, people, reason=_WHY, actor=TRAINER, now=now)
    for number, one in list(zip(ids, passed, strict=True))[:-1]:  # the last one has not fetched theirs
        hand_over(session, number, on=clock.day_of(now), to=one.full_name, signed=True, expected_version=1,
                  actor=TRAINER, now=now)  # fmt: skip


def _page(works: Works, session: Session, activity_id: int, now: datetime) -> CoursePage:
    return course_page(session, activity_id, scope=works.scope, today=clock.day_of(now))


def _points(stay_id: int) -> Given:
    """Most pass; now and then somebody fails or stays away."""
    random = Random(stay_id + 2)
    luck = random.random()
    if luck < 0.04:
        return Given(missed=Missed.UNEXCUSED)
    return Given(Decimal(random.randint(6, 9) if luck > 0.1 else 4))
