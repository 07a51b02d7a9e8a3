"""The stored lines of a term, as they were written: never re-derived for display."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import TermEntry
from rehab_center.admissions.rules.term_case import Ground, TermResult
from rehab_center.dated import Confidence
from rehab_center.documents.queries import DocumentLine, document_lines
from rehab_center.policies.models import PolicyValue
from rehab_center.tasks.rules import unpacked
from rehab_center.words import Message


@dataclass(frozen=True)
class EntryLine:
    """One stored line. ``to_be_confirmed``: it rests on a convention that the centre has still to confirm."""

    position: int
    ground: Ground
    from_on: date
    to_on: date | None
    months: int
    days: int
    running_end_on: date | None
    formula: Message
    document: DocumentLine | None
    citation: str | None
    to_be_confirmed: bool


@dataclass(frozen=True)
class TermSheet:
    """One calculation. ``end_on`` is None while the clock stands still; ``remaining_days`` then says what is left."""

    calculation: int
    recorded_at: datetime
    author: str
    end_on: date | None
    remaining_days: int | None
    lines: tuple[EntryLine, ...]

    @property
    def to_be_confirmed(self) -> bool:
        """Whether any line rests on an unconfirmed convention."""
        return any(line.to_be_confirmed for line in self.lines)


def term_sheets(session: Session, stay_id: int, *, known_at: datetime | None = None) -> tuple[TermSheet, ...]:
    """Every calculation of a stay's term written by ``known_at``, the latest first."""
    return sheets_of(session, [stay_id], known_at=known_at)[stay_id]


def sheets_of(
    session: Session, stay_ids: Collection[int], *, known_at: datetime | None = None
) -> dict[int, tuple[TermSheet, ...]]:
    """Every calculation of these stays' terms written by ``known_at``, the latest first, by stay."""
    query = select(TermEntry, PolicyValue).outerjoin(PolicyValue, PolicyValue.id == TermEntry.policy_value_id)
    query = query.where(TermEntry.admission_id.in_(stay_ids))
    if known_at is not None:
        query = query.where(TermEntry.recorded_at <= known_at)
    rows = session.execute(query.order_by(TermEntry.calculation.desc(), TermEntry.position)).all()
    papers = document_lines(session, [entry.document_id for entry, _ in rows if entry.document_id is not None])
    sheets: dict[int, dict[int, list[tuple[TermEntry, EntryLine]]]] = {stay_id: {} for stay_id in stay_ids}
    for entry, policy in rows:
        line = (entry, _line(entry, policy, papers))
        sheets[entry.admission_id].setdefault(entry.calculation, []).append(line)
    return {stay_id: tuple(_sheet(lines) for lines in some.values()) for stay_id, some in sheets.items()}


def fresh_sheet(session: Session, result: TermResult, last: TermSheet) -> TermSheet:
    """A calculation as of an earlier day, which was never stored as such, in the shape of a stored one."""
    lines = lines_of(session, result)
    return TermSheet(last.calculation, last.recorded_at, last.author, result.end_on, result.remaining_days, lines)


def lines_of(session: Session, result: TermResult | None) -> tuple[EntryLine, ...]:
    """The lines of a fresh calculation as the stored ones are shown, with their papers and their mark."""
    lines = result.lines if result else ()
    papers = document_lines(session, [line.document_id for line in lines if line.document_id is not None])
    ids = {line.policy_value_id for line in lines if line.policy_value_id is not None}
    policies = {row.id: row for row in session.scalars(select(PolicyValue).where(PolicyValue.id.in_(ids)))}
    return tuple(
        EntryLine(
            position=position,
            ground=line.ground,
            from_on=line.from_on,
            to_on=line.to_on,
            months=line.months,
            days=line.days,
            running_end_on=line.running_end_on,
            formula=line.formula,
            document=papers.get(line.document_id) if line.document_id is not None else None,
            **_convention(policies.get(line.policy_value_id) if line.policy_value_id is not None else None),
        )
        for position, line in enumerate(lines, start=1)
    )


def _convention(policy: PolicyValue | None) -> dict[str, Any]:
    return {
        "citation": policy.citation if policy else None,
        "to_be_confirmed": policy is not None and policy.confidence == Confidence.TO_BE_CONFIRMED,
    }


def _line(entry: TermEntry, policy: PolicyValue | None, papers: dict[int, DocumentLine]) -> EntryLine:
    return EntryLine(
        position=entry.position,
        ground=Ground(entry.ground),
        from_on=entry.from_on,
        to_on=entry.to_on,
        months=entry.months,
        days=entry.days,
        running_end_on=entry.running_end_on,
        formula=unpacked(entry.formula, entry.params),
        document=papers.get(entry.document_id) if entry.document_id is not None else None,
        **_convention(policy),
    )


def _sheet(lines: Sequence[tuple[TermEntry, EntryLine]]) -> TermSheet:
    first, last = lines[0][0], lines[-1][0]
    left = next((line.formula.params["left"] for _, line in reversed(lines) if "left" in line.formula.params), None)
    return TermSheet(
        calculation=first.calculation,
        recorded_at=first.recorded_at,
        author=first.author,
        end_on=last.running_end_on,
        remaining_days=left if isinstance(left, int) and last.running_end_on is None else None,
        lines=tuple(line for _, line in lines),
    )
