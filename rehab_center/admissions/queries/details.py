"""What was told about movements besides their day and paper."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Movement, MovementDetail
from rehab_center.admissions.queries.ledger import chunks, load_stay
from rehab_center.admissions.rules.details import HEALTH, Answer, Detail
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.errors import NotFound
from rehab_center.permissions import Scope
from rehab_center.words import N_, message


@dataclass(frozen=True)
class DetailLine:
    """One answer as it stands. ``answer`` None: it is about health, and the reader may not see that."""

    item: Detail
    answer: Answer | None
    actor: str
    recorded_at: datetime


def details_of(
    session: Session, movement_ids: Collection[int], *, scope: Scope, known_at: datetime | None = None
) -> dict[int, tuple[DetailLine, ...]]:
    """The answers that count about these movements, the last one to each question, in the order of the questions.

    The caller has checked that the movements are in reach.
    """
    rows: list[MovementDetail] = []
    for some in chunks(movement_ids):
        query = select(MovementDetail).where(MovementDetail.movement_id.in_(some)).order_by(MovementDetail.id)
        if known_at is not None:
            query = query.where(MovementDetail.recorded_at <= known_at)
        rows += session.scalars(query)
    return that_count(movement_ids, rows, scope=scope)


def that_count(
    movement_ids: Collection[int], rows: Iterable[MovementDetail], *, scope: Scope
) -> dict[int, tuple[DetailLine, ...]]:
    """The last answer to each question out of rows in the order written, by movement, in the order of the questions."""
    found: dict[int, dict[Detail, DetailLine]] = {movement_id: {} for movement_id in movement_ids}
    for row in rows:
        line = _line(row, medical=scope.medical)
        found[row.movement_id][line.item] = line
    order = {item: place for place, item in enumerate(Detail)}
    return {
        movement_id: tuple(sorted(lines.values(), key=lambda line: order[line.item]))
        for movement_id, lines in found.items()
    }


def kind_of_movement(session: Session, movement_id: int, *, scope: Scope) -> tuple[int, MovementKind]:
    """The stay and the kind of a movement. Raises NotFound, outside the scope too."""
    row = session.get(Movement, movement_id)
    if row is None:
        raise NotFound(message(N_("There is no such movement")))
    return load_stay(session, row.admission_id, scope=scope).id, MovementKind(row.kind)


def _line(row: MovementDetail, *, medical: bool) -> DetailLine:
    item = Detail(row.item)
    answers = (row.day, row.number, row.words if item not in HEALTH else row.health_words if medical else None)
    answer = next((one for one in answers if one is not None), None)
    return DetailLine(item, answer, row.actor, row.recorded_at)
