"""A paper being written: words out of the register, what is typed beside them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.recorder import Subject, record
from rehab_center.audit.second_saver import refuse_stale
from rehab_center.errors import Conflict, Difference, DomainError, NotPermitted
from rehab_center.issuing.kinds import PaperKind, PaperState
from rehab_center.issuing.models import IssuedPaper
from rehab_center.issuing.queries import load_paper, situation, typed_of
from rehab_center.issuing.rules.facts import Typed
from rehab_center.issuing.rules.table import PAPERS
from rehab_center.names import clean, fold
from rehab_center.permissions import Actor
from rehab_center.words import N_, message

_TEXTS = ("addressee", "circumstances", "reason", "companion", "place", "ground", "relation", "deceased", "signer",
          "authorised")  # fmt: skip


def start_draft(
    session: Session,
    stay_id: int,
    kind: PaperKind,
    *,
    given: Typed,
    movement_id: int | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """Begin a paper of a stay and give its id; ``movement_id`` None: about the latest movement of its kind, or none.

    Raises NotPermitted for another post's paper, DomainError where the stay can have no such paper now, Conflict where
    one is being written or was issued for the same movement, NotFound for a stranger.
    """
    check_post(kind, actor)
    there = situation(session, stay_id, scope=actor.scope, today=clock.day_of(now))
    if kind not in there.offered:
        raise DomainError(message(N_("This stay can have no such paper now")), code="not-offered")
    movement = there.movement_for(kind, movement_id)
    _refuse_second(session, stay_id, kind, movement.id if movement else None)
    about = f"{there.who.person.full_name} ({there.page.file_code})"
    paper = IssuedPaper(
        facility_id=there.page.facility_id,
        admission_id=stay_id,
        kind=kind.value,
        movement_id=movement.id if movement else None,
        state=PaperState.DRAFT.value,
        about=about,
        search_key=fold(about),
        drafted_at=now,
        drafted_by=actor.label,
    )
    fill(paper, given)
    session.add(paper)
    session.flush()
    record("paper.drafted", actor=actor, at=now, about=subject_of(paper), details={"paper_kind": kind.value})
    return paper.id


def check_post(kind: PaperKind, actor: Actor) -> None:
    """Raises NotPermitted where none of the actor's posts writes such a paper."""
    if not any(actor.holds(role) for role in PAPERS[kind].drafted_by):
        raise NotPermitted(message(N_("This paper is written by another post")))


def _refuse_second(session: Session, stay_id: int, kind: PaperKind, movement_id: int | None) -> None:
    same = select(IssuedPaper).where(IssuedPaper.admission_id == stay_id, IssuedPaper.kind == kind)
    for other in session.scalars(same):
        if other.state in (PaperState.DRAFT, PaperState.TO_BE_NUMBERED):
            raise Conflict(
                message(N_("This paper is being written already: go on with that one")), code="being-written"
            )
        if other.state == PaperState.ISSUED and movement_id is not None and other.movement_id == movement_id:
            raise Conflict(
                message(N_("This paper has been issued already: cancel that one first")), code="issued-already"
            )


def fill(paper: IssuedPaper, given: Typed) -> None:
    """Write what was typed into the row."""
    for name in _TEXTS:
        setattr(paper, name, (getattr(given, name) or "").strip() or None)
    lines = [clean(line) for line in given.recipients]
    paper.recipients = "\n".join(line for line in lines if line) or None
    paper.dated_on = given.dated_on
    paper.from_on, paper.until_on, paper.months = given.from_on, given.until_on, given.months
    paper.travel_days, paper.by_deputy = given.travel_days, given.by_deputy


def correct_draft(
    session: Session, paper_id: int, *, given: Typed, expected_version: int, actor: Actor, now: datetime
) -> None:
    """Write a draft anew.

    Raises Conflict with both values for a second saver, Conflict (``frozen``) once it is printed, NotPermitted,
    NotFound.
    """
    paper = editable(session, paper_id, expected_version=None, actor=actor)
    before = typed_of(paper)
    differences = [
        Difference(name, getattr(before, name), getattr(given, name))
        for name in given.__dataclass_fields__
        if getattr(before, name) != getattr(given, name)
    ]
    refuse_stale(session, paper, expected_version, differences=differences)
    fill(paper, given)
    session.flush()
    record("paper.redrafted", actor=actor, at=now, about=subject_of(paper), details={"paper_kind": paper.kind})


def editable(session: Session, paper_id: int, *, expected_version: int | None, actor: Actor) -> IssuedPaper:
    """A draft that the actor may go on with. Raises Conflict once it is frozen or changed meanwhile, NotPermitted."""
    paper = load_paper(session, paper_id, scope=actor.scope)
    check_post(PaperKind(paper.kind), actor)
    if paper.state != PaperState.DRAFT:
        raise Conflict(message(N_("This paper is no draft any more: its words cannot be changed")), code="frozen")
    if expected_version is not None:
        refuse_stale(session, paper, expected_version)
    return paper


def subject_of(paper: IssuedPaper) -> Subject:
    """The paper as the log names it: by whom it is about."""
    return Subject("issued-paper", paper.id, paper.about)
