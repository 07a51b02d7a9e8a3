"""Records that were merged into another one: where they lead, and which records are one person."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from rehab_center.audit.problems import Problem
from rehab_center.errors import NotFound
from rehab_center.residents.hanging import hanging
from rehab_center.residents.models import Resident, ResidentMerge
from rehab_center.words import N_, message


class MergedAway(NotFound):
    """The record was merged into that of ``survivor_id``: whoever asks for it is led on."""

    def __init__(self, survivor_id: int) -> None:
        super().__init__(message(N_("This record was merged into another one")))
        self.survivor_id = survivor_id


def stands() -> ColumnElement[bool]:
    """Resident rows that are a person of their own: not merged into another record."""
    # Read once for a statement: there are a few merges, and each row of a list is asked.
    return Resident.id.not_in(select(ResidentMerge.merged_id).where(ResidentMerge.undone_at.is_(None)))


def survivor_of(session: Session, resident_id: int) -> int:
    """Whom a record leads to: itself, unless it was merged. Whether the reader may see that person is not asked."""
    found = session.scalar(
        select(ResidentMerge.survivor_id).where(
            ResidentMerge.merged_id == resident_id, ResidentMerge.undone_at.is_(None)
        )
    )
    return resident_id if found is None else found


def survivors_of(session: Session, ids: Collection[int]) -> dict[int, int]:
    """Whom each of a few records leads to."""
    found = {one: one for one in ids}
    if found:
        merges = select(ResidentMerge.merged_id, ResidentMerge.survivor_id).where(
            ResidentMerge.merged_id.in_(found), ResidentMerge.undone_at.is_(None)
        )
        found |= {row.merged_id: row.survivor_id for row in session.execute(merges)}
    return found


def record_ids(session: Session, resident_id: int) -> tuple[int, ...]:
    """Every record that is this person: its own id first, then those merged into it. For rows that stay behind."""
    merged = session.scalars(
        select(ResidentMerge.merged_id)
        .where(ResidentMerge.survivor_id == resident_id, ResidentMerge.undone_at.is_(None))
        .order_by(ResidentMerge.id)
    )
    return (resident_id, *merged)


def merged_records(session: Session, ids: Collection[Any]) -> list[tuple[int, Resident]]:
    """The records merged into these persons, each with the person's id. For rows read in pieces: one statement."""
    rows = session.execute(
        select(ResidentMerge.survivor_id, Resident)
        .join(Resident, Resident.id == ResidentMerge.merged_id)
        .where(ResidentMerge.survivor_id.in_(ids), ResidentMerge.undone_at.is_(None))
        .order_by(ResidentMerge.id)
    )
    return [(survivor_id, record) for survivor_id, record in rows]


def has_code(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Resident rows whose own code, or that of a record merged into them, fulfils ``condition`` on Resident.code."""
    merged = (
        select(ResidentMerge.survivor_id)
        .join_from(ResidentMerge, Resident, Resident.id == ResidentMerge.merged_id)
        .where(condition, ResidentMerge.undone_at.is_(None))
    )
    return condition | Resident.id.in_(merged.scalar_subquery())


def merge_problems(session: Session) -> Iterator[Problem]:
    """Rows that hang on a record which was merged away: nobody would find them."""
    merged = select(ResidentMerge.merged_id).where(ResidentMerge.undone_at.is_(None))
    for one in hanging():
        if one.same is not None:
            continue  # what the other record has as well stays behind
        key, column = one.model.__table__.c.id, one.model.__table__.c[one.column]
        for row_id, resident_id in session.execute(select(key, column).where(column.in_(merged)).order_by(key)):
            words = message(N_("The row belongs to record %(number)s, which was merged away."), number=resident_id)
            yield Problem("cache", f"{one.model.__tablename__} {row_id}", words)
