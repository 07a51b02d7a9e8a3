"""What was decided about conventions under terms that run: whom it has still to reach, whom it has reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from rehab_center.admissions.convention_models import ConventionApplied, ConventionChange
from rehab_center.admissions.models import Admission
from rehab_center.admissions.queries.convention_changes import Proposal, ProposedReader, has_such_term
from rehab_center.admissions.queries.conventions import PolicyReader, policies_of
from rehab_center.admissions.queries.due import exited_by
from rehab_center.admissions.queries.ledger import CHUNK, calculated_term, movements_of, term_input
from rehab_center.admissions.queries.overrides import overrides_of
from rehab_center.admissions.queries.unchecked import unchecked_terms
from rehab_center.admissions.rules.sequence import live, state_of
from rehab_center.audit.problems import Problem
from rehab_center.documents.queries import DocumentLine, document_lines
from rehab_center.errors import NotFound
from rehab_center.permissions import Scope
from rehab_center.policies.models import PolicyValue
from rehab_center.policies.queries import PolicyEntry, entry
from rehab_center.policies.rules import PolicyKind
from rehab_center.words import N_, message

_LAST = 3


@dataclass(frozen=True)
class Reach:
    """How many terms that run would come to rest on another value, and how many of them get new lines at once.

    ``by_day``: how many of the stays do so by their first day alone, whatever the terms that ran before.
    """

    stays: int
    new_lines: int
    by_day: int


@dataclass(frozen=True)
class ChangePage:
    """A decision: what it applies by which paper, how many stays it has reached, which calculations wait for a check.

    ``waiting``: (stay, calculation) of those whose calculation is still the last and nobody has checked it.
    """

    id: int
    value: PolicyEntry
    document: DocumentLine
    decided_on: date
    stays: int
    actor: str
    recorded_at: datetime
    reached: int
    new_lines: int
    waiting: tuple[tuple[int, int], ...]


def stays_to_reach(
    session: Session,
    kind: PolicyKind,
    value: str,
    *,
    scope: Scope,
    today: date,
    only: Sequence[int] | None = None,
) -> Iterator[int]:
    """The stays on the books whose term rests on another value of ``kind``; of those ``only`` names."""
    policies = policies_of(session)
    for stays in _pieces(session, kind, scope, today, only):
        movements = movements_of(session, [stay.id for stay in stays])
        for stay in stays:
            if _rests_on_another(policies, stay, kind, value) and state_of(movements[stay.id], as_of=today).on_books:
                yield stay.id


def reach_of(session: Session, proposal: Proposal, *, scope: Scope, today: date) -> Reach:
    """How far applying the value would reach, before anything is written. Raises DomainError for one that is none."""
    present, proposed = policies_of(session), ProposedReader(session, proposal)
    reached = written = by_day = 0
    for stays in _pieces(session, proposal.kind, scope, today, None):
        ids = [stay.id for stay in stays]
        movements, overrides = movements_of(session, ids), overrides_of(session, ids)
        for stay in stays:
            if not _rests_on_another(present, stay, proposal.kind, proposal.value):
                continue
            result = calculated_term(proposed, term_input(stay, overrides[stay.id]), live(movements[stay.id]))
            if result is not None and state_of(movements[stay.id], as_of=today).on_books:
                reached += 1
                by_day += stay.term_start_on >= proposal.valid_from
                written += any(line.policy_value_id == ProposedReader.NOT_YET for line in result.lines)
    return Reach(reached, written, by_day)


def stays_of_change(session: Session, change_id: int, *, scope: Scope, today: date) -> list[int]:
    """The stays a decision has reached and those it has still to reach, in order."""
    change = session.get_one(ConventionChange, change_id)
    value = session.get_one(PolicyValue, change.policy_value_id)
    done = session.scalars(select(ConventionApplied.admission_id).where(ConventionApplied.change_id == change_id))
    left = stays_to_reach(session, PolicyKind(value.kind), value.value, scope=scope, today=today)
    return sorted({*done, *left})


def change_page(session: Session, change_id: int, *, scope: Scope) -> ChangePage:
    """A decision with how far it has come, of the stays within the scope. Raises NotFound."""
    change = session.get(ConventionChange, change_id)
    if change is None:
        raise NotFound(message(N_("There is no such decision")))
    within = true() if scope.facility_ids is None else Admission.facility_id.in_(sorted(scope.facility_ids))
    rows = session.execute(
        select(ConventionApplied.admission_id, ConventionApplied.calculation, ConventionApplied.new_lines)
        .join(Admission, Admission.id == ConventionApplied.admission_id)
        .where(ConventionApplied.change_id == change_id, within)
        .order_by(ConventionApplied.admission_id)
    ).all()
    of_change = Admission.id.in_(select(ConventionApplied.admission_id).where(ConventionApplied.change_id == change_id))
    unchecked = unchecked_terms(session, scope=scope, only=of_change, changed_only=True)
    return ChangePage(
        id=change.id,
        value=entry(session, change.policy_value_id),
        document=document_lines(session, [change.document_id])[change.document_id],
        decided_on=change.decided_on,
        stays=change.stays,
        actor=change.actor,
        recorded_at=change.recorded_at,
        reached=len(rows),
        new_lines=sum(row.new_lines for row in rows),
        waiting=tuple(
            (row.admission_id, row.calculation)
            for row in rows
            if row.new_lines
            and row.admission_id in unchecked
            and unchecked[row.admission_id].calculation == row.calculation
        ),
    )


def changes_waiting(session: Session, *, scope: Scope) -> list[ChangePage]:
    """The decisions with calculations that wait for a check: the last few there were."""
    ids = session.scalars(select(ConventionChange.id).order_by(ConventionChange.id.desc()).limit(_LAST))
    return [page for page in (change_page(session, one, scope=scope) for one in ids.all()) if page.waiting]


def applied_problems(session: Session) -> Iterator[Problem]:
    """Every stay whose kept conventions are not those that were applied to it, piece by piece."""
    last_id = 0
    while stays := session.execute(
        select(Admission.id, Admission.file_code, Admission.applied_conventions)
        .where(Admission.id > last_id)
        .order_by(Admission.id)
        .limit(CHUNK)
    ).all():
        last_id = stays[-1].id
        applied: dict[int, dict[str, int]] = {}
        rows = session.execute(
            select(ConventionApplied.admission_id, PolicyValue.kind, PolicyValue.id)
            .join(ConventionChange, ConventionChange.id == ConventionApplied.change_id)
            .join(PolicyValue, PolicyValue.id == ConventionChange.policy_value_id)
            .where(ConventionApplied.admission_id.in_([stay.id for stay in stays]))
            .order_by(ConventionApplied.id)
        )
        for stay_id, kind, value_id in rows:
            applied.setdefault(stay_id, {})[kind] = value_id
        for stay in stays:
            if (stay.applied_conventions or {}) != applied.get(stay.id, {}):
                words = message(
                    N_("The conventions kept for the term of %(file)s are not those applied to it"), file=stay.file_code
                )
                yield Problem("cache", f"admission {stay.id}", words)


def _rests_on_another(policies: PolicyReader, stay: Admission, kind: PolicyKind, value: str) -> bool:
    return policies.holding(kind, stay.term_start_on, stay.applied_conventions).value != value


def _pieces(
    session: Session, kind: PolicyKind, scope: Scope, today: date, only: Sequence[int] | None
) -> Iterator[Sequence[Admission]]:
    wanted = select(Admission).where(has_such_term(kind, scope), Admission.admitted_on <= today, ~exited_by(today))
    if only is not None:
        wanted = wanted.where(Admission.id.in_(only))
    last_id = 0
    while stays := session.scalars(wanted.where(Admission.id > last_id).order_by(Admission.id).limit(CHUNK)).all():
        last_id = stays[-1].id
        yield stays
