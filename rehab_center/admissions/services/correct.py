"""Putting right what was entered wrongly about a stay. The log keeps what stood there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.hooks import beginning_moved
from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.queries.ledger import load_stay, movements_of
from rehab_center.admissions.queries.openings import opening_of
from rehab_center.admissions.queries.overlaps import check_overlaps
from rehab_center.admissions.queries.plans import free_code
from rehab_center.admissions.rules.checks import MOST_MONTHS, check_months
from rehab_center.admissions.rules.facts import StayCorrection
from rehab_center.admissions.rules.movements import ENTRIES, EXITS, MovementKind
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.admissions.rules.sequence import NOT_YET, Moved, check_sequence, live
from rehab_center.admissions.services.admit import log_subject
from rehab_center.admissions.services.ledger import recompute_term
from rehab_center.admissions.services.void import add_void
from rehab_center.audit.recorder import record
from rehab_center.audit.second_saver import refuse_stale
from rehab_center.errors import Conflict, Difference, DomainError
from rehab_center.findings import Finding, settle
from rehab_center.names import clean
from rehab_center.permissions import EVERYWHERE, Actor
from rehab_center.tasks.queries import TaskLine, of_subject, papers_received
from rehab_center.tasks.rules import TaskSubject
from rehab_center.tasks.services import open_exception
from rehab_center.words import N_, message

_PLAIN = ("term_start_on", "months", "credit_days", "decision_effective_on", "times_treated", "police_unit", "note")


def correct_stay(
    session: Session,
    stay_id: int,
    *,
    correction: StayCorrection,
    expected_version: int,
    reason: str,
    nevertheless: str | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Put right a stay's facts; the term is calculated anew.

    ``nevertheless`` answers what the rules warn of: a term, or a number of the treatment, that was changed and does not
    go with the other is asked about as at the admission (L120 Đ29.1). Raises ReasonNeeded without that answer;
    DomainError without a reason or for values that cannot be; Conflict with both values when somebody saved in
    between, for a file code in use, or when a new first day does not fit the later movements; NotFound for a stranger.
    """
    stay = load_stay(session, stay_id, scope=actor.scope)
    reason = clean(reason)
    _check(stay, correction, reason=reason, now=now)
    refuse_stale(session, stay, expected_version, differences=_differences(stay, correction))
    asked = _check_months(stay, correction)
    settle(asked, nevertheless)
    if correction.file_code != stay.file_code:
        stay.file_code = free_code(session, stay.facility_id, correction.file_code)
    if correction.regime != stay.regime:
        stay.regime, stay.regime_reason = correction.regime.value, reason
    if correction.admitted_on != stay.admitted_on:
        _move_entry(session, stay, correction, reason=reason, actor=actor, now=now)
    for name in _PLAIN:
        setattr(stay, name, getattr(correction, name))
    stay.version += 1
    result = recompute_term(session, stay, actor=actor, now=now)
    if result is not None and result.end_on is not None and result.end_on < stay.term_start_on:
        raise DomainError(message(N_("The term would end before it begins")), field="credit_days")
    why = "; ".join(dict.fromkeys([reason, *([clean(nevertheless)] if asked and nevertheless else [])]))
    record("stay.corrected", actor=actor, at=now, about=log_subject(session, stay), reason=why)


def _check(stay: Admission, correction: StayCorrection, *, reason: str, now: datetime) -> None:
    if not reason:
        raise DomainError(message(N_("Say why it is put right")), field="why")
    if correction.admitted_on > clock.day_of(now):
        raise DomainError(
            message(N_("The first day, %(day)s, has not come yet"), day=correction.admitted_on), field="admitted_on"
        )
    if stay.months is not None and correction.months is None:
        raise DomainError(message(N_("A term that was given is not taken away")), field="months")
    if correction.credit_days < 0:
        raise DomainError(message(N_("Days are counted from one")), field="credit_days")
    opening = opening_of(stay)
    until = opening.facts.until_on if opening else None
    if until is not None and until < correction.term_start_on:
        words = N_("The old book counts up to %(until)s, before the term began on %(start)s")
        params = {"until": until, "start": correction.term_start_on}
        raise DomainError(message(words, **params), field="term_start_on")
    if correction.months is not None and not 1 <= correction.months <= MOST_MONTHS:
        words = N_("A term of %(months)s months is none: 1 to %(most)s can be entered, look at the decision again")
        raise DomainError(message(words, months=correction.months, most=MOST_MONTHS), field="months")


def _check_months(stay: Admission, correction: StayCorrection) -> tuple[Finding, ...]:
    """What the law says of the term as it becomes, where that is what was changed: the rest was answered before."""
    names = ("months", "times_treated", "regime")
    if correction.months is None or all(getattr(stay, name) == getattr(correction, name) for name in names):
        return ()
    return check_months(
        correction.regime, StayKind(stay.kind), correction.months, times_treated=correction.times_treated
    )


def _differences(stay: Admission, correction: StayCorrection) -> list[Difference]:
    pairs = [(name, getattr(stay, name), getattr(correction, name)) for name in ("file_code", "admitted_on", *_PLAIN)]
    return [Difference(name, theirs, yours) for name, theirs, yours in pairs if theirs != yours]


def _move_entry(
    session: Session, stay: Admission, correction: StayCorrection, *, reason: str, actor: Actor, now: datetime
) -> None:
    """Void the entering movement and enter it again on the right day, once the whole sequence holds with it."""
    ordered = live(movements_of(session, [stay.id])[stay.id])
    if not ordered or ordered[0].kind not in ENTRIES:
        raise Conflict(message(N_("The entering movement of this stay was voided: admit the person again")))
    entry, last = ordered[0], ordered[-1]
    if entry.kind is MovementKind.CONVERTED_IN:
        raise Conflict(
            message(N_("The day of a change of ground has two sides: void the change and enter it again")),
            field="admitted_on",
        )
    moved = Moved(NOT_YET, entry.kind, correction.admitted_on, now)
    check_sequence(sorted([moved, *ordered[1:]], key=lambda one: (one.effective_on, one.id)))
    left_on = last.effective_on if last.kind in EXITS else None
    settle(check_overlaps(session, stay.resident_id, correction.admitted_on, left_on, but=stay.id), None)
    row = session.get_one(Movement, entry.id)
    owed = [task for task in of_subject(session, "movement", row.id, scope=EVERYWHERE) if task.is_open]
    add_void(session, stay, row, reason=reason, actor=actor, now=now, replaced=True)
    again = Movement(
        admission_id=stay.id,
        kind=row.kind,
        effective_on=correction.admitted_on,
        effective_time=row.effective_time,
        recorded_at=now,
        actor=actor.label,
        document_id=row.document_id or papers_received(session, "movement", [row.id]).get(row.id),
        note=row.note,
        reason=reason,
    )
    session.add(again)
    was, stay.admitted_on = stay.admitted_on, correction.admitted_on
    session.flush()
    beginning_moved(session, stay.id, was, stay.admitted_on, reason=reason, actor=actor, now=now)
    _owe_again(session, again, owed, actor=actor, now=now)


def _owe_again(session: Session, entry: Movement, owed: Sequence[TaskLine], *, actor: Actor, now: datetime) -> None:
    """What was owed about the entry of the wrong day is owed about this one, until the same deadline."""
    for task in owed:
        open_exception(
            session,
            facility_id=task.facility_id,
            kind=task.kind,
            subject=TaskSubject("movement", entry.id, task.about, task.resident_id),
            what=task.what,
            owner_role=task.owner_role,
            due_at=task.due_at,
            actor=actor,
            now=now,
        )
