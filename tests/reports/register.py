"""The register behind the published sentence: 125 newly admitted, 119% of 105, 65,79% of 190, and 413 under care."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle

from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.capacity.rules import Indicator
from rehab_center.capacity.services import set_plan
from rehab_center.clock import moment_of
from rehab_center.db import transaction
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.organisation.services import create_facility
from rehab_center.permissions import Actor
from rehab_center.residents.kinds import Sex
from tests.headcount.book import WRITTEN, Book, Move, Stay

CENTRE = "Cơ sở Cai nghiện ma túy tỉnh Nam Định"
RECIPIENTS = ("UBND tỉnh (để báo cáo)", "Sở Lao động - Thương binh và Xã hội", "Ban Giám đốc cơ sở")
OPENING_DAY, CLOSING_DAY = date(2023, 12, 15), date(2024, 6, 14)

_FAMILIES = cycle(["Trần", "Nguyễn", "Phạm", "Vũ", "Đỗ", "Lê", "Hoàng", "Bùi", "Đặng", "Mai", "Phan"])
_MIDDLES = cycle(["Văn", "Đức", "Xuân", "Thành", "Quang", "Tiến", "Công"])
_GIVEN = cycle(
    ["An", "Bình", "Dũng", "Hải", "Hùng", "Khánh", "Long", "Minh", "Nam", "Phú", "Quân", "Sơn", "Tú", "Thắng"]
)


def make_centre(actor: Actor) -> Book:
    """The centre with its letterhead, and no people yet. Inside an application context."""
    with transaction() as session:
        facility_id = create_facility(
            session, code="NDH", name=CENTRE, recipients=RECIPIENTS, actor=actor, now=moment_of(date(2022, 1, 3), 8)
        )
    return Book(facility_id, actor)


def set_the_plan(book: Book, target: int = 190, number: str | None = "12/QĐ-SLĐTBXH") -> int:
    """The plan of 2024."""
    facts = DocumentFacts(
        DocumentKind.PLAN,
        number or "",
        date(2023, 12, 20),
        "Sở Lao động - Thương binh và Xã hội",
        facility_id=book.facility_id,
    )
    with transaction() as session:
        return set_plan(
            session,
            facility_id=book.facility_id,
            year=2024,
            indicator=Indicator.NEW_COMPULSORY,
            target=target,
            document=facts if number else None,
            actor=book.actor,
            now=WRITTEN,
        )


def fill(book: Book) -> list[int]:
    """Write everybody; gives the stays' ids in the order written."""
    return book.write(
        [
            *_admitted(105, date(2022, 12, 15), date(2023, 6, 14)),
            *_admitted(133, date(2023, 6, 15), date(2023, 12, 14)),
            *_admitted(113, date(2022, 6, 20), date(2022, 12, 14), left=MovementKind.COMPLETED),
            *_admitted(15, date(2022, 8, 1), date(2022, 12, 10), left=MovementKind.REDUCED),
            *_admitted(125, OPENING_DAY, CLOSING_DAY),
            *_admitted(50, OPENING_DAY, CLOSING_DAY, kind=StayKind.VOLUNTARY),
        ]
    )


def _admitted(
    number: int,
    first: date,
    last: date,
    *,
    kind: StayKind = StayKind.COMPULSORY,
    left: MovementKind | None = None,
) -> Iterator[Stay]:
    """``number`` stays that begin evenly between two days, both included; those that end do so in the first half."""
    days, half = (last - first).days, (CLOSING_DAY - OPENING_DAY).days
    for index in range(number):
        on = first + timedelta(days=index * days // (number - 1))
        moves = [Move(MovementKind.ADMITTED, on)]
        if left is not None:
            moves.append(Move(left, OPENING_DAY + timedelta(days=index * half // (number - 1))))
        woman = index % 20 == 7
        middle = "Thị" if woman else next(_MIDDLES)
        name = f"{next(_FAMILIES)} {middle} {next(_GIVEN)}"
        yield Stay(tuple(moves), kind, Sex.FEMALE if woman else Sex.MALE, name)
