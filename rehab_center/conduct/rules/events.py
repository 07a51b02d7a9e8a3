"""What rewards and disciplinary measures there are under which law, and their limits. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from rehab_center.admissions.rules.regime import Regime
from rehab_center.conduct.kinds import DISCIPLINE, EventKind
from rehab_center.findings import Finding, Severity
from rehab_center.words import N_, Message, message

ROOM_SOURCE = "TT 14/2014/TT-BLĐTBXH; NĐ 116/2021 Đ71"


@dataclass(frozen=True)
class EventFacts:
    """A reward or measure. ``days``: in the discipline room, for nothing else."""

    kind: EventKind
    decided_on: date
    ground: str
    days: int | None = None
    merit: bool = False


def check_event(
    facts: EventFacts, *, regime: Regime, admitted_on: date, today: date, room_days: int
) -> tuple[Finding, ...]:
    """What the law and the centre's habit say about a reward or measure of a stay (rules 14 and 34)."""
    found = [
        _block("still-to-come", message(N_("%(day)s is still to come"), day=facts.decided_on), "", "decided_on")
        if facts.decided_on > today
        else None,
        _block("before-the-stay", message(N_("The stay only began on %(day)s"), day=admitted_on), "", "decided_on")
        if facts.decided_on < admitted_on
        else None,
        _block("ground", message(N_("Say what for")), "", "ground") if not facts.ground.strip() else None,
        _block("merit", message(N_("Merit goes with a reward")), "NĐ 116/2021 Đ58", "merit")
        if facts.merit and facts.kind in DISCIPLINE
        else None,
        _block("14", message(N_("A case under the law of 2025 is not reduced")), "L120 Đ54.9", "kind")
        if facts.kind is EventKind.REDUCTION_PROPOSED and regime is Regime.LAW_2025
        else None,
        *_days(facts, room_days),
    ]
    return tuple(one for one in found if one)


def last_day(facts: EventFacts) -> date | None:
    """The last day in the discipline room by this decision, its own day being the first; None for anything else."""
    return facts.decided_on + timedelta(days=facts.days - 1) if facts.kind is EventKind.ROOM and facts.days else None


def _days(facts: EventFacts, room_days: int) -> list[Finding]:
    if facts.kind is not EventKind.ROOM:
        words = message(N_("Days are given for the discipline room only"))
        return [_block("days", words, ROOM_SOURCE, "days")] if facts.days is not None else []
    if facts.days is None or facts.days < 1:
        return [_block("days", message(N_("Say for how many days")), ROOM_SOURCE, "days")]
    if facts.days > room_days:
        words = message(N_("%(days)s days in the discipline room; a decision gives %(most)s at most"),
                        days=facts.days, most=room_days)  # fmt: skip
        return [Finding("34", Severity.WARN, words, ROOM_SOURCE, "days")]
    return []


def _block(rule: str, words: Message, source: str, field: str) -> Finding:
    return Finding(rule, Severity.BLOCK, words, source, field)
