"""What one request has read of the centre's people, so that blocks and numbers of the first page read it once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from flask import g

from rehab_center import clock
from rehab_center.admissions.first_page import changed
from rehab_center.admissions.queries import DueLine, due
from rehab_center.db import db
from rehab_center.headcount.away import Away, away
from rehab_center.headcount.queries import HeadCount, head_count
from rehab_center.permissions import Actor, Permission
from rehab_center.policies.queries import PolicyInForce, in_force
from rehab_center.policies.rules import PolicyKind
from rehab_center.release.first_page import POSTS as RELEASE_POSTS
from rehab_center.release.first_page import held_open
from rehab_center.tasks.kinds import BY_THE_CLOCK, TO_DO
from rehab_center.tasks.queries import TaskLine, open_tasks
from rehab_center.tasks.rules import visible_roles
from rehab_center.today.rules import Parted, by_harm, without_old_papers, without_old_stays


@dataclass(frozen=True)
class Morning:
    """The people of the actor's centres as of today; each part is read when first asked for."""

    actor: Actor
    today: date
    now: datetime

    @cached_property
    def count(self) -> HeadCount:
        """How many are here."""
        return head_count(db.session(), as_of=self.today, scope=self.actor.scope)

    @cached_property
    def away(self) -> tuple[Away, ...]:
        """Who is on the books and not here."""
        return away(db.session(), as_of=self.today, scope=self.actor.scope)

    @cached_property
    def notice(self) -> PolicyInForce:
        """So many days before the end of a term its papers are begun."""
        return in_force(db.session(), PolicyKind.ADVANCE_NOTICE_DAYS, self.today)

    @cached_property
    def _due(self) -> tuple[DueLine, ...]:
        return due(
            db.session(),
            as_of=self.today,
            days=self.notice.whole,
            scope=self.actor.scope,
            changed=changed(self.actor),
        )

    @cached_property
    def past(self) -> Parted[DueLine]:
        """Who is still on the books after the last day of the term, by either end where one is unchecked, but for those
        the clock of releases names."""
        over = [one for one in self._due if one.soonest_left < 0 and one.stay_id not in self.shown_by_clock]
        return without_old_stays(over)

    @cached_property
    def over(self) -> int:
        """How many the list of terms that end shows as over, by that list's own last days, whichever post asks.

        However many days ahead are read, all who are over by either end are among them.
        """
        return sum(one.last_on < self.today for one in self._due)

    @cached_property
    def ending(self) -> tuple[DueLine, ...]:
        """Whose term ends within the days of notice, the soonest by either end first."""
        return tuple(one for one in self._due if one.soonest_left >= 0 and one.stay_id not in self.shown_by_clock)

    @cached_property
    def shown_by_clock(self) -> frozenset[int]:
        """The stays that the block of releases names to this actor: no other block names them once more."""
        if not self.actor.roles & RELEASE_POSTS:
            return frozenset()
        return frozenset(task.subject_id for task in held_open(self.actor) if task.subject_kind == "admission")

    @cached_property
    def leave_above(self) -> bool:
        """Whether somebody whose term ends soon stands in the block of releases, and so not among those that end."""
        return any(one.soonest_left >= 0 and one.stay_id in self.shown_by_clock for one in self._due)

    @cached_property
    def all_owed(self) -> tuple[TaskLine, ...]:
        """Everything that is owed and that the actor may know of."""
        return open_tasks(db.session(), scope=self.actor.scope, roles=visible_roles(self.actor), kinds=TO_DO)

    @cached_property
    def owed(self) -> Parted[TaskLine]:
        """What the actor's posts owe, by harm; whoever keeps the papers sees to all of it.

        What the clock of releases holds open has a block of its own.
        """
        tasks = tuple(task for task in self.all_owed if task.kind not in BY_THE_CLOCK)
        if not self.actor.may(Permission.DOCUMENTS_EDIT):
            tasks = tuple(task for task in tasks if task.owner_role in self.actor.roles)
        return without_old_papers(by_harm(tasks))


def morning(actor: Actor) -> Morning:
    """This request's reading."""
    if "morning" not in g:
        g.morning = Morning(actor, clock.today(), clock.now())
    found: Morning = g.morning
    return found
