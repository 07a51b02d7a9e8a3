"""A centre with a small register, and its report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.orm import Session

from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.periods import Period, PeriodKind, parse_period
from rehab_center.permissions import Actor
from rehab_center.reports import paper
from rehab_center.residents.kinds import Sex
from tests.headcount.book import Book, Move, Stay
from tests.reports.register import make_centre, set_the_plan

IN = MovementKind.ADMITTED
Build = Callable[..., int]


@pytest.fixture
def centre(session: Session, actor: Actor) -> Book:
    """A centre with a letterhead and nobody in it, inside an application context."""
    return make_centre(actor)


@pytest.fixture
def small(centre: Book) -> Book:
    """Five newly admitted in the first half of 2024, four the year before, a plan of 8; somebody in every table."""
    before, inside = date(2023, 3, 1), date(2024, 3, 1)
    escaped = Move(MovementKind.ESCAPED, date(2024, 4, 1))
    centre.write(
        [
            *[Stay((Move(IN, before),), name=f"Vũ Văn {name}") for name in ("Ất", "Bính", "Đinh")],
            Stay((Move(IN, before), Move(MovementKind.COMPLETED, inside)), name="Đỗ Văn Hết"),
            *[Stay((Move(IN, inside),), name=f"Lê Văn {name}") for name in ("Kỷ", "Mậu", "Canh")],
            Stay((Move(IN, inside),), StayKind.MINOR, Sex.FEMALE, "Mai Thị Út"),
            Stay((Move(IN, inside), escaped), name="Bùi Văn Trốn"),
            Stay((Move(IN, inside),), StayKind.VOLUNTARY, name="Phạm Văn Nguyện"),
            Stay((Move(MovementKind.TRANSFERRED_IN, inside),), name="Hoàng Văn Chuyển"),
            Stay((Move(IN, date(2024, 6, 15)),), name="Trần Văn Muộn"),
        ]
    )
    set_the_plan(centre, 8)
    return centre


def period(word: str = "2024-H1", kind: PeriodKind = PeriodKind.HALF_YEAR) -> Period:
    """A period by its word."""
    return parse_period(kind, word)


@pytest.fixture
def build(small: Book, actor: Actor) -> Build:
    """``build()``: the half-year's report of the small register, frozen and printed; gives its id."""

    def built(word: str = "2024-H1", kind: PeriodKind = PeriodKind.HALF_YEAR) -> int:
        return paper.build(small.facility_id, period(word, kind), actor=actor)

    return built
