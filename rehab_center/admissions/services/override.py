"""Overriding the computed end of a term by a paper, ending that, and voiding what was written by mistake.

Each is a row and, but for a void, a line of its own in the ledger; what the term becomes waits for a second person like
any other calculation.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import TermEntry, TermOverride
from rehab_center.admissions.queries.ledger import load_stay
from rehab_center.admissions.queries.overrides import last_movement, plan_close, plan_override, stay_of_override
from rehab_center.admissions.rules.facts import OverrideFacts
from rehab_center.admissions.rules.term_override import OverrideAct
from rehab_center.admissions.services.admit import log_subject
from rehab_center.admissions.services.checking import right_to_check
from rehab_center.admissions.services.ledger import recompute_term
from rehab_center.admissions.services.papers import whole_paper
from rehab_center.audit.recorder import record
from rehab_center.documents.rules import DocumentFacts
from rehab_center.errors import Conflict, Difference, DomainError
from rehab_center.names import clean
from rehab_center.permissions import Actor
from rehab_center.words import N_, message


def override_term(
    session: Session, stay_id: int, *, facts: OverrideFacts, seen_calculation: int, actor: Actor, now: datetime
) -> int:
    """Put the end that a paper gives in the place of the computed one. Gives the row's id.

    ``seen_calculation``: the last calculation that the author looked at. Raises NotPermitted for whoever may not check
    terms, Conflict with the end there is now where the term became another meanwhile, and what ``plan_override`` does.
    """
    stay = load_stay(session, stay_id, scope=actor.scope)
    delegation_id = right_to_check(session, actor, stay.facility_id, clock.day_of(now))
    if _last_calculation(session, stay_id) != seen_calculation:
        raise Conflict(
            message(N_("The term of %(file)s has become another meanwhile: look at it again"), file=stay.file_code),
            code="changed-meanwhile",
            differences=[Difference("end_on", stay.term_end_on, facts.end_on)],
        )
    note = clean(facts.note or "") or None
    plan_override(session, stay_id, end_on=facts.end_on, reason=facts.reason, note=note, scope=actor.scope, now=now)
    row = TermOverride(
        admission_id=stay_id,
        act=OverrideAct.SET.value,
        made_on=clock.day_of(now),
        end_on=facts.end_on,
        reason=facts.reason.value,
        note=note,
        document_id=whole_paper(session, facts.paper, facility_id=stay.facility_id, actor=actor, now=now),
        seen_movement_id=last_movement(session, stay_id),
        delegation_id=delegation_id,
        author=actor.label,
        recorded_at=now,
    )
    session.add(row)
    session.flush()
    recompute_term(session, stay, actor=actor, now=now)
    record("term.overridden", actor=actor, at=now, about=log_subject(session, stay), reason=note)
    return row.id


def end_override(
    session: Session, override_id: int, *, paper: DocumentFacts, note: str, actor: Actor, now: datetime
) -> None:
    """From today on the computed end holds again; the override's line and this one stay in the ledger.

    Raises NotPermitted for whoever may not check terms, DomainError without words or with an incomplete paper, Conflict
    for one closed already, NotFound for a stranger.
    """
    _close(session, override_id, OverrideAct.ENDED, paper, note, actor=actor, now=now)


def void_override(session: Session, override_id: int, *, note: str, actor: Actor, now: datetime) -> None:
    """It was written by mistake: it counts nowhere, and the earlier calculations still show it.

    Raises as ``end_override`` does; no paper is asked for.
    """
    _close(session, override_id, OverrideAct.VOIDED, None, note, actor=actor, now=now)


def _close(
    session: Session,
    override_id: int,
    act: OverrideAct,
    paper: DocumentFacts | None,
    note: str,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    stay_id = stay_of_override(session, override_id, scope=actor.scope)
    stay = load_stay(session, stay_id, scope=actor.scope)
    delegation_id = right_to_check(session, actor, stay.facility_id, clock.day_of(now))
    words = clean(note)
    if not words:
        raise DomainError(message(N_("Write the reason in words")), field="note")
    plan_close(session, override_id, act=act, scope=actor.scope, now=now)
    session.add(
        TermOverride(
            admission_id=stay_id,
            act=act.value,
            closes_id=override_id,
            made_on=clock.day_of(now),
            note=words,
            document_id=whole_paper(session, paper, facility_id=stay.facility_id, actor=actor, now=now)
            if paper
            else None,
            seen_movement_id=last_movement(session, stay_id),
            delegation_id=delegation_id,
            author=actor.label,
            recorded_at=now,
        )
    )
    session.flush()
    recompute_term(session, stay, actor=actor, now=now)
    what = "term.override-ended" if act is OverrideAct.ENDED else "term.override-voided"
    record(what, actor=actor, at=now, about=log_subject(session, stay), reason=words)


def _last_calculation(session: Session, stay_id: int) -> int:
    query = select(func.max(TermEntry.calculation)).where(TermEntry.admission_id == stay_id)
    return session.scalar(query) or 0
