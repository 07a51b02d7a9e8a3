"""Taking things in, giving them back, and taking back what was entered wrongly."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.hooks import Written
from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.queries import load_stay, movements_of
from rehab_center.admissions.rules.movements import EXITS, MovementKind
from rehab_center.admissions.rules.sequence import live
from rehab_center.admissions.services.admit import log_subject
from rehab_center.audit.recorder import record
from rehab_center.belongings.kinds import Fate, SlipKind, Standing
from rehab_center.belongings.models import Belonging, BelongingFate, BelongingsSlip
from rehab_center.belongings.queries import kept_for, load_thing
from rehab_center.belongings.rules import SlipFacts, ThingFacts, tidied_slip, tidied_thing
from rehab_center.errors import Conflict, DomainError
from rehab_center.findings import Finding, Severity
from rehab_center.names import clean
from rehab_center.permissions import Actor, Role
from rehab_center.policies.queries import whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.rules import TaskSubject
from rehab_center.tasks.services import close_deed, close_exceptions, open_exception
from rehab_center.words import N_, message

_LEAVES = EXITS - {MovementKind.CONVERTED_OUT}
_SOURCE = "L73 Đ35.6b; L120 Đ46.2b"
CASH = "Tiền mặt"
"""What money without a description is called on the slip: the centre's paper is Vietnamese."""


#: Stored beside the closed task as somebody's words would be.
_LISTED = "Đã lập danh sách đồ vật"


def take_in(
    session: Session,
    stay_id: int,
    *,
    slip: SlipFacts,
    things: Sequence[ThingFacts],
    actor: Actor,
    now: datetime,
) -> int:
    """Take things into keeping, all on one slip, and give the slip's id.

    Raises DomainError without any thing, for one that is none or a slip that lacks a side; NotFound for a stranger.
    """
    stay = load_stay(session, stay_id, scope=actor.scope)
    tidy = [tidied_thing(thing, money=CASH) for thing in things]
    if not tidy:
        raise DomainError(message(N_("Type at least one thing")), code="nothing-typed")
    slip_id = _write_slip(session, stay, SlipKind.TAKEN, slip, actor=actor, now=now)
    for position, thing in enumerate(tidy, start=1):
        session.add(Belonging(admission_id=stay_id, slip_id=slip_id, position=position, **vars(thing)))
    session.flush()
    listed = TaskKind.BELONGINGS_LIST
    close_deed(session, listed, resident_id=stay.resident_id, reason=_LISTED, actor=actor, now=now)
    record("belongings.taken", actor=actor, at=now, about=log_subject(session, stay), details={"things": len(tidy)})
    return slip_id


def give_back(
    session: Session, stay_id: int, *, slip: SlipFacts, thing_ids: Collection[int], actor: Actor, now: datetime
) -> int:
    """Give things back, all on one slip, and give the slip's id; once nothing is kept any more nothing is owed.

    Raises DomainError when nothing is chosen, Conflict for a thing that is not kept any more, NotFound for a stranger.
    """
    stay = load_stay(session, stay_id, scope=actor.scope)
    kept = {thing.id: thing for thing in kept_for(session, stay.resident_id, facility_id=stay.facility_id)}
    if not thing_ids:
        raise DomainError(message(N_("Choose what is given back")), field="things")
    if not set(thing_ids) <= set(kept):
        raise Conflict(message(N_("Some of it has been given back or taken off the list in the meantime")))
    slip_id = _write_slip(session, stay, SlipKind.RETURNED, slip, actor=actor, now=now)
    for thing_id in sorted(set(thing_ids)):
        session.add(
            BelongingFate(
                admission_id=kept[thing_id].stay_id,
                belonging_id=thing_id,
                fate=Fate.RETURNED,
                slip_id=slip_id,
                recorded_at=now,
                actor=actor.label,
            )
        )
    session.flush()
    _settle(session, stay, actor=actor, now=now)
    things = len(set(thing_ids))
    record("belongings.returned", actor=actor, at=now, about=log_subject(session, stay), details={"things": things})
    return slip_id


def _write_slip(
    session: Session, stay: Admission, kind: SlipKind, facts: SlipFacts, *, actor: Actor, now: datetime
) -> int:
    facts = tidied_slip(facts, admitted_on=stay.admitted_on, today=clock.day_of(now))
    year = facts.happened_on.year
    last = session.scalar(
        select(func.max(BelongingsSlip.number)).where(
            BelongingsSlip.facility_id == stay.facility_id, BelongingsSlip.year == year
        )
    )
    slip = BelongingsSlip(
        facility_id=stay.facility_id,
        admission_id=stay.id,
        kind=kind,
        year=year,
        number=(last or 0) + 1,
        recorded_at=now,
        actor=actor.label,
        **vars(facts),
    )
    session.add(slip)
    session.flush()
    return slip.id


