"""The term's ledger: calculated after every act that may change it, appended only when it differs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission, TermEntry
from rehab_center.admissions.queries.conventions import policies_of
from rehab_center.admissions.queries.ledger import calculated_term, movements_of, term_input
from rehab_center.admissions.rules.sequence import live
from rehab_center.admissions.rules.term_case import TermLine, TermResult
from rehab_center.permissions import Actor
from rehab_center.tasks.rules import packed


def recompute_term(session: Session, stay: Admission, *, actor: Actor, now: datetime) -> TermResult | None:
    """Calculate the term anew, append the lines where they differ from the last calculation, rewrite the cache.

    None for a stay without a term, and for one whose entering movement was voided.
    """
    result = calculated_term(policies_of(session), term_input(stay), live(movements_of(session, [stay.id])[stay.id]))
    stay.term_end_on = result.end_on if result else None
    if result is not None:
        _append(session, stay.id, result.lines, actor=actor, now=now)
    session.flush()
    return result


def _append(session: Session, stay_id: int, lines: Sequence[TermLine], *, actor: Actor, now: datetime) -> None:
    every = session.scalars(
        select(TermEntry).where(TermEntry.admission_id == stay_id).order_by(TermEntry.position)
    ).all()
    calculation = max((entry.calculation for entry in every), default=0)
    stored = [entry for entry in every if entry.calculation == calculation]
    new = [
        TermEntry(
            admission_id=stay_id,
            calculation=calculation + 1,
            position=position,
            ground=line.ground.value,
            document_id=line.document_id,
            movement_id=line.movement_id,
            from_on=line.from_on,
            to_on=line.to_on,
            months=line.months,
            days=line.days,
            running_end_on=line.running_end_on,
            policy_value_id=line.policy_value_id,
            formula=line.formula.msgid,
            params=packed(line.formula.params),
            author=actor.label,
            checker=None,
            recorded_at=now,
        )
        for position, line in enumerate(lines, start=1)
    ]
    if [_content(entry) for entry in stored] != [_content(entry) for entry in new]:
        session.add_all(new)


def _content(entry: TermEntry) -> tuple[object, ...]:
    return (
        entry.ground,
        entry.document_id,
        entry.movement_id,
        entry.from_on,
        entry.to_on,
        entry.months,
        entry.days,
        entry.running_end_on,
        entry.policy_value_id,
        entry.formula,
        entry.params,
    )
