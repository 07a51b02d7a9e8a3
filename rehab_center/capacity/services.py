"""Setting a plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.audit.recorder import Subject, record
from rehab_center.capacity import rules
from rehab_center.capacity.models import AnnualPlan
from rehab_center.capacity.queries import PLAN_SUBJECT
from rehab_center.capacity.rules import Indicator
from rehab_center.dated import refuse_overtaken
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.queries import find_document
from rehab_center.documents.rules import DocumentFacts
from rehab_center.figures.period_rule import rule_of_year
from rehab_center.periods import months_of
from rehab_center.permissions import Actor, Role
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.rules import TaskSubject
from rehab_center.tasks.services import add_paper, open_exception
from rehab_center.words import N_, message

_PAPER_WITHIN = timedelta(days=7)


def check_plan(year: int, target: int, phasing: Sequence[int] | None) -> None:
    """Refuse before anything is written what :func:`set_plan` would. Raises DomainError at its field."""
    rules.check(year, target, phasing)


def set_plan(
    session: Session,
    *,
    facility_id: int,
    year: int,
    indicator: Indicator,
    target: int,
    actor: Actor,
    now: datetime,
    phasing: Sequence[int] | None = None,
    document: DocumentFacts | None = None,
    valid_from: date | None = None,
    note: str | None = None,
    seen: int | None = None,
) -> int:
    """Add a revision of a year's plan and give its id.

    Without ``document`` the plan counts at once and an open exception waits for its paper. ``valid_from`` is the first
    day of the plan year unless the decision says later. Raises DomainError at the field that cannot be, Conflict
    with both values where somebody revised it since ``seen``, the newest revision's id then.
    """
    rules.check(year, target, phasing)
    newest = _newest(session, facility_id, year, indicator)
    typed = {"target": target, "phasing": list(phasing) if phasing is not None else None, "note": note}
    refuse_overtaken(newest, seen, typed)
    label = f"{year}: {target}"
    due_at = now + _PAPER_WITHIN
    document_id = _document_id(session, facility_id, document, label, due_at=due_at, actor=actor, now=now)
    plan = AnnualPlan(
        facility_id=facility_id,
        year=year,
        indicator=indicator.value,
        revision=newest.revision + 1 if newest else 1,
        target=target,
        phasing=list(phasing) if phasing is not None else None,
        valid_from=valid_from or months_of(year, rule_of_year(session, year))[0].range.first,
        document_id=document_id,
        note=note,
        recorded_at=now,
        entered_by=actor.label,
    )
    session.add(plan)
    session.flush()
    if document_id is None:
        open_exception(
            session,
            facility_id=facility_id,
            kind=TaskKind.PAPER_MISSING,
            subject=TaskSubject(PLAN_SUBJECT, plan.id, label),
            what=message(
                N_("The decision that set the plan of %(year)s (%(target)s people)."), year=year, target=target
            ),
            owner_role=Role.DIRECTOR,
            due_at=due_at,
            actor=actor,
            now=now,
        )
    record("plan.set", actor=actor, at=now, about=Subject(PLAN_SUBJECT, plan.id, label), reason=note)
    return plan.id


def _newest(session: Session, facility_id: int, year: int, indicator: Indicator) -> AnnualPlan | None:
    return session.scalar(
        select(AnnualPlan)
        .where(AnnualPlan.facility_id == facility_id, AnnualPlan.year == year, AnnualPlan.indicator == indicator.value)
        .order_by(AnnualPlan.revision.desc())
        .limit(1)
    )


def _document_id(
    session: Session,
    facility_id: int,
    facts: DocumentFacts | None,
    about: str,
    *,
    due_at: datetime,
    actor: Actor,
    now: datetime,
) -> int | None:
    """The decision's paper: the one known already, or a new one; what it lacks is owed."""
    if facts is None:
        return None
    known = find_document(
        session, facility_id=facility_id, kind=DocumentKind.PLAN, number=facts.number, issued_on=facts.issued_on
    )
    if known is not None:
        return known
    return add_paper(
        session,
        facts=facts,
        facility_id=facility_id,
        about=about,
        owner_role=Role.DIRECTOR,
        due_at=due_at,
        actor=actor,
        now=now,
    )
