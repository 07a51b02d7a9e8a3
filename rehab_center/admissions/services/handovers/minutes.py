"""Opening, putting right and closing the minutes of a handover."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.hooks import Closed, minutes_closed
from rehab_center.admissions.models import Handover
from rehab_center.admissions.queries.handover_rows import load_handover, movements_waiting_for_minutes
from rehab_center.admissions.queries.handovers import HandoverPage, handover_page
from rehab_center.admissions.rules.handover import HandoverState, Outcome, check_close
from rehab_center.admissions.rules.handover_facts import HandoverFacts
from rehab_center.admissions.services.handovers.papers import minutes_paper, transfer_paper
from rehab_center.admissions.services.handovers.rows import open_minutes, subject_of
from rehab_center.admissions.services.handovers.said import keep_what_is_said
from rehab_center.audit.recorder import record
from rehab_center.audit.second_saver import refuse_stale
from rehab_center.errors import Conflict, Difference, DomainError, NotFound
from rehab_center.findings import settle
from rehab_center.names import clean, fold
from rehab_center.permissions import Actor
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.services import close_exceptions
from rehab_center.words import N_, message

_PLAIN = ("delivered_on", "delivered_time", "place", "delivering_unit", "deliverers", "receivers", "stated_count")
_KEPT = (*_PLAIN, "note")


def open_handover(session: Session, *, facility_id: int, facts: HandoverFacts, actor: Actor, now: datetime) -> int:
    """Begin the minutes of a delivery and give their id.

    Raises DomainError without a delivering unit or for a day to come; NotFound for a stranger's centre.
    """
    if not actor.scope.covers(facility_id):
        raise NotFound(message(N_("There is no such centre")))
    values = _tidied(facts, now)
    handover = Handover(
        facility_id=facility_id,
        entry=facts.entry.value,
        transfer_id=transfer_paper(session, facts, facility_id, actor=actor, now=now),
        opened_at=now,
        opened_by=actor.label,
        state=HandoverState.OPEN.value,
        **values,
    )
    session.add(handover)
    session.flush()
    record("handover.opened", actor=actor, at=now, about=subject_of(handover))
    return handover.id


def revise_handover(
    session: Session, handover_id: int, *, facts: HandoverFacts, expected_version: int, actor: Actor, now: datetime
) -> None:
    """Put right what is written about the delivery; who is taken in already keeps day and time.

    Raises Conflict with both values when somebody saved in between, or once a day or way was used; DomainError as
    :func:`open_handover`.
    """
    handover = open_minutes(session, handover_id, actor=actor)
    values = _tidied(facts, now)
    pairs = [(name, getattr(handover, name), values[name]) for name in _KEPT]
    differences = [Difference(name, theirs, yours) for name, theirs, yours in pairs if theirs != yours]
    refuse_stale(session, handover, expected_version, differences=differences)
    used = any(one.admission_id for one in handover_page(session, handover_id, scope=actor.scope).persons)
    if used and (values["delivered_on"] != handover.delivered_on or facts.entry.value != handover.entry):
        raise Conflict(
            message(N_("Somebody has been taken in on this day already: it is put right on each stay")),
            field="delivered_on",
        )
    for name, _theirs, yours in pairs:
        setattr(handover, name, yours)
    handover.search_key = values["search_key"]
    handover.entry = facts.entry.value
    handover.transfer_id = transfer_paper(session, facts, handover.facility_id, actor=actor, now=now)
    record("handover.revised", actor=actor, at=now, about=subject_of(handover))


def _tidied(facts: HandoverFacts, now: datetime) -> dict[str, Any]:
    unit = clean(facts.delivering_unit)
    if not unit:
        raise DomainError(message(N_("Say which unit delivers")), field="delivering_unit")
    if facts.delivered_on > clock.day_of(now):
        raise DomainError(
            message(N_("The day of the handover, %(day)s, has not come yet"), day=facts.delivered_on),
            field="delivered_on",
        )
    return {
        "delivered_on": facts.delivered_on,
        "delivered_time": facts.delivered_time or None,
        "place": clean(facts.place or "") or None,
        "delivering_unit": unit,
        "deliverers": facts.deliverers or None,
        "receivers": facts.receivers or None,
        "stated_count": facts.stated_count or None,
        "note": facts.note or None,
        "search_key": fold(" ".join((unit, facts.deliverers or "", facts.receivers or ""))),
    }


def close_handover(
    session: Session,
    handover_id: int,
    *,
    minutes_number: str | None = None,
    reason: str | None = None,
    expected_version: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Close the minutes: nothing is written in them any more. With a number they become a paper of the centre's book.

    From now on they say what the records know of those taken in where the gate was silent, and the terms as they stand.
    The paper settles what still waited for one: the return of those brought back, temporary stays. Raises Blocked
    while somebody waits, ReasonNeeded where fewer or more came than the police say, Conflict when it changed meanwhile
    or the number is taken.
    """
    handover = open_minutes(session, handover_id, actor=actor)
    refuse_stale(session, handover, expected_version)
    page = handover_page(session, handover_id, scope=actor.scope)
    settle(check_close(page.counts, stated=page.stated_count, taken_back=page.taken_back), reason)
    number = clean(minutes_number or "")
    if number and handover.minutes_id is None:
        handover.minutes_id = minutes_paper(session, handover, number, actor=actor, now=now)
    if handover.minutes_id is not None:
        _settle_by_minutes(session, page, handover.minutes_id, actor=actor, now=now)
    keep_what_is_said(session, handover_id)
    minutes_closed(session, _closed(page, handover.minutes_id), actor=actor, now=now)
    handover.state = HandoverState.CLOSED.value
    handover.closed_at, handover.closed_by = now, actor.label
    details = {
        "delivered": page.counts.delivered,
        "accepted": page.counts.accepted,
        "refused": page.counts.refused,
        "returned": page.counts.returned,
    }
    record("handover.closed", actor=actor, at=now, about=subject_of(handover), reason=reason, details=details)


def _closed(page: HandoverPage, minutes_id: int | None) -> Closed:
    began, went_on = (
        tuple(one.admission_id for one in page.persons if one.outcome is outcome and one.admission_id is not None)
        for outcome in (Outcome.ACCEPTED, Outcome.RETURNED)
    )
    return Closed(minutes_id, page.delivered_on, began, went_on)


def _settle_by_minutes(session: Session, page: HandoverPage, minutes_id: int, *, actor: Actor, now: datetime) -> None:
    for movement_id in movements_waiting_for_minutes(session, page.id):
        close_exceptions(
            session,
            subject_kind="movement",
            subject_id=movement_id,
            kinds=[TaskKind.PAPER_MISSING],
            document_id=minutes_id,
            actor=actor,
            now=now,
        )


def reopen_handover(session: Session, handover_id: int, *, reason: str, actor: Actor, now: datetime) -> None:
    """Open closed minutes again: somebody was forgotten. Raises DomainError without a reason, Conflict when open."""
    handover = load_handover(session, handover_id, scope=actor.scope)
    reason = clean(reason)
    if not reason:
        raise DomainError(message(N_("Say why the minutes are opened again")), field="reason")
    if handover.state == HandoverState.OPEN:
        raise Conflict(message(N_("These minutes are open")), code="open-already")
    handover.state = HandoverState.OPEN.value
    handover.closed_at = handover.closed_by = None
    record("handover.reopened", actor=actor, at=now, about=subject_of(handover), reason=reason)
