"""Whether a mark can be, how many minutes it counts, and until when one person alone may change it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from rehab_center.attendance.kinds import Attended
from rehab_center.attendance.rules.reasons import BEHAVIOUR
from rehab_center.belongings.rules import read_amount
from rehab_center.findings import Finding, Severity
from rehab_center.words import N_, message

SOURCE = "Quy chế của cơ sở (cần xác nhận)"
MOST_OUTPUT = Decimal(100_000)
"""No norm of a shift is near it: more is a slip of the finger."""


@dataclass(frozen=True)
class Span:
    """When a session is: two moments."""

    begins_at: datetime
    ends_at: datetime

    @property
    def minutes(self) -> int:
        """How long it lasts, in minutes."""
        return int((self.ends_at - self.begins_at).total_seconds()) // 60


@dataclass(frozen=True)
class Mark:
    """What is said of one person at one session. ``minutes`` None: what the mark means; ``output`` in its own unit."""

    attended: Attended
    minutes: int | None = None
    output: Decimal | None = None
    note: str | None = None


def minutes_of(mark: Mark, whole: int) -> int:
    """The minutes a mark counts at a session of ``whole`` minutes: hours come from marks and from nothing else."""
    behaviour = BEHAVIOUR[mark.attended]
    if not behaviour.counts:
        return 0
    return min(mark.minutes or 0, whole) if behaviour.partial else whole


def read_output(text: str) -> Decimal:
    """What was made, as it is written: 12, 12,5, 1.250. Raises ValueError for anything else."""
    return Decimal(0) if text == "0" else read_amount(text)


def check_mark(mark: Mark, span: Span, *, who: str, now: datetime) -> tuple[Finding, ...]:
    """Why a mark of ``who`` cannot be. ``field`` of a finding is "attended", "minutes", "output" or "note"."""
    behaviour, found = BEHAVIOUR[mark.attended], []
    if now < span.begins_at and not behaviour.ahead:
        found.append(
            _block(
                "attended", N_("%(who)s: the session has not begun, only who need not come can be said ahead"), who=who
            )
        )
    if behaviour.note and not mark.note:
        found.append(_block("note", N_("%(who)s: say more in the note"), who=who))
    if behaviour.partial and not (mark.minutes and 0 < mark.minutes < span.minutes):
        found.append(
            _block("minutes", N_("%(who)s: how many minutes, from 1 to %(most)s?"), who=who, most=span.minutes - 1)
        )
    if mark.output is not None and not behaviour.counts:
        found.append(_block("output", N_("%(who)s: whoever was not there has made nothing"), who=who))
    elif mark.output is not None and not 0 <= mark.output <= MOST_OUTPUT:
        found.append(_block("output", N_("%(who)s: the output lies between 0 and %(most)s"), who=who, most=MOST_OUTPUT))
    return tuple(found)


def _block(field: str, msgid: str, **values: object) -> Finding:
    return Finding("attendance", Severity.BLOCK, message(msgid, **values), SOURCE, field)


def open_until(span: Span, hours: int) -> datetime:
    """Until when whoever marks may change a session's marks alone; afterwards it takes a reason and a second person."""
    return span.ends_at + timedelta(hours=hours)


def may_edit(span: Span, hours: int, *, now: datetime) -> bool:
    """Whether the edit window of ``hours`` after the session's end is still open; its last moment belongs to it."""
    return now <= open_until(span, hours)


def may_confirm(proposer: str, confirmer: str) -> bool:
    """Whether somebody is the second person of a correction: another account than the one that proposed it."""
    return proposer != confirmer
