"""Reading what is kept for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, func, or_, select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission
from rehab_center.admissions.queries import load_stay
from rehab_center.belongings.kinds import Currency, Fate, SlipKind, Standing, ThingKind
from rehab_center.belongings.models import Belonging, BelongingFate, BelongingsSlip
from rehab_center.belongings.rules import SlipFacts, ThingFacts, standing_after
from rehab_center.errors import NotFound
from rehab_center.permissions import Scope
from rehab_center.words import N_, message


@dataclass(frozen=True)
class FateLine:
    """One thing that became of a thing."""

    fate: Fate
    slip_id: int | None
    reason: str | None
    recorded_at: datetime
    actor: str


@dataclass(frozen=True)
class ThingLine:
    """A thing with all that became of it, in order."""

    id: int
    stay_id: int
    slip_id: int
    facts: ThingFacts
    fates: tuple[FateLine, ...]

    @property
    def standing(self) -> Standing:
        """Kept, given back, or entered by mistake."""
        return standing_after(one.fate for one in self.fates)


@dataclass(frozen=True)
class SlipLine:
    """A slip without its things."""

    id: int
    stay_id: int
    facility_id: int
    kind: SlipKind
    year: int
    number: int
    facts: SlipFacts
    recorded_at: datetime
    actor: str


@dataclass(frozen=True)
class BelongingsPage:
    """What a stay's page of belongings shows: its things, those kept since an earlier stay, and their slips."""

    things: tuple[ThingLine, ...]
    slips: tuple[SlipLine, ...]

    @property
    def kept(self) -> tuple[ThingLine, ...]:
        """What is still to be given back."""
        return tuple(thing for thing in self.things if thing.standing is Standing.KEPT)


@dataclass(frozen=True)
class KeptCount:
    """How many things were ever taken in (mistakes left out), and how many are still kept."""

    taken: int
    kept: int


def belongings_page(session: Session, stay_id: int, *, scope: Scope) -> BelongingsPage:
    """The belongings of a stay, and what is still kept since an earlier one here. Raises NotFound for a stranger."""
    stay = load_stay(session, stay_id, scope=scope)
    ours = (Admission.resident_id == stay.resident_id, Admission.facility_id == stay.facility_id)
    things = tuple(
        thing for thing in _things(session, *ours) if thing.stay_id == stay_id or thing.standing is Standing.KEPT
    )
    wanted = {thing.slip_id for thing in things}
    slips = session.scalars(
        select(BelongingsSlip)
        .where(or_(BelongingsSlip.admission_id == stay_id, BelongingsSlip.id.in_(wanted)))
        .order_by(BelongingsSlip.id)
    )
    return BelongingsPage(things, tuple(_slip(row) for row in slips))


def kept_for(session: Session, resident_id: int, *, facility_id: int) -> tuple[ThingLine, ...]:
    """What a centre still keeps for a person, out of whichever stay. The caller has checked the scope."""
    found = _told(session, session.scalars(_OF_PERSON, {"resident": resident_id, "facility": facility_id}).all())
    return tuple(thing for thing in found if thing.standing is Standing.KEPT)


def kept_counts(session: Session, stay_ids: Sequence[int]) -> dict[int, KeptCount]:
    """How much was taken in and is still kept, by stay; a stay without any is left out. The scope is checked."""
    last = (
        select(BelongingFate.fate)
        .where(BelongingFate.belonging_id == Belonging.id)
        .order_by(BelongingFate.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Belonging.admission_id, func.coalesce(last, Fate.RETURN_VOIDED.value)).where(
            Belonging.admission_id.in_(stay_ids)
        )
    )
    found: dict[int, KeptCount] = {}
    for stay_id, fate in rows:
        standing = standing_after([Fate(fate)])
        if standing is not Standing.VOIDED:
            so_far = found.get(stay_id, KeptCount(0, 0))
            found[stay_id] = KeptCount(so_far.taken + 1, so_far.kept + (standing is Standing.KEPT))
    return found


_THINGS = select(Belonging).join(Admission, Admission.id == Belonging.admission_id).order_by(Belonging.id)
# Put together once: every departure asks twice.
_OF_PERSON = _THINGS.where(
    Admission.resident_id == bindparam("resident"), Admission.facility_id == bindparam("facility")
)


def _things(session: Session, *where: ColumnElement[bool]) -> tuple[ThingLine, ...]:
    return _told(session, session.scalars(_THINGS.where(*where)).all())


def _told(session: Session, rows: Sequence[Belonging]) -> tuple[ThingLine, ...]:
    fates = _fates(session, [row.id for row in rows])
    return tuple(
        ThingLine(row.id, row.admission_id, row.slip_id, facts_of(row), tuple(fates.get(row.id, ()))) for row in rows
    )


def _fates(session: Session, ids: Sequence[int]) -> dict[int, list[FateLine]]:
    found: dict[int, list[FateLine]] = {}
    if not ids:
        return found
    rows = session.scalars(select(BelongingFate).where(BelongingFate.belonging_id.in_(ids)).order_by(BelongingFate.id))
    for row in rows:
        line = FateLine(Fate(row.fate), row.slip_id, row.reason, row.recorded_at, row.actor)
        found.setdefault(row.belonging_id, []).append(line)
    return found


def facts_of(row: Belonging) -> ThingFacts:
    """A row as one value."""
    return ThingFacts(
        kind=ThingKind(row.kind),
        description=row.description,
        quantity=row.quantity,
        amount=row.amount,
        currency=Currency(row.currency) if row.currency else None,
        condition=row.condition,
        kept_where=row.kept_where,
    )


def _slip(row: BelongingsSlip) -> SlipLine:
    facts = SlipFacts(
        happened_on=row.happened_on,
        party=row.party,
        officer=row.officer,
        relation=row.relation,
        witness=row.witness,
        signed=row.signed,
        note=row.note,
    )
    return SlipLine(
        row.id,
        row.admission_id,
        row.facility_id,
        SlipKind(row.kind),
        row.year,
        row.number,
        facts,
        row.recorded_at,
        row.actor,
    )


def slip_page(session: Session, stay_id: int, slip_id: int, *, scope: Scope) -> tuple[SlipLine, tuple[ThingLine, ...]]:
    """A slip with the things that stand on it; lines taken back are left out. Raises NotFound for a stranger."""
    load_stay(session, stay_id, scope=scope)
    row = session.get(BelongingsSlip, slip_id)
    if row is None or row.admission_id != stay_id:
        raise NotFound(message(N_("There is no such slip")))
    given_back = select(BelongingFate.belonging_id).where(BelongingFate.slip_id == slip_id)
    things = _things(session, or_(Belonging.slip_id == slip_id, Belonging.id.in_(given_back)))
    return _slip(row), tuple(thing for thing in things if _stands_on(thing, row))


def _stands_on(thing: ThingLine, slip: BelongingsSlip) -> bool:
    if slip.kind == SlipKind.TAKEN:
        return thing.standing is not Standing.VOIDED
    last = thing.fates[-1]
    return last.fate is Fate.RETURNED and last.slip_id == slip.id


def load_thing(session: Session, stay_id: int, thing_id: int, *, scope: Scope) -> ThingLine:
    """One thing of a stay. Raises NotFound, outside the scope too."""
    load_stay(session, stay_id, scope=scope)
    found = _things(session, Belonging.id == thing_id, Belonging.admission_id == stay_id)
    if not found:
        raise NotFound(message(N_("There is no such thing on the list")))
    return found[0]
