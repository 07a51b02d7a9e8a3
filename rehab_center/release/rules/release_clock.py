"""When somebody must be let go, and what stands open when it did not happen, or happened too early. Pure.

The clock goes by the end a second person has checked; where a term became another and nobody has looked, both ends are
told, and one that has come already is owed a check at once. Who goes is judged by the same end that the clock advises.
A term that stands still (L120 Đ29.3, Đ47.1) has no last day. It runs on while somebody is treated at home (NĐ 116/2021
Đ58, L120 Đ39.3): nobody is kept there, but when it is over the centre owes the end of the stay and its certificate.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from rehab_center.admissions.rules.last_day import BookEntry, last_day
from rehab_center.admissions.rules.movements import CARE_STATES, EXITS, MovementKind, State
from rehab_center.admissions.rules.sequence import StayState
from rehab_center.dates import ONE_DAY
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
    from an escape or prison. ``book``: how the stay came into the register. ``paper_id``: the paper of the movement
    that ended it; ``changed_since``: the term became another after that movement was written.
    """

    stay_id: int
    state: StayState
    end_on: date | None
    before_on: date | None
    resumed_on: date | None
    book: BookEntry
    paper_id: int | None = None
    changed_since: bool = False

    @property
    def held(self) -> bool:
        """Under care: here, or out under the centre's hand."""
        return self.state.state in CARE_STATES

    @property
    def at_home(self) -> bool:
        """Suspended: ill, treated at home, on the books."""
        return self.state.state is State.SUSPENDED

    @property
    def last_on(self) -> date | None:
        """The day on which the person must be let go; None where the clock stands still or there is no term.

        Of who has left: by what was told then; a term that became another since is judged as it is now.
        """
        if self.changed_since:
            return self.end_on
        return last_day(self.end_on, self.before_on, self.resumed_on)

    @property
    def other_on(self) -> date | None:
        """The end that nobody has checked, where it is another one."""
        return self.end_on if self.end_on != self.last_on else None

    def left_behind(self, over_on: date) -> bool:
        """Whether an old book left it behind: nobody is called. Who has left is judged by the day of leaving."""
        if self.state.state is State.LEFT:
            return self.book.left_behind(over_on)
        return self.book.left_behind(over_on, since=self.state.since)


@dataclass(frozen=True)
class Wanted:
    """What should stand open about a stay: about which row, and for which last day."""

    kind: TaskKind
    subject: tuple[str, int]
    day: date


@dataclass(frozen=True)
class Standing:
    """A task of the clock as it stands; ``settled_on``: the day a paper closed it, None while it is open."""

    task_id: int
    wanted: Wanted
    settled_on: date | None = None


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


Hour = Callable[[date], datetime]
"""By which moment of a day somebody is let go."""


def wanted(stay: StayClock, *, today: date, now: datetime, strikes_at: Hour) -> Wanted | None:
    """The one thing that should be open about a stay; ``strikes_at`` gives the hour on its last day."""
    if stay.state.state is State.LEFT:
        return _left_early(stay)
    if not (stay.held or stay.at_home) or stay.last_on is None:
        return None
    if today < stay.last_on:
        return _to_check(stay, stay.last_on, today)
    if stay.left_behind(stay.last_on):
        return None
    return Wanted(_due_kind(stay, now >= strikes_at(stay.last_on)), ("admission", stay.stay_id), stay.last_on)


def _due_kind(stay: StayClock, struck: bool) -> TaskKind:
    if stay.at_home:
        return TaskKind.ENDED_AT_HOME
    return TaskKind.TERM_OVERRUN if struck else TaskKind.RELEASE_TODAY


def _to_check(stay: StayClock, last_on: date, today: date) -> Wanted | None:
    """An end that has come already, though the checked one has not: if it is right, the person is held too long."""
    other = stay.other_on
    if other is None or other >= last_on or today < other or stay.left_behind(other):
        return None
    return Wanted(TaskKind.UNCHECKED_END, ("admission", stay.stay_id), other)


def _left_early(stay: StayClock) -> Wanted | None:
    """Gone before the day that the clock had told: who went on it, did so rightly, whatever waits for a check."""
    last, last_on = stay.state.last, stay.last_on
    if last is None or last_on is None or last.kind not in EXITS or last.effective_on >= last_on:
        return None
    if last.kind in NO_RELEASE or (last.kind in SHORTENS and stay.paper_id is not None):
        return None
    if stay.left_behind(last.effective_on):
        return None
    return Wanted(TaskKind.LEFT_EARLY, ("movement", last.id), last_on)


def strokes(stay: StayClock, there: list[Standing], *, today: date, now: datetime, strikes_at: Hour) -> Strokes:
    """What to open and what to take back, so that what stands open is what should. Nothing is opened twice, and what a
    paper has settled for that day is not opened again, but where the person is still here, or on the books at home,
    when the hour of the next day strikes: no paper answers for being held on and on."""
    one = wanted(stay, today=today, now=now, strikes_at=strikes_at)
    settled = {standing.wanted for standing in there if _answers(standing, now, strikes_at)}
    open_ones = [standing for standing in there if standing.settled_on is None]
    withdrawn = [
        _withdrawn(stay, standing, one)
        for standing in open_ones
        if standing.wanted != one and not _still_owed(stay, standing.wanted)
    ]
    new = one is not None and one not in settled and all(standing.wanted != one for standing in open_ones)
    return Strokes((one,) if one and new else (), tuple(withdrawn))


def _answers(standing: Standing, now: datetime, strikes_at: Hour) -> bool:
    """Whether a paper has closed it and still answers for it."""
    if standing.settled_on is None or standing.wanted.kind is TaskKind.UNCHECKED_END:
        return False
    goes_on = standing.wanted.kind in (TaskKind.TERM_OVERRUN, TaskKind.ENDED_AT_HOME)
    return not goes_on or now < strikes_at(standing.settled_on + ONE_DAY)


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
    if kind is TaskKind.UNCHECKED_END and one is not None:
        return Withdrawn(standing.task_id, f"Hết thời hạn theo kết quả đã kiểm là {one.day:%d/%m/%Y}")
    if kind is TaskKind.ENDED_AT_HOME and not stay.at_home and since is not None:
        return _no_longer_at_home(stay, standing, since)
    if not stay.held and since is not None and kind is not TaskKind.ENDED_AT_HOME:
        if kind is TaskKind.TERM_OVERRUN and since > standing.wanted.day:
            return Withdrawn(standing.task_id, "", stay.paper_id)
        return Withdrawn(standing.task_id, f"Không còn ở cơ sở từ {since:%d/%m/%Y}, trong thời hạn")
    if one is not None and one.kind is TaskKind.TERM_OVERRUN and kind is TaskKind.RELEASE_TODAY:
        return Withdrawn(standing.task_id, "Đã quá giờ: thành việc giữ quá hạn")
    end = f"{stay.last_on:%d/%m/%Y}" if stay.last_on else "chưa tính được, thời hạn không chạy"
    return Withdrawn(standing.task_id, f"Hết thời hạn nay là {end}")


def _no_longer_at_home(stay: StayClock, standing: Standing, since: date) -> Withdrawn:
    if stay.state.state is not State.LEFT:
        return Withdrawn(standing.task_id, f"Không còn tạm đình chỉ ở nhà từ {since:%d/%m/%Y}")
    if stay.paper_id is not None:
        return Withdrawn(standing.task_id, "", stay.paper_id)
    return Withdrawn(standing.task_id, f"Đã ghi kết thúc đợt ngày {since:%d/%m/%Y}; giấy tờ theo biến động ấy")
