"""Words for what is owed."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from rehab_center.accounts.labels import ROLES
from rehab_center.audit.labels import describe_act, describe_details, describe_subject, describe_table
from rehab_center.documents.kinds import DocumentKind
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.rules import unpacked


@dataclass(frozen=True)
class UsualPaper:
    """The paper that usually settles a task; ``own``: the centre issues it itself, out of its own book."""

    kind: DocumentKind
    own: bool = False


_USUAL = {
    TaskKind.SEARCH_DECISION: UsualPaper(DocumentKind.ESCAPE_DECISION, own=True),
    TaskKind.COMMUNE_NOTICE: UsualPaper(DocumentKind.NOTICE, own=True),
    TaskKind.TERM_OVERRUN: UsualPaper(DocumentKind.CERTIFICATE, own=True),
    TaskKind.TERM_ENDING: UsualPaper(DocumentKind.CERTIFICATE, own=True),
    TaskKind.RELEASE_TODAY: UsualPaper(DocumentKind.CERTIFICATE, own=True),
    TaskKind.LEFT_EARLY: UsualPaper(DocumentKind.REDUCTION),
    TaskKind.ENDED_AT_HOME: UsualPaper(DocumentKind.CERTIFICATE, own=True),
}
_BY_SENTENCE: dict[str, UsualPaper] = {}
_BY_SUBJECT = {"annual-plan": UsualPaper(DocumentKind.PLAN), "admission": UsualPaper(DocumentKind.DECISION)}


def describe_paper(sentence: str, paper: UsualPaper) -> None:
    """Say which paper a task with this sentence (a msgid) waits for. Features call it for the papers they owe."""
    _BY_SENTENCE[sentence] = paper


def usual_paper(kind: TaskKind, subject_kind: str, sentence: str) -> UsualPaper:
    """The paper that usually settles such a task; any other paper where nothing is known of it."""
    known = _USUAL.get(kind) or _BY_SENTENCE.get(sentence) or _BY_SUBJECT.get(subject_kind)
    return known or UsualPaper(DocumentKind.OTHER)


KINDS = {
    TaskKind.PAPER_MISSING: _l("Paper missing"),
    TaskKind.PAPER_INCOMPLETE: _l("Paper incomplete"),
    TaskKind.SEARCH_DECISION: _l("Search decision"),
    TaskKind.COMMUNE_NOTICE: _l("Notice to the commune police"),
    TaskKind.TERM_OVERRUN: _l("Kept past the term"),
    TaskKind.TERM_ENDING: _l("Term ending"),
    TaskKind.IDENTITY_PAPER: _l("Identity paper missing"),
    TaskKind.POSSIBLE_DUPLICATE: _l("Perhaps one person twice"),
    TaskKind.HEALTH_LOOK: _l("First health check"),
    TaskKind.BELONGINGS: _l("Belongings to give back"),
    TaskKind.VOID_REQUEST: _l("Request to take an entry back"),
    TaskKind.PHOTO: _l("Photo missing"),
    TaskKind.BELONGINGS_LIST: _l("Belongings list"),
    TaskKind.CLASSIFICATION: _l("Classification"),
    TaskKind.FAMILY_NOTICE: _l("Notice to the family"),
    TaskKind.PERSON_RECORD: _l("Record to complete"),
    TaskKind.BED: _l("Bed to give"),
    TaskKind.ROLL_DIFFERENCE: _l("Difference at a roll check"),
    TaskKind.RETURN_DUE: _l("Return due"),
    TaskKind.REVIEW_DUE: _l("Suspension to look at again"),
    TaskKind.TURNS_ADULT: _l("Turns 18"),
    TaskKind.TEMPORARY_LONG: _l("Temporary stay too long"),
    TaskKind.CERTIFICATE_COPIES: _l("Copies of the certificate"),
    TaskKind.RELEASE_TODAY: _l("To be let go today"),
    TaskKind.LEFT_EARLY: _l("Let go early without a paper"),
    TaskKind.UNCHECKED_END: _l("Unchecked end that has come"),
    TaskKind.ENDED_AT_HOME: _l("Term over while suspended at home"),
    TaskKind.CLOCK_FAILED: _l("Last day to be found by hand"),
    TaskKind.DISCIPLINE_ENDED: _l("Discipline room: out in time"),
    TaskKind.SHEET_OWED: _l("Signed sheet of attendance"),
    TaskKind.OTHER: _l("Other task"),
}

FIELDS = {
    "kind": _l("Kind"),
    "about": _l("About"),
    "what": _l("What is owed"),
    "due_at": _l("Due"),
    "owner_role": _l("Owed by"),
    "opened_at": _l("Opened at"),
    "opened_by": _l("Opened by"),
    "closed_at": _l("Closed at"),
    "closed_by": _l("Closed by"),
    "closed_by_document_id": _l("Closed by paper"),
    "closed_reason": _l("Closed because"),
}

describe_table(
    "task",
    _l("Task"),
    FIELDS | {"facility_id": _l("Centre")},
    values={
        "kind": {kind.value: words for kind, words in KINDS.items()},
        "owner_role": {role.value: words for role, words in ROLES.items()},
    },
    name="about",
    hidden={"subject_kind", "subject_id", "resident_id", "params"},
    sentences={"what": lambda row: unpacked(row["what"], row.get("params") or {})},
    follows=True,
)
describe_subject("task", _l("Task"), endpoint="tasks.close")

describe_act("task.closed", _l("Task closed without a paper"))
describe_act("task.paper-received", _l("Awaited paper received"))
describe_act("document.completed", _l("Missing parts of a paper filled in"))
describe_act("task.exported", _l("List of tasks exported"))
describe_details({"paper": _l("Paper")})
