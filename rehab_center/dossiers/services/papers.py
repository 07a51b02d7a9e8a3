"""One paper of a file: putting it right, adding one that no list names, taking a tick back."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission
from rehab_center.admissions.queries import load_stay
from rehab_center.audit.recorder import record
from rehab_center.audit.second_saver import refuse_stale
from rehab_center.documents.queries import load_document
from rehab_center.dossiers.kinds import CopyForm, PaperGroup, PaperState
from rehab_center.dossiers.models import FilePaper
from rehab_center.dossiers.queries import live_papers, load_paper
from rehab_center.dossiers.queries.files import leaves_of
from rehab_center.dossiers.rules.checklist import LINES, NAMES, OTHER
from rehab_center.dossiers.rules.leaves import Leaves
from rehab_center.dossiers.rules.papers import PaperFacts, fault_of
from rehab_center.dossiers.services.owing import Handling, deadlines_on, handling, owe_paper, settle_paper
from rehab_center.errors import Conflict, Difference, DomainError
from rehab_center.names import clean
from rehab_center.permissions import Actor
from rehab_center.words import N_, message

GROUPS = {line.code: line.group for line in LINES} | {OTHER: PaperGroup.ARRIVAL}


def add_paper(session: Session, stay_id: int, *, facts: PaperFacts, actor: Actor, now: datetime) -> int:
    """A paper that no list names has come into a file; gives its id.

    Raises DomainError (fields ``title``, ``received_on``, ``leaves``, ``note``), NotFound for a stranger.
    """
    act = handling(session, load_stay(session, stay_id, scope=actor.scope), actor=actor, now=now)
    if not clean(facts.title or ""):
        raise DomainError(message(N_("Type what paper it is")), field="title")
    paper = write_paper(act, OTHER, facts)
    record("file.paper-added", actor=actor, at=now, about=act.about, details={"paper": paper.title})
    return paper.id


def correct_paper(
    session: Session, paper_id: int, *, facts: PaperFacts, expected_version: int, actor: Actor, now: datetime
) -> None:
    """Write anew what is known of a paper. The log keeps what stood there.

    Raises Conflict with both values when somebody saved in between or took it back, DomainError as :func:`add_paper`.
    """
    paper = load_paper(session, paper_id, scope=actor.scope)
    act = handling(session, session.get_one(Admission, paper.admission_id), actor=actor, now=now)
    _refuse_taken_back(paper)
    refuse_stale(session, paper, expected_version, differences=_differences(paper, facts))
    if paper.line == OTHER and not clean(facts.title or ""):
        raise DomainError(message(N_("Type what paper it is")), field="title")
    write_paper(act, paper.line, facts, paper=paper)
    record(
        "file.paper-noted", actor=actor, at=now, about=act.about, details={"paper": paper.title or NAMES[paper.line]}
    )


def take_back(
    session: Session, paper_id: int, *, reason: str, expected_version: int, actor: Actor, now: datetime
) -> None:
    """Take back what was written about a paper. Its row stays; what the list asks for is missing again from now on.

    Raises DomainError without a reason, Conflict when somebody changed it in between, NotFound for a stranger.
    """
    paper = load_paper(session, paper_id, scope=actor.scope)
    act = handling(session, session.get_one(Admission, paper.admission_id), actor=actor, now=now)
    reason = clean(reason)
    if not reason:
        raise DomainError(message(N_("Say why it is taken back")), field="reason")
    _refuse_taken_back(paper)
    refuse_stale(session, paper, expected_version)
    was_there = paper.state != PaperState.MISSING
    withdraw(act, paper, reason)
    if was_there and paper.line != OTHER:
        miss(act, paper.line)
    record("file.paper-taken-back", actor=actor, at=now, about=act.about, reason=reason)


def _refuse_taken_back(paper: FilePaper) -> None:
    if paper.withdrawn_at is not None:
        raise Conflict(message(N_("This has been taken back already")), code="taken-back")


def withdraw(act: Handling, paper: FilePaper, reason: str) -> None:
    """Let a row hold no longer, and nothing be owed about it. Part of an act."""
    paper.withdrawn_at, paper.withdrawn_by, paper.withdrawn_reason = act.now, act.actor.label, reason
    act.session.flush()
    settle_paper(act, paper, reason=reason)


def miss(act: Handling, line: str) -> FilePaper:
    """Write that a paper of the list is missing, and let it be owed. Part of an act."""
    return write_paper(act, line, PaperFacts(PaperState.MISSING))


def write_paper(
    act: Handling, line: str, facts: PaperFacts, *, paper: FilePaper | None = None, prefix: str = ""
) -> FilePaper:
    """Write a paper's row, new or known, and keep what is owed in step. Part of an act.

    Raises DomainError at the field, its name after ``prefix``.
    """
    fault = fault_of(facts, today=act.today, others=_other_leaves(act, paper))
    if fault is not None:
        raise DomainError(fault.words, field=prefix + fault.field)
    if facts.document_id is not None:
        load_document(act.session, facts.document_id, scope=act.actor.scope)
    row = paper or FilePaper(admission_id=act.stay.id, line=line)
    _fill(act, row, facts)
    act.session.add(row)
    act.session.flush()
    if row.state == PaperState.MISSING:
        owe_paper(act, row)
    else:
        settle_paper(act, row, reason=row.note if row.state == PaperState.NOT_NEEDED else None)
    return row


def _fill(act: Handling, row: FilePaper, facts: PaperFacts) -> None:
    there = facts.state is PaperState.RECEIVED
    row.state = facts.state.value
    row.title = clean(facts.title or "") or None if row.line == OTHER else None
    row.received_on = facts.received_on if there else None
    row.due_on = None if facts.state is not PaperState.MISSING else row.due_on or _due_on(act, row.line)
    row.copy_form = facts.copy_form.value if there and facts.copy_form else None
    row.pages = facts.pages if there else None
    leaves: Leaves | None = facts.leaves if there else None
    row.leaf_first, row.leaf_last = (leaves.first, leaves.last) if leaves else (None, None)
    row.document_id = facts.document_id if there else None
    row.note = clean(facts.note or "") or None
    row.noted_at, row.noted_by = act.now, act.actor.label


def _due_on(act: Handling, line: str) -> date:
    deadlines = deadlines_on(act.session, act.today)
    return deadlines.due_on(GROUPS[line], admitted_on=act.stay.admitted_on, today=act.today)


def _other_leaves(act: Handling, paper: FilePaper | None) -> list[tuple[str, Leaves]]:
    with act.session.no_autoflush:
        others = [row for row in live_papers(act.session, act.stay.id) if row is not paper]
    return [(row.title or NAMES[row.line], leaves) for row in others if (leaves := leaves_of(row)) is not None]


def _differences(paper: FilePaper, facts: PaperFacts) -> list[Difference]:
    leaves = leaves_of(paper)
    stands = {
        "state": PaperState(paper.state),
        "received_on": paper.received_on,
        "copy_form": CopyForm(paper.copy_form) if paper.copy_form else None,
        "pages": paper.pages,
        "leaves": leaves,
        "note": paper.note,
        "title": paper.title,
        "document_id": paper.document_id,
    }
    return [
        Difference(name, theirs, getattr(facts, name))
        for name, theirs in stands.items()
        if theirs != getattr(facts, name)
    ]
