"""Two records side by side, and what merging them would do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center.admissions.queries import StayLine, spans_of, stays_of_resident
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.errors import DomainError
from rehab_center.findings import Finding, Severity
from rehab_center.merging.rules import HERE, THERE, FieldPair, StaySpan, check_facts, check_stays, pairs_of
from rehab_center.permissions import Scope
from rehab_center.residents.hanging import Hanging, hanging
from rehab_center.residents.kinds import PaperKind
from rehab_center.residents.models import NotSamePerson, ResidentFacility
from rehab_center.residents.queries import PersonPage, person_facts
from rehab_center.residents.queries.photos import latest_photos
from rehab_center.words import N_, message


@dataclass(frozen=True)
class StayShown:
    """A stay on the common timeline, and whose it is: HERE or THERE."""

    side: str
    stay: StayLine


@dataclass(frozen=True)
class MergePreview:
    """Everything about two records. ``moves``: what goes over, in words, with how many rows.

    ``kept_apart`` is set where somebody has said before that they are two people; ``photos`` is the latest photo of
    each, by the person's id.
    """

    here: PersonPage
    there: PersonPage
    pairs: tuple[FieldPair, ...]
    stays: tuple[StayShown, ...]
    moves: tuple[tuple[Any, int], ...]
    findings: tuple[Finding, ...]
    kept_apart: NotSamePerson | None
    photos: Mapping[int, int]

    @property
    def blocked(self) -> bool:
        """Whether something must be put right first."""
        return any(finding.severity is Severity.BLOCK for finding in self.findings)


def merge_preview(session: Session, here_id: int, there_id: int, *, scope: Scope, today: date) -> MergePreview:
    """What merging the second record into the first would do.

    Raises NotFound for a stranger, MergedAway for a record that was merged already, DomainError for one record twice.
    """
    if here_id == there_id:
        raise DomainError(message(N_("This is one and the same record")))
    here, there = (person_facts(session, one, scope=scope) for one in (here_id, there_id))
    kept_apart = kept_apart_by(session, here_id, there_id)
    stays = [
        StayShown(side, stay)
        for side, one in ((HERE, here_id), (THERE, there_id))
        for stay in stays_of_resident(session, one, scope=scope, as_of=today)
    ]
    return MergePreview(
        here=here,
        there=there,
        pairs=pairs_of(here.facts, there.facts),
        stays=tuple(sorted(stays, key=lambda shown: (shown.stay.admitted_on, shown.stay.id))),
        moves=_moves(session, here_id, there_id),
        findings=(
            *_check_reach(session, here_id, there_id, scope),
            *check_stays(_spans(session, here_id), _spans(session, there_id)),
            *check_facts(here.facts, there.facts, _citizen_ids(here), _citizen_ids(there)),
            *_check_decision(kept_apart),
        ),
        kept_apart=kept_apart,
        photos=latest_photos(session, (here_id, there_id)),
    )


def kept_apart_by(session: Session, one_id: int, other_id: int) -> NotSamePerson | None:
    """Where somebody has said that two records are two people."""
    first, second = sorted((one_id, other_id))
    return session.scalar(select(NotSamePerson).where(NotSamePerson.one_id == first, NotSamePerson.other_id == second))


def going_over(session: Session, one: Hanging, here_id: int, there_id: int) -> list[Any]:
    """The rows of a table that would go from the second record to the first."""
    column = getattr(one.model, one.column)
    rows = list(session.scalars(select(one.model).where(column == there_id).order_by(one.model.__table__.c.id)))
    if one.same is None:
        return rows
    there_already = {one.same(row) for row in session.scalars(select(one.model).where(column == here_id))}
    return [row for row in rows if (key := one.same(row)) is not None and key not in there_already]


def _moves(session: Session, here_id: int, there_id: int) -> tuple[tuple[Any, int], ...]:
    counted = ((one.words, len(going_over(session, one, here_id, there_id))) for one in hanging())
    return tuple((words, count) for words, count in counted if count)


def _spans(session: Session, resident_id: int) -> list[StaySpan]:
    return [
        StaySpan(span.file_code, span.first_on, span.left_on, span.exit_kind is MovementKind.DIED)
        for span in spans_of(session, resident_id)
    ]


def _citizen_ids(page: PersonPage) -> set[str]:
    return {paper.number for paper in page.papers if paper.kind is PaperKind.CITIZEN_ID}


def _check_reach(session: Session, here_id: int, there_id: int, scope: Scope) -> tuple[Finding, ...]:
    """A record that another centre works with as well is not merged behind its back."""
    if scope.facility_ids is None:
        return ()
    beyond = session.scalar(
        select(func.count())
        .select_from(ResidentFacility)
        .where(
            ResidentFacility.resident_id.in_((here_id, there_id)),
            ResidentFacility.facility_id.not_in(scope.facility_ids),
        )
    )
    if not beyond:
        return ()
    words = message(N_("Another centre knows one of the two as well: somebody who sees both centres has to merge them"))
    return (Finding("merge-reach", Severity.BLOCK, words, ""),)


def _check_decision(kept_apart: NotSamePerson | None) -> tuple[Finding, ...]:
    if kept_apart is None:
        return ()
    words = message(
        N_("%(who)s compared them on %(day)s and found two people: %(why)s"),
        who=kept_apart.decided_by,
        day=kept_apart.decided_at,
        why=kept_apart.reason,
    )
    return (Finding("merge-kept-apart", Severity.WARN, words, ""),)
