"""Names of rooms and beds made in bulk, and what capacities may be. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from rehab_center.errors import DomainError
from rehab_center.names import clean
from rehab_center.placements.kinds import ZoneKind
from rehab_center.residents.kinds import Sex
from rehab_center.words import N_, message

_NUMBER = re.compile(r"\d+(?!.*\d)")
MOST_ROOMS, MOST_BEDS = 60, 60


@dataclass(frozen=True)
class ZoneFacts:
    """A zone as somebody describes it."""

    name: str
    kind: ZoneKind
    sex: Sex | None = None
    note: str | None = None


@dataclass(frozen=True)
class RoomFacts:
    """A room as somebody describes it; capacities are people, ``area`` is square metres."""

    name: str
    max_capacity: int
    working_capacity: int
    certified_capacity: int | None = None
    sex: Sex | None = None
    private: bool = False
    area: Decimal | None = None
    note: str | None = None


def tidied_zone(facts: ZoneFacts) -> ZoneFacts:
    """The facts cleaned. Raises DomainError without a name."""
    facts = replace(facts, name=clean(facts.name), note=(facts.note or "").strip() or None)
    if not facts.name:
        raise DomainError(message(N_("The zone needs a name")), field="name")
    return facts


def tidied_room(facts: RoomFacts) -> RoomFacts:
    """The facts cleaned. Raises DomainError without a name and for capacities that cannot be."""
    facts = replace(facts, name=clean(facts.name), note=(facts.note or "").strip() or None)
    if not facts.name:
        raise DomainError(message(N_("The room needs a name")), field="name")
    if facts.max_capacity < 1:
        raise DomainError(message(N_("A room holds one person at least")), field="max_capacity")
    if not 0 <= facts.working_capacity <= facts.max_capacity:
        words = message(N_("In daily use no more than at most: %(most)s"), most=facts.max_capacity)
        raise DomainError(words, field="working_capacity")
    return facts


def names_from(first: str, count: int) -> list[str]:
    """``count`` names that go on from the first: P.08, P.09, P.10. Raises DomainError where it has no number."""
    first = clean(first)
    found = _NUMBER.search(first)
    if found is None and count > 1:
        words = message(N_("The first room's name needs a number to count on from, such as P.01"))
        raise DomainError(words, field="name")
    if found is None:
        return [first]
    number, width = int(found[0]), len(found[0])
    head, tail = first[: found.start()], first[found.end() :]
    return [f"{head}{number + step:0{width}}{tail}" for step in range(count)]


def next_labels(taken: Sequence[str], count: int) -> list[str]:
    """Labels for some more beds of a room: the next numbers that are free."""
    labels: list[str] = []
    used, number = set(taken), 0
    while len(labels) < count:
        number += 1
        if str(number) not in used:
            labels.append(str(number))
    return labels
