"""The invented centre itself: its beginning, its yearly plans, its new name after the merger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.recorder import record
from rehab_center.capacity.rules import Indicator
from rehab_center.capacity.services import set_plan
from rehab_center.db import transaction
from rehab_center.demo.papers import NEW_NAME, OLD_NAME, committee_on
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.organisation.provinces import MERGER
from rehab_center.organisation.queries import letterhead_on
from rehab_center.organisation.rules import NameLine
from rehab_center.organisation.services import certify_capacity, create_facility, name_facility
from rehab_center.permissions import Actor

CODE = "CSCNMT-ND"
FOUNDED = date(2022, 6, 1)
BUILDER = Actor(name="demo", label="Trình dựng dữ liệu tập huấn", origin="demo")

_CAPACITY = ((FOUNDED, 400, "356/QĐ-UBND ngày 20/05/2022"), (date(2024, 1, 1), 450, "2611/QĐ-UBND ngày 18/12/2023"))


@dataclass(frozen=True)
class PlanDecision:
    """How many new compulsory admissions a year is planned to have, and the decision that says so."""

    year: int
    target: int
    number: str
    decided_on: date

    @property
    def revises(self) -> bool:
        """Whether it changes a year that has begun."""
        return self.decided_on.year == self.year and self.year != FOUNDED.year


_PLANS = (
    PlanDecision(2022, 300, "1873/QĐ-UBND", date(2022, 6, 10)),
    PlanDecision(2023, 230, "2410/QĐ-UBND", date(2022, 12, 9)),
    PlanDecision(2024, 190, "2567/QĐ-UBND", date(2023, 12, 11)),
    PlanDecision(2025, 150, "2702/QĐ-UBND", date(2024, 12, 10)),
    PlanDecision(2025, 140, "1164/QĐ-UBND", date(2025, 6, 20)),
    PlanDecision(2026, 145, "2218/QĐ-UBND", date(2025, 12, 8)),
)
_LATER_TARGET = 140


def plan_decisions(until: date) -> Iterator[PlanDecision]:
    """The decisions taken by the end of ``until``."""
    later = (
        PlanDecision(year, _LATER_TARGET, f"{2200 + year % 100}/QĐ-UBND", date(year - 1, 12, 8))
        for year in range(_PLANS[-1].year + 1, until.year + 2)
    )
    return (plan for plan in (*_PLANS, *later) if plan.decided_on <= until)


def found() -> int:
    """Set up the centre on its first day and give its id. The log says that the clock was set back."""
    with clock.set_to(clock.moment_of(FOUNDED, 7)), transaction() as session:
        now = clock.now()
        record("demo.clock_set", actor=BUILDER, at=now, details={"clock": f"{FOUNDED:%d/%m/%Y}"})
        facility_id = create_facility(session, code=CODE, name=OLD_NAME, actor=BUILDER, now=now)
        for valid_from, people, citation in _CAPACITY:
            certify_capacity(
                session, facility_id, valid_from=valid_from, people=people, citation=citation, actor=BUILDER, now=now
            )
    return facility_id


def set_one_plan(session: Session, now: datetime, *, facility_id: int, plan: PlanDecision) -> None:
    """Enter a plan on the day it was decided."""
    set_plan(
        session,
        facility_id=facility_id,
        year=plan.year,
        indicator=Indicator.NEW_COMPULSORY,
        target=plan.target,
        document=DocumentFacts(
            DocumentKind.PLAN,
            plan.number,
            issued_on=plan.decided_on,
            issuer=committee_on(plan.decided_on),
            facility_id=facility_id,
        ),
        valid_from=plan.decided_on if plan.revises else None,
        note="Điều chỉnh theo khả năng tiếp nhận" if plan.revises else None,
        actor=BUILDER,
        now=now,
    )


def rename(session: Session, now: datetime, *, facility_id: int) -> None:
    """From the merger on the centre's name no longer speaks of a province that is no more."""
    before = letterhead_on(session, facility_id, MERGER)
    line = NameLine(
        valid_from=MERGER,
        name=NEW_NAME,
        short_name=before.short_name,
        superior=before.superior,
        head_title=before.head_title,
        deputy_title=before.deputy_title,
        place=before.place,
        address=before.address,
        recipients=before.recipients,
        citation="Quyết định (hư cấu) số 7/QĐ-CAT ngày 01/07/2025",
    )
    name_facility(session, facility_id, line=line, actor=BUILDER, now=now)
