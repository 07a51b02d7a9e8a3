"""Proposing and deciding ratings: one act for a whole list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Admission
from rehab_center.admissions.queries.ledger import chunks
from rehab_center.admissions.rules.reductions import Rating
from rehab_center.admissions.services.admit import log_subject
from rehab_center.audit.recorder import record
from rehab_center.audit.waiting import rows_together
from rehab_center.conduct.kinds import Stage
from rehab_center.conduct.models import ConductRating
from rehab_center.conduct.months import name_of
from rehab_center.conduct.queries import books_of, days_in, habits_of
from rehab_center.conduct.rules import Book, check_days, check_month, step_of
from rehab_center.errors import Conflict, DomainError, NotFound, NotPermitted
from rehab_center.findings import Finding, Severity, settle
from rehab_center.names import clean
from rehab_center.permissions import Actor, Permission, Scope
from rehab_center.residents.queries import person_names
from rehab_center.words import N_, message

_NEEDS = {Stage.PROPOSED: Permission.CONDUCT_PROPOSE, Stage.DECIDED: Permission.CONDUCT_DECIDE}


@dataclass(frozen=True)
class Wish:
    """What somebody wants to write about a stay. ``seen`` is the last row's number when they looked, 0 without any."""

    rating: Rating
    seen: int


@dataclass(frozen=True)
class PlannedLine:
    """What a wish would do. ``stale``: somebody wrote meanwhile; ``new`` is false where it stands so already."""

    stay_id: int
    resident_id: int
    file_code: str
    full_name: str
    book: Book
    wish: Wish
    new: bool
    needs_why: bool
    findings: tuple[Finding, ...]

    @property
    def stale(self) -> bool:
        """Whether somebody else has written since the page was opened."""
        return self.wish.seen != self.book.revision

    @property
    def refused(self) -> bool:
        """Whether a rule stops it."""
        return any(one.severity is Severity.BLOCK for one in self.findings)

    @property
    def is_written(self) -> bool:
        """Whether saving would write a row."""
        return self.new and not self.stale and not self.refused


@dataclass(frozen=True)
class RatingPlan:
    """What writing a list of ratings would do, before it is done. ``findings`` concern the month as a whole."""

    month: date
    stage: Stage
    lines: tuple[PlannedLine, ...]
    findings: tuple[Finding, ...]

    @property
    def written(self) -> tuple[PlannedLine, ...]:
        """The lines of which saving writes a row."""
        return () if self.findings else tuple(line for line in self.lines if line.is_written)

    @property
    def left_out(self) -> tuple[PlannedLine, ...]:
        """The lines that a rule stops or that somebody else has changed meanwhile."""
        return tuple(line for line in self.lines if line.new and not line.is_written)

    @property
    def needs_why(self) -> bool:
        """Whether a ground has to be given: something is replaced, or a rule warns."""
        return any(line.needs_why or line.findings for line in self.written)


def plan_ratings(
    session: Session, month: date, stage: Stage, wishes: Mapping[int, Wish], *, scope: Scope, now: datetime
) -> RatingPlan:
    """What writing ``wishes`` (by stay) would do. Raises NotFound for a stay outside the scope."""
    stays = _stays(session, wishes, scope)
    today = clock.day_of(now)
    books = books_of(session, month, list(stays))
    days = days_in(session, month, list(stays), today=today)
    names = person_names(session, [stay.resident_id for stay in stays.values()])
    least = habits_of(session, month).least_days
    lines = []
    for stay_id, stay in stays.items():
        book = books.get(stay_id, Book())
        step = step_of(book, stage, wishes[stay_id].rating)
        person = names[stay.resident_id]
        lines.append(
            PlannedLine(
                stay_id,
                stay.resident_id,
                stay.file_code,
                person.full_name,
                book,
                wishes[stay_id],
                step.new,
                step.needs_why,
                check_days(days[stay_id], least=least),
            )
        )
    return RatingPlan(month, stage, tuple(lines), check_month(month, stage, today=today))


