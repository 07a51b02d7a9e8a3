"""What may follow what. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rehab_center.admissions.rules.movements import EFFECTS, MovementKind, State
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.findings import Finding, Severity
from rehab_center.stages.kinds import SIDE_BY_SIDE, Result, Stage
from rehab_center.stages.rules.intervals import Change, Now, now_of
from rehab_center.words import N_, Message, message

ARTICLES = {
    Regime.BEFORE_2022: "Thông tư liên tịch 41/2010/TTLT-BLĐTBXH-BYT",
    Regime.LAW_2021: "L73 Đ29",
    Regime.LAW_2025: "L120 Đ29.2; L120 Đ29.3",
}
"""Where the stages and their order stand, by the law of the case."""
PRACTICE = "Thông lệ; chưa có văn bản, chờ cơ sở xác nhận"


_AWAY = {
    State.ESCAPED: (
        N_("Was at large on this day, since %(since)s: no stage is gone through meanwhile"),
        EFFECTS[MovementKind.RETURNED].source,
    ),
    State.IMPRISONED: (
        N_("Was serving a prison sentence on this day, since %(since)s: no stage is gone through meanwhile"),
        EFFECTS[MovementKind.IMPRISONED].source,
    ),
}
"""While the term stands still: what is said of it, and the articles."""


@dataclass(frozen=True)
class Away:
    """Days at large or in prison, from ``first`` until the eve of ``back_on``; None while they last."""

    state: State
    first: date
    back_on: date | None = None

    def covers(self, day: date) -> bool:
        """Whether it was so at the end of a day."""
        return self.first <= day and (self.back_on is None or day < self.back_on)


@dataclass(frozen=True)
class StayDays:
    """What the rules ask about a stay. ``left_on`` is the day it ended; ``began``: its admission was not taken back."""

    kind: StayKind
    regime: Regime
    admitted_on: date
    left_on: date | None = None
    away: tuple[Away, ...] = ()
    began: bool = True


def check_change(changes: Sequence[Change], change: Change, *, stay: StayDays, today: date) -> tuple[Finding, ...]:
    """What is to be said about a change beside those that stand already.

    Skipping a stage, going back, or going on without its aims met needs a reason (the law asks for all five in order);
    so does a day at large or in prison.
    """
    stopped = _stopped(change, stay, today)
    if stopped:
        return (Finding("stage-day", Severity.BLOCK, stopped, "", "begins_on"),)
    before = now_of(changes, change.begins_on)
    if change.alongside and not _fits_beside(before, change.stage):
        words = message(N_("Only education and labour go side by side: stages c and d"))
        return (Finding("stage-alongside", Severity.BLOCK, words, ARTICLES[stay.regime], "alongside"),)
    if before is not None and change.stage in before.stages and change.result is None and before.beside is None:
        words = message(N_("Is in this stage already: an evaluation is needed to go on with it"))
        return (Finding("stage-same", Severity.BLOCK, words, "", "stage"),)
    return (*_while_away(change, stay), *_warnings(before, change, ARTICLES[stay.regime]))


def _stopped(change: Change, stay: StayDays, today: date) -> Message | None:
    if change.begins_on > today:
        return message(N_("%(day)s is still to come"), day=change.begins_on)
    if not stay.began:
        return message(N_("This stay never began: its admission was taken back"))
    if change.begins_on < stay.admitted_on:
        return message(N_("The stay only began on %(day)s"), day=stay.admitted_on)
    if stay.left_on is not None and change.begins_on >= stay.left_on:
        return message(N_("The stay ended on %(day)s"), day=stay.left_on)
    return None


def _while_away(change: Change, stay: StayDays) -> tuple[Finding, ...]:
    away = next((one for one in stay.away if one.covers(change.begins_on)), None)
    if away is None:
        return ()
    words, article = _AWAY[away.state]
    return (Finding("stage-away", Severity.WARN, message(words, since=away.first), article, "begins_on"),)


def _fits_beside(before: Now | None, stage: Stage) -> bool:
    return before is not None and {before.stage, stage} == SIDE_BY_SIDE


def _warnings(before: Now | None, change: Change, article: str) -> list[Finding]:
    found: list[Finding] = []
    place = before.stage.place if before else -1
    if change.stage.place > place + 1:
        words = message(N_("A stage is left out: everybody goes through all five in their order"))
        found.append(Finding("stage-skipped", Severity.WARN, words, article, "stage"))
    if change.stage.place < place and not change.alongside:
        words = message(N_("Goes back to an earlier stage"))
        found.append(Finding("stage-back", Severity.WARN, words, article, "stage"))
    if before is None:
        return found
    if change.stage.place > place and change.result is not Result.MET:
        words = (
            message(N_("Goes on though the aims of the stage before are not met"))
            if change.result
            else message(N_("Goes on without an evaluation of the stage before"))
        )
        found.append(Finding("stage-not-met", Severity.WARN, words, PRACTICE, "result"))
    if change.stage is before.stage and change.result is Result.MET:
        words = message(N_("Has met the aims of the stage and yet stays in it"))
        found.append(Finding("stage-kept", Severity.WARN, words, PRACTICE, "stage"))
    return found


def never_written(changes: Sequence[Change]) -> bool:
    """Whether nobody ever wrote a stage of a stay: in the first it was put by its admission."""
    return all(change.stage is Stage.INTAKE and change.result is None for change in changes)


def check_completion(changes: Sequence[Change], *, stay: StayDays) -> tuple[Finding, ...]:
    """What is to be said when a stay is completed: were all the stages gone through?

    All five (L73 Đ29; L120 Đ29.3); of a voluntary stay under the older law a, b and c at least. Silent about a stay
    whose stages nobody ever wrote.
    """
    if never_written(changes) or stay.kind is StayKind.TEMPORARY:
        return ()
    short = stay.kind is StayKind.VOLUNTARY and stay.regime is not Regime.LAW_2025
    last = Stage.EDUCATION if short else Stage.REINTEGRATION
    if max(change.stage.place for change in changes) >= last.place:
        return ()
    words = message(N_("Has not gone through the stages of rehabilitation that this stay must complete"))
    return (Finding("stages-incomplete", Severity.WARN, words, ARTICLES[stay.regime]),)
