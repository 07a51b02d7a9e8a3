"""Where the old book ends a term on another day than the program: the differences, and how far they are worked off."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Admission, BookEndAnswer, TermOpening, TermOverride
from rehab_center.admissions.queries.conventions import conventions_on, policies_of
from rehab_center.admissions.queries.due import exited_by
from rehab_center.admissions.queries.ledger import chunks, load_stay, movements_of, term_case, term_input
from rehab_center.admissions.queries.openings import opening_line, opening_of
from rehab_center.admissions.queries.overrides import counted, override_rows
from rehab_center.admissions.queries.unchecked import last_written
from rehab_center.admissions.rules.book_end import OPEN_STATES, AnswerAct, Closed, Gap, state_of_gap
from rehab_center.admissions.rules.movements import MovementKind, State
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.admissions.rules.sequence import Moved, live, state_of
from rehab_center.admissions.rules.term import opened_end
from rehab_center.admissions.rules.term_opening import StandingOpening
from rehab_center.admissions.rules.term_override import standing
from rehab_center.documents.queries import DocumentLine, document_lines
from rehab_center.errors import NotFound
from rehab_center.permissions import Scope
from rehab_center.residents.queries import PersonName, person_names
from rehab_center.words import N_, message


@dataclass(frozen=True)
class AnswerLine:
    """One answer to a difference, as it was written."""

    id: int
    act: AnswerAct
    answers_id: int | None
    computed_on: date | None
    document: DocumentLine | None
    note: str | None
    author: str
    recorded_at: datetime

    def accepts(self, computed_on: date | None) -> bool:
        """Whether it accepts this computed end, and not one that has become another since."""
        return self.act is AnswerAct.ACCEPTED and self.computed_on == computed_on


@dataclass(frozen=True)
class BookEnd:
    """A stay whose end by the old book is, or was, another one than the computed one.

    ``days``: how many days longer than by the book somebody is held (below zero: shorter); ``term_end_on`` is the end
    now, with what happened since; ``missing`` the movements that the register lacks beside the book.
    """

    stay_id: int
    resident_id: int
    facility_id: int
    file_code: str
    person: PersonName
    state: State
    opening: StandingOpening
    book_end_on: date
    computed_on: date | None
    term_end_on: date | None
    days: int | None
    closed: Closed
    missing: tuple[MovementKind, ...]
    answers: tuple[AnswerLine, ...]

    @property
    def is_open(self) -> bool:
        """Whether somebody has still to work on it."""
        return self.closed.state in OPEN_STATES

    @property
    def proposed(self) -> AnswerLine | None:
        """The acceptance that waits for a second person."""
        answered = {one.answers_id for one in self.answers}
        return next((one for one in self.answers if one.accepts(self.computed_on) and one.id not in answered), None)

    @property
    def harm(self) -> tuple[bool, int, int]:
        """Who is held longest beyond the book comes first, whose clock stands still last; then by the stay."""
        days = self.days if self.days is not None else -(10**6)
        return self.term_end_on is None, -days, self.stay_id


def book_ends(session: Session, *, scope: Scope, today: date, only_open: bool = False) -> tuple[BookEnd, ...]:
    """Every difference of those on the books, who is held too long first. ``only_open``: without those worked off."""
    mine = true() if scope.facility_ids is None else Admission.facility_id.in_(sorted(scope.facility_ids))
    found = _differences(session, mine & ~exited_by(today), today)
    return tuple(sorted((one for one in found if one.is_open or not only_open), key=lambda one: one.harm))


def book_end_of(session: Session, stay_id: int, *, scope: Scope, today: date) -> BookEnd | None:
    """The difference of one stay; None where there is and was none. Raises NotFound for a stranger."""
    stay = load_stay(session, stay_id, scope=scope)
    opening = opening_of(stay)
    if opening is None or opening.facts.book_end_on is None:
        return None
    return next(iter(_differences(session, Admission.id == stay_id, today)), None)


def stay_of_opening(session: Session, opening_id: int, *, scope: Scope) -> int:
    """The stay an opening is about. Raises NotFound, outside the scope too."""
    row = session.get(TermOpening, opening_id)
    if row is None:
        raise NotFound(message(N_("There is no such opening")))
    return load_stay(session, row.admission_id, scope=scope).id


def _differences(session: Session, where: ColumnElement[bool], today: date) -> list[BookEnd]:
    rows = session.scalars(select(Admission).where(where, Admission.opening.is_not(None)).order_by(Admission.id))
    opened = [(stay, opening_of(stay)) for stay in rows]
    stays = [(stay, one, one.facts.book_end_on) for stay, one in opened if one is not None and one.facts.book_end_on]
    if not stays:
        return []
    ids = [stay.id for stay, _, _ in stays]
    movements, overrides = movements_of(session, ids), override_rows(session, ids)
    answers = _answers(session, [one.id for _, one, _ in stays])
    names = person_names(session, [stay.resident_id for stay, _, _ in stays])
    written = last_written(session, ids)
    found = []
    for stay, opening, book_end_on in stays:
        state = state_of(movements[stay.id], as_of=today).state
        if state is State.NOT_ENTERED:  # entered by mistake: it counts nowhere
            continue
        computed = _computed(session, stay, opening, movements[stay.id])
        lines = answers.get(opening.id, ())
        gap = Gap(
            book_end_on=book_end_on,
            computed_then=opening.computed_on,
            computed_on=computed,
            recomputed=written.get(stay.id),
            overridden=_overridden(overrides[stay.id]),
            **_answered(lines, computed),
        )
        closed = state_of_gap(gap)
        if closed is None:
            continue
        found.append(
            BookEnd(
                stay_id=stay.id,
                resident_id=stay.resident_id,
                facility_id=stay.facility_id,
                file_code=stay.file_code,
                person=names[stay.resident_id],
                state=state,
                opening=opening,
                book_end_on=book_end_on,
                computed_on=computed,
                term_end_on=stay.term_end_on,
                days=gap.days,
                closed=closed,
                missing=opening_line(opening, None, movements[stay.id], StayKind(stay.kind)).missing,
                answers=lines,
            )
        )
    return found


def _computed(session: Session, stay: Admission, opening: StandingOpening, movements: list[Moved]) -> date | None:
    """The end as the program has it of the time that the book knew."""
    given = term_input(stay, ())
    case = term_case(given, live(movements))
    if case is None:
        return None
    conventions = conventions_on(policies_of(session), given.regime, given.start_on, given.applied)
    return opened_end(given.regime, case, conventions, clock.day_of(opening.recorded_at))


def _overridden(rows: list[TermOverride]) -> tuple[str, datetime] | None:
    """By whom and when a paper gave the end that stands; None where none does."""
    if standing(counted(rows)) is None:
        return None
    last = next(row for row in reversed(rows) if row.end_on is not None)
    return last.author, last.recorded_at


def _answered(lines: Collection[AnswerLine], computed: date | None) -> dict[str, tuple[str, datetime] | None]:
    """Who confirmed, and who proposed, that this end holds: what was accepted of another one answers nothing."""
    by_row = {one.answers_id: one for one in lines if one.answers_id is not None}
    accepted = [one for one in lines if one.accepts(computed)]
    confirmed = [by_row[one.id] for one in accepted if one.id in by_row and by_row[one.id].act is AnswerAct.CONFIRMED]
    waiting = [one for one in accepted if one.id not in by_row]
    return {
        "confirmed": (confirmed[-1].author, confirmed[-1].recorded_at) if confirmed else None,
        "proposed": (waiting[-1].author, waiting[-1].recorded_at) if waiting else None,
    }


def _answers(session: Session, opening_ids: Collection[int]) -> dict[int, tuple[AnswerLine, ...]]:
    rows = [
        row
        for some in chunks(opening_ids)
        for row in session.scalars(
            select(BookEndAnswer).where(BookEndAnswer.opening_id.in_(some)).order_by(BookEndAnswer.id)
        )
    ]
    papers = document_lines(session, [row.document_id for row in rows if row.document_id is not None])
    found: dict[int, tuple[AnswerLine, ...]] = {}
    for row in rows:
        line = AnswerLine(
            row.id,
            AnswerAct(row.act),
            row.answers_id,
            row.computed_on,
            papers.get(row.document_id or 0),
            row.note,
            row.author,
            row.recorded_at,
        )
        found[row.opening_id] = (*found.get(row.opening_id, ()), line)
    return found
