"""The coverage of stays by papers: of one, or of the whole register in a handful of statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Row, select, true
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission
from rehab_center.admissions.queries.book_entries import book_entries
from rehab_center.admissions.queries.due import exited_by
from rehab_center.admissions.queries.ledger import movements_of
from rehab_center.admissions.queries.unchecked import Unchecked, unchecked_terms
from rehab_center.admissions.rules.last_day import BookEntry
from rehab_center.admissions.rules.movements import AFTER, ENTRIES, EXITS, State
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.admissions.rules.sequence import Moved, live
from rehab_center.documents.queries import DocumentLine, document_lines
from rehab_center.headcount.ledger import in_scope
from rehab_center.permissions import Scope
from rehab_center.policies.queries import whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.release.kinds import Gap
from rehab_center.release.rules.coverage import Paper, Span, StayDays, Step, coverage
from rehab_center.residents.models import Resident
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.queries import papers_received

_SETTLED = (TaskKind.PAPER_MISSING, TaskKind.SEARCH_DECISION)


@dataclass(frozen=True)
class StayCoverage:
    """A stay with its days; ``here``: still on the books."""

    stay_id: int
    resident_id: int
    full_name: str
    file_code: str
    kind: StayKind
    state: State
    here: bool
    end_on: date | None
    spans: tuple[Span, ...]

    @cached_property
    def gaps(self) -> tuple[Span, ...]:
        """The days without a ground that are owed now."""
        return tuple(span for span in self.spans if span.gap is not None and not span.old)

    @cached_property
    def old_gaps(self) -> tuple[Span, ...]:
        """Those that an old book left behind."""
        return tuple(span for span in self.spans if span.gap is not None and span.old)


@dataclass(frozen=True)
class GapRow:
    """A stay on the list: of its gaps of one class, how many days, from when to when, and why."""

    stay: StayCoverage
    spans: tuple[Span, ...]

    @property
    def days(self) -> int:
        """How many days."""
        return sum(span.days for span in self.spans)

    @property
    def first(self) -> date:
        """The first of them."""
        return self.spans[0].first

    @property
    def last(self) -> date:
        """The last of them."""
        return self.spans[-1].last

    @property
    def why(self) -> tuple[Gap, ...]:
        """The reasons, each once."""
        return tuple(dict.fromkeys(span.gap for span in self.spans if span.gap is not None))


@dataclass(frozen=True)
class Gaps:
    """Days without a ground: of those here, of those who have left, and what old books left behind."""

    here: tuple[GapRow, ...]
    left: tuple[GapRow, ...]
    old: tuple[GapRow, ...]


def coverage_of(session: Session, stay_id: int, *, scope: Scope, today: date) -> StayCoverage | None:
    """The days of one stay; None outside the scope and for a stay that never began."""
    return next(iter(_coverages(session, Admission.id == stay_id, scope=scope, today=today)), None)


def gaps(session: Session, *, scope: Scope, today: date) -> Gaps:
    """The days without a ground by person, the most first."""
    return _gaps(_coverages(session, true(), scope=scope, today=today))


def gaps_here(session: Session, changed: Mapping[int, Unchecked], *, scope: Scope, today: date) -> Gaps:
    """As :func:`gaps`, without those who have left; the caller has read their ``changed_terms`` already."""
    return _gaps(_coverages(session, ~exited_by(today), scope=scope, today=today, changed=changed))


def _gaps(found: Sequence[StayCoverage]) -> Gaps:
    return Gaps(
        here=_rows((one, one.gaps) for one in found if one.here),
        left=_rows((one, one.gaps) for one in found if not one.here),
        old=_rows((one, one.old_gaps) for one in found),
    )


def _rows(found: Iterable[tuple[StayCoverage, tuple[Span, ...]]]) -> tuple[GapRow, ...]:
    rows = [GapRow(stay, spans) for stay, spans in found if spans]
    return tuple(sorted(rows, key=lambda row: (-row.days, row.stay.file_code)))


def _coverages(
    session: Session,
    only: ColumnElement[bool],
    *,
    scope: Scope,
    today: date,
    changed: Mapping[int, Unchecked] | None = None,
) -> list[StayCoverage]:
    rows = session.execute(
        select(
            Admission.id,
            Admission.resident_id,
            Admission.facility_id,
            Admission.admitted_on,
            Admission.file_code,
            Admission.kind,
            Admission.months,
            Admission.decision_id,
            Admission.term_end_on,
            Admission.opened_at,
            Resident.full_name,
        )
        .join(Resident, Resident.id == Admission.resident_id)
        .where(in_scope(scope), Admission.admitted_on <= today, only)
        .order_by(Admission.id)
    ).all()
    movements = {stay_id: live(some) for stay_id, some in movements_of(session, [row.id for row in rows]).items()}
    began = {stay_id: some for stay_id, some in movements.items() if some and some[0].kind in ENTRIES}
    if changed is None:
        changed = unchecked_terms(session, scope=scope, only=only & ~exited_by(today), changed_only=True)
    papers = _papers(session, [row.decision_id for row in rows], began.values())
    kept = [row for row in rows if row.id in began]
    over = {row.id: _over_on(row.term_end_on, changed.get(row.id)) for row in kept}
    entries = book_entries(session, kept, over_on=over)
    days = whole_on(session, PolicyKind.TEMPORARY_MOST_DAYS, today)
    return [
        _coverage(
            stay, began[stay.id], papers, changed.get(stay.id), entries[stay.id], today=today, temporary_days=days
        )
        for stay in kept
    ]


def _over_on(end_on: date | None, unchecked: Unchecked | None) -> date | None:
    ends = [end_on, unchecked.told_on if unchecked else None]
    return min((end for end in ends if end is not None), default=None)


def _coverage(
    stay: Row[*tuple[Any, ...]],
    ordered: Sequence[Moved],
    papers: Papers,
    changed: Unchecked | None,
    book: BookEntry,
    *,
    today: date,
    temporary_days: int,
) -> StayCoverage:
    moves = [moved for moved in ordered if moved.kind in AFTER and moved.effective_on <= today]
    given = StayDays(
        kind=StayKind(stay.kind),
        months=stay.months,
        decision=papers.by_id.get(stay.decision_id) if stay.decision_id is not None else None,
        steps=tuple(Step(moved.kind, moved.effective_on, papers.of(moved)) for moved in moves),
        end_on=stay.term_end_on,
        before_on=changed.told_on if changed else None,
        book=book,
    )
    last = moves[-1].kind if moves else ordered[0].kind
    return StayCoverage(
        stay_id=stay.id,
        resident_id=stay.resident_id,
        full_name=stay.full_name,
        file_code=stay.file_code,
        kind=given.kind,
        state=AFTER[last],
        here=last not in EXITS,
        end_on=stay.term_end_on,
        spans=coverage(given, today=today, temporary_days=temporary_days),
    )


@dataclass(frozen=True)
class Papers:
    """The papers of some stays, by id, and which of them came later for which movement."""

    by_id: Mapping[int, Paper]
    later: Mapping[int, int]

    def of(self, moved: Moved) -> Paper | None:
        """A movement's own paper, or the one that came later."""
        paper_id = moved.document_id or self.later.get(moved.id)
        return self.by_id.get(paper_id) if paper_id is not None else None


def _papers(session: Session, decisions: Iterable[int | None], movements: Iterable[Sequence[Moved]]) -> Papers:
    moves = [moved for some in movements for moved in some]
    bare = [moved.id for moved in moves if moved.document_id is None]
    later = papers_received(session, "movement", bare, kinds=_SETTLED)
    ids = {moved.document_id for moved in moves} | set(decisions) | set(later.values())
    lines = document_lines(session, [paper_id for paper_id in ids if paper_id is not None])
    return Papers({paper_id: _paper(line) for paper_id, line in lines.items()}, later)


def _paper(line: DocumentLine) -> Paper:
    return Paper(line.id, line.number, line.issued_on, line.unknown_in_old_book)
