"""The file of one stay: what it must hold beside what is known of each paper."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission
from rehab_center.admissions.queries import StayPage
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.documents.queries import DocumentLine, document_lines
from rehab_center.dossiers.kinds import CopyForm, PaperGroup, PaperState
from rehab_center.dossiers.models import FilePaper
from rehab_center.dossiers.queries.scans import scans_counted
from rehab_center.dossiers.rules.checklist import NAMES, OF_ITSELF, SERVES_ON, Asked, Asking, checklist, numbered_by_law
from rehab_center.dossiers.rules.leaves import Leaves, gaps
from rehab_center.errors import NotFound
from rehab_center.permissions import Scope
from rehab_center.policies.queries import PolicyInForce, in_force
from rehab_center.policies.rules import PolicyKind
from rehab_center.words import N_, message


@dataclass(frozen=True)
class PaperLine:
    """A paper of a file as a page or a sheet shows it; ``name`` is the line's, or what was typed for it.

    ``scans``: how many it has of its own; those of a numbered paper are the ``document``'s.
    """

    id: int
    admission_id: int
    line: str
    name: str
    state: PaperState
    received_on: date | None
    due_on: date | None
    copy_form: CopyForm | None
    pages: int | None
    leaves: Leaves | None
    document: DocumentLine | None
    scans: int
    note: str | None
    noted_at: datetime
    noted_by: str
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    withdrawn_reason: str | None
    version: int

    @property
    def is_received(self) -> bool:
        """Whether it lies in the file."""
        return self.state is PaperState.RECEIVED

    def overdue_on(self, day: date) -> bool:
        """Whether it is missing beyond its day."""
        return self.due_on is not None and self.due_on < day


@dataclass(frozen=True)
class ChecklistRow:
    """A line that this file is asked for, and what is known of it; None while nobody has looked.

    ``served_by`` is the code of the file from before a change of ground that has it, and whose paper serves here too.
    """

    asked: Asked
    paper: PaperLine | None
    served_by: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether it may still be ticked in."""
        return self.paper is None or self.paper.state is PaperState.MISSING


@dataclass(frozen=True)
class FilePage:
    """The file of a stay. ``others`` are papers beyond its list; ``taken_back`` the ticks that no longer hold.

    ``to_confirm`` are the conventions the list rests on that nobody has confirmed; ``numbered_by`` the article that
    asks for leaf numbers, ``unnumbered`` the papers without them, ``gaps`` the leaves that belong to none.
    """

    stay: StayPage
    rows: tuple[ChecklistRow, ...]
    others: tuple[PaperLine, ...]
    taken_back: tuple[PaperLine, ...]
    to_confirm: tuple[PolicyInForce, ...]
    numbered_by: str | None

    @property
    def checked(self) -> bool:
        """Whether anybody has looked through the file."""
        return any(row.paper and row.asked.code not in OF_ITSELF for row in self.rows)

    @property
    def papers(self) -> tuple[PaperLine, ...]:
        """Every paper of which something is known."""
        return tuple(row.paper for row in self.rows if row.paper) + self.others

    @property
    def received(self) -> tuple[PaperLine, ...]:
        """What lies in the file, by leaf number, those without one last in the order of the list."""
        there = [paper for paper in self.papers if paper.is_received]
        return tuple(sorted(there, key=lambda one: (one.leaves is None, one.leaves or Leaves(1, 1))))

    @property
    def missing(self) -> tuple[PaperLine, ...]:
        """What was looked for and is not there, by its day."""
        lacking = [paper for paper in self.papers if paper.state is PaperState.MISSING]
        return tuple(sorted(lacking, key=lambda one: one.due_on or date.max))

    @property
    def unnumbered(self) -> tuple[PaperLine, ...]:
        """Papers of the proposal file without leaf numbers, where the law wants them."""
        if self.numbered_by is None:
            return ()
        proposal = [row.paper for row in self.rows if row.asked.group is PaperGroup.PROPOSAL]
        return tuple(paper for paper in proposal if paper and paper.is_received and paper.leaves is None)

    @property
    def gaps(self) -> tuple[Leaves, ...]:
        """Leaves between the known ones that belong to no paper."""
        return gaps(paper.leaves for paper in self.received if paper.leaves)


_CONVENTIONS = (PolicyKind.FILE_PRACTICE_PAPERS, PolicyKind.FILE_PROPOSAL_COPY)


