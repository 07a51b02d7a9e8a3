"""Many wishes one after the other: each sees those that were followed before it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from rehab_center.assignments.rules.facts import Apart, Held, Person, Plan, Practice, Programme, Removal
from rehab_center.assignments.rules.suitability import Case
from rehab_center.placements.kinds import Strictness


@dataclass(frozen=True)
class Wanted:
    """That a stay is to take part in a programme from a day on.

    ``leaves`` is the assignment it moves from, ``answers`` the proposal it follows; ``why`` the ground given for this
    one where rules warn.
    """

    stay_id: int
    activity_id: int
    plan: Plan
    leaves: int | None = None
    why: str | None = None
    answers: int | None = None


@dataclass(frozen=True)
class Member:
    """Who is meant, and from whom they are kept apart."""

    resident_id: int
    full_name: str
    file_code: str
    facility_id: int
    apart: Mapping[int, Strictness] = field(default_factory=dict)


@dataclass
class Roster:
    """Persons and programmes as they stand, and as they would stand after what was followed.

    ``proposed`` are the proposals that wait, by stay and programme.

    ``held`` are assignments by stay, each with its own number; ``inside`` the persons of each programme, with names.
    """

    today: date
    practice: Practice
    holidays: Collection[date]
    people: dict[int, Person]
    members: dict[int, Member]
    programmes: dict[int, Programme]
    inside: dict[int, dict[int, str]]
    held: dict[int, dict[int, Held]]
    removals: dict[tuple[int, int], tuple[Removal, ...]]
    proposed: dict[tuple[int, int], int]

    def case(self, wanted: Wanted) -> Case:
        """What the rules look at."""
        member, inside = self.members[wanted.stay_id], self.inside.get(wanted.activity_id, {})
        programme = self.programmes[wanted.activity_id]
        others = {person: name for person, name in inside.items() if person != member.resident_id}
        apart = tuple(Apart(others[one], how) for one, how in member.apart.items() if one in others)
        return Case(
            person=replace(self.people[wanted.stay_id], held=self._held(wanted)),
            programme=replace(programme, people=len(others)),
            plan=wanted.plan,
            today=self.today,
            holidays=self.holidays,
            apart=apart,
            waits=self.proposed.get((wanted.stay_id, wanted.activity_id), wanted.answers) != wanted.answers,
            removals=self.removals.get((wanted.stay_id, wanted.activity_id), ()),
            practice=self.practice,
        )

    def follow(self, wanted: Wanted) -> None:
        """Take a wish as followed: the next one sees it."""
        member = self.members[wanted.stay_id]
        held = self.held.setdefault(wanted.stay_id, {})
        if wanted.leaves is not None:
            held[wanted.leaves] = self._left(held[wanted.leaves], wanted)
            self.inside.get(held[wanted.leaves].programme.id, {}).pop(member.resident_id, None)
        held[-len(held) - 1] = Held(self.programmes[wanted.activity_id], wanted.plan.from_on, wanted.plan.until_on)
        self.inside.setdefault(wanted.activity_id, {})[member.resident_id] = member.full_name

    def _held(self, wanted: Wanted) -> tuple[Held, ...]:
        held = self.held.get(wanted.stay_id, {})
        return tuple(self._left(one, wanted) if number == wanted.leaves else one for number, one in held.items())

    @staticmethod
    def _left(held: Held, wanted: Wanted) -> Held:
        eve = date.fromordinal(wanted.plan.from_on.toordinal() - 1)
        return replace(held, until_on=min(eve, held.until_on) if held.until_on else eve)
