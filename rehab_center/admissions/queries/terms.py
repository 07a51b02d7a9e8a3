"""The stored lines of a term, as they were written: never re-derived for display."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, select, true
from sqlalchemy.orm import Session

from rehab_center.admissions.models import TermCheck, TermEntry
from rehab_center.admissions.queries.conventions import term_policies
from rehab_center.admissions.rules.regime import Regime
from rehab_center.admissions.rules.term_case import Ground, TermResult
from rehab_center.dated import Confidence
from rehab_center.documents.queries import DocumentLine, document_lines
from rehab_center.policies.queries import versions
from rehab_center.policies.registry import REGISTRY
from rehab_center.policies.rules import PolicyKind
from rehab_center.tasks.rules import unpacked
from rehab_center.words import Message


@dataclass(frozen=True)
class LinePolicy:
    """The convention a line rests on: ``version`` counts the values ever entered for it, the first is 1."""

    kind: PolicyKind
    value: str
    version: int
    valid_from: date
    citation: str
    to_be_confirmed: bool


@dataclass(frozen=True)
class EntryLine:
    """One line, stored or fresh, with its paper, its article and the convention it rests on."""

    position: int
    ground: Ground
    from_on: date
    to_on: date | None
    months: int
    days: int
    running_end_on: date | None
    formula: Message
    document: DocumentLine | None
    article: str | None
    policy: LinePolicy | None

    @property
    def citation(self) -> str | None:
        """Where the convention the line rests on is written."""
        return self.policy.citation if self.policy else None

    @property
    def to_be_confirmed(self) -> bool:
        """Whether it rests on a convention that the centre has still to confirm."""
        return self.policy is not None and self.policy.to_be_confirmed


@dataclass(frozen=True)
class CheckLine:
    """Who has found a calculation right, and when."""

    checker: str
    recorded_at: datetime


@dataclass(frozen=True)
class TermSheet:
    """One calculation. ``end_on`` is None while the clock stands still; ``remaining_days`` then says what is left."""

    calculation: int
    recorded_at: datetime
    author: str
    end_on: date | None
    remaining_days: int | None
    lines: tuple[EntryLine, ...]
    check: CheckLine | None = None

    @property
    def to_be_confirmed(self) -> bool:
        """Whether any line rests on an unconfirmed convention."""
        return any(line.to_be_confirmed for line in self.lines)


def term_sheets(session: Session, stay_id: int, *, known_at: datetime | None = None) -> tuple[TermSheet, ...]:
    """Every calculation of a stay's term written by ``known_at``, the latest first."""
    return sheets_of(session, [stay_id], known_at=known_at)[stay_id]


def sheets_of(
    session: Session,
    stay_ids: Collection[int],
    *,
    known_at: datetime | None = None,
    papers: Mapping[int, DocumentLine] | None = None,
) -> dict[int, tuple[TermSheet, ...]]:
    """Every calculation of these stays' terms written by ``known_at``, the latest first, by stay.

    ``papers`` are those the caller has read already: a line rests on the decision or on a movement's paper.
    """
    checked = and_(
        TermCheck.admission_id == TermEntry.admission_id,
        TermCheck.calculation == TermEntry.calculation,
        TermCheck.recorded_at <= known_at if known_at is not None else true(),
    )
    query = select(TermEntry, TermCheck).outerjoin(TermCheck, checked).where(TermEntry.admission_id.in_(stay_ids))
    if known_at is not None:
        query = query.where(TermEntry.recorded_at <= known_at)
    rows = session.execute(query.order_by(TermEntry.calculation.desc(), TermEntry.position)).all()
    found = dict(papers or {})
    found |= document_lines(session, {entry.document_id for entry, _ in rows if entry.document_id} - set(found))
    policies = _policies(session, {entry.policy_value_id for entry, _ in rows})
    sheets: dict[int, dict[int, list[tuple[TermEntry, EntryLine]]]] = {stay_id: {} for stay_id in stay_ids}
    checks: dict[tuple[int, int], CheckLine] = {}
    for entry, check in rows:
        line = (entry, _line(entry, policies, found))
        sheets[entry.admission_id].setdefault(entry.calculation, []).append(line)
        if check is not None:
            checks[entry.admission_id, entry.calculation] = CheckLine(check.checker, check.recorded_at)
    return {
        stay_id: tuple(_sheet(lines, checks.get((stay_id, number))) for number, lines in some.items())
        for stay_id, some in sheets.items()
    }


