"""What is known already when a paper is begun, and when the movement comes whose paper was issued before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.hooks import conduct_before
from rehab_center.admissions.queries import MovementLine
from rehab_center.admissions.rules.details import Detail, field_of
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.documents.models import Document
from rehab_center.dossiers.wording import paper_words
from rehab_center.issuing.kinds import PaperKind, PaperState
from rehab_center.issuing.models import IssuedPaper, PaperNumber
from rehab_center.issuing.queries.cases import Situation
from rehab_center.issuing.rules.table import PAPERS
from rehab_center.issuing.rules.told import Story, conduct_words, first_words


def known_at_first(
    session: Session, there: Situation, kind: PaperKind, movement: MovementLine | None, day: date
) -> dict[str, Any]:
    """What the fields of a new paper of ``day`` hold, by name: of its movement, of where the person is, of conduct."""
    live = there.live
    known: dict[str, Any] = first_words(
        kind, _story(movement) if movement else None, _story(live[-1]) if live else None
    )
    if kind is PaperKind.REDUCTION_PROPOSAL:
        conduct = conduct_before(session, there.page.id, day)
        known["reason"] = conduct_words(conduct.ratings, conduct.merit, day)
    return {name: value for name, value in known.items() if value not in (None, "")}


def _story(line: MovementLine) -> Story:
    return Story(
        line.kind,
        line.effective_on,
        paper=paper_words(line.document) if line.document else None,
        note=line.note or "",
        told={one.item: one.answer for one in line.details if one.answer is not None},
    )


_ITSELF = {PaperKind.LEAVE_DECISION, PaperKind.COMPLETION}
"""Papers that are their movement's own; a slip only goes with a transfer that others decided."""


def out_of_paper(session: Session, stay_id: int, kind: MovementKind) -> Mapping[str, Any]:
    """What the form of a movement holds, by field, where the centre issued its paper before; nothing otherwise."""
    kinds = [one for one, row in PAPERS.items() if kind in row.about]
    waiting = (
        select(IssuedPaper, Document)
        .join(PaperNumber, PaperNumber.paper_id == IssuedPaper.id)
        .join(Document, Document.id == PaperNumber.document_id)
        .where(
            IssuedPaper.admission_id == stay_id,
            IssuedPaper.kind.in_([one.value for one in kinds]),
            IssuedPaper.movement_id.is_(None),
            IssuedPaper.state == PaperState.ISSUED,
        )
        .order_by(IssuedPaper.id.desc())
        .limit(1)
    )
    found = session.execute(waiting).one_or_none() if kinds else None
    return {} if found is None else _values(*found)


def _values(paper: IssuedPaper, document: Document) -> dict[str, Any]:
    told: dict[Detail, Any] = {}
    values: dict[str, Any] = {}
    match PaperKind(paper.kind):
        case PaperKind.LEAVE_DECISION:
            told = {
                Detail.DECEASED: paper.deceased,
                Detail.RELATION: paper.relation,
                Detail.PLANNED_RETURN: paper.until_on,
                Detail.TRAVEL_DAYS: paper.travel_days,
                Detail.ACCOMPANIED_BY: paper.companion,
            }
            values = {"effective_on": paper.from_on}
        case PaperKind.TRANSFER_SLIP:
            told = {Detail.TO_CENTRE: paper.place, Detail.ACCOMPANIED_BY: paper.companion}
        case PaperKind.TRANSFER_MINUTES:
            told = {Detail.TO_CENTRE: paper.place, Detail.ACCOMPANIED_BY: paper.signer}
    if paper.kind in _ITSELF:
        values |= {"paper_number": document.number, "paper_on": document.issued_on, "paper_issuer": document.issuer}
    values |= {field_of(item): answer for item, answer in told.items()}
    return {name: value for name, value in values.items() if value is not None}
