"""What charts are made of: boxes with strokes in them, and scales of round numbers. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_STROKES_APART = 4.0


@dataclass(frozen=True)
class Tick:
    """A line of the scale: its value and where it lies (down for a chart of a year, to the right for a stacked bar)."""

    value: int
    at: float


@dataclass(frozen=True)
class Box:
    """A rectangle and the strokes that may fill it, as the ``d`` of a path: PDF/A checkers know no pattern fills."""

    x: float
    y: float
    width: float
    height: float

    @property
    def hatch(self) -> str:
        """Diagonals rising to the right."""
        return " ".join(f"M{one:g} {two:g} L{three:g} {four:g}" for one, two, three, four in self._diagonals())

    @property
    def stripes(self) -> str:
        """Level lines."""
        count = int(self.height / _STROKES_APART)
        return " ".join(f"M{self.x:g} {self.y + _STROKES_APART * (n + 0.5):g} h{self.width:g}" for n in range(count))

    def _diagonals(self) -> Iterator[tuple[float, float, float, float]]:
        for n in range(1, int((self.width + self.height) / _STROKES_APART) + 1):
            far = n * _STROKES_APART
            yield (
                round(self.x + max(0.0, far - self.height), 2),
                round(self.y + min(far, self.height), 2),
                round(self.x + min(far, self.width), 2),
                round(self.y + max(0.0, far - self.width), 2),
            )


def scale(highest: int, steps: int = 4) -> tuple[int, ...]:
    """Round numbers from 0 to at least ``highest``, about ``steps`` of them: 0 50 100 150 200 for 190."""
    rough = max(highest, 1) / steps
    size = 1
    while size * 10 <= rough:
        size *= 10
    step = next(factor * size for factor in (1, 2, 5, 10) if factor * size >= rough)
    count = -(-max(highest, 1) // step)
    return tuple(step * index for index in range(count + 1))