def fresh_sheet(session: Session, result: TermResult, last: TermSheet) -> TermSheet:
    """A calculation as of an earlier day, which was never stored as such, in the shape of a stored one."""
    lines = lines_of(session, result)
    return TermSheet(
        last.calculation, last.recorded_at, last.author, result.end_on, result.remaining_days, lines, last.check
    )


def lines_of(
    session: Session, result: TermResult | None, *, first_values_of: Regime | None = None
) -> tuple[EntryLine, ...]:
    """The lines of a fresh calculation as the stored ones are shown, with their papers and their mark.

    ``first_values_of``: nothing has been entered for the policies yet; the program's own first values for cases under
    that law were used.
    """
    lines = result.lines if result else ()
    papers = document_lines(session, [line.document_id for line in lines if line.document_id is not None])
    policies = _policies(session, {line.policy_value_id for line in lines})
    first = _first_policies(first_values_of) if first_values_of else {}
    return tuple(
        EntryLine(
            position=position,
            ground=line.ground,
            from_on=line.from_on,
            to_on=line.to_on,
            months=line.months,
            days=line.days,
            running_end_on=line.running_end_on,
            formula=line.formula,
            document=papers.get(line.document_id) if line.document_id is not None else None,
            article=line.article,
            policy=policies.get(line.policy_value_id) or first.get(line.ground),
        )
        for position, line in enumerate(lines, start=1)
    )


def _policies(session: Session, ids: Collection[int | None]) -> dict[int | None, LinePolicy]:
    """The conventions behind some lines, each with how many values of its kind had been entered by then."""
    found = versions(session, [one for one in ids if one is not None])
    return {
        value_id: LinePolicy(
            kind=PolicyKind(one.value.kind),
            value=one.value.value,
            version=one.version,
            valid_from=one.value.valid_from,
            citation=one.value.citation,
            to_be_confirmed=one.value.confidence == Confidence.TO_BE_CONFIRMED,
        )
        for value_id, one in found.items()
    }


def _first_policies(regime: Regime) -> dict[Ground, LinePolicy]:
    found = {}
    for ground, kind in term_policies(regime).items():
        first = REGISTRY[kind].first[0]
        found[ground] = LinePolicy(
            kind, first.value, 1, first.valid_from, first.citation, first.confidence is Confidence.TO_BE_CONFIRMED
        )
    return found


def _line(entry: TermEntry, policies: dict[int | None, LinePolicy], papers: dict[int, DocumentLine]) -> EntryLine:
    return EntryLine(
        position=entry.position,
        ground=Ground(entry.ground),
        from_on=entry.from_on,
        to_on=entry.to_on,
        months=entry.months,
        days=entry.days,
        running_end_on=entry.running_end_on,
        formula=unpacked(entry.formula, entry.params),
        document=papers.get(entry.document_id) if entry.document_id is not None else None,
        article=entry.article or entry.params.get("source"),
        policy=policies.get(entry.policy_value_id),
    )


def _sheet(lines: Sequence[tuple[TermEntry, EntryLine]], check: CheckLine | None) -> TermSheet:
    first, last = lines[0][0], lines[-1][0]
    left = next((line.formula.params["left"] for _, line in reversed(lines) if "left" in line.formula.params), None)
    return TermSheet(
        calculation=first.calculation,
        recorded_at=first.recorded_at,
        author=first.author,
        end_on=last.running_end_on,
        remaining_days=left if isinstance(left, int) and last.running_end_on is None else None,
        lines=tuple(line for _, line in lines),
        check=check,
    )
