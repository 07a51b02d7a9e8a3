"""Everything about a person on one page: who, where, which stays, until when and why, what is owed, what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from rehab_center.admissions.labels import MOVEMENT_KINDS
from rehab_center.admissions.queries import StayLine, StayPage, stay_page, stays_of_resident
from rehab_center.admissions.queries.stays import MovementLine
from rehab_center.permissions import Scope
from rehab_center.residents.queries import PersonPage, person_facts
from rehab_center.tasks.queries import TaskLine, of_resident
from rehab_center.words import N_, Message, message


@dataclass(frozen=True)
class Happening:
    """One entry of the timeline; ``voided`` says by whom and why, ``meta`` who wrote it and when."""

    day: date
    written_at: datetime
    title: object
    text: object
    icon: str
    tone: str
    url: str | None
    voided: Message | None
    meta: Message


@dataclass(frozen=True)
class CasePage:
    """A person's page. ``stay`` is the latest stay in reach, whole; ``stays`` every one; ``timeline`` newest first."""

    who: PersonPage
    as_of: date
    known_at: datetime | None
    stay: StayPage | None
    stays: tuple[StayLine, ...]
    tasks: tuple[TaskLine, ...]
    timeline: tuple[Happening, ...]


def case_page(
    session: Session, resident_id: int, *, scope: Scope, as_of: date, known_at: datetime | None = None
) -> CasePage:
    """A person's page as of a day and as known at a moment. Raises NotFound, for a stranger too."""
    who = person_facts(session, resident_id, scope=scope)
    stays = stays_of_resident(session, resident_id, scope=scope, as_of=as_of, known_at=known_at)
    pages = [stay_page(session, stay.id, scope=scope, as_of=as_of, known_at=known_at) for stay in stays[:3]]
    return CasePage(
        who,
        as_of,
        known_at,
        pages[0] if pages else None,
        stays,
        of_resident(session, resident_id, scope=scope),
        timeline(pages),
    )


def timeline(pages: list[StayPage]) -> tuple[Happening, ...]:
    """Every movement of these stays, the newest first. Pure."""
    happenings = [_happening(page, line) for page in pages for line in page.movements]
    return tuple(sorted(happenings, key=lambda one: (one.day, one.written_at), reverse=True))


def _happening(page: StayPage, line: MovementLine) -> Happening:
    void = line.voided
    return Happening(
        day=line.effective_on,
        written_at=line.recorded_at,
        title=MOVEMENT_KINDS[line.kind],
        text=_text(page, line),
        icon="circle-fill",
        tone="bad" if line.kind.value == "escaped" else "",
        url=None,
        voided=(
            message(
                N_("Voided by %(actor)s on %(moment)s: %(reason)s"),
                actor=void.actor,
                moment=void.recorded_at,
                reason=void.reason,
            )
            if void
            else None
        ),
        meta=message(
            N_("%(file)s · written by %(actor)s, %(moment)s"),
            file=page.file_code,
            actor=line.actor,
            moment=line.recorded_at,
        ),
    )


def _text(page: StayPage, line: MovementLine) -> object:
    paper = line.document or (page.decision if line.kind.value == "admitted" else None)
    if paper is None:
        return line.note
    if paper.issued_on is None:
        return message(N_("Paper %(number)s"), number=paper.number)
    return message(N_("Paper %(number)s of %(day)s"), number=paper.number, day=paper.issued_on)
