"""Everything about a person on one page: who, where, which stays, until when and why, what is owed, what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.queries import StayPage, stay_pages_of_resident
from rehab_center.admissions.rules.movements import State
from rehab_center.audit.models import AuditEntry
from rehab_center.casefile.timeline import Happening, RecordedAct, timeline
from rehab_center.communes.queries import UnitNow, recognised, unit_now
from rehab_center.communes.rules.written import Written
from rehab_center.permissions import Scope
from rehab_center.residents.queries import PersonPage, person_facts
from rehab_center.tasks.queries import TaskLine, of_resident

#: The acts of the log that changed what is known about the person, not about a stay: those are told by movements.
PERSON_ACTS = (
    "resident.entered",
    "resident.corrected",
    "resident.name-changed",
    "resident.home-recognised",
    "identity-paper.entered",
    "identity-paper.marked",
    "identity-paper.withdrawn",
    "alias.entered",
    "alias.withdrawn",
    "relative.entered",
    "relative.withdrawn",
    "stay.corrected",
)


@dataclass(frozen=True)
class CasePage:
    """A person's page. ``stays`` are those that had begun by ``as_of``, the latest first; ``owed`` is open now.

    ``home`` is the unit of the address and what it is called on ``as_of``; without one, ``may_be`` counts the units
    that it may mean.
    """

    who: PersonPage
    home: UnitNow | None
    may_be: int
    as_of: date
    known_at: datetime | None
    stays: tuple[StayPage, ...]
    owed: tuple[TaskLine, ...]
    happenings: tuple[Happening, ...]

    @property
    def stay(self) -> StayPage | None:
        """The latest stay that was; None for somebody who was never admitted."""
        return next((stay for stay in self.stays if stay.state.state is not State.NOT_ENTERED), None)


def case_page(
    session: Session, resident_id: int, *, scope: Scope, as_of: date, known_at: datetime | None = None
) -> CasePage:
    """A person's page as of a day and as known at a moment. Raises NotFound, for a stranger too."""
    who = person_facts(session, resident_id, scope=scope)
    stays = stay_pages_of_resident(session, resident_id, scope=scope, as_of=as_of, known_at=known_at)
    tasks = of_resident(session, resident_id, scope=scope)
    acts = _acts(session, resident_id)
    return CasePage(
        who=who,
        home=unit_now(session, who.commune_code, today=as_of),
        may_be=0 if who.commune_code else len(recognised(session, _home(who), today=as_of).units),
        as_of=as_of,
        known_at=known_at,
        stays=tuple(stay for stay in stays if stay.admitted_on <= as_of),
        owed=tuple(task for task in tasks if task.is_open),
        happenings=timeline(stays, tasks, acts, as_of=as_of, known_at=known_at),
    )


def _home(who: PersonPage) -> Written:
    return Written(who.facts.commune or "", who.facts.district or "", who.facts.province or "")


def _acts(session: Session, resident_id: int) -> list[RecordedAct]:
    rows = session.execute(
        select(AuditEntry.at, AuditEntry.act, AuditEntry.actor_label, AuditEntry.reason)
        .where(AuditEntry.about_kind == "resident", AuditEntry.about_id == resident_id, AuditEntry.act.in_(PERSON_ACTS))
        .order_by(AuditEntry.id)
    )
    return [RecordedAct(*row) for row in rows]
