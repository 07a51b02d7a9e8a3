"""Looking through a file at once: what is ticked has come, what is not ticked is missing from now on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.queries import load_stay, stay_page
from rehab_center.admissions.rules.movements import ENTRIES
from rehab_center.audit.recorder import record
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.queries import document_lines
from rehab_center.dossiers.kinds import CopyForm, PaperState
from rehab_center.dossiers.models import FilePaper
from rehab_center.dossiers.queries import live_papers
from rehab_center.dossiers.queries.files import asked_of, serving
from rehab_center.dossiers.rules.checklist import NAMES, OTHER, Asked
from rehab_center.dossiers.rules.papers import PaperFacts
from rehab_center.dossiers.services.owing import Handling, handling, settle_check
from rehab_center.dossiers.services.papers import miss, withdraw, write_paper
from rehab_center.errors import Conflict
from rehab_center.permissions import Actor
from rehab_center.words import N_, message

_NO_LONGER = "Không còn trong danh mục giấy tờ của hồ sơ"
_LIES_IN = "Trong hồ sơ {file} (trước khi chuyển diện)"
_RESTS_ON_DECISION = frozenset({"decision", "assignment", "custody"})
_ENTRY_PAPERS = {"handover": DocumentKind.HANDOVER, "transfer": DocumentKind.TRANSFER}


@dataclass(frozen=True)
class FileCheck:
    """What was found in a file, by line; lines left out were not in it."""

    found: Mapping[str, PaperFacts]


def check_file(session: Session, stay_id: int, *, check: FileCheck, actor: Actor, now: datetime) -> None:
    """Write what was found in a file. What is asked for and was not found is missing and owed from now on.

    After a change of ground what the earlier file has is not missed: it serves here too.

    Raises DomainError at the field (``<line>_leaves`` …), Conflict (``<line>_has``) for a line that somebody else has
    ticked in meanwhile, NotFound for a stranger.
    """
    act = handling(session, load_stay(session, stay_id, scope=actor.scope), actor=actor, now=now)
    asked, _ = asked_of(session, stay_page(session, stay_id, scope=actor.scope, as_of=act.today))
    known = {row.line: row for row in live_papers(session, stay_id) if row.line != OTHER}
    _drop_what_is_asked_no_longer(act, known, asked)
    served = _served(act)
    for one in asked:
        facts = check.found.get(one.code)
        if facts is not None:
            _tick(act, one.code, facts, known.get(one.code))
        elif one.code in served and (one.code not in known or known[one.code].state == PaperState.MISSING):
            write_paper(act, one.code, served[one.code], paper=known.get(one.code))
        elif one.needed and one.code not in known:
            miss(act, one.code)
    settle_check(act)
    record("file.checked", actor=actor, at=now, about=act.about, details={"papers": len(check.found)})


def _served(act: Handling) -> dict[str, PaperFacts]:
    """What the file from before a change of ground has: it serves here too, and the note says where it lies."""
    if act.stay.previous_admission_id is None:
        return {}
    before = act.session.get_one(Admission, act.stay.previous_admission_id)
    return {
        line: PaperFacts(
            PaperState.RECEIVED,
            received_on=row.received_on,
            copy_form=CopyForm(row.copy_form) if row.copy_form else None,
            pages=row.pages,
            document_id=row.document_id,
            note=_LIES_IN.format(file=before.file_code),
        )
        for line, row in serving(act.session, before.id).items()
    }


def _tick(act: Handling, line: str, facts: PaperFacts, paper: FilePaper | None) -> None:
    if paper is not None and paper.state != PaperState.MISSING:
        raise Conflict(
            message(N_("“%(paper)s” was noted by %(who)s in the meantime"), paper=NAMES[line], who=paper.noted_by),
            field=f"{line}_has",
        )
    if facts.document_id is None and facts.state is PaperState.RECEIVED:
        facts = replace(facts, document_id=_known_document(act.session, act.stay, line))
    write_paper(act, line, facts, paper=paper, prefix=f"{line}_")


def _known_document(session: Session, stay: Admission, line: str) -> int | None:
    """The numbered paper that a line is, where the stay itself rests on it."""
    if line in _RESTS_ON_DECISION:
        return stay.decision_id
    if line not in _ENTRY_PAPERS:
        return None
    entries = [kind.value for kind in ENTRIES]
    ids = session.scalars(
        select(Movement.document_id).where(
            Movement.admission_id == stay.id, Movement.kind.in_(entries), Movement.document_id.is_not(None)
        )
    )
    papers = document_lines(session, [one for one in ids if one is not None])
    return next((one.id for one in papers.values() if one.kind is _ENTRY_PAPERS[line]), None)


def _drop_what_is_asked_no_longer(act: Handling, known: dict[str, FilePaper], asked: tuple[Asked, ...]) -> None:
    needed = {one.code for one in asked if one.needed}
    for line, paper in list(known.items()):
        if paper.state == PaperState.MISSING and line not in needed:
            withdraw(act, paper, _NO_LONGER)
            del known[line]
