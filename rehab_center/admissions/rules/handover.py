"""A handover (biên bản giao, nhận người): what becomes of each person delivered, and when it may be closed. Pure.

Words. *Accepted*: taken in tonight, by a first or second stay or by a change of ground (chuyển diện). *Returned*: the
person's stay was open all along (an escape, a leave, an absence by order) and goes on. *Refused*: not taken in, for one
of the reasons of a closed list, and handed back to the police there and then.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from rehab_center.admissions.rules.movements import MovementKind, State
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.findings import Finding, Severity
from rehab_center.words import N_, message


class HandoverState(StrEnum):
    """Whether the minutes may still be written in."""

    OPEN = "open"
    CLOSED = "closed"


class Outcome(StrEnum):
    """What became of a person delivered."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    RETURNED = "returned"


class WayIn(StrEnum):
    """How somebody delivered comes under the centre's care."""

    ADMIT = "admit"
    CONVERT = "convert"
    RETURN = "return"
    IMPOSSIBLE = "impossible"


#: What brings somebody back whose stay is still open, by where the stay stands.
BACK: dict[State, MovementKind] = {
    State.ESCAPED: MovementKind.RETURNED,
    State.TAKEN_OUT: MovementKind.BROUGHT_BACK,
    State.ON_LEAVE: MovementKind.BACK_FROM_LEAVE,
    State.IN_HOSPITAL: MovementKind.FROM_HOSPITAL,
    State.SUSPENDED: MovementKind.RESUMED,
    State.IMPRISONED: MovementKind.RELEASED_FROM_PRISON,
}


def way_in(state: State | None, stay_kind: StayKind | None, wanted: StayKind) -> WayIn:
    """The way in for somebody delivered under ``wanted``.

    ``state`` and ``stay_kind`` are those of the stay the person is still on the books under, None where there is none.
    Who is brought back goes on with the open stay; who is held temporarily changes over (L120 Đ37); anybody else who is
    here already cannot be delivered.
    """
    if state is None:
        return WayIn.ADMIT
    if state in BACK:
        return WayIn.RETURN
    if stay_kind is StayKind.TEMPORARY and wanted is not StayKind.TEMPORARY:
        return WayIn.CONVERT
    return WayIn.IMPOSSIBLE


@dataclass(frozen=True)
class HandoverCounts:
    """How many were delivered and what became of them. ``converted`` are among the accepted."""

    delivered: int
    accepted: int
    refused: int
    returned: int
    waiting: int
    converted: int = 0

    @property
    def adds_up(self) -> bool:
        """Delivered = accepted + refused + returned."""
        return self.delivered == self.accepted + self.refused + self.returned


def counts_of(outcomes: Collection[Outcome], *, converted: int = 0) -> HandoverCounts:
    """The counts of a handover with these outcomes."""
    found = {outcome: sum(one is outcome for one in outcomes) for outcome in Outcome}
    return HandoverCounts(
        delivered=len(outcomes),
        accepted=found[Outcome.ACCEPTED],
        refused=found[Outcome.REFUSED],
        returned=found[Outcome.RETURNED],
        waiting=found[Outcome.WAITING],
        converted=converted,
    )


def check_close(counts: HandoverCounts, *, stated: int | None, taken_back: int) -> tuple[Finding, ...]:
    """What stands in the way of closing.

    ``stated``: how many the police say they deliver; ``taken_back``: accepted or returned, but their movement was
    voided since.
    """
    return tuple(_closing(counts, stated, taken_back))


def _closing(counts: HandoverCounts, stated: int | None, taken_back: int) -> Iterator[Finding]:
    if not counts.delivered:
        words = message(N_("Nobody is written down yet"))
        yield Finding("handover-empty", Severity.BLOCK, words, "")
    if counts.waiting:
        words = message(N_("%(count)s persons still wait for an answer"), count=counts.waiting)
        yield Finding("handover-waiting", Severity.BLOCK, words, "")
    if taken_back:
        words = message(
            N_("The admission of %(count)s persons was voided since: decide about them again"), count=taken_back
        )
        yield Finding("handover-taken-back", Severity.BLOCK, words, "")
    if stated is not None and stated != counts.delivered:
        words = message(
            N_("The police deliver %(stated)s persons, %(written)s are written down"),
            stated=stated,
            written=counts.delivered,
        )
        yield Finding("handover-count", Severity.WARN, words, "")
