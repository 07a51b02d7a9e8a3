"""The life of a stay: the picture on its page, and the whole table of states and moves (domain 9.3)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from rehab_center.admissions.labels import MOVEMENT_KINDS, PAPER_NAMES, STATES, STAY_KINDS
from rehab_center.admissions.queries import StayPage
from rehab_center.admissions.rules.details import questions_of
from rehab_center.admissions.rules.movements import (
    AFTER,
    BOOKS_STATES,
    CARE_STATES,
    EFFECTS,
    PRESENT_STATES,
    STOPPED_STATES,
    PaperRule,
    State,
)
from rehab_center.admissions.views.blueprint import bp
from rehab_center.permissions import Permission
from rehab_center.web.access import requires

WAITING = _l("Waiting to be admitted")
_AWAY = (
    State.IN_HOSPITAL,
    State.ON_LEAVE,
    State.TAKEN_OUT,
    State.SUSPENDED,
    State.ESCAPED,
    State.IMPRISONED,
)
_WIDTHS = (150, 110, 205, 130)
"""Of the four columns: what is not yet, here, away, over."""
_HEIGHT, _GAP, _ROW = 30, 55, 42


class Standing(StrEnum):
    """What a state is to one stay."""

    NOW = "now"
    BEEN = "been"
    NEXT = "next"
    OTHER = "other"


@dataclass(frozen=True)
class Box:
    """A state as drawn, from its upper left corner, in the picture's own units."""

    state: State
    x: float
    y: float
    standing: Standing
    width: float
    height: float = _HEIGHT

    @property
    def middle(self) -> float:
        """How far down its middle is."""
        return self.y + self.height / 2


@dataclass(frozen=True)
class Line:
    """A way between two states: an SVG path, and whether it was gone or can be gone now."""

    path: str
    standing: Standing


@dataclass(frozen=True)
class LifePicture:
    """Boxes and lines; ``been`` and ``following`` are the states for the words beside the picture."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    now: State
    been: tuple[State, ...]
    following: tuple[State, ...]


def life_of(page: StayPage) -> LifePicture:
    """The picture of a stay: where it is, has been, and can go."""
    gone = [AFTER[line.kind] for line in page.movements if line.voided is None and line.kind in AFTER]
    return draw(gone, {AFTER[kind] for kind in page.can_follow if kind in AFTER})


def draw(gone: Sequence[State], following: Collection[State]) -> LifePicture:
    """The states of a stay in their order, the last one that of now, and those it may go to."""
    path = [State.NOT_ENTERED, *gone]
    now, been = path[-1], set(path[:-1])

    def standing(state: State) -> Standing:
        if state is now:
            return Standing.NOW
        return Standing.BEEN if state in been else Standing.NEXT if state in following else Standing.OTHER

    height = len(_AWAY) * _ROW + 12
    middle = (height - _HEIGHT) / 2
    column = [4 + sum(_WIDTHS[:number]) + number * _GAP for number in range(4)]
    boxes = [
        Box(State.NOT_ENTERED, column[0], middle, standing(State.NOT_ENTERED), _WIDTHS[0]),
        Box(State.PRESENT, column[1], middle, standing(State.PRESENT), _WIDTHS[1]),
        *(Box(state, column[2], 12 + row * _ROW, standing(state), _WIDTHS[2]) for row, state in enumerate(_AWAY)),
        Box(State.LEFT, column[3], middle, standing(State.LEFT), _WIDTHS[3]),
    ]
    place = {box.state: box for box in boxes}
    steps = {(one, other) for one, other in zip(path, path[1:], strict=False) if one is not other}
    ahead = {(now, state) for state in following if state is not now}
    lines = [
        Line(_path(place[one], place[other]), _standing({(one, other), (other, one)}, steps, ahead))
        for one, other in _ways(steps | ahead)
    ]
    order = list(State)
    return LifePicture(
        width=column[3] + _WIDTHS[3] + 4,
        height=height,
        boxes=tuple(boxes),
        lines=tuple(sorted(lines, key=lambda line: list(Standing).index(line.standing), reverse=True)),
        now=now,
        been=tuple(sorted(been - {now, State.NOT_ENTERED}, key=order.index)),
        following=tuple(sorted(set(following) - {now}, key=order.index)),
    )


def _ways(own: Collection[tuple[State, State]]) -> list[tuple[State, State]]:
    """Every way of the table but those between two times away, which are drawn only where they are this stay's."""
    rank = {State.NOT_ENTERED: 0, State.PRESENT: 1, **dict.fromkeys(_AWAY, 2), State.LEFT: 3}
    found = {
        (one, effect.after)
        for effect in EFFECTS.values()
        for one in effect.follows
        if effect.after is not None and rank[one] != rank[effect.after]
    }
    pairs = {
        tuple(sorted(pair, key=lambda state: (rank[state], list(State).index(state)))) for pair in found | set(own)
    }
    return sorted(((one, other) for one, other in pairs), key=lambda pair: [list(State).index(one) for one in pair])


def _standing(
    pair: Collection[tuple[State, State]],
    steps: Collection[tuple[State, State]],
    ahead: Collection[tuple[State, State]],
) -> Standing:
    if any(one in ahead for one in pair):
        return Standing.NEXT
    return Standing.BEEN if any(one in steps for one in pair) else Standing.OTHER


def _path(one: Box, other: Box) -> str:
    if one.x == other.x:  # two times away: a bow beside the column
        right = one.x + one.width
        return f"M{right} {one.middle} Q{right + 34} {(one.middle + other.middle) / 2} {right} {other.middle}"
    start = one.x + one.width
    return f"M{start} {one.middle} L{other.x} {other.middle}"


@bp.route("/life")
@requires(Permission.PEOPLE_VIEW)
def life() -> ResponseReturnValue:
    """The whole table: what may happen in which state, where it leads, by what paper, until when, by which article."""
    return render_template(
        "admissions/life.html",
        picture=draw([State.PRESENT], AFTER.values()),
        states=STATES | {State.NOT_ENTERED: WAITING},
        order=list(State),
        books=BOOKS_STATES,
        care=CARE_STATES,
        here=PRESENT_STATES,
        stopped=STOPPED_STATES,
        effects=EFFECTS,
        moves=MOVEMENT_KINDS,
        papers=PAPER_NAMES,
        kinds=STAY_KINDS,
        every_kind=len(STAY_KINDS),
        rules=PaperRule,
        asks={kind: len(questions_of(kind)) for kind in EFFECTS},
    )
