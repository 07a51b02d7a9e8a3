"""Which unit a person's address is. What was written stays; beside it stands the unit, or nothing."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.recorder import record
from rehab_center.communes.queries import gazetteer
from rehab_center.communes.rules.matching import Outcome
from rehab_center.errors import NotFound
from rehab_center.permissions import Actor
from rehab_center.residents.models import Resident
from rehab_center.residents.queries import load_resident
from rehab_center.residents.services.enter import subject_of
from rehab_center.residents.services.recognising import recognise_home
from rehab_center.words import N_, message


def choose_home(session: Session, resident_id: int, *, key: str | None, actor: Actor, now: datetime) -> bool:
    """A clerk says which unit the address is, or that it is none (``key`` None). Gives whether that changed anything.

    Raises NotFound for a stranger and for a key the list does not know.
    """
    resident = load_resident(session, resident_id, scope=actor.scope)
    if key is not None and gazetteer(session).find(key) is None:
        raise NotFound(message(N_("There is no such unit")))
    if resident.commune_code == key:
        return False
    resident.commune_code = key
    session.flush()
    record("resident.home-recognised", actor=actor, at=now, about=subject_of(resident))
    return True


def recognise_homes(session: Session, *, actor: Actor, now: datetime) -> Counter[Outcome]:
    """Recognise every address that has no unit yet, of everybody, in one act. Gives how many came out how."""
    without = session.scalars(
        select(Resident)
        .where(
            Resident.commune_code.is_(None),
            or_(Resident.commune.is_not(None), Resident.district.is_not(None), Resident.province.is_not(None)),
        )
        .order_by(Resident.id)
    )
    today = clock.day_of(now)
    counts = Counter(recognise_home(session, resident, today=today).outcome for resident in without)
    session.flush()
    if counts[Outcome.UNIQUE]:
        details = {
            "recognised": counts[Outcome.UNIQUE],
            "not_recognised": counts[Outcome.NONE],
            "several": counts[Outcome.SEVERAL],
        }
        record("resident.homes-recognised", actor=actor, at=now, details=details)
    return counts
