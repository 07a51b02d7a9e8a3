"""Loading a list of units, and going back to the shipped one. Nothing loaded is ever taken out: the last row holds."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy.orm import Session

from rehab_center.audit.recorder import Subject, record
from rehab_center.communes.kinds import ListMode
from rehab_center.communes.models import CommuneList
from rehab_center.communes.queries import BadList, built, forget_read, gazetteer, list_history
from rehab_center.communes.rules.comparing import Changes, changes
from rehab_center.communes.rules.units import Gazetteer
from rehab_center.errors import Conflict, DomainError
from rehab_center.names import clean
from rehab_center.permissions import Actor
from rehab_center.words import N_, message

SUBJECT = "commune_list"
LARGEST = 8 * 1024 * 1024
"""In bytes: ten times the shipped list."""

_BACK = "—"
"""The name of no file."""


def text_of(content: bytes) -> str:
    """A sent file as text. Raises DomainError for one that is too large or not in UTF-8."""
    if len(content) > LARGEST:
        raise DomainError(
            message(N_("The list may have %(most)s MB at the most"), most=LARGEST // 1024 // 1024), field="file"
        )
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise DomainError(N_("The file is no text in UTF-8: save it as “CSV UTF-8”"), field="file") from None


def dry_run(session: Session, content: str, mode: ListMode) -> tuple[Gazetteer, Changes]:
    """The list that a file would put in force, and what it would change. Raises BadList."""
    there = built(content, mode)
    return there, changes(gazetteer(session), there)


def load_list(
    session: Session, *, filename: str, content: str, mode: ListMode, citation: str, actor: Actor, now: datetime
) -> int:
    """Put a list in force and give its id. What persons were recognised as stays: they keep code and day.

    Raises BadList for a text that is none, DomainError without a citation, Conflict where the same list is in force.
    """
    if not clean(citation):
        raise DomainError(N_("Say which decision the list follows"), field="citation")
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    last = next(iter(list_history(session)), None)
    if last and last.in_force and (last.sha256, last.mode) == (sha256, mode):
        raise Conflict(N_("This list is in force already"), field="file", code="list-there")
    there, difference = dry_run(session, content, mode)
    row = CommuneList(
        mode=mode,
        filename=clean(filename) or _BACK,
        sha256=sha256,
        content=content,
        units=len(there),
        citation=clean(citation),
        recorded_at=now,
        entered_by=actor.label,
    )
    session.add(row)
    session.flush()
    forget_read(session)
    details = {"file": row.filename, "sha256": sha256, "units": row.units, **_told(difference)}
    record("communes.loaded", actor=actor, at=now, about=Subject(SUBJECT, row.id, row.filename), details=details)
    return row.id


def go_back(session: Session, *, reason: str, actor: Actor, now: datetime) -> None:
    """Put the shipped list in force again. Raises DomainError without a reason, Conflict where it is in force."""
    if not clean(reason):
        raise DomainError(N_("A reason is needed"), field="reason")
    last = next(iter(list_history(session)), None)
    if last is None or not last.in_force:
        raise Conflict(N_("The list that ships with the program is in force already"), code="list-there")
    row = CommuneList(
        mode=ListMode.WITHDRAWN,
        filename=_BACK,
        sha256="",
        content="",
        units=0,
        citation="",
        recorded_at=now,
        entered_by=actor.label,
    )
    session.add(row)
    session.flush()
    forget_read(session)
    about = Subject(SUBJECT, last.id, last.filename)
    record("communes.withdrawn", actor=actor, at=now, about=about, reason=clean(reason))


def _told(difference: Changes) -> dict[str, int]:
    return {f"units_{name}": count for name, count in difference.counts.items()}


__all__ = ("LARGEST", "SUBJECT", "BadList", "dry_run", "go_back", "load_list", "text_of")
