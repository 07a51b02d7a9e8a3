"""What the story tells of what was owed and of papers: on a paper's own day, whenever it was entered. No session."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from rehab_center import clock
from rehab_center.admissions.rules.intake_rest import LEFT_UNDONE
from rehab_center.casefile.happening import Happening, RecordedAct
from rehab_center.documents.queries import DocumentLine
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.queries import TaskLine
from rehab_center.words import N_, Message, message

_ACT_ICONS = {"paper.": "file-earmark-text", "stage.": "list-check", "bed.": "building", "belongings.": "archive"}
_TOLD_OTHERWISE = frozenset(
    {
        TaskKind.BED,
        TaskKind.RETURN_DUE,
        TaskKind.REVIEW_DUE,
        TaskKind.TEMPORARY_LONG,
        TaskKind.TURNS_ADULT,
        TaskKind.RELEASE_TODAY,
        TaskKind.TERM_ENDING,
        TaskKind.CLOCK_FAILED,
        TaskKind.UNCHECKED_END,
        TaskKind.ENDED_AT_HOME,
        TaskKind.DISCIPLINE_ENDED,
        TaskKind.VOID_REQUEST,
    }
)
"""What was owed and is ended by something that the story tells itself: a bed given, a return, an exit, a void."""


def tasks_told(
    tasks: Sequence[TaskLine], papers: Mapping[int, DocumentLine], known_at: datetime | None
) -> Iterator[Happening]:
    """Papers that came, each on its own day; what was settled on one day and owed since one day, together.

    What is still owed stands at the head of the page instead.
    """
    together: dict[tuple[date, date, str], list[TaskLine]] = {}
    for task in tasks:
        if task.closed_at is None or task.closed_by is None or (known_at is not None and task.closed_at > known_at):
            continue
        if task.closed_by_document_id is not None:
            paper = papers.get(task.closed_by_document_id)
            on = paper.issued_on if paper else None
            yield _settled([task], N_("Received: %(what)s"), task.closed_at, task.closed_by, on=on)
            continue
        if task.kind in _TOLD_OTHERWISE or task.closed_reason == LEFT_UNDONE:
            continue
        key = clock.day_of(task.closed_at), clock.day_of(task.opened_at), task.closed_by
        together.setdefault(key, []).append(task)
    for (_closed, _opened, actor), some in together.items():
        last = max(task.closed_at for task in some if task.closed_at is not None)
        yield _settled(some, N_("Settled: %(what)s"), last, actor)


def _settled(some: Sequence[TaskLine], words: str, at: datetime, actor: str, *, on: date | None = None) -> Happening:
    first, whys = some[0], dict.fromkeys(task.closed_reason for task in some if task.closed_reason)
    title = message(words, what=first.what)
    if len(some) > 1:
        title = message(N_("%(count)s things to do are settled"), count=len(some))
    return Happening(
        day=on or clock.day_of(at),
        written_at=at,
        title=title,
        text=(*(task.what for task in some if len(some) > 1), *whys, *_entered(on, at)),
        icon="check-circle",
        tone="good",
        document_id=first.closed_by_document_id,
        voided=None,
        meta=message(
            N_("owed since %(day)s · written by %(actor)s, %(moment)s"), day=first.opened_at, actor=actor, moment=at
        ),
    )


def _entered(on: date | None, at: datetime) -> Iterator[Message]:
    """That what stands on its own day was entered on another one."""
    if on is not None and on != clock.day_of(at):
        yield message(N_("entered on %(day)s"), day=clock.day_of(at))


def act_told(act: RecordedAct) -> Happening:
    """An act of the log as the story tells it."""
    details = act.details or {}
    formerly, since = details.get("formerly"), details.get("valid_from")
    on = date.fromisoformat(since) if since else act.on
    parts = (
        message(N_("written before as %(name)s"), name=formerly) if formerly else None,
        details.get("merged") or details.get("other"),
        message(N_("no. %(number)s"), number=details["number"]) if "number" in details else None,
        act.reason,
        *_entered(on, act.at),
    )
    return Happening(
        # A change of name by a paper, or a paper of the centre, stands on its own day, whenever it was entered.
        day=on or clock.day_of(act.at),
        written_at=act.at,
        title=act.act,
        text=tuple(part for part in parts if part),
        icon=next((icon for prefix, icon in _ACT_ICONS.items() if act.act.startswith(prefix)), "person"),
        tone="",
        document_id=None,
        voided=None,
        meta=message(N_("written by %(actor)s, %(moment)s"), actor=act.actor, moment=act.at),
        paper_kind=details.get("paper_kind"),
    )
