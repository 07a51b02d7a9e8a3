"""As which sex a person is placed: the body decides where it differs from the paper (L73 Đ35.3; L120 Đ46.2h)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from rehab_center.findings import settle
from rehab_center.permissions import Actor
from rehab_center.residents.kinds import Sex
from rehab_center.residents.queries import load_resident
from rehab_center.residents.rules.person import check_placing


def place_person(session: Session, resident_id: int, *, lives_as: Sex, reason: str | None, actor: Actor) -> bool:
    """Place a person as ``lives_as`` and give whether that is new. No entry in the log.

    Raises ReasonNeeded where it differs from the paper, was not so before and no ``reason`` is given; NotFound.
    """
    resident = load_resident(session, resident_id, scope=actor.scope)
    placed_as = None if lives_as == resident.sex else lives_as
    if placed_as == resident.placed_as:
        return False
    settle(check_placing(Sex(resident.sex), placed_as), reason)
    resident.placed_as = placed_as
    resident.version += 1
    session.flush()
    return True
