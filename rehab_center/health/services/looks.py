"""Recording the first look at a newcomer, and letting it be owed until it is there."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.hooks import Written
from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.queries import load_stay
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.services.admit import log_subject
from rehab_center.audit.recorder import record
from rehab_center.errors import Conflict, DomainError
from rehab_center.findings import settle
from rehab_center.health.models import HealthLook
from rehab_center.health.rules import LookFacts, check_look, tidied
from rehab_center.names import clean
from rehab_center.permissions import Actor, Role
from rehab_center.policies.queries import whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.residents.queries import person_names
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.rules import TaskSubject
from rehab_center.tasks.services import close_exceptions, open_exception
from rehab_center.words import N_, message

_NEWCOMERS = frozenset({MovementKind.ADMITTED, MovementKind.TRANSFERRED_IN})


def record_look(
    session: Session,
    stay_id: int,
    *,
    facts: LookFacts,
    replaces: int | None = None,
    why: str | None = None,
    reason: str | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """Keep what the look found and give its id; the look is owed no more.

    ``replaces`` is the look that counted when the form was opened (None: there was none), ``why`` what was wrong with
    it; ``reason`` answers warnings. Raises Conflict when another look was kept meanwhile, DomainError without ``why``
    or for facts that cannot be, ReasonNeeded, NotFound. Nothing of it goes into the log's own words.
    """
    stay = load_stay(session, stay_id, scope=actor.scope)
    facts = tidied(facts, admitted_on=stay.admitted_on, today=clock.day_of(now))
    why = clean(why or "") or None
    _check_replacement(session, stay_id, replaces, why)
    person = person_names(session, [stay.resident_id])[stay.resident_id]
    settle(check_look(facts, sex=person.sex), reason)
    row = HealthLook(
        admission_id=stay_id,
        replaces_id=replaces,
        reason=why,
        recorded_at=now,
        actor=actor.label,
        **vars(facts) | {"note": _with_reason(facts.note, reason)},
    )
    session.add(row)
    session.flush()
    _settle_task(session, stay, actor=actor, now=now)
    record("health.first-look", actor=actor, at=now, about=log_subject(session, stay))
    return row.id


def _with_reason(note: str | None, reason: str | None) -> str | None:
    """Why a warning was passed stands with the look, and not in the log, where others read it."""
    return "\n".join(part for part in (note, reason) if part) or None


_LAST_LOOK = (
    select(HealthLook.id).where(HealthLook.admission_id == bindparam("stay")).order_by(HealthLook.id.desc()).limit(1)
)


def _check_replacement(session: Session, stay_id: int, replaces: int | None, why: str | None) -> None:
    last = session.scalar(_LAST_LOOK, {"stay": stay_id})
    if last != replaces:
        raise Conflict(
            message(N_("Somebody else has kept a health check of this stay in the meantime: look at it first")),
            code="changed-meanwhile",
        )
    if replaces is not None and not why:
        raise DomainError(message(N_("Say why the earlier check is replaced")), field="why")


def _settle_task(session: Session, stay: Admission, *, actor: Actor, now: datetime) -> None:
    for movement_id in session.scalars(select(Movement.id).where(Movement.admission_id == stay.id)).all():
        close_exceptions(
            session,
            subject_kind="movement",
            subject_id=movement_id,
            kinds=[TaskKind.HEALTH_LOOK],
            reason="Đã khám sức khỏe ban đầu",
            actor=actor,
            now=now,
        )


def owe_look(session: Session, written: Written, *, actor: Actor, now: datetime) -> None:
    """Let the first look at a newcomer be owed. Part of the act that admitted the person.

    It hangs on the entering movement: voided, the look is owed no more; entered again for another day, it is again.
    """
    if written.kind not in _NEWCOMERS:
        return
    days = whole_on(session, PolicyKind.HEALTH_LOOK_DAYS, clock.day_of(now))
    open_exception(
        session,
        facility_id=written.facility_id,
        kind=TaskKind.HEALTH_LOOK,
        subject=TaskSubject("movement", written.movement_id, written.label, written.resident_id),
        what=message(N_("First health check of somebody admitted on %(day)s"), day=written.effective_on),
        owner_role=Role.MEDICAL,
        due_at=clock.end_of(written.effective_on + timedelta(days=days)),
        actor=actor,
        now=now,
    )
