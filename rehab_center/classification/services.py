"""Classifying the person of a stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.queries import load_stay
from rehab_center.admissions.services.admit import log_subject
from rehab_center.audit.recorder import record
from rehab_center.classification.models import Classification
from rehab_center.classification.queries import facts_of
from rehab_center.classification.rules import ClassificationFacts, check_day
from rehab_center.errors import DomainError
from rehab_center.names import clean
from rehab_center.permissions import Actor
from rehab_center.residents.services import place_person
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.services import close_deed
from rehab_center.words import N_, message

#: Stored beside the closed task as somebody's words would be.
_CLASSIFIED = "Đã phân loại"


def classify(
    session: Session,
    stay_id: int,
    *,
    facts: ClassificationFacts,
    reason: str | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """Classify the person of a stay as of a day and give the row's id; a person placed otherwise is placed so from now.

    Whoever may not see health leaves the health group as it stands. Raises ReasonNeeded where the placing goes against
    the paper (rule 22), DomainError for a day out of the stay or where nothing is new, NotFound for a stranger.
    """
    stay = load_stay(session, stay_id, scope=actor.scope)
    check_day(facts.classified_on, admitted_on=stay.admitted_on, today=clock.day_of(now))
    before = _latest(session, stay_id)
    if not actor.scope.medical:
        facts = replace(facts, health_group=before.health_group if before else None)
    facts = replace(facts, drug=clean(facts.drug or "") or None, note=clean(facts.note or "") or None)
    placed_anew = place_person(session, stay.resident_id, lives_as=facts.lives_as, reason=reason, actor=actor)
    if before == facts and not placed_anew:
        raise DomainError(message(N_("This is how the person is classified already")), code="nothing-new")
    row = Classification(
        admission_id=stay_id,
        classified_on=facts.classified_on,
        degree=facts.degree,
        drug=facts.drug,
        times=facts.times,
        health_group=facts.health_group,
        age_group=facts.age_group,
        lives_as=facts.lives_as,
        note=facts.note,
        recorded_at=now,
        actor=actor.label,
    )
    session.add(row)
    session.flush()
    done = TaskKind.CLASSIFICATION
    close_deed(session, done, resident_id=stay.resident_id, reason=_CLASSIFIED, actor=actor, now=now)
    record("stay.classified", actor=actor, at=now, about=log_subject(session, stay), reason=reason)
    return row.id


def _latest(session: Session, stay_id: int) -> ClassificationFacts | None:
    row = session.scalar(
        select(Classification)
        .where(Classification.admission_id == stay_id)
        .order_by(Classification.classified_on.desc(), Classification.id.desc())
        .limit(1)
    )
    return facts_of(row) if row is not None else None
