"""The slip on paper. Its words are Vietnamese, as the office writes them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from rehab_center.admissions.queries import StayPage, stay_page
from rehab_center.belongings.kinds import Currency, SlipKind
from rehab_center.belongings.queries import SlipLine, ThingLine, slip_page
from rehab_center.belongings.rules import totals
from rehab_center.organisation.queries import Letterhead, letterhead_on
from rehab_center.permissions import Scope

COPIES = ("Bản thứ nhất: lưu hồ sơ học viên", "Bản thứ hai: giao cho người gửi, nhận")


@dataclass(frozen=True)
class SlipPaper:
    """Everything that stands on a slip."""

    slip: SlipLine
    things: tuple[ThingLine, ...]
    stay: StayPage
    letterhead: Letterhead

    @property
    def number(self) -> str:
        """The number in the book of belongings: 07/2026."""
        return f"{self.slip.number:02}/{self.slip.year}"

    @property
    def title(self) -> str:
        """What the paper is called."""
        taken = self.slip.kind is SlipKind.TAKEN
        return "Phiếu tạm giữ đồ vật, tiền, tư trang" if taken else "Phiếu trả lại đồ vật, tiền, tư trang"

    @property
    def totals(self) -> tuple[tuple[Currency, Decimal], ...]:
        """The money on the slip, one sum for each currency."""
        return totals(thing.facts for thing in self.things)

    @property
    def copies(self) -> tuple[str, ...]:
        """For whom each copy is."""
        return COPIES


def paper_of(session: Session, stay_id: int, slip_id: int, *, scope: Scope) -> SlipPaper:
    """A slip with its head and things. Raises NotFound, outside the scope too."""
    slip, things = slip_page(session, stay_id, slip_id, scope=scope)
    stay = stay_page(session, stay_id, scope=scope, as_of=slip.facts.happened_on)
    return SlipPaper(slip, things, stay, letterhead_on(session, slip.facility_id, slip.facts.happened_on))