def void_thing(session: Session, stay_id: int, thing_id: int, *, reason: str, actor: Actor, now: datetime) -> None:
    """Take a line off that was entered by mistake. Raises Conflict unless the thing is kept; NotFound."""
    _add_fate(session, stay_id, thing_id, Fate.VOIDED, after=Standing.KEPT, reason=reason, actor=actor, now=now)
    stay = load_stay(session, stay_id, scope=actor.scope)
    _settle(session, stay, actor=actor, now=now)
    record("belongings.voided", actor=actor, at=now, about=log_subject(session, stay), reason=reason)


def void_return(session: Session, stay_id: int, thing_id: int, *, reason: str, actor: Actor, now: datetime) -> None:
    """It was not given back after all: the thing is kept again, owed to whoever has left. Raises Conflict, NotFound."""
    _add_fate(
        session, stay_id, thing_id, Fate.RETURN_VOIDED, after=Standing.RETURNED, reason=reason, actor=actor, now=now
    )
    stay = load_stay(session, stay_id, scope=actor.scope)
    ordered = live(movements_of(session, [stay_id])[stay_id])
    if ordered and ordered[-1].kind in _LEAVES:
        last = ordered[-1]
        subject = log_subject(session, stay)
        written = Written(
            stay_id, last.id, last.kind, last.effective_on, stay.resident_id, stay.facility_id, subject.label
        )
        owe_belongings(session, written, actor=actor, now=now)
    record("belongings.return-voided", actor=actor, at=now, about=log_subject(session, stay), reason=reason)


def _add_fate(
    session: Session,
    stay_id: int,
    thing_id: int,
    fate: Fate,
    *,
    after: Standing,
    reason: str,
    actor: Actor,
    now: datetime,
) -> None:
    thing = load_thing(session, stay_id, thing_id, scope=actor.scope)
    if thing.standing is not after:
        raise Conflict(message(N_("This line has been changed in the meantime")))
    if not clean(reason):
        raise DomainError(message(N_("Say why the line is taken back")), field="reason")
    session.add(
        BelongingFate(
            admission_id=stay_id,
            belonging_id=thing_id,
            fate=fate,
            reason=clean(reason),
            recorded_at=now,
            actor=actor.label,
        )
    )
    session.flush()


def _settle(session: Session, stay: Admission, *, actor: Actor, now: datetime) -> None:
    """Close what is owed about a person's belongings once nothing is kept for them any more."""
    if kept_for(session, stay.resident_id, facility_id=stay.facility_id):
        return
    exits = session.scalars(
        select(Movement.id)
        .join(Admission, Admission.id == Movement.admission_id)
        .where(
            Admission.resident_id == stay.resident_id,
            Admission.facility_id == stay.facility_id,
            Movement.kind.in_(_LEAVES),
        )
    )
    for movement_id in exits.all():
        close_exceptions(
            session,
            subject_kind="movement",
            subject_id=movement_id,
            kinds=[TaskKind.BELONGINGS],
            reason="Không còn giữ đồ vật, tiền nào",
            actor=actor,
            now=now,
        )


def check_leaving(session: Session, stay_id: int, kind: MovementKind) -> tuple[Finding, ...]:
    """What the page of a movement that ends a stay reminds of."""
    if kind not in _LEAVES:
        return ()
    stay = session.get_one(Admission, stay_id)
    kept = kept_for(session, stay.resident_id, facility_id=stay.facility_id)
    if not kept:
        return ()
    words = message(N_("Things still kept for this person: %(count)s. They must be given back"), count=len(kept))
    return (Finding("belongings", Severity.REMIND, words, _SOURCE, "kind"),)


def owe_belongings(session: Session, written: Written, *, actor: Actor, now: datetime) -> None:
    """Let it be owed that somebody who leaves gets back what is kept. Part of the act that wrote the movement."""
    if written.kind not in _LEAVES:
        return
    kept = kept_for(session, written.resident_id, facility_id=written.facility_id)
    if not kept:
        return
    today = clock.day_of(now)
    days = whole_on(session, PolicyKind.BELONGINGS_DAYS, today)
    open_exception(
        session,
        facility_id=written.facility_id,
        kind=TaskKind.BELONGINGS,
        subject=TaskSubject("movement", written.movement_id, written.label, written.resident_id),
        what=message(N_("Give back what is kept here: %(count)s lines on the list"), count=len(kept)),
        owner_role=Role.INTAKE,
        due_at=clock.end_of(today + timedelta(days=days)),
        actor=actor,
        now=now,
    )


def check_thing(thing: ThingFacts) -> None:
    """Raises DomainError for a line that :func:`take_in` would refuse."""
    tidied_thing(thing, money=CASH)
