"""What is owed about who somebody is: a missing or doubtful identity paper, two records that may be one person.

Somebody admitted at the gate gets a task each. An old register would bring hundreds at once, so an import gets one
summary task of each kind, which leads to the list and closes when the list is empty. All of these are parts of a larger
act and write no entry in the log.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.permissions import Actor, Role, Scope
from rehab_center.policies.queries import whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.residents.kinds import Sex
from rehab_center.residents.models import IdentityPaper, Resident, ResidentFacility
from rehab_center.residents.queries import (
    any_likely_pair,
    birth_of,
    count_likely_pairs,
    label_of,
    likely_duplicates,
    papers_of,
    person_facts,
    stands,
)
from rehab_center.residents.queries.doubles import told_apart_pairs
from rehab_center.residents.rules.facts import AliasFacts, PaperFacts, PersonFacts
from rehab_center.residents.rules.identity import check_number, read_number
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.queries import open_ids
from rehab_center.tasks.rules import TaskSubject
from rehab_center.tasks.services import close_tasks, open_exception
from rehab_center.words import N_, Message, message

IMPORTED = "resident-doubts"
"""The kind of subject of a summary task; its id is the centre's."""
_ENTERED = "Đã nhập giấy tờ tùy thân"
_COMPARED = "Đã so sánh hết"