def _stays(session: Session, wishes: Mapping[int, Wish], scope: Scope) -> dict[int, Admission]:
    found: dict[int, Admission] = {}
    for some in chunks(wishes):
        for stay in session.scalars(select(Admission).where(Admission.id.in_(some)).order_by(Admission.id)):
            if scope.covers(stay.facility_id):
                found[stay.id] = stay
    if len(found) != len(wishes):
        raise NotFound(message(N_("There is no such stay")))
    return {stay_id: found[stay_id] for stay_id in wishes}


def write_ratings(
    session: Session,
    month: date,
    stage: Stage,
    wishes: Mapping[int, Wish],
    *,
    why: str | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """Propose or decide the ratings of a month for all of these stays in one act, and give how many rows were written.

    What stands so already is left alone. ``why`` is the ground for whatever replaces a rating or goes against a
    warning. Raises NotPermitted without the right to propose or decide, Conflict where somebody wrote meanwhile,
    Blocked or DomainError (field ``why``) by the rules, NotFound for a stranger.
    """
    if not actor.may(_NEEDS[stage]):
        raise NotPermitted(message(N_("This is for somebody else to do")))
    why = clean(why or "") or None
    plan = plan_ratings(session, month, stage, wishes, scope=actor.scope, now=now)
    settle(plan.findings, None)
    _refuse_stale(plan.lines)
    lines = [line for line in plan.lines if line.new]
    settle((one for line in lines for one in line.findings if one.severity is Severity.BLOCK), None)
    if not lines:
        raise DomainError(message(N_("These ratings stand so already")), code="nothing-new")
    if plan.needs_why and not why:
        raise DomainError(message(N_("Say why: a rating is replaced, or a rule warns")), field="why")
    with rows_together(session):  # a month of everybody goes to the database at once
        session.add_all(_row(line, month, stage, why, actor, now) for line in lines)
    about = None
    if len(lines) == 1:
        about = log_subject(session, session.get_one(Admission, lines[0].stay_id))
    record(
        "rating.decided" if stage is Stage.DECIDED else "rating.proposed",
        actor=actor,
        at=now,
        about=about,
        reason=why,
        details={"rated_month": name_of(month), "rated_people": len(lines)},
    )
    return len(lines)


def rated_by_book(
    session: Session, stay_id: int, month: date, rating: Rating, *, book: str, actor: Actor, now: datetime
) -> None:
    """Write a rating that an old book has as decided, of a month nobody has rated here. Part of the act of an opening.

    Raises Conflict where somebody has rated it meanwhile, Blocked for a month in which the person was not here.
    """
    plan = plan_ratings(session, month, Stage.DECIDED, {stay_id: Wish(rating, 0)}, scope=actor.scope, now=now)
    settle([*plan.findings, *plan.lines[0].findings], book)
    _refuse_stale(plan.lines)
    row = _row(plan.lines[0], month, Stage.DECIDED, book, actor, now)
    row.reason = book
    session.add(row)
    session.flush()


def _row(line: PlannedLine, month: date, stage: Stage, why: str | None, actor: Actor, now: datetime) -> ConductRating:
    return ConductRating(
        admission_id=line.stay_id,
        month=month,
        revision=line.book.revision + 1,
        stage=stage,
        rating=line.wish.rating,
        reason=why if line.needs_why or line.findings else None,
        recorded_at=now,
        actor=actor.label,
    )


def _refuse_stale(lines: Sequence[PlannedLine]) -> None:
    stale = [line for line in lines if line.stale]
    if stale:
        raise Conflict(
            message(
                N_("Somebody else has rated %(people)s in the meantime: look at the list again"),
                people=", ".join(f"{line.full_name} ({line.file_code})" for line in stale[:5]),
            ),
            code="changed-meanwhile",
        )
