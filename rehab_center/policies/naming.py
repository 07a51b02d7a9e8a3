"""In which order lists of people stand today: by given name, or by the name as written (policy ``name-order``)."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from rehab_center import clock, names
from rehab_center.policies.queries import word_on
from rehab_center.policies.rules import NameOrder, PolicyKind


def name_order(session: Session) -> NameOrder:
    """The order in force today; by given name where nobody ever entered one.

    Asked by every list of a page, read once in a session: transaction() empties ``session.info``, as does a request.
    """
    today = clock.today()
    key = ("name order", today)
    if key not in session.info:
        session.info[key] = NameOrder(word_on(session, PolicyKind.NAME_ORDER, today))
    order: NameOrder = session.info[key]
    return order


def name_key(session: Session) -> Callable[[str], str]:
    """The key of a name for a list that is put in order in memory."""
    return names.written_key if name_order(session) is NameOrder.FULL_NAME else names.sort_key