def owe_identity_paper(
    session: Session,
    resident_id: int,
    *,
    facility_id: int,
    refuted_number: str | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Let an identity paper be owed where the person has none, or one whose number contradicts the person.

    ``refuted_number``: the paper that was shown is another person's, and was not entered.
    """
    resident = session.get_one(Resident, resident_id)
    what = _what_is_missing(session, resident)
    if what is not None:
        if refuted_number is not None:
            what = message(
                N_("The paper %(number)s shown at the gate is another person's: establish who this one is"),
                number=refuted_number,
            )
        _open(session, resident, TaskKind.IDENTITY_PAPER, what, facility_id=facility_id, actor=actor, now=now)


def _what_is_missing(session: Session, resident: Resident) -> Message | None:
    papers = papers_of(session, resident.id)
    if not papers:
        return message(N_("No identity paper: ask for one, or for its number"))
    birth, sex = birth_of(resident), Sex(resident.sex)
    doubtful = [paper.number for paper in papers if check_number(read_number(paper.number), birth=birth, sex=sex)]
    if len(doubtful) < len(papers):
        return None
    return message(
        N_("Identity number %(number)s does not fit the person: compare it with the card"), number=doubtful[0]
    )


def owe_comparison(session: Session, resident_id: int, *, facility_id: int, actor: Actor, now: datetime) -> None:
    """Let two records be compared where somebody was entered in spite of a likely double."""
    resident = session.get_one(Resident, resident_id)
    likely = _likely_doubles(session, resident_id, scope=actor.scope, now=now)
    if likely:
        what = message(N_("May be the same person as %(who)s: compare the two"), who=likely[0])
        _open(session, resident, TaskKind.POSSIBLE_DUPLICATE, what, facility_id=facility_id, actor=actor, now=now)


def _likely_doubles(session: Session, resident_id: int, *, scope: Scope, now: datetime) -> list[str]:
    """Whom a person may be besides, likeliest first; those told apart are left out."""
    page = person_facts(session, resident_id, scope=scope)
    facts = PersonFacts(
        full_name=page.facts.full_name,
        sex=page.facts.sex,
        birth=page.facts.birth,
        commune=page.facts.commune,
        identity=tuple(PaperFacts(paper.number) for paper in page.papers),
        aliases=tuple(AliasFacts(alias.name) for alias in page.aliases),
    )
    least = whole_on(session, PolicyKind.DUPLICATE_SIMILARITY, clock.day_of(now))
    found = likely_duplicates(session, facts, scope=scope, least=least, besides=resident_id)
    apart = told_apart_pairs(session) if found else frozenset()
    pairs = ((match, tuple(sorted((match.person.id, resident_id)))) for match in found)
    return [match.person.label for match, pair in pairs if pair not in apart]


_DEADLINES = {
    TaskKind.IDENTITY_PAPER: PolicyKind.IDENTITY_PAPER_DAYS,
    TaskKind.POSSIBLE_DUPLICATE: PolicyKind.COMPARE_DAYS,
}


def _open(
    session: Session,
    resident: Resident,
    kind: TaskKind,
    what: Message,
    *,
    facility_id: int,
    actor: Actor,
    now: datetime,
) -> None:
    label = label_of(resident.full_name, resident.code)
    open_exception(
        session,
        facility_id=facility_id,
        kind=kind,
        subject=TaskSubject("resident", resident.id, label, resident.id),
        what=what,
        owner_role=Role.INTAKE,
        due_at=_due_at(session, kind, now),
        actor=actor,
        now=now,
    )


def _due_at(session: Session, kind: TaskKind, now: datetime) -> datetime:
    today = clock.day_of(now)
    return clock.end_of(today + timedelta(days=whole_on(session, _DEADLINES[kind], today)))


# --- closing what has been settled -----------------------------------------------------------------------------------


def close_settled_doubts(
    session: Session, resident_ids: Collection[int], *, why: str, actor: Actor, now: datetime
) -> list[int]:
    """Close what was owed about these persons and is not in doubt any more; gives the ids of the tasks it closed."""
    closed: list[int] = []
    for resident_id in resident_ids:
        ids = open_ids(session, TaskKind.POSSIBLE_DUPLICATE, "resident", resident_id)
        resident = session.get_one(Resident, resident_id)
        if ids and not _still_in_doubt(session, resident, actor, now):
            closed += ids
        ids = open_ids(session, TaskKind.IDENTITY_PAPER, "resident", resident_id)
        if ids and (_is_gone(session, resident) or _what_is_missing(session, resident) is None):
            closed += ids
    close_tasks(session, closed, reason=why, actor=actor, now=now)
    close_empty_summaries(session, resident_ids, actor=actor, now=now)
    return closed


def _is_gone(session: Session, resident: Resident) -> bool:
    return session.scalar(select(Resident.id).where(Resident.id == resident.id, stands())) is None


def _still_in_doubt(session: Session, resident: Resident, actor: Actor, now: datetime) -> bool:
    return not _is_gone(session, resident) and bool(_likely_doubles(session, resident.id, scope=actor.scope, now=now))


def settle_identity_paper(session: Session, resident_id: int, *, actor: Actor, now: datetime) -> None:
    """An identity paper was entered or put right: close what was owed, where it is no longer."""
    resident = session.get_one(Resident, resident_id)
    ids = open_ids(session, TaskKind.IDENTITY_PAPER, "resident", resident_id)
    if ids and _what_is_missing(session, resident) is None:
        close_tasks(session, ids, reason=_ENTERED, actor=actor, now=now)
    close_empty_summaries(session, [resident_id], actor=actor, now=now)


# --- after an import -------------------------------------------------------------------------------------------------


def sum_up_doubts(session: Session, facility_id: int, *, about: str, actor: Actor, now: datetime) -> None:
    """After an import: one task for everybody without an identity paper, one for all the likely doubles.

    ``about`` is the centre's name. A summary that stands already goes on standing.
    """
    missing, pairs = _without_paper(session, facility_id), _pairs(session, facility_id, now)
    sentences = (
        (TaskKind.IDENTITY_PAPER, missing, N_("%(count)s people have no identity paper: fill them in from the list")),
        (TaskKind.POSSIBLE_DUPLICATE, pairs, N_("%(count)s pairs of records may be one person each: compare them")),
    )
    for kind, count, sentence in sentences:
        if count:
            open_exception(
                session,
                facility_id=facility_id,
                kind=kind,
                subject=TaskSubject(IMPORTED, facility_id, about),
                what=message(sentence, count=count),
                owner_role=Role.INTAKE,
                due_at=_due_at(session, kind, now),
                actor=actor,
                now=now,
            )


def close_empty_summaries(session: Session, resident_ids: Collection[int], *, actor: Actor, now: datetime) -> None:
    """Close the summary tasks of these persons' centres of which nothing is left."""
    centres = session.scalars(
        select(ResidentFacility.facility_id).where(ResidentFacility.resident_id.in_(list(resident_ids))).distinct()
    ).all()
    for facility_id in centres:
        for kind, why in ((TaskKind.IDENTITY_PAPER, _ENTERED), (TaskKind.POSSIBLE_DUPLICATE, _COMPARED)):
            ids = open_ids(session, kind, IMPORTED, facility_id)
            if not ids:
                continue
            left = _without_paper if kind is TaskKind.IDENTITY_PAPER else _any_pair
            if not left(session, facility_id, now):
                close_tasks(session, ids, reason=why, actor=actor, now=now)


def _without_paper(session: Session, facility_id: int, _now: datetime | None = None) -> int:
    has_paper = exists().where(IdentityPaper.resident_id == Resident.id, IdentityPaper.withdrawn_at.is_(None))
    known = exists().where(ResidentFacility.resident_id == Resident.id, ResidentFacility.facility_id == facility_id)
    return session.scalar(select(func.count(Resident.id)).where(known, ~has_paper, stands())) or 0


def _pairs(session: Session, facility_id: int, now: datetime) -> int:
    return count_likely_pairs(session, scope=Scope(frozenset({facility_id})), least=_least(session, now))


def _any_pair(session: Session, facility_id: int, now: datetime) -> bool:
    return any_likely_pair(session, scope=Scope(frozenset({facility_id})), least=_least(session, now))


def _least(session: Session, now: datetime) -> int:
    return whole_on(session, PolicyKind.DUPLICATE_SIMILARITY, clock.day_of(now))
