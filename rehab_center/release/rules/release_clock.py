"""When somebody must be let go, and what stands open when it did not happen, or happened too early. Pure.

The clock goes by the end a second person has checked; where a term became another and nobody has looked, both ends are
told. A term that stands still (L120 Đ29.3, Đ47.1) has no last day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from rehab_center.admissions.rules.movements import CARE_STATES, EXITS, MovementKind, State
from rehab_center.admissions.rules.sequence import StayState
from rehab_center.tasks.kinds import TaskKind

SHORTENS = frozenset(
    {
        MovementKind.REDUCED,
        MovementKind.EXEMPTED,
        MovementKind.TRANSFERRED_OUT,
        MovementKind.TO_SOCIAL_PROTECTION,
        MovementKind.DECISION_CANCELLED,
        MovementKind.WITHDRAWN,
        MovementKind.LAPSED,
    }
)
"""Ends of a stay whose paper allows them before the last day (NĐ 116/2021 Đ58; L120 Đ35, Đ36, Đ38, Đ39)."""
NO_RELEASE = frozenset({MovementKind.DIED, MovementKind.CONVERTED_OUT, MovementKind.RELEASED})
"""Ends with which nobody is let go before a term: death, another ground, a temporary stay, which has none."""


@dataclass(frozen=True)
class StayClock:
    """What the clock sees of a stay.

    ``end_on``: the end as calculated, None without one and while the clock stands still. ``before_on``: the end that
    held before, where the term became another and nobody has checked it. ``resumed_on``: the day of the last return
    from an escape or prison. ``written_on``: the day the stay was written here. ``paper_id``: the paper of the movement
    that ended it.
    """

    stay_id: int
    state: StayState
    end_on: date | None
    before_on: date | None
    resumed_on: date | None
    written_on: date
    paper_id: int | None = None

    @property
    def held(self) -> bool:
        """Under care: here, or out under the centre's hand."""
        return self.state.state in CARE_STATES

    @property
    def last_on(self) -> date | None:
        """The day on which the person must be let go; None where the clock stands still or there is no term.

        Somebody who came back after the checked end had passed has the day of the return.
        """
        if self.end_on is None:
            return None
        if self.before_on is None:
            return self.end_on
        if self.resumed_on is not None and self.before_on < self.resumed_on:
            return min(self.resumed_on, self.end_on)
        return self.before_on

    @property
    def other_on(self) -> date | None:
        """The end that nobody has checked, where it is another one."""
        return self.end_on if self.end_on != self.last_on else None

    @property
    def from_old_book(self) -> bool:
        """Whether it was over before it was written down here: the book is looked through, nobody is called at once."""
        over_on = self.state.since if self.state.state is State.LEFT else self.last_on
        return over_on is not None and over_on < self.written_on


@dataclass(frozen=True)
class Wanted:
    """What should stand open about a stay: about which row, and for which last day."""

    kind: TaskKind
    subject: tuple[str, int]
    day: date


@dataclass(frozen=True)
class Standing:
    """A task of the clock as it stands; ``settled`` where a paper has closed it."""

    task_id: int
    wanted: Wanted
    settled: bool = False


@dataclass(frozen=True)
class Withdrawn:
    """A task that the facts have overtaken: closed by the paper, or with the reason told."""

    task_id: int
    why: str
    paper_id: int | None = None


@dataclass(frozen=True)
class Strokes:
    """What the clock does about a stay now."""

    opened: tuple[Wanted, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.opened or self.withdrawn)


def wanted(stay: StayClock, *, today: date, now: datetime, strikes_at: datetime | None) -> Wanted | None:
    """The one thing that should be open about a stay; ``strikes_at`` is the hour on its last day."""
    last_on = stay.last_on
    if stay.from_old_book:
        return None
    if stay.state.state is State.LEFT:
        return _left_early(stay)
    if not stay.held or last_on is None or strikes_at is None or today < last_on:
        return None
    kind = TaskKind.TERM_OVERRUN if now >= strikes_at else TaskKind.RELEASE_TODAY
    return Wanted(kind, ("admission", stay.stay_id), last_on)


def _left_early(stay: StayClock) -> Wanted | None:
    last = stay.state.last
    if last is None or stay.end_on is None or last.kind not in EXITS or last.effective_on >= stay.end_on:
        return None
    if last.kind in NO_RELEASE or (last.kind in SHORTENS and stay.paper_id is not None):
        return None
    return Wanted(TaskKind.LEFT_EARLY, ("movement", last.id), stay.end_on)


def strokes(
    stay: StayClock, there: list[Standing], *, today: date, now: datetime, strikes_at: datetime | None
) -> Strokes:
    """What to open and what to take back, so that what stands open is what should. Nothing is opened twice, and what a
    paper has settled for that day is not opened again."""
    one = wanted(stay, today=today, now=now, strikes_at=strikes_at)
    settled = {standing.wanted for standing in there if standing.settled}
    open_ones = [standing for standing in there if not standing.settled]
    withdrawn = [
        _withdrawn(stay, standing, one)
        for standing in open_ones
        if standing.wanted != one and not _still_owed(stay, standing.wanted)
    ]
    new = one is not None and one not in settled and all(standing.wanted != one for standing in open_ones)
    return Strokes((one,) if one and new else (), tuple(withdrawn))


def _still_owed(stay: StayClock, open_one: Wanted) -> bool:
    """Somebody kept past the term who has left our hands since: the paper of it is still to come."""
    since = stay.state.since
    return (
        open_one.kind is TaskKind.TERM_OVERRUN
        and not stay.held
        and since is not None
        and since > open_one.day
        and stay.paper_id is None
    )


def _withdrawn(stay: StayClock, standing: Standing, one: Wanted | None) -> Withdrawn:
    kind, since = standing.wanted.kind, stay.state.since
    if stay.state.state is State.NOT_ENTERED:
        return Withdrawn(standing.task_id, "Đợt này nhập nhầm, đã hủy")
    if kind is TaskKind.LEFT_EARLY:
        if stay.state.state is State.LEFT and stay.paper_id is not None and one is None:
            return Withdrawn(standing.task_id, "", stay.paper_id)
        return Withdrawn(standing.task_id, "Biến động hoặc thời hạn đã đính chính: không còn là cho về sớm")
    if not stay.held and since is not None:
        if kind is TaskKind.TERM_OVERRUN and since > standing.wanted.day:
            return Withdrawn(standing.task_id, "", stay.paper_id)
        return Withdrawn(standing.task_id, f"Không còn ở cơ sở từ {since:%d/%m/%Y}, trong thời hạn")
    if one is not None and one.kind is TaskKind.TERM_OVERRUN and kind is TaskKind.RELEASE_TODAY:
        return Withdrawn(standing.task_id, "Đã quá giờ: thành việc giữ quá hạn")
    end = f"{stay.last_on:%d/%m/%Y}" if stay.last_on else "chưa tính được, thời hạn không chạy"
    return Withdrawn(standing.task_id, f"Hết thời hạn nay là {end}")
