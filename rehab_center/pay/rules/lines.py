"""Lines of pay: one for each programme and norm; what a correction adds to a signed month or takes from it. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from rehab_center.pay.kinds import LineKind
from rehab_center.pay.rules.norms import Norm, norm_on
from rehab_center.pay.rules.quantities import Formula, Worked, amount, quantity


@dataclass(frozen=True)
class Line:
    """What one programme pays by one norm. ``month``: the first day of the month it pays for; ``amount`` in đồng.

    Of a supplement minutes, quantity and amount are differences, ``cause`` says what was corrected, and ``left`` is
    what could not be taken yet (never above 0).
    """

    kind: LineKind
    month: date
    norm: Norm
    minutes: int
    quantity: Decimal
    amount: int
    cause: str | None = None
    left: int = 0

    @property
    def computes(self) -> bool:
        """Whether the amount is its quantity times the rate: not where a part was taken back, or is the rest of one."""
        return not self.is_rest and self.amount == amount(self.norm.facts, self.quantity)

    @property
    def is_rest(self) -> bool:
        """Whether a part is left to take back, or this is such a part from an earlier payroll: money without work."""
        return bool(self.left) or (not self.quantity and self.amount < 0)

    @property
    def key(self) -> tuple[date, int, int]:
        """What tells lines of one person apart: month, programme, norm."""
        return self.month, self.norm.activity_id, self.norm.id


@dataclass(frozen=True)
class Earned:
    """The lines of one person for one month, and the marks that no norm covers or whose output nobody typed."""

    lines: tuple[Line, ...]
    unpaid: tuple[Worked, ...] = ()
    untyped: tuple[Worked, ...] = ()


def work_lines(month: date, worked: Iterable[Worked], norms: Mapping[int, Sequence[Norm]], formula: Formula) -> Earned:
    """The lines of one person's marks of a month; the order of the marks does not matter.

    ``norms``: those that stand, by programme. A mark is paid by the norm that holds on its day.
    """
    grouped: dict[Norm, list[Worked]] = defaultdict(list)
    unpaid, untyped = [], []
    for one in worked:
        norm = norm_on(norms.get(one.activity_id, ()), one.on)
        if norm is None:
            unpaid.append(one)
            continue
        grouped[norm].append(one)
        if norm.facts.unit and one.output is None:
            untyped.append(one)
    lines = [_line(month, norm, marks, formula) for norm, marks in grouped.items()]
    return Earned(tuple(sorted(lines, key=_order)), tuple(unpaid), tuple(untyped))


def _line(month: date, norm: Norm, marks: Sequence[Worked], formula: Formula) -> Line:
    count = quantity(norm.facts.basis, marks, formula)
    return Line(LineKind.WORK, month, norm, sum(one.minutes for one in marks), count, amount(norm.facts, count))


def _order(line: Line) -> tuple[date, int, date, int]:
    return line.month, line.norm.activity_id, line.norm.valid_from, line.norm.id


def supplements(fresh: Iterable[Line], paid: Iterable[Line], cause: str) -> tuple[Line, ...]:
    """What a signed month would be paid now, less what was paid for it: a line where that is not nothing.

    ``fresh``: its lines as computed now, by the formula and the norms of its signing; ``paid``: those signed for it,
    earlier supplements too.
    """
    owed: dict[tuple[date, int, int], Line] = {}
    for sign, lines in ((1, fresh), (-1, paid)):
        for line in lines:
            known = owed.get(line.key) or replace(line, minutes=0, quantity=Decimal(0), amount=0)
            owed[line.key] = replace(
                known,
                kind=LineKind.SUPPLEMENT,
                minutes=known.minutes + sign * line.minutes,
                quantity=known.quantity + sign * line.quantity,
                amount=known.amount + sign * line.amount,
                cause=cause,
                left=0,
            )
    return tuple(sorted((line for line in owed.values() if line.amount or line.quantity), key=_order))


def bounded(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The same lines with no more taken back than is earned: the rest is ``left`` and comes again next month.

    It comes by itself: next month's difference is counted from what was really taken.
    """
    free = sum(line.amount for line in lines if line.amount > 0)
    found = []
    for line in lines:
        if line.amount < 0:
            taken = min(free, -line.amount)
            free -= taken
            found.append(replace(line, amount=-taken, left=line.amount + taken))
        else:
            found.append(line)
    return tuple(found)
