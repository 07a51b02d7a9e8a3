"""The movements of stays as rules see them, and the term that follows from them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.queries.conventions import PolicyReader, conventions_on
from rehab_center.admissions.rules.movements import ENTRIES, MovementKind
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.admissions.rules.sequence import Moved
from rehab_center.admissions.rules.term import term_of
from rehab_center.admissions.rules.term_case import (
    Credit,
    TermCase,
    TermResult,
    changes_of,
    interruptions_of,
)
from rehab_center.admissions.rules.term_opening import Opening, unpacked_opening
from rehab_center.admissions.rules.term_override import Override, overrides_on
from rehab_center.errors import NotFound
from rehab_center.permissions import Scope
from rehab_center.words import N_, message

CHUNK = 500
"""How many ids one statement names: SQLite allows some thousands of values."""

_MOVED = (
    Movement.id,
    Movement.admission_id,
    Movement.kind,
    Movement.effective_on,
    Movement.recorded_at,
    Movement.voids_id,
    Movement.months,
    Movement.days,
    Movement.document_id,
)
"""What rules know of a movement: a list reads hundreds, and a row of the session costs several times as much."""

# Put together once: every act on a stay asks several times.
_OF_STAYS = select(*_MOVED).where(Movement.admission_id.in_(bindparam("stays", expanding=True))).order_by(Movement.id)
_WRITTEN_BY = _OF_STAYS.where(Movement.recorded_at <= bindparam("known_at"))


def load_stay(session: Session, stay_id: int, *, scope: Scope) -> Admission:
    """The row itself, for services. Raises NotFound, outside the scope too."""
    stay = session.get(Admission, stay_id)
    if stay is None or not scope.covers(stay.facility_id):
        raise NotFound(message(N_("There is no such stay")))
    return stay


def stay_of_movement(session: Session, movement_id: int, *, scope: Scope) -> int:
    """The stay a movement belongs to. Raises NotFound, outside the scope too."""
    row = session.get(Movement, movement_id)
    if row is None:
        raise NotFound(message(N_("There is no such movement")))
    return load_stay(session, row.admission_id, scope=scope).id


def chunks(ids: Collection[int]) -> Iterator[list[int]]:
    """The ids in ascending pieces that one statement can name."""
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), CHUNK):
        yield wanted[start : start + CHUNK]


def movements_of(
    session: Session, admission_ids: Collection[int], *, known_at: datetime | None = None
) -> dict[int, list[Moved]]:
    """Every row of the ledger of these stays, voids too, written by ``known_at``; a stay without any gives none.

    Pass a list to ``sequence.live``, ``steps`` or ``state_of``.
    """
    found: dict[int, list[Moved]] = {admission_id: [] for admission_id in admission_ids}
    for some in chunks(admission_ids):
        asked = {"stays": some} if known_at is None else {"stays": some, "known_at": known_at}
        for row in session.execute(_OF_STAYS if known_at is None else _WRITTEN_BY, asked):
            found[row.admission_id].append(moved_of(row))
    return found


def moved_of(row: Movement | Row[*tuple[Any, ...]]) -> Moved:
    """A row, or the columns of one, as rules see it."""
    return Moved(
        id=row.id,
        kind=MovementKind(row.kind),
        effective_on=row.effective_on,
        recorded_at=row.recorded_at,
        voids_id=row.voids_id,
        months=row.months,
        days=row.days,
        document_id=row.document_id,
    )


class TermInput(NamedTuple):
    """What of a stay's row its term is calculated from."""

    kind: StayKind
    regime: Regime
    start_on: date
    months: int | None
    credit_days: int
    decision_id: int | None
    applied: Mapping[str, int] | None = None
    overrides: tuple[Override, ...] = ()
    opening: Opening | None = None

    def until(self, day: date) -> TermInput:
        """The same as it was at the end of ``day``: neither an override nor an opening of a later day is there yet."""
        opening = self.opening if self.opening is not None and self.opening.until_on <= day else None
        return self._replace(overrides=overrides_on(self.overrides, day), opening=opening)


def term_input(stay: Admission, overrides: tuple[Override, ...]) -> TermInput:
    """The part of a row that a calculation needs, with the opening kept there and the ends that papers gave it."""
    return TermInput(
        StayKind(stay.kind),
        Regime(stay.regime),
        stay.term_start_on,
        stay.months,
        stay.credit_days,
        stay.decision_id,
        stay.applied_conventions,
        overrides,
        unpacked_opening(stay.opening).for_term if stay.opening is not None else None,
    )


def calculated_term(policies: PolicyReader, given: TermInput, ordered: Sequence[Moved]) -> TermResult | None:
    """The term by the live movements in their order; None for a stay without a term or one that never began.

    The conventions are those in force on the day the term begins: they do not change under a term that runs, but by
    the one act that applies another to it (``services.conventions``), which stays with the stay from then on.
    """
    case = term_case(given, ordered)
    if case is None:
        return None
    return term_of(given.regime, case, conventions_on(policies, given.regime, given.start_on, given.applied))


def term_case(given: TermInput, ordered: Sequence[Moved]) -> TermCase | None:
    """What the term is calculated from; None for a stay without a term or one that never began."""
    if given.months is None or given.kind is StayKind.TEMPORARY or not began(ordered):
        return None
    return TermCase(
        start_on=given.start_on,
        months=given.months,
        credits=(Credit(given.credit_days),) if given.credit_days else (),
        interruptions=interruptions_of(ordered),
        changes=changes_of(ordered),
        decision_id=given.decision_id,
        kind=given.kind,
        overrides=given.overrides,
        opening=given.opening,
    )


def began(ordered: Sequence[Moved]) -> bool:
    """Whether anybody entered: a stay whose entering movement was voided never was."""
    return bool(ordered) and ordered[0].kind in ENTRIES
