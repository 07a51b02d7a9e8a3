"""Proposing and assigning: for one or for many, each row by itself, all in one act."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Admission
from rehab_center.admissions.services.admit import log_subject
from rehab_center.assignments.kinds import OverrideReason
from rehab_center.assignments.models import Assignment, AssignmentOverride
from rehab_center.assignments.queries import roster
from rehab_center.assignments.rules.roster import Roster, Wanted
from rehab_center.assignments.rules.suitability import check_assignment, not_overridden, overridable
from rehab_center.assignments.services.granting import grant_wishes
from rehab_center.audit.recorder import record
from rehab_center.errors import Blocked, DomainError, NotPermitted, ReasonNeeded
from rehab_center.findings import Finding, Severity
from rehab_center.names import clean
from rehab_center.permissions import Actor, Permission, Role, Scope
from rehab_center.policies.queries import whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.words import N_, message


@dataclass(frozen=True)
class OverrideFacts:
    """What the director signs: why, in a word of the list and in words of their own, and until which day."""

    reason: OverrideReason
    note: str
    expires_on: date


@dataclass(frozen=True)
class Planned:
    """What a wish would do. ``stopped``: a rule refuses it; ``for_director``: only what a signature would lift."""

    wanted: Wanted
    full_name: str
    file_code: str
    activity: str
    findings: tuple[Finding, ...]
    lifted: tuple[Finding, ...] = ()

    @property
    def blocks(self) -> tuple[Finding, ...]:
        """The rules that refuse it."""
        return tuple(one for one in self.findings if one.severity is Severity.BLOCK)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The rules that ask for a reason."""
        return tuple(one for one in self.findings if one.severity is Severity.WARN)

    @property
    def stopped(self) -> bool:
        """Whether a rule refuses it."""
        return bool(self.blocks)

    @property
    def for_director(self) -> bool:
        """Whether a signature of the director would let it stand."""
        return self.stopped and len(overridable(self.blocks)) == len(self.blocks)

    @property
    def label(self) -> str:
        """Name and file code."""
        return f"{self.full_name} ({self.file_code})"


@dataclass(frozen=True)
class Written:
    """What was done: the new assignments, and what a rule refused."""

    ids: tuple[int, ...]
    refused: tuple[Planned, ...] = ()


def plan_assignments(
    session: Session, wishes: Sequence[Wanted], *, today: date, scope: Scope, lifts: bool = False
) -> tuple[Planned, ...]:
    """What assigning would do, one after the other; ``lifts``: the blocks that may be overridden are lifted.

    Raises NotFound for a stay or programme out of reach.
    """
    book = roster(
        session,
        {one.stay_id for one in wishes},
        {one.activity_id for one in wishes},
        today=today,
        scope=scope,
    )
    return tuple(_plan(book, one, lifts=lifts) for one in wishes)


def plan_each(book: Roster, wishes: Sequence[Wanted]) -> tuple[Planned, ...]:
    """What each of these would be by itself, as if none of the others were: choices to be made between."""
    return tuple(_plan(book, one, lifts=False, follow=False) for one in wishes)


def _plan(book: Roster, wanted: Wanted, *, lifts: bool, follow: bool = True) -> Planned:
    found = check_assignment(book.case(wanted))
    lifted = overridable(found) if lifts else ()
    left = not_overridden(found, {one.rule for one in lifted}) if lifted else found
    member = book.members[wanted.stay_id]
    planned = Planned(
        wanted, member.full_name, member.file_code, book.programmes[wanted.activity_id].name, left, lifted
    )
    if follow and not planned.stopped:
        book.follow(wanted)
    return planned


