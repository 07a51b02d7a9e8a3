"""One entry of a person's story, and what of the log is told there. No session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from rehab_center.admissions.queries.details import DetailLine
from rehab_center.words import Message


@dataclass(frozen=True)
class Happening:
    """One entry. ``text`` are the parts of what is said about it; ``voided`` says by whom and why it was taken back.

    ``title`` is a sentence, or the key of an act, which the log has words for; ``answers`` are what else was told about
    a movement; ``paper_kind`` is the kind of an issued paper, which the log has words for too.
    """

    day: date
    written_at: datetime
    title: Message | str
    text: tuple[object, ...]
    icon: str
    tone: str
    document_id: int | None
    voided: Message | None
    meta: Message
    answers: tuple[DetailLine, ...] = ()
    paper_kind: str | None = None


@dataclass(frozen=True)
class RecordedAct:
    """An act of the log about the person: entered, corrected, renamed, given a paper. ``act`` is its key.

    ``on`` is the day of a paper that the centre numbered, which may be another than that of the act.
    """

    at: datetime
    act: str
    actor: str
    reason: str | None
    details: Mapping[str, str] | None = None
    on: date | None = None
