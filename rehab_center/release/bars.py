"""The days of a stay as a bar, and as words beside it: the colour is never alone."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from rehab_center.release.labels import GAPS, GROUNDS
from rehab_center.release.queries.coverage import StayCoverage
from rehab_center.release.rules.coverage import Span

WIDTH = 1000
"""Of the whole bar, in its own units."""


@dataclass(frozen=True)
class Piece:
    """A part of the bar: where it stands, the class it is drawn in, and what it is in words."""

    span: Span
    x: float
    width: float
    tone: str
    words: str


def words_of(span: Span) -> str:
    """What covers the days, or why nothing does."""
    if span.gap is not None:
        said = str(GAPS[span.gap])
        return str(_("%(why)s (old book)", why=said)) if span.old else said
    return str(GROUNDS[span.ground]) if span.ground else ""


def pieces(stay: StayCoverage) -> tuple[Piece, ...]:
    """The bar from the first day to the last; a day too short to be seen is drawn as wide as can be."""
    total = sum(span.days for span in stay.spans)
    found, before = [], 0
    for span in stay.spans:
        x, width = WIDTH * before / total, WIDTH * span.days / total
        found.append(Piece(span, round(x, 1), max(round(width, 1), 2.0), _tone(span), words_of(span)))
        before += span.days
    return tuple(found)


def _tone(span: Span) -> str:
    if span.gap is None:
        return "covered" if span.ground and span.ground.value != "at-large" else "out"
    return "old" if span.old else "gap"
