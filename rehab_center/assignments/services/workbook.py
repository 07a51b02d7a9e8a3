"""Assigning from a workbook: each row is followed whole or refused whole, all of them in one act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.activities.queries import activities_on
from rehab_center.admissions.queries import same_code, stays_by_code
from rehab_center.assignments.rules.facts import Plan
from rehab_center.assignments.rules.roster import Wanted
from rehab_center.assignments.rules.workbook import RefusedRow, WishRow, read_rows
from rehab_center.assignments.services.assigning import Planned, assign, plan_assignments
from rehab_center.names import fold
from rehab_center.permissions import Actor, Scope
from rehab_center.words import N_, message


@dataclass(frozen=True)
class FileResult:
    """What a workbook did, or would do: how many rows were followed, and the refused ones in the order of the sheet."""

    assigned: int
    refused: tuple[RefusedRow, ...]


def plan_file(
    session: Session, facility_id: int, cells: Sequence[Sequence[object]], *, today: date, scope: Scope
) -> FileResult:
    """What assigning from a workbook would do. Raises DomainError for a sheet without headings."""
    wishes, refused = _read(session, facility_id, cells, today=today)
    plans = plan_assignments(session, list(wishes.values()), today=today, scope=scope)
    rows = {id(wanted): row for row, wanted in wishes.items()}
    stopped = [_refused(plan, rows[id(plan.wanted)]) for plan in plans if plan.stopped or _mute(plan)]
    return _result(len(plans) - len(stopped), [*refused, *stopped])


def assign_file(
    session: Session,
    facility_id: int,
    cells: Sequence[Sequence[object]],
    *,
    decided: bool,
    actor: Actor,
    now: datetime,
) -> FileResult:
    """Assign (or propose) what a workbook asks for. A row that a rule stops or warns of without a reason is refused.

    Raises DomainError for a sheet without headings, NotPermitted.
    """
    wishes, refused = _read(session, facility_id, cells, today=clock.day_of(now))
    written = assign(session, list(wishes.values()), decided=decided, leave_out=True, actor=actor, now=now)
    rows = {id(wanted): row for row, wanted in wishes.items()}
    return _result(len(written.ids), [*refused, *(_refused(plan, rows[id(plan.wanted)]) for plan in written.refused)])


def _result(assigned: int, refused: Sequence[RefusedRow]) -> FileResult:
    return FileResult(assigned, tuple(sorted(refused, key=lambda one: one.row)))


def _mute(plan: Planned) -> bool:
    return bool(plan.warnings) and not plan.wanted.why


def _refused(plan: Planned, row: WishRow) -> RefusedRow:
    first = (plan.blocks or plan.warnings)[0]
    return RefusedRow(row.row, row.code, first.rule, first.message)


def _read(
    session: Session, facility_id: int, cells: Sequence[Sequence[object]], *, today: date
) -> tuple[dict[WishRow, Wanted], list[RefusedRow]]:
    rows, bad = read_rows(cells)
    refused = list(bad)
    here = Scope(frozenset({facility_id}))
    programmes: dict[str, list[int]] = {}
    for one in activities_on(session, today, scope=here):
        programmes.setdefault(fold(one.name), []).append(one.id)
    stays = stays_by_code(session, facility_id, {row.code for row in rows})
    wishes: dict[WishRow, Wanted] = {}
    for row in rows:
        stay, found = stays.get(same_code(row.code)), programmes.get(fold(row.programme), [])
        if stay is None:
            said = message(N_("Nobody has the code %(code)s"), code=row.code)
            refused.append(RefusedRow(row.row, row.code, "unknown-person", said))
        elif len(found) != 1:
            said = message(N_("No programme that goes on is called “%(name)s”"), name=row.programme)
            refused.append(RefusedRow(row.row, row.code, "unknown-programme", said))
        else:
            wishes[row] = Wanted(stay, found[0], Plan(row.first or today, row.last), why=row.why)
    return wishes, refused
