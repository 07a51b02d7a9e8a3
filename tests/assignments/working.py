"""A centre with programmes and people who may be assigned; everything goes through the services."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from rehab_center.activities.kinds import ActivityKind
from rehab_center.activities.rules.facts import ActivityFacts
from rehab_center.activities.services import add_slots, create_activity
from rehab_center.admissions.services import admit
from rehab_center.assignments.rules.facts import Plan
from rehab_center.assignments.rules.roster import Wanted
from rehab_center.assignments.services import Written, assign
from rehab_center.audit.recorder import acts_together
from rehab_center.clock import moment_of
from rehab_center.db import transaction
from rehab_center.health.kinds import Clearance
from rehab_center.health.rules import ClearanceFacts
from rehab_center.health.services import clear_for_work
from rehab_center.permissions import ROLES, Actor, Role
from rehab_center.residents.kinds import Sex
from rehab_center.residents.services import create_person
from rehab_center.stages.kinds import Stage, Step
from rehab_center.stages.queries import books_of
from rehab_center.stages.rules.intervals import Change
from rehab_center.stages.services import Wish, write_changes
from tests.admissions.stays import NOW, Centre, stay_facts
from tests.assignments.cases import slots
from tests.residents.persons import facts

TODAY = date(2024, 6, 14)  # a Friday
TRAINER = Actor("can.bo", "Cán bộ dạy nghề", permissions=ROLES[Role.TRAINING], roles=frozenset({Role.TRAINING}),
                account_id=77)  # fmt: skip


def on(number: int) -> date:
    """A day by its number; 0 is today."""
    return TODAY + timedelta(days=number)


@dataclass
class Works:
    """A centre that assigns."""

    centre: Centre

    @property
    def actor(self) -> Actor:
        """Who acts unless told otherwise: stands for every post."""
        return self.centre.actor

    def programme(self, name: str = "Xưởng may", week: str = "1-5 07:00-11:00", **others: Any) -> int:
        """A workshop with thirty places."""
        given: dict[str, Any] = {
            "kind": ActivityKind.LABOUR,
            "name": name,
            "capacity": 30,
            "begins_on": date(2024, 1, 1),
        }
        with transaction() as session:
            number = create_activity(
                session, self.centre.facility_id, facts=ActivityFacts(**(given | others)), actor=self.actor, now=NOW
            )
        times = [replace(slot, valid_from=date(2024, 1, 1)) for slot in slots(week)]
        with transaction() as session:
            add_slots(session, number, slots=times, actor=self.actor, now=NOW)
        return number

    def worker(self, full_name: str = "Trần Văn An", *, stage: Stage = Stage.LABOUR, cleared: Clearance | None =
               Clearance.ALL, until: date = date(2025, 6, 1), **others: Any) -> int:  # fmt: skip
        """A stay in a stage with a clearance."""
        stay = self.centre.admit(self.centre.person(full_name, **others))
        with transaction() as session:
            seen = books_of(session, [stay])[stay].last_id
            change = Change(stage, date(2024, 6, 1))
            write_changes(session, Step.DECIDED, {stay: Wish(change, seen)}, why="Theo sổ", actor=self.actor, now=NOW)
            if cleared:
                facts = ClearanceFacts(cleared, date(2024, 6, 1), until)
                clear_for_work(session, stay, facts=facts, actor=self.actor, now=NOW)
        return stay

    def many(self, count: int, *, stage: Stage = Stage.LABOUR, cleared: Clearance = Clearance.ALL,
             until: date = date(2025, 6, 1)) -> list[int]:  # fmt: skip
        """So many workers, in one transaction."""
        facility, stays = self.centre.facility_id, []
        clearance = ClearanceFacts(cleared, date(2024, 6, 1), until)
        with transaction() as session, acts_together(session):
            for number in range(count):
                about = facts(f"Lê Văn {number}", sex=Sex.MALE)
                person = create_person(session, facts=about, facility_id=facility, actor=self.actor, now=NOW)
                stays.append(
                    admit(session, resident_id=person, facility_id=facility, facts=stay_facts(), actor=self.actor,
                          now=NOW)
                )  # fmt: skip
                clear_for_work(session, stays[-1], facts=clearance, actor=self.actor, now=NOW)
        with transaction() as session:
            books = books_of(session, stays)
            wishes = {stay: Wish(Change(stage, date(2024, 6, 1)), books[stay].last_id) for stay in stays}
            write_changes(session, Step.DECIDED, wishes, why="Theo sổ", actor=self.actor, now=NOW)
        return stays

    def assign(self, stay: int, activity: int, first: date = TODAY, **others: Any) -> int:
        """A decided assignment."""
        return self.write([Wanted(stay, activity, Plan(first, others.pop("last", None)))], **others).ids[0]

    def write(
        self, wishes: list[Wanted], *, decided: bool = True, actor: Actor | None = None, **others: Any
    ) -> Written:
        """Whatever :func:`assign` does."""
        with transaction() as session:
            return assign(session, wishes, decided=decided, actor=actor or self.actor, now=NOW, **others)


def at(day: date) -> Any:
    """Nine o'clock of a day."""
    return moment_of(day, 9)
