"""Everything that happened to a person, one entry each, the newest first. No session: from what queries gave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from rehab_center.admissions.queries import MovementLine, StayPage
from rehab_center.admissions.rules.movements import ENTRIES, EXITS, MovementKind, name_of
from rehab_center.casefile.happening import Happening, RecordedAct
from rehab_center.casefile.owed import act_told, tasks_told
from rehab_center.conduct.queries import StayConduct, ToldEvent
from rehab_center.conduct.rules.words import event_words
from rehab_center.documents.queries import DocumentLine
from rehab_center.stages.kinds import Stage, Step
from rehab_center.stages.queries import StageLine, StayStages
from rehab_center.stages.rules.intervals import Change
from rehab_center.stages.rules.words import decided_words, stage_words
from rehab_center.tasks.queries import TaskLine
from rehab_center.words import N_, Message, message

_ICONS = {
    MovementKind.ESCAPED: "exclamation-triangle",
    MovementKind.RETURNED: "box-arrow-in-right",
    MovementKind.TO_HOSPITAL: "hospital",
    MovementKind.FROM_HOSPITAL: "hospital",
    MovementKind.IMPRISONED: "lock",
    MovementKind.SUSPENDED: "house",
    MovementKind.ON_LEAVE: "calendar3",
    MovementKind.TAKEN_OUT: "box-arrow-right",
}
_TONES = {MovementKind.ESCAPED: "bad", MovementKind.DIED: "bad"}


def timeline(
    stays: Sequence[StayPage],
    tasks: Sequence[TaskLine],
    papers: Mapping[int, DocumentLine],
    acts: Sequence[RecordedAct],
    stages: Mapping[int, StayStages],
    conduct: Mapping[int, StayConduct],
    *,
    as_of: date,
    known_at: datetime | None,
) -> tuple[Happening, ...]:
    """What had happened by the end of ``as_of`` and was known at ``known_at`` (None: now), the newest first.

    ``papers`` are those that closed tasks, by id.
    """
    happenings = [
        *(_movement(stay, line, before) for stay, line, before in _movements(stays)),
        *tasks_told(tasks, papers, known_at),
        *(act_told(act) for act in acts),
        *(happening for stay in stays for happening in _stages(stay, stages[stay.id])),
        *(_event(stay, event) for stay in stays for event in conduct[stay.id].events.values()),
    ]
    shown = [one for one in happenings if one.day <= as_of and (known_at is None or one.written_at <= known_at)]
    return tuple(sorted(shown, key=lambda one: (one.day, one.written_at), reverse=True))


def _movements(stays: Sequence[StayPage]) -> Iterator[tuple[StayPage, MovementLine, str | None]]:
    """Every movement; of a change of ground the second half alone, with the file code of the stay it goes on from."""
    left: dict[date, str] = {}
    came: set[date] = set()
    for stay in stays:
        for line in stay.movements:
            if line.voided is None and line.kind is MovementKind.CONVERTED_OUT:
                left[line.effective_on] = stay.file_code
            if line.voided is None and line.kind is MovementKind.CONVERTED_IN:
                came.add(line.effective_on)
    for stay in stays:
        for line in stay.movements:
            stands = line.voided is None
            if stands and line.kind is MovementKind.CONVERTED_OUT and line.effective_on in came:
                continue
            changed = stands and line.kind is MovementKind.CONVERTED_IN
            yield stay, line, left.get(line.effective_on) if changed else None


def _movement(stay: StayPage, line: MovementLine, before: str | None) -> Happening:
    paper = line.document or (stay.decision if line.kind in ENTRIES else None)
    length = (
        message(N_("%(months)s months, %(days)s days"), months=line.months or 0, days=line.days or 0)
        if line.months or line.days
        else None
    )
    gone_on = message(N_("goes on from %(file)s"), file=before) if before else None
    parts = (gone_on, _paper(paper), length, line.note, line.reason)
    title = Message(name_of(line.kind))
    if line.effective_time:
        title = message(N_("%(what)s at %(time)s"), what=title, time=line.effective_time)
    return Happening(
        day=line.effective_on,
        written_at=line.recorded_at,
        title=title,
        text=tuple(part for part in parts if part),
        icon=_ICONS.get(line.kind, "door-open" if line.kind in EXITS else "circle-fill"),
        tone=_TONES.get(line.kind, ""),
        document_id=paper.id if paper else None,
        voided=_void(line),
        meta=_written(stay, line.actor, line.recorded_at),
        answers=line.details,
    )


def _written(stay: StayPage, actor: str, moment: datetime) -> Message:
    return message(N_("%(file)s · written by %(actor)s, %(moment)s"), file=stay.file_code, actor=actor, moment=moment)


def _void(line: MovementLine) -> Message | None:
    if line.voided is None:
        return None
    return message(
        N_("Voided by %(actor)s on %(moment)s: %(reason)s"),
        actor=line.voided.actor,
        moment=line.voided.recorded_at,
        reason=line.voided.reason,
    )


def _paper(paper: DocumentLine | None) -> Message | None:
    if paper is None:
        return None
    if paper.issued_on is None:
        return message(N_("Paper %(number)s"), number=paper.number)
    if not paper.issuer:
        return message(N_("Paper %(number)s of %(day)s"), number=paper.number, day=paper.issued_on)
    return message(
        N_("Paper %(number)s of %(day)s, %(issuer)s"), number=paper.number, day=paper.issued_on, issuer=paper.issuer
    )


def _stages(stay: StayPage, found: StayStages) -> Iterator[Happening]:
    """A decided stage on the day it began; one that was replaced or taken back is told with why.

    The first stage, which began by itself, is told by the admission.
    """
    mended = {line.replaces_id: line for line in found.lines if line.replaces_id}
    for line in found.lines:
        alone = line.change == Change(Stage.INTAKE, line.change.begins_on)
        by_itself = alone and (line.replaces_id or not line.reason or line.change.begins_on == stay.admitted_on)
        if line.step is Step.DECIDED and not by_itself:
            yield _stage(stay, line, mended.get(line.id))


def _stage(stay: StayPage, line: StageLine, mended: StageLine | None) -> Happening:
    change = line.change
    judged = decided_words(change.result)
    parts = (
        message(N_("stage before: %(result)s"), result=judged) if judged else None,
        change.evaluation,
        message(N_("goals: %(goals)s"), goals=change.goals) if change.goals else None,
        line.reason,
    )
    return Happening(
        day=change.begins_on,
        written_at=line.recorded_at,
        title=stage_words(change),
        text=tuple(part for part in parts if part),
        icon="diagram-3",
        tone="",
        document_id=None,
        voided=_mended(mended),
        meta=_written(stay, line.actor, line.recorded_at),
    )


def _event(stay: StayPage, event: ToldEvent) -> Happening:
    void = event.voided
    return Happening(
        day=event.facts.decided_on,
        written_at=event.recorded_at,
        title=event_words(event.facts),
        text=(event.facts.ground, message(N_("Paper %(number)s"), number=event.number)),
        icon="exclamation-triangle" if event.is_discipline else "award",
        tone="" if void else "bad" if event.is_discipline else "good",
        document_id=event.document_id,
        voided=_taken_back(void.actor, void.recorded_at, void.reason) if void else None,
        meta=_written(stay, event.actor, event.recorded_at),
    )


def _taken_back(actor: str, moment: datetime, reason: str | None) -> Message:
    words = N_("Taken back by %(actor)s on %(moment)s: %(reason)s")
    return message(words, actor=actor, moment=moment, reason=reason)


def _mended(line: StageLine | None) -> Message | None:
    if line is None:
        return None
    if line.step is Step.CANCELLED:
        return _taken_back(line.actor, line.recorded_at, line.reason)
    return message(
        N_("Replaced by %(actor)s on %(moment)s: %(reason)s"),
        actor=line.actor,
        moment=line.recorded_at,
        reason=line.reason,
    )