def assign(
    session: Session,
    wishes: Sequence[Wanted],
    *,
    decided: bool,
    why: str | None = None,
    override: OverrideFacts | None = None,
    to_director: bool = False,
    leave_out: bool = False,
    actor: Actor,
    now: datetime,
) -> Written:
    """Propose or assign; ``why`` is the ground for every wish that has none of its own.

    ``override`` lets stand what may be overridden; ``to_director`` proposes against such rules and leaves them to the
    director. ``leave_out``: what is refused is left out and told instead of stopping the act. Raises NotPermitted,
    Blocked, ReasonNeeded, DomainError (fields ``note`` and ``expires_on``), NotFound.
    """
    check_right(actor, Permission.ASSIGNMENTS_DECIDE if decided else Permission.ASSIGNMENTS_PROPOSE)
    today = clock.day_of(now)
    if override is not None:
        check_override(session, override, actor=actor, today=today)
    lifts = override is not None or (to_director and not decided)
    plans = plan_assignments(session, wishes, today=today, scope=actor.scope, lifts=lifts)
    fallback = clean(why or "") or None
    kept, refused = _sorted_out(plans, fallback, leave_out=leave_out)
    rows = [_row(plan, fallback, decided=decided, actor=actor, now=now) for plan in kept]
    session.add_all(rows)
    session.flush()
    if decided and override is not None:
        for row, plan in zip(rows, kept, strict=True):
            add_overrides(session, row.id, plan.lifted, override, actor=actor, now=now)
    if rows:
        if decided:
            grant_wishes(session, rows)
        told = [(plan.wanted.stay_id, plan.activity) for plan in kept]
        note(session, "assignment.decided" if decided else "assignment.proposed", told, fallback, actor, now)
    return Written(tuple(row.id for row in rows), refused)


def _sorted_out(
    plans: Sequence[Planned], fallback: str | None, *, leave_out: bool
) -> tuple[list[Planned], tuple[Planned, ...]]:
    """What is written and what is refused; without ``leave_out`` a refusal is raised."""
    stopped = [plan for plan in plans if plan.stopped]
    mute = [plan for plan in plans if not plan.stopped and plan.warnings and not (plan.wanted.why or fallback)]
    if not leave_out:
        if stopped:
            raise Blocked([one for plan in stopped for one in plan.blocks])
        if mute:
            raise ReasonNeeded([one for plan in mute for one in plan.warnings])
        if not plans:
            raise DomainError(message(N_("Nobody was chosen")), code="nothing-new")
    refused = {id(plan) for plan in (*stopped, *mute)}
    return [plan for plan in plans if id(plan) not in refused], tuple(plan for plan in plans if id(plan) in refused)


def _row(plan: Planned, fallback: str | None, *, decided: bool, actor: Actor, now: datetime) -> Assignment:
    wanted, today = plan.wanted, clock.day_of(now)
    return Assignment(
        admission_id=wanted.stay_id,
        activity_id=wanted.activity_id,
        proposed_on=today,
        proposed_by=actor.label,
        starts_on=wanted.plan.from_on,
        decided_on=today if decided else None,
        decided_by=actor.label if decided else None,
        reason=(clean(wanted.why or "") or fallback) if plan.warnings or plan.lifted else None,
        ends_on=wanted.plan.until_on,
        recorded_at=now,
    )


def add_overrides(
    session: Session,
    assignment_id: int,
    lifted: Iterable[Finding],
    facts: OverrideFacts,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Write what the director signed, one row a rule. Part of a larger act."""
    for rule in sorted({one.rule for one in lifted}):
        session.add(
            AssignmentOverride(
                assignment_id=assignment_id,
                rule=rule,
                reason=facts.reason,
                note=clean(facts.note),
                signed_on=clock.day_of(now),
                signed_by=actor.label,
                expires_on=facts.expires_on,
                recorded_at=now,
            )
        )
    session.flush()


def check_override(session: Session, facts: OverrideFacts, *, actor: Actor, today: date) -> None:
    """Refuse what is no signature of the director, has no words, or holds too long."""
    if not actor.holds(Role.DIRECTOR):
        raise NotPermitted(message(N_("Only the director lets something stand against a rule")))
    if not clean(facts.note):
        raise DomainError(message(N_("Say why the rule is not kept")), field="note")
    longest = whole_on(session, PolicyKind.OVERRIDE_DAYS, today)
    last = today + timedelta(days=longest)
    if not today <= facts.expires_on <= last:
        words = message(
            N_("From today until %(last)s at most: %(days)s days by one signature"), last=last, days=longest
        )
        raise DomainError(words, field="expires_on")


def check_right(actor: Actor, permission: Permission) -> None:
    """Raises NotPermitted without the right."""
    if not actor.may(permission):
        raise NotPermitted(message(N_("This is for somebody else to do")))


def note(
    session: Session, act: str, told: Sequence[tuple[int, str]], why: str | None, actor: Actor, now: datetime
) -> None:
    """Name an act about some stays and programmes in the log."""
    names = list(dict.fromkeys(name for _stay, name in told))
    about = log_subject(session, session.get_one(Admission, told[0][0])) if len(told) == 1 else None
    details = {"assigned_people": len(told), "programmes": ", ".join(names[:5])}
    record(act, actor=actor, at=now, about=about, reason=why, details=details)
