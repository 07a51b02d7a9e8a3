"""Merging one record into another: one act, and what moved is kept so that it can be undone exactly."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.recorder import record
from rehab_center.errors import Conflict
from rehab_center.findings import settle
from rehab_center.merging.queries.preview import MergePreview, going_over, merge_preview
from rehab_center.merging.queries.undo import pack, value_of
from rehab_center.merging.rules import FIELDS, merged_facts, name_kept
from rehab_center.permissions import Actor
from rehab_center.residents.hanging import hanging
from rehab_center.residents.models import Alias, Resident, ResidentFacility, ResidentMerge
from rehab_center.residents.queries import label_of
from rehab_center.residents.rules.facts import HOME_FIELDS, AliasFacts, PersonFacts
from rehab_center.residents.rules.searching import exact_form
from rehab_center.residents.services import (
    add_alias,
    close_settled_doubts,
    make_known_at,
    recognise_home,
    refresh_keys,
    subject_of,
    write_facts,
)
from rehab_center.tasks.services import relabel
from rehab_center.words import N_, message


def merge_people(
    session: Session,
    here_id: int,
    there_id: int,
    *,
    chosen: Mapping[str, str],
    expected_versions: tuple[int, int],
    actor: Actor,
    now: datetime,
    reason: str | None = None,
) -> int:
    """Merge the second record into the first and give the merge's id; ``chosen``: field -> HERE or THERE.

    Raises Blocked where stays overlap, ReasonNeeded where the records contradict each other, Conflict when either was
    saved since the versions in the preview, NotFound for a stranger.
    """
    preview = merge_preview(session, here_id, there_id, scope=actor.scope, today=clock.day_of(now))
    if (preview.here.version, preview.there.version) != expected_versions:
        raise Conflict(
            message(N_("Somebody has changed one of the two records in the meantime: compare them again")),
            code="changed-meanwhile",
        )
    settle(preview.findings, reason)
    here, there = session.get_one(Resident, here_id), session.get_one(Resident, there_id)
    moved: dict[str, Any] = {"rows": _move_rows(session, here_id, there_id)}
    moved["facilities"] = _make_known(session, here_id, there_id, now=now)
    moved["fields"] = _write_fields(session, here, merged_facts(preview.pairs, chosen, preview.here.facts))
    moved["commune_code"] = _find_home(session, here, moved["fields"], today=clock.day_of(now))
    moved["alias"] = _keep_name(session, here, preview, now=now)
    if preview.here.facts.full_name != here.full_name:
        moved["labels"] = relabel(session, here_id, label_of(here.full_name, here.code))
    here.version += 1
    there.version += 1
    merge = ResidentMerge(
        survivor_id=here_id,
        into_id=here_id,
        merged_id=there_id,
        merged_at=now,
        merged_by=actor.label,
        reason=reason or None,
        moved=moved,
    )
    session.add(merge)
    session.flush()
    refresh_keys(session, here)
    closed = close_settled_doubts(session, [here_id, there_id], why=_merged_words(there), actor=actor, now=now)
    merge.moved = moved | {"closed_tasks": closed}
    session.flush()
    about, details = subject_of(here), {"merged": subject_of(there).label}
    record("resident.merged", actor=actor, at=now, about=about, reason=reason, details=details)
    record(
        "resident.merged-away",
        actor=actor,
        at=now,
        about=subject_of(there),
        reason=reason,
        details={"into": about.label},
    )
    return merge.id


def _merged_words(there: Resident) -> str:
    return f"Đã gộp hồ sơ {label_of(there.full_name, there.code)}"


def _move_rows(session: Session, here_id: int, there_id: int) -> dict[str, list[int]]:
    """Let every row that goes over belong to the first record; gives the ids by ``table.column``."""
    moved: dict[str, list[int]] = {}
    for one in hanging():
        rows = going_over(session, one, here_id, there_id)
        for row in rows:
            setattr(row, one.column, here_id)
        if rows:
            moved[one.name] = [row.id for row in rows]
    session.flush()
    return moved


def _make_known(session: Session, here_id: int, there_id: int, *, now: datetime) -> list[int]:
    """Every centre that knew the second record knows the first from now on; gives those that did not before."""
    query = select(ResidentFacility.facility_id)
    known = set(session.scalars(query.where(ResidentFacility.resident_id == here_id)))
    new = sorted(set(session.scalars(query.where(ResidentFacility.resident_id == there_id))) - known)
    for facility_id in new:
        make_known_at(session, here_id, facility_id=facility_id, now=now)
    return new


def _write_fields(session: Session, here: Resident, facts: PersonFacts) -> dict[str, tuple[str | None, str | None]]:
    """Write the chosen values; gives field -> (before, after) for what changed."""
    before = {name: pack(value_of(here, name)) for name in FIELDS}
    write_facts(here, facts)
    session.flush()
    after = {name: pack(value_of(here, name)) for name in FIELDS}
    return {name: (before[name], after[name]) for name in FIELDS if before[name] != after[name]}


def _find_home(
    session: Session, here: Resident, changed: Collection[str], *, today: date
) -> tuple[str | None, str | None]:
    """The unit of the address follows what is written of it; gives it before and after."""
    before = here.commune_code
    if HOME_FIELDS & set(changed):
        recognise_home(session, here, today=today)
        session.flush()
    return before, here.commune_code


def _keep_name(session: Session, here: Resident, preview: MergePreview, *, now: datetime) -> int | None:
    """The name that does not stay becomes another name of the person; gives its id, None where it is known already."""
    names = (preview.here.facts.full_name, preview.there.facts.full_name)
    lost = next((name for name in names if name != here.full_name), None)
    kind = name_kept(lost, here.full_name) if lost is not None else None
    if lost is None or kind is None or _is_known(session, here.id, lost):
        return None
    return add_alias(session, here.id, facts=AliasFacts(lost, kind), now=now)


def _is_known(session: Session, resident_id: int, name: str) -> bool:
    names = session.scalars(select(Alias.name).where(Alias.resident_id == resident_id, Alias.withdrawn_at.is_(None)))
    return exact_form(name) in {exact_form(one) for one in names}
