"""Proposing and deciding stages, for one stay or a whole list in one act; declining, replacing and taking back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Admission
from rehab_center.admissions.queries.ledger import chunks
from rehab_center.admissions.services.admit import log_subject
from rehab_center.audit.recorder import record
from rehab_center.errors import Conflict, DomainError, NotFound, NotPermitted
from rehab_center.findings import Finding, Severity, settle
from rehab_center.names import clean
from rehab_center.permissions import Actor, Permission, Scope
from rehab_center.residents.queries import person_names
from rehab_center.stages.kinds import Stage, Step
from rehab_center.stages.models import StageChange
from rehab_center.stages.queries import Book, StageLine, books_of, days_of, load_line
from rehab_center.stages.rules.changing import check_change
from rehab_center.stages.rules.intervals import Change
from rehab_center.words import N_, message

_NEEDS = {Step.PROPOSED: Permission.STAGES_PROPOSE, Step.DECIDED: Permission.STAGES_DECIDE}


@dataclass(frozen=True)
class Wish:
    """What somebody wants to write about a stay. ``seen`` is the newest row's number when they looked, 0 without."""

    change: Change
    seen: int


@dataclass(frozen=True)
class PlannedChange:
    """What a wish would do. ``unasked``: it is decided without a proposal, or otherwise than proposed."""

    stay_id: int
    file_code: str
    full_name: str
    book: Book
    wish: Wish
    findings: tuple[Finding, ...]
    unasked: bool

    @property
    def stale(self) -> bool:
        """Whether somebody else has written since the page was opened."""
        return self.wish.seen != self.book.last_id

    @property
    def refused(self) -> bool:
        """Whether a rule stops it."""
        return any(one.severity is Severity.BLOCK for one in self.findings)

    @property
    def is_written(self) -> bool:
        """Whether saving would write a row."""
        return not self.stale and not self.refused

    @property
    def needs_why(self) -> bool:
        """Whether a ground has to be given."""
        return self.unasked or any(one.severity is Severity.WARN for one in self.findings)


@dataclass(frozen=True)
class ChangePlan:
    """What writing a list of stages would do, before it is done."""

    step: Step
    lines: tuple[PlannedChange, ...]

    @property
    def written(self) -> tuple[PlannedChange, ...]:
        """The lines of which saving writes a row."""
        return tuple(line for line in self.lines if line.is_written)

    @property
    def asked(self) -> dict[int, Wish]:
        """What saving is asked to write, by stay: all but what a rule stops. Whom somebody else has written about is
        in it, so that saving says so instead of leaving them out unseen.
        """
        return {line.stay_id: line.wish for line in self.lines if line.stale or not line.refused}

    @property
    def seen(self) -> dict[int, int]:
        """The newest row seen of everybody that the next step is about: nobody else has written of them meanwhile."""
        return {line.stay_id: line.wish.seen for line in self.lines if not line.stale}

    @property
    def left_out(self) -> tuple[PlannedChange, ...]:
        """The lines that a rule stops or that somebody else has changed meanwhile."""
        return tuple(line for line in self.lines if not line.is_written)

    @property
    def needs_why(self) -> bool:
        """Whether one of the lines needs a ground."""
        return any(line.needs_why for line in self.written)


def stays_in_reach(session: Session, stay_ids: Collection[int], scope: Scope) -> dict[int, Admission]:
    """These stays, in their order. Raises NotFound for one outside the scope."""
    found: dict[int, Admission] = {}
    for some in chunks(stay_ids):
        for stay in session.scalars(select(Admission).where(Admission.id.in_(some))):
            if scope.covers(stay.facility_id):
                found[stay.id] = stay
    if len(found) != len(set(stay_ids)):
        raise NotFound(message(N_("There is no such stay")))
    return {stay_id: found[stay_id] for stay_id in stay_ids}


