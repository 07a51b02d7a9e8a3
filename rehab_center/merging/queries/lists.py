"""The list of likely doubles and the list of merges."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.clock import day_of
from rehab_center.permissions import Scope
from rehab_center.residents.models import Resident, ResidentMerge
from rehab_center.residents.queries import Double, PersonName, known_to, likely_pairs, name_of
from rehab_center.residents.queries.photos import latest_photos
from rehab_center.residents.rules.searching import search_form
from rehab_center.web.list_state import ListState

SAME_NUMBER, SAME_BIRTH, ALIKE = "number", "birth", "alike"
"""Why a pair is shown, the surest first."""


def why_alike(pair: Double) -> str:
    """What two records have in common."""
    if pair.same_number:
        return SAME_NUMBER
    return SAME_BIRTH if pair.one.birth.on is not None and pair.one.birth == pair.other.birth else ALIKE


@dataclass(frozen=True)
class DoubleRow:
    """A likely pair with the latest photo of each, None where there is none."""

    pair: Double
    photo_of_one: int | None
    photo_of_other: int | None


def double_list(session: Session, state: ListState, *, scope: Scope, least: int) -> tuple[Sequence[DoubleRow], int]:
    """The likely pairs a list asks for, and how many there are in all."""
    words = search_form(state.q).split()
    found = [
        pair
        for pair in likely_pairs(session, scope=scope, least=least)
        if _has(pair, words) and state.choice("why") in (None, why_alike(pair))
    ]
    if state.sort in ("one", "other"):
        found.sort(key=lambda pair: search_form(getattr(pair, state.sort).full_name), reverse=state.descending)
    elif not state.descending:
        found.reverse()
    shown, total = state.cut(found)
    photos = latest_photos(session, {one.id for pair in shown for one in (pair.one, pair.other)})
    return [DoubleRow(pair, photos.get(pair.one.id), photos.get(pair.other.id)) for pair in shown], total


def _has(pair: Double, words: Collection[str]) -> bool:
    text = search_form(f"{pair.one.label} {pair.other.label}")
    return all(f" {word}" in f" {text}" for word in words)


@dataclass(frozen=True)
class MergeRow:
    """One merge; ``undone_at`` is set where it was undone."""

    id: int
    survivor: PersonName
    merged: PersonName
    merged_at: datetime
    merged_by: str
    reason: str | None
    undone_at: datetime | None
    undone_by: str | None
    undone_reason: str | None


def _rows(session: Session, merges: Sequence[ResidentMerge]) -> list[MergeRow]:
    ids = {one for merge in merges for one in (merge.into_id, merge.merged_id)}
    names = {row.id: name_of(row) for row in session.scalars(select(Resident).where(Resident.id.in_(sorted(ids))))}
    return [
        MergeRow(
            id=merge.id,
            survivor=names[merge.into_id],
            merged=names[merge.merged_id],
            merged_at=merge.merged_at,
            merged_by=merge.merged_by,
            reason=merge.reason,
            undone_at=merge.undone_at,
            undone_by=merge.undone_by,
            undone_reason=merge.undone_reason,
        )
        for merge in merges
    ]


def merges_into(session: Session, resident_id: int) -> tuple[MergeRow, ...]:
    """The records merged into a person that still are, the last first. The caller has checked the scope."""
    rows = session.scalars(
        select(ResidentMerge)
        .where(ResidentMerge.survivor_id == resident_id, ResidentMerge.undone_at.is_(None))
        .order_by(ResidentMerge.id.desc())
    ).all()
    return tuple(_rows(session, rows)) if rows else ()


def merge_list(session: Session, state: ListState, *, scope: Scope) -> tuple[Sequence[MergeRow], int]:
    """The merges a list asks for, undone ones too, and how many there are: some dozens, sorted in memory."""
    query = (
        select(ResidentMerge)
        .join(Resident, Resident.id == ResidentMerge.into_id)
        .where(known_to(scope))
        .order_by(ResidentMerge.id.desc())
    )
    first, last = state.range_of("merged_at")
    words = search_form(state.q).split()
    found = [
        row
        for row in _rows(session, session.scalars(query).all())
        if _is_asked(row, state.choice("state"), words)
        and (first is None or day_of(row.merged_at) >= first)
        and (last is None or day_of(row.merged_at) <= last)
    ]
    if not state.descending:
        found.reverse()
    return state.cut(found)


def _is_asked(row: MergeRow, state: str | None, words: Collection[str]) -> bool:
    text = search_form(f"{row.survivor.label} {row.merged.label}")
    right_state = state is None or (state == "undone") == (row.undone_at is not None)
    return right_state and all(f" {word}" in f" {text}" for word in words)
