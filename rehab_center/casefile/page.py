"""Everything about a person on one page: who, where, which stays, until when and why, what is owed, what happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from rehab_center.admissions.queries import StayPage, stay_pages_of_resident
from rehab_center.admissions.rules.movements import State
from rehab_center.audit.models import AuditEntry
from rehab_center.belongings.queries import KeptCount, kept_counts
from rehab_center.casefile.happening import Happening, RecordedAct
from rehab_center.casefile.timeline import timeline
from rehab_center.classification.queries import ClassificationLine, latest_of
from rehab_center.communes.queries import UnitNow, recognised, unit_now
from rehab_center.communes.rules.written import Written
from rehab_center.conduct.queries import StayConduct, conduct_of_stays
from rehab_center.documents.queries import document_lines
from rehab_center.health.queries import LookLine, latest_looks
from rehab_center.issuing.models import IssuedPaper, PaperNumber
from rehab_center.merging.queries import MergeRow, merges_into
from rehab_center.permissions import Scope
from rehab_center.placements.queries.nights import Night, nights_of
from rehab_center.residents.queries import PersonPage, latest_photos, person_facts
from rehab_center.stages.queries import StayStages, stages_of_stays
from rehab_center.tasks.queries import TaskLine, of_resident

#: The acts of the log that changed what is known about the person, not about a stay: those are told by movements.
PERSON_ACTS = (
    "resident.entered",
    "resident.corrected",
    "resident.name-changed",
    "resident.merged",
    "resident.merge-undone",
    "resident.came-back",
    "resident.kept-apart",
    "resident.home-recognised",
    "identity-paper.entered",
    "identity-paper.marked",
    "identity-paper.withdrawn",
    "alias.entered",
    "alias.withdrawn",
    "relative.entered",
    "relative.withdrawn",
    "photo.added",
    "photo.withdrawn",
    "stay.classified",
    "stay.corrected",
    "belongings.taken",
    "belongings.returned",
    "bed.given",
    "bed.changed",
    "bed.swapped",
    "bed.taken-off",
    "apart.kept",
    "apart.lifted",
    "stage.plan-written",
)
PAPER_ACTS = ("paper.issued", "paper.numbered", "paper.cancelled")
"""The acts of the log about the papers that the centre issued in a stay."""
_NUMBERED = ("paper.issued", "paper.numbered")


@dataclass(frozen=True)
class CasePage:
    """A person's page. ``stays`` are those that had begun by ``as_of``, the latest first; ``owed`` is open now.

    ``name_then`` is the name the person bore on ``as_of``.
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
    name_then: str
    happenings: tuple[Happening, ...]
    photo_id: int | None
    #: By stay: how it is classified, how much is kept, and the first health check for those who may see it.
    classified: Mapping[int, ClassificationLine]
    belongings: Mapping[int, KeptCount]
    health: Mapping[int, LookLine]
    #: By stay: the beds of it, the latest first.
    beds: Mapping[int, tuple[Night, ...]]
    #: By stay: the stages it went through.
    stages: Mapping[int, StayStages]
    #: By stay: its ratings, rewards and measures.
    conduct: Mapping[int, StayConduct]
    merged: tuple[MergeRow, ...]

    @property
    def stay(self) -> StayPage | None:
        """The latest stay that was; None for somebody who was never admitted."""
        return next((stay for stay in self.stays if stay.state.state is not State.NOT_ENTERED), None)


def case_page(
    session: Session, resident_id: int, *, scope: Scope, as_of: date, known_at: datetime | None = None
) -> CasePage:
    """A person's page as of a day and as known at a moment. Raises NotFound, for a stranger too."""
    who = person_facts(session, resident_id, scope=scope)
    stays = stay_pages_of_resident(session, who.person, scope=scope, as_of=as_of, known_at=known_at)
    tasks = of_resident(session, resident_id, scope=scope)
    stay_ids = [stay.id for stay in stays]
    merged = merges_into(session, resident_id)
    stages = stages_of_stays(session, stays, known_at=known_at)
    conduct = conduct_of_stays(session, stay_ids, as_of=as_of, known_at=known_at)
    acts = _acts(session, [resident_id, *(one.merged.id for one in merged)], stay_ids)
    papers = document_lines(session, [task.closed_by_document_id for task in tasks if task.closed_by_document_id])
    return CasePage(
        who=who,
        name_then=who.name_on(as_of),
        home=unit_now(session, who.commune_code, today=as_of),
        may_be=_may_be(session, who, as_of),
        as_of=as_of,
        known_at=known_at,
        stays=tuple(stay for stay in stays if stay.admitted_on <= as_of),
        owed=tuple(task for task in tasks if task.is_open),
        happenings=timeline(stays, tasks, papers, acts, stages, conduct, as_of=as_of, known_at=known_at),
        photo_id=latest_photos(session, [resident_id]).get(resident_id),
        classified=latest_of(session, stay_ids, scope=scope, as_of=as_of, known_at=known_at),
        belongings=kept_counts(session, stay_ids),
        health=latest_looks(session, stay_ids, scope=scope, as_of=as_of, known_at=known_at),
        beds=nights_of(session, stay_ids, as_of=as_of, known_at=known_at),
        stages=stages,
        conduct=conduct,
        merged=merged,
    )


def _may_be(session: Session, who: PersonPage, as_of: date) -> int:
    home = _home(who)
    return len(recognised(session, home, today=as_of).units) if home.texts and not who.commune_code else 0


def _home(who: PersonPage) -> Written:
    return Written(who.facts.commune or "", who.facts.district or "", who.facts.province or "")


def _acts(session: Session, record_ids: Sequence[int], stay_ids: Sequence[int]) -> list[RecordedAct]:
    papers = select(IssuedPaper.id).where(IssuedPaper.admission_id.in_(stay_ids))
    told = or_(
        and_(AuditEntry.about_kind == "resident", AuditEntry.about_id.in_(record_ids), AuditEntry.act.in_(PERSON_ACTS)),
        and_(AuditEntry.about_kind == "issued-paper", AuditEntry.about_id.in_(papers), AuditEntry.act.in_(PAPER_ACTS)),
    )
    dated = and_(
        AuditEntry.about_kind == "issued-paper",
        AuditEntry.about_id == PaperNumber.paper_id,
        AuditEntry.act.in_(_NUMBERED),
    )
    entry = (AuditEntry.at, AuditEntry.act, AuditEntry.actor_label, AuditEntry.reason, AuditEntry.details)
    rows = session.execute(
        select(*entry, PaperNumber.issued_on).outerjoin(PaperNumber, dated).where(told).order_by(AuditEntry.id)
    )
    return [RecordedAct(*row) for row in rows]
