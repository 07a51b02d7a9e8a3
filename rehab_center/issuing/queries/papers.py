"""One paper with its words, and the papers of a stay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission
from rehab_center.admissions.queries import StayPage, load_stay
from rehab_center.errors import NotFound
from rehab_center.issuing.kinds import FROZEN_STATES, Book, Numbering, PaperKind, PaperState
from rehab_center.issuing.models import IssuedPaper, PaperFile, PaperFreeze, PaperNumber
from rehab_center.issuing.queries.cases import Situation, situation
from rehab_center.issuing.rules.compose import compose
from rehab_center.issuing.rules.facts import Issuer, PaperText, Piece, Typed
from rehab_center.issuing.rules.people import law_of
from rehab_center.issuing.rules.table import UNSIGNED, Variant, doubt_of, variant_of
from rehab_center.organisation.queries import Letterhead, letterhead_on
from rehab_center.permissions import Scope
from rehab_center.policies.queries import in_force
from rehab_center.policies.rules import PolicyKind
from rehab_center.words import N_, message

POLICIES: Mapping[Book, PolicyKind] = {
    Book.DECISION: PolicyKind.NUMBERING_DECISIONS,
    Book.NOTICE: PolicyKind.NUMBERING_NOTICES,
    Book.PROPOSAL: PolicyKind.NUMBERING_PROPOSALS,
    Book.CERTIFICATE: PolicyKind.NUMBERING_CERTIFICATES,
    Book.CONFIRMATION: PolicyKind.NUMBERING_CERTIFICATES,
    Book.SLIP: PolicyKind.NUMBERING_MINUTES,
    Book.MINUTES: PolicyKind.NUMBERING_MINUTES,
}


@dataclass(frozen=True)
class NumberLine:
    """The number a paper has in its book."""

    book: Book
    year: int
    number: int
    printed: str
    issued_on: date
    document_id: int
    numbering: Numbering
    recorded_at: datetime
    actor: str


@dataclass(frozen=True)
class PaperPage:
    """A paper whole: its words are the frozen ones once there are any, before that those of the register as it stands.

    ``sha256`` is that of its kept PDF; ``replaced_by`` the paper that took the place of this one.
    """

    id: int
    kind: PaperKind
    state: PaperState
    stay: StayPage
    facility_id: int
    movement_id: int | None
    typed: Typed
    text: PaperText
    letterhead: Letterhead
    numbering: Numbering
    number: NumberLine | None
    frozen_at: datetime | None
    sha256: str | None
    about: str
    drafted_by: str
    drafted_at: datetime
    cancelled_by: str | None
    cancelled_at: datetime | None
    cancelled_reason: str | None
    replaces_id: int | None
    replaced_by: int | None
    version: int

    @property
    def variant(self) -> Variant:
        """The row of the table it was written by."""
        found = variant_of(self.kind, (law_of(self.stay.regime), self.stay.kind))
        if found is None:
            raise NotFound(message(N_("The law of this case has no such paper")))
        return found

    @property
    def doubt(self) -> str | None:
        """What the sources leave open about it (msgid)."""
        return doubt_of(self.kind, (law_of(self.stay.regime), self.stay.kind))

    @property
    def is_frozen(self) -> bool:
        """Whether its words can no longer change."""
        return self.state in FROZEN_STATES

    @property
    def name(self) -> str:
        """What it is called in a list: its number, or its title."""
        return self.number.printed if self.number else self.text.title


def load_paper(session: Session, paper_id: int, *, scope: Scope) -> IssuedPaper:
    """The row itself, for services. Raises NotFound, outside the scope too."""
    paper = session.get(IssuedPaper, paper_id)
    if paper is None or not scope.covers(paper.facility_id):
        raise NotFound(message(N_("There is no such paper")))
    return paper


def typed_of(paper: IssuedPaper) -> Typed:
    """What was typed into a paper."""
    return Typed(
        dated_on=paper.dated_on,
        addressee=paper.addressee or "",
        recipients=tuple((paper.recipients or "").splitlines()),
        circumstances=paper.circumstances or "",
        reason=paper.reason or "",
        companion=paper.companion or "",
        place=paper.place or "",
        ground=paper.ground or "",
        from_on=paper.from_on,
        until_on=paper.until_on,
        months=paper.months,
        relation=paper.relation or "",
        deceased=paper.deceased or "",
        travel_days=paper.travel_days,
        signer=paper.signer or "",
        by_deputy=paper.by_deputy,
        authorised=paper.authorised or "",
    )


def issuer_of(letterhead: Letterhead) -> Issuer:
    """The centre as a paper speaks of itself; above it whoever its papers go to first, else the head of the page."""
    above = letterhead.recipients or letterhead.superior
    return Issuer(letterhead.name, letterhead.head_title, above[0] if above else "")


def numbering_on(session: Session, book: Book, day: date) -> Numbering:
    """Who numbers the papers of a book on a day."""
    return Numbering(in_force(session, POLICIES[book], day).value)


def worded(
    session: Session, there: Situation, kind: PaperKind, movement_id: int | None, given: Typed
) -> tuple[PaperText, Letterhead]:
    """A paper in words as the register stands, with the letterhead of its day."""
    letterhead = letterhead_on(session, there.page.facility_id, given.dated_on)
    movement = there.movement_for(kind, movement_id) if movement_id is not None else None
    case = there.case(movement, given.dated_on)
    return compose(kind, case, given, issuer_of(letterhead)), letterhead


def paper_page(session: Session, paper_id: int, *, scope: Scope, today: date) -> PaperPage:
    """A paper whole. Raises NotFound, outside the scope too."""
    paper = load_paper(session, paper_id, scope=scope)
    there = situation(session, paper.admission_id, scope=scope, today=today)
    kind, given = PaperKind(paper.kind), typed_of(paper)
    frozen = session.scalar(select(PaperFreeze).where(PaperFreeze.paper_id == paper.id))
    if frozen is None:
        text, letterhead = worded(session, there, kind, paper.movement_id, given)
        numbering = numbering_on(session, Book(text.sign), given.dated_on)
    else:
        text, letterhead = thawed_text(frozen.content), thawed_letterhead(frozen.letterhead)
        numbering = Numbering(frozen.numbering)
    return PaperPage(
        id=paper.id,
        kind=kind,
        state=PaperState(paper.state),
        stay=there.page,
        facility_id=paper.facility_id,
        movement_id=paper.movement_id,
        typed=given,
        text=text,
        letterhead=letterhead,
        numbering=numbering,
        number=number_line(session, paper.id),
        frozen_at=frozen.frozen_at if frozen else None,
        sha256=session.scalar(select(PaperFile.sha256).where(PaperFile.paper_id == paper.id)),
        about=paper.about,
        drafted_by=paper.drafted_by,
        drafted_at=paper.drafted_at,
        cancelled_by=paper.cancelled_by,
        cancelled_at=paper.cancelled_at,
        cancelled_reason=paper.cancelled_reason,
        replaces_id=paper.replaces_id,
        replaced_by=session.scalar(select(IssuedPaper.id).where(IssuedPaper.replaces_id == paper.id)),
        version=paper.version,
    )


def number_line(session: Session, paper_id: int) -> NumberLine | None:
    """The number of a paper; None while it has none."""
    row = session.scalar(select(PaperNumber).where(PaperNumber.paper_id == paper_id))
    if row is None:
        return None
    return NumberLine(
        book=Book(row.book),
        year=row.year,
        number=row.number,
        printed=row.printed,
        issued_on=row.issued_on,
        document_id=row.document_id,
        numbering=Numbering(row.numbering),
        recorded_at=row.recorded_at,
        actor=row.actor,
    )


def frozen_text(text: PaperText) -> dict[str, Any]:
    """Words as JSON keeps them."""
    return {one.name: getattr(text, one.name) for one in fields(text)} | {
        "body": [asdict(piece) for piece in text.body],
        "grounds": list(text.grounds),
        "recipients": list(text.recipients),
        "addressees": list(text.addressees),
        "copies": list(text.copies),
        "parties": [list(pair) for pair in text.parties],
    }


def thawed_text(frozen: Mapping[str, Any]) -> PaperText:
    """Words as they were printed."""
    return PaperText(
        title=frozen["title"],
        subject=frozen["subject"],
        sign=frozen["sign"],
        authority=frozen["authority"],
        grounds=tuple(frozen["grounds"]),
        body=tuple(Piece(**piece) for piece in frozen["body"]),
        recipients=tuple(frozen["recipients"]),
        addressees=tuple(frozen["addressees"]),
        copies=tuple(frozen["copies"]),
        parties=tuple((title, hint) for title, hint in frozen["parties"]),
    )


def frozen_letterhead(letterhead: Letterhead) -> dict[str, Any]:
    """A letterhead as JSON keeps it."""
    return asdict(letterhead) | {
        "valid_from": letterhead.valid_from.isoformat(),
        "superior": list(letterhead.superior),
        "recipients": list(letterhead.recipients),
    }


def thawed_letterhead(frozen: Mapping[str, Any]) -> Letterhead:
    """A letterhead as it was printed."""
    return Letterhead(
        **{
            **frozen,
            "valid_from": date.fromisoformat(frozen["valid_from"]),
            "superior": tuple(frozen["superior"]),
            "recipients": tuple(frozen["recipients"]),
        }
    )


def last_signer(session: Session, facility_id: int) -> dict[str, object]:
    """Who signed the last paper of a centre, and whether for the head: what a new one holds at first."""
    row = session.scalar(
        select(IssuedPaper)
        .where(
            IssuedPaper.facility_id == facility_id,
            IssuedPaper.signer.is_not(None),
            IssuedPaper.kind.not_in(UNSIGNED),
            IssuedPaper.state.in_(FROZEN_STATES),
        )
        .order_by(IssuedPaper.id.desc())
        .limit(1)
    )
    return {"signer": row.signer, "by_deputy": row.by_deputy, "authorised": row.authorised} if row else {}


@dataclass(frozen=True)
class StayPaper:
    """A paper of a stay as the stay's page lists it."""

    id: int
    kind: PaperKind
    state: PaperState
    printed: str | None
    dated_on: date
    movement_id: int | None


def papers_of_stay(session: Session, stay_id: int, *, scope: Scope) -> tuple[StayPaper, ...]:
    """The papers of a stay but those dropped, the latest first. Raises NotFound outside the scope."""
    stay: Admission = load_stay(session, stay_id, scope=scope)
    rows = session.execute(
        select(IssuedPaper, PaperNumber)
        .outerjoin(PaperNumber, PaperNumber.paper_id == IssuedPaper.id)
        .where(IssuedPaper.admission_id == stay.id, IssuedPaper.state != PaperState.DROPPED)
        .order_by(IssuedPaper.id.desc())
    )
    return tuple(
        StayPaper(
            id=paper.id,
            kind=PaperKind(paper.kind),
            state=PaperState(paper.state),
            printed=number.printed if number else None,
            dated_on=number.issued_on if number else paper.dated_on,
            movement_id=paper.movement_id,
        )
        for paper, number in rows
    )
