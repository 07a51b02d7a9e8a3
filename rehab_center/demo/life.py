"""What happens in one stay of the invented centre, from the first day to the last. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from rehab_center.admissions.rules.movements import EXITS, MovementKind
from rehab_center.admissions.rules.regime import LAW_2025_FROM, StayKind
from rehab_center.demo.story import Move, Stay

_Luck = Callable[[list[Move], date, Random], timedelta]
"""Adds moves that begin on a day; gives how far they put off the end of the term."""

_NOTHING = timedelta(0)


def life_of(stay: Stay, end: date, random: Random) -> tuple[Move, ...]:
    """Everything that happens in a stay whose term ends on ``end``, as though time did not stop today."""
    moves: list[Move] = []
    luck = random.random()
    middle = stay.admitted_on + timedelta(days=random.randint(40, 150))
    for chance, happens in _LUCK:
        if luck < chance:
            end += happens(moves, middle, random)
            break
        luck -= chance
    if not moves or moves[-1].kind not in EXITS | {MovementKind.ESCAPED}:
        moves.append(_ending(stay, end, random))
    return tuple(moves)


def _escape(moves: list[Move], day: date, random: Random) -> timedelta:
    """The search decision comes the day after. Most come back within weeks; the days away do not count."""
    moves.append(Move(MovementKind.ESCAPED, day, paper_after=1))
    if random.random() >= 0.8:
        return _NOTHING
    away = timedelta(days=random.randint(4, 60))
    moves.append(Move(MovementKind.RETURNED, day + away))
    return away


def _prison(moves: list[Move], day: date, random: Random) -> timedelta:
    away = timedelta(days=random.randint(60, 170))
    moves.append(Move(MovementKind.IMPRISONED, day))
    moves.append(Move(MovementKind.RELEASED_FROM_PRISON, day + away))
    return away


def _away(leaves: MovementKind, returns: MovementKind, least: int, most: int) -> _Luck:
    """An absence that counts toward the term."""

    def happens(moves: list[Move], day: date, random: Random) -> timedelta:
        moves.append(Move(leaves, day))
        moves.append(Move(returns, day + timedelta(days=random.randint(least, most))))
        return _NOTHING

    return happens


def _leaves_by(kind: MovementKind) -> _Luck:
    def happens(moves: list[Move], day: date, random: Random) -> timedelta:
        moves.append(Move(kind, day))
        return _NOTHING

    return happens


def _mistake(moves: list[Move], day: date, random: Random) -> timedelta:
    """Somebody else was taken to hospital."""
    moves.append(Move(MovementKind.TO_HOSPITAL, day, mistaken=True))
    return _NOTHING


#: How likely each turn is; what is left is an ordinary stay.
_LUCK: tuple[tuple[float, _Luck], ...] = (
    (0.025, _escape),
    (0.050, _away(MovementKind.TO_HOSPITAL, MovementKind.FROM_HOSPITAL, 2, 18)),
    (0.020, _away(MovementKind.ON_LEAVE, MovementKind.BACK_FROM_LEAVE, 2, 5)),
    (0.010, _away(MovementKind.TAKEN_OUT, MovementKind.BROUGHT_BACK, 2, 6)),
    (0.006, _away(MovementKind.SUSPENDED, MovementKind.RESUMED, 20, 60)),
    (0.005, _prison),
    (0.006, _leaves_by(MovementKind.DIED)),
    (0.014, _leaves_by(MovementKind.TRANSFERRED_OUT)),
    (0.006, _mistake),
)


def _ending(stay: Stay, end: date, random: Random) -> Move:
    reducible = stay.kind is StayKind.COMPULSORY and (stay.months or 0) >= 12 and end < LAW_2025_FROM
    if reducible and random.random() < 0.12:
        return Move(MovementKind.REDUCED, end - timedelta(days=random.randint(31, 85)))
    return Move(MovementKind.COMPLETED, end)
