"""The order of lists of people, the same in all of them."""

from __future__ import annotations

from sqlalchemy.orm import InstrumentedAttribute, Session

from rehab_center.policies.naming import name_order
from rehab_center.policies.rules import NameOrder
from rehab_center.residents.models import Resident


def listed_by(session: Session) -> InstrumentedAttribute[str] | InstrumentedAttribute[str | None]:
    """The column that lists of people are ordered by today; each has its index, so a page never sorts them all."""
    return Resident.written_key if name_order(session) is NameOrder.FULL_NAME else Resident.sort_key