def asking_on(session: Session, day: date) -> tuple[Asking, tuple[PolicyInForce, ...]]:
    """What is asked for of a file that begins on ``day``, and which of these conventions wait to be confirmed."""
    practice, proposal = (in_force(session, kind, day) for kind in _CONVENTIONS)
    return Asking(practice.yes, proposal.yes), tuple(one for one in (practice, proposal) if one.to_be_confirmed)


def asked_of(session: Session, stay: StayPage) -> tuple[tuple[Asked, ...], tuple[PolicyInForce, ...]]:
    """The list for a stay, and the conventions it rests on that wait to be confirmed."""
    asking, to_confirm = asking_on(session, stay.admitted_on)
    moved_here = any(one.kind is MovementKind.TRANSFERRED_IN and one.voided is None for one in stay.movements)
    return checklist(stay.kind, stay.regime, asking, by_transfer=moved_here), to_confirm


def file_page(session: Session, stay: StayPage) -> FilePage:
    """The file of a stay that the reader may see."""
    asked, to_confirm = asked_of(session, stay)
    papers = papers_of_stay(session, stay.id)
    live = [paper for paper in papers if paper.withdrawn_at is None]
    known = {paper.line: paper for paper in live if paper.line in {one.code for one in asked}}
    before = dict.fromkeys(serving(session, stay.previous.id), stay.previous.file_code) if stay.previous else {}
    return FilePage(
        stay=stay,
        rows=tuple(ChecklistRow(one, known.get(one.code), before.get(one.code)) for one in asked),
        others=tuple(paper for paper in live if known.get(paper.line) is not paper),
        taken_back=tuple(paper for paper in papers if paper.withdrawn_at is not None),
        to_confirm=to_confirm,
        numbered_by=numbered_by_law(stay.kind, stay.regime),
    )


def serving(session: Session, previous_id: int) -> dict[str, FilePaper]:
    """What the file from before a change of ground has and serves for the one after it, by line."""
    rows = live_papers(session, previous_id)
    return {row.line: row for row in rows if row.line in SERVES_ON and row.state == PaperState.RECEIVED}


def papers_of_stay(session: Session, stay_id: int) -> tuple[PaperLine, ...]:
    """Every row about a stay's file, those taken back among them. The caller has checked the scope."""
    rows = session.scalars(select(FilePaper).where(FilePaper.admission_id == stay_id).order_by(FilePaper.id)).all()
    return _lines(session, rows)


def paper_line(session: Session, paper_id: int, *, scope: Scope) -> PaperLine:
    """One paper. Raises NotFound, outside the scope too."""
    return _lines(session, [load_paper(session, paper_id, scope=scope)])[0]


def load_paper(session: Session, paper_id: int, *, scope: Scope) -> FilePaper:
    """The row itself, for services. Raises NotFound, outside the scope too."""
    row = session.get(FilePaper, paper_id)
    stay = session.get(Admission, row.admission_id) if row else None
    if row is None or stay is None or not scope.covers(stay.facility_id):
        raise NotFound(message(N_("There is no such paper in any file")))
    return row


def live_papers(session: Session, stay_id: int) -> Sequence[FilePaper]:
    """The rows of a stay that hold, for services."""
    return session.scalars(
        select(FilePaper)
        .where(FilePaper.admission_id == stay_id, FilePaper.withdrawn_at.is_(None))
        .order_by(FilePaper.id)
    ).all()


def _lines(session: Session, rows: Collection[FilePaper]) -> tuple[PaperLine, ...]:
    documents = document_lines(session, [row.document_id for row in rows if row.document_id is not None])
    scans = scans_counted(session, [row.id for row in rows])
    return tuple(_line(row, documents, scans.get(row.id, 0)) for row in rows)


def leaves_of(row: FilePaper) -> Leaves | None:
    """The leaves of a row, None where none are written down."""
    if row.leaf_first is None or row.leaf_last is None:
        return None
    return Leaves(row.leaf_first, row.leaf_last)


def _line(row: FilePaper, documents: Mapping[int, DocumentLine], scans: int) -> PaperLine:
    return PaperLine(
        id=row.id,
        admission_id=row.admission_id,
        line=row.line,
        name=row.title or NAMES[row.line],
        state=PaperState(row.state),
        received_on=row.received_on,
        due_on=row.due_on,
        copy_form=CopyForm(row.copy_form) if row.copy_form else None,
        pages=row.pages,
        leaves=leaves_of(row),
        document=documents.get(row.document_id) if row.document_id is not None else None,
        scans=scans,
        note=row.note,
        noted_at=row.noted_at,
        noted_by=row.noted_by,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by,
        withdrawn_reason=row.withdrawn_reason,
        version=row.version,
    )
