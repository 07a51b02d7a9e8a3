"""The term's ledger: calculated after every act that may change it, appended only when it differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission, Movement, TermEntry
from rehab_center.admissions.queries.conventions import policies_of
from rehab_center.admissions.queries.ledger import calculated_term, movements_of, term_input
from rehab_center.admissions.queries.overrides import overrides_of
from rehab_center.admissions.rules.sequence import Moved, live
from rehab_center.admissions.rules.term_case import Ground, TermLine, TermResult
from rehab_center.permissions import Actor
from rehab_center.tasks.rules import packed

_STORED = (
    select(TermEntry).where(TermEntry.admission_id.in_(bindparam("stays", expanding=True))).order_by(TermEntry.position)
)


def recompute_term(session: Session, stay: Admission, *, actor: Actor, now: datetime) -> TermResult | None:
    """Calculate the term anew, append the lines where they differ from the last calculation, rewrite the cache.

    None for a stay without a term, and for one whose entering movement was voided.
    """
    given = term_input(stay, overrides_of(session, [stay.id])[stay.id])
    result = calculated_term(policies_of(session), given, live(movements_of(session, [stay.id])[stay.id]))
    stay.term_end_on = result.end_on if result else None
    if result is not None:
        _append(session, stay.id, _stored(session, [stay.id])[stay.id], result.lines, actor=actor, now=now)
    session.flush()
    return result


@dataclass(frozen=True)
class Recomputed:
    """The last calculation of a term, and whether it was appended just now."""

    calculation: int
    new_lines: bool


def recompute_terms(
    session: Session, stays: Sequence[Admission], *, actor: Actor, now: datetime
) -> dict[int, Recomputed]:
    """The same for some dozens of stays in as many statements as for one; by stay, without those that have no term."""
    ids = [stay.id for stay in stays]
    movements, overrides, stored = movements_of(session, ids), overrides_of(session, ids), _stored(session, ids)
    found: dict[int, Recomputed] = {}
    for stay in stays:
        result = calculated_term(policies_of(session), term_input(stay, overrides[stay.id]), live(movements[stay.id]))
        stay.term_end_on = result.end_on if result else None
        if result is not None:
            found[stay.id] = _append(session, stay.id, stored[stay.id], result.lines, actor=actor, now=now)
    session.flush()
    return found


def term_change(session: Session, stay: Admission, event: Movement, *, now: datetime) -> dict[str, Any]:
    """For the log, in one line: what the end was and what it is since ``event``, written at ``now``; {} if the same.

    What it was is the last end there was: after a return, the one before the clock stood still.
    """
    numbers: dict[int, TermEntry] = {entry.calculation: entry for entry in _stored(session, [stay.id])[stay.id]}
    if len(numbers) < 2 or numbers[max(numbers)].recorded_at != now:
        return {}
    *earlier, last = [numbers[one] for one in sorted(numbers)]
    ends = [one.running_end_on for one in earlier if one.running_end_on is not None]
    change = {
        "event": event.kind,
        "on": event.effective_on,
        "before": ends[-1] if ends else None,
        "after": last.running_end_on,
        "left": last.params.get("left"),
    }
    return {"term_change": change}


def begin_term(session: Session, stay: Admission, entry: Moved, *, actor: Actor, now: datetime) -> None:
    """The first calculation of a stay just written: ``entry`` is its only movement, so nothing need be read.

    The lines name no movement, so they may go to the database together with ``entry``: the next flush writes them.
    """
    result = calculated_term(policies_of(session), term_input(stay, ()), [entry])
    stay.term_end_on = result.end_on if result else None
    if result is not None:
        session.add_all(_entries(stay.id, 1, result.lines, actor=actor, now=now))


def _stored(session: Session, stay_ids: Sequence[int]) -> dict[int, list[TermEntry]]:
    found: dict[int, list[TermEntry]] = {stay_id: [] for stay_id in stay_ids}
    for entry in session.scalars(_STORED, {"stays": stay_ids}):
        found[entry.admission_id].append(entry)
    return found


def _append(
    session: Session,
    stay_id: int,
    every: Sequence[TermEntry],
    lines: Sequence[TermLine],
    *,
    actor: Actor,
    now: datetime,
) -> Recomputed:
    calculation = max((entry.calculation for entry in every), default=0)
    stored = [entry for entry in every if entry.calculation == calculation]
    new = _entries(stay_id, calculation + 1, lines, actor=actor, now=now)
    if _content(stored) == _content(new):
        return Recomputed(calculation, new_lines=False)
    session.add_all(new)
    return Recomputed(calculation + 1, new_lines=True)


def _entries(
    stay_id: int, calculation: int, lines: Sequence[TermLine], *, actor: Actor, now: datetime
) -> list[TermEntry]:
    return [
        TermEntry(
            admission_id=stay_id,
            calculation=calculation,
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
            article=line.article,
        )
        for position, line in enumerate(lines, start=1)
    ]


def _content(entries: Sequence[TermEntry]) -> tuple[object, ...]:
    """What a calculation says: its end, and its lines in whatever order and words they are told."""
    lines = [
        (
            entry.ground,
            entry.document_id,
            entry.movement_id,
            entry.from_on,
            entry.to_on,
            entry.months,
            entry.days,
            entry.policy_value_id,
            (entry.formula, entry.params.get("note")) if entry.ground == Ground.OVERRIDE else None,
        )
        for entry in entries
    ]
    last = entries[-1] if entries else None
    return (last and last.running_end_on, last and last.params.get("left"), Counter(lines))