def plan_changes(
    session: Session, step: Step, wishes: Mapping[int, Wish], *, scope: Scope, now: datetime
) -> ChangePlan:
    """What writing ``wishes`` (by stay) would do. Raises NotFound for a stay outside the scope."""
    stays = stays_in_reach(session, list(wishes), scope)
    books = books_of(session, list(stays))
    days = days_of(session, stays)
    names = person_names(session, [stay.resident_id for stay in stays.values()])
    today = clock.day_of(now)
    lines = []
    for stay_id, stay in stays.items():
        book, wish = books[stay_id], wishes[stay_id]
        findings = check_change(book.changes, wish.change, stay=days[stay_id], today=today)
        unasked = step is Step.DECIDED and (book.proposal is None or book.proposal.change != wish.change)
        name = names[stay.resident_id].full_name
        lines.append(PlannedChange(stay_id, stay.file_code, name, book, wish, findings, unasked))
    return ChangePlan(step, tuple(lines))


def write_changes(
    session: Session,
    step: Step,
    wishes: Mapping[int, Wish],
    *,
    why: str | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """Propose or decide a stage for each of these stays in one act, and give how many rows were written.

    A decision ends the proposal that waits; a new proposal takes its place. ``why`` is the ground for whatever goes
    against a warning, or is decided otherwise than proposed. Raises NotPermitted without the right, Conflict where
    somebody wrote meanwhile, Blocked or DomainError (field ``why``) by the rules, NotFound for a stranger.
    """
    _check_right(actor, _NEEDS[step])
    why = clean(why or "") or None
    plan = plan_changes(session, step, wishes, scope=actor.scope, now=now)
    _refuse_stale(plan)
    settle((one for line in plan.lines for one in line.findings if one.severity is Severity.BLOCK), None)
    if not plan.lines:
        raise DomainError(message(N_("Nobody was chosen")), code="nothing-new")
    if plan.needs_why and not why:
        raise DomainError(message(N_("Say why: a rule warns, or it is not as proposed")), field="why")
    for line in plan.lines:
        waiting = line.book.proposal
        replaced = waiting is not None and step is Step.PROPOSED
        session.add(
            new_row(
                line.stay_id,
                step,
                line.wish.change,
                answers=waiting.id if waiting else None,
                why=why if line.needs_why or replaced else None,
                actor=actor,
                now=now,
            )
        )
    session.flush()
    _record("stage.decided" if step is Step.DECIDED else "stage.proposed", session, plan.lines, why, actor, now)
    return len(plan.lines)


def new_row(
    stay_id: int,
    step: Step,
    change: Change,
    *,
    answers: int | None = None,
    replaces: int | None = None,
    why: str | None,
    actor: Actor,
    now: datetime,
) -> StageChange:
    """A row of the book."""
    return StageChange(
        admission_id=stay_id,
        step=step,
        answers_id=answers,
        replaces_id=replaces,
        reason=why,
        recorded_at=now,
        actor=actor.label,
        **vars(_tidied(change)),
    )


def _tidied(change: Change) -> Change:
    who, words, goals = (
        (text or "").strip() or None for text in (change.evaluated_by, change.evaluation, change.goals)
    )
    return replace(change, evaluated_by=who, evaluation=words, goals=goals)


def _check_right(actor: Actor, permission: Permission) -> None:
    if not actor.may(permission):
        raise NotPermitted(message(N_("This is for somebody else to do")))


def _refuse_stale(plan: ChangePlan) -> None:
    stale = [line for line in plan.lines if line.stale]
    if stale:
        people = ", ".join(f"{line.full_name} ({line.file_code})" for line in stale[:5])
        words = message(
            N_("Somebody else has written a stage of %(people)s in the meantime: look at the list again"),
            people=people,
        )
        raise Conflict(words, code="changed-meanwhile")


def _record(
    act: str,
    session: Session,
    lines: Collection[PlannedChange],
    why: str | None,
    actor: Actor,
    now: datetime,
) -> None:
    one = next(iter(lines)) if len(lines) == 1 else None
    about = log_subject(session, session.get_one(Admission, one.stay_id)) if one else None
    record(act, actor=actor, at=now, about=about, reason=why, details={"staged_people": len(lines)})


def decline(session: Session, stay_ids: Mapping[int, int], *, why: str | None, actor: Actor, now: datetime) -> int:
    """Decline the proposals that wait for these stays (by stay: the newest row that was seen); give how many.

    Raises NotPermitted, DomainError (field ``why``) without a ground, Conflict, NotFound.
    """
    _check_right(actor, Permission.STAGES_DECIDE)
    why = clean(why or "") or None
    stays = stays_in_reach(session, list(stay_ids), actor.scope)
    books = books_of(session, list(stays))
    waiting = {stay_id: book.proposal for stay_id, book in books.items() if book.proposal}
    if len(waiting) != len(stays) or any(books[stay_id].last_id != seen for stay_id, seen in stay_ids.items()):
        raise Conflict(message(N_("Somebody else has answered meanwhile: look at the list again")),
                       code="changed-meanwhile")  # fmt: skip
    if not why:
        raise DomainError(message(N_("Say why the proposal is declined")), field="why")
    for stay_id, proposal in waiting.items():
        row = new_row(stay_id, Step.DECLINED, proposal.change, answers=proposal.id, why=why, actor=actor, now=now)
        session.add(row)
    session.flush()
    one = next(iter(stays.values())) if len(stays) == 1 else None
    about = log_subject(session, one) if one else None
    details = {"staged_people": len(stays)}
    record("stage.declined", actor=actor, at=now, about=about, reason=why, details=details)
    return len(stays)


def replace_line(
    session: Session, line_id: int, change: Change, *, why: str | None, seen: int, actor: Actor, now: datetime
) -> int:
    """Put another line in the place of one that was wrong, and give its id; ``seen`` is the stay's newest row.

    Raises NotPermitted, NotFound, Conflict where somebody wrote meanwhile, Blocked, DomainError (field ``why``).
    """
    line, stay, others = _to_mend(session, line_id, why, seen, actor)
    days = days_of(session, {stay.id: stay})[stay.id]
    settle(check_change(others, change, stay=days, today=clock.day_of(now)), why)
    row = new_row(stay.id, Step.DECIDED, change, replaces=line.id, why=clean(why or ""), actor=actor, now=now)
    session.add(row)
    session.flush()
    record("stage.corrected", actor=actor, at=now, about=log_subject(session, stay), reason=why)
    return row.id


def cancel_line(session: Session, line_id: int, *, why: str | None, seen: int, actor: Actor, now: datetime) -> int:
    """Say that a line was a mistake and nothing stands in its place. Raises as :func:`replace_line`."""
    line, stay, _others = _to_mend(session, line_id, why, seen, actor)
    row = new_row(stay.id, Step.CANCELLED, line.change, replaces=line.id, why=clean(why or ""), actor=actor, now=now)
    session.add(row)
    session.flush()
    record("stage.cancelled", actor=actor, at=now, about=log_subject(session, stay), reason=why)
    return row.id


def _to_mend(
    session: Session, line_id: int, why: str | None, seen: int, actor: Actor
) -> tuple[StageLine, Admission, tuple[Change, ...]]:
    """A line that counts, its stay, and what the other lines say."""
    _check_right(actor, Permission.STAGES_DECIDE)
    line = load_line(session, line_id, scope=actor.scope)
    book = books_of(session, [line.stay_id])[line.stay_id]
    if seen != book.last_id or line.id not in {one.id for one in book.lines}:
        raise Conflict(message(N_("Somebody else has written a stage of this stay in the meantime: look at it first")),
                       code="changed-meanwhile")  # fmt: skip
    if not clean(why or ""):
        raise DomainError(message(N_("Say why the entry is replaced or taken back")), field="why")
    others = tuple(one.change for one in book.lines if one.id != line.id)
    return line, session.get_one(Admission, line.stay_id), others


def next_change(book: Book, asked: Change, stage: Stage | None) -> Change:
    """The change that "the next stage" means for a stay: the one after the last, the first where there is none."""
    last = book.lines[-1].change.stage if book.lines else None
    following = (last.following or last) if last else Stage.INTAKE
    return replace(asked, stage=stage or following, result=asked.result if last else None)
