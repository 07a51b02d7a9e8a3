"""Every programme as a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from rehab_center.activities.hooks import keeps_taken
from rehab_center.activities.kinds import ActivityKind, ProgrammeState
from rehab_center.activities.labels import KINDS, LEVELS, PROGRAMME_STATES, SUBJECTS
from rehab_center.activities.queries import Programme
from rehab_center.activities.views.words import times_text
from rehab_center.names import fold
from rehab_center.permissions import Permission
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import Choice, Column, Listing, Search


@dataclass(frozen=True)
class ProgrammeRow:
    """A programme as it stands on a day. ``minutes`` of the week; ``taken`` None where nobody keeps who takes part."""

    one: Programme
    on: date
    minutes: int
    taken: int | None

    @property
    def state(self) -> ProgrammeState:
        """How it stands."""
        return self.one.state_on(self.on)

    @property
    def free(self) -> int | None:
        """Places left."""
        return None if self.taken is None else self.one.facts.capacity - self.taken


def about(one: Programme) -> str:
    """Of a course the trade and level, of a class the subject, of labour the employer."""
    facts = one.facts
    if facts.level is not None:
        return f"{facts.trade} ({LEVELS[facts.level]})"
    return str(SUBJECTS[facts.subject]) if facts.subject is not None else facts.employer or ""


def _url(row: ProgrammeRow) -> str:
    return url_for("activities.programme", activity_id=row.one.id)


def _hours(row: ProgrammeRow) -> float:
    return row.minutes // 60 if row.minutes % 60 == 0 else round(row.minutes / 60, 2)


PROGRAMMES = Listing(
    key="programmes",
    title=_l("Programmes of work and classes"),
    columns=(
        Column("name", _l("Programme"), sortable=True, cell=lambda row: row.one.name, link=_url),
        Column("kind", _l("Kind of programme"), sortable=True, cell=lambda row: KINDS[row.one.kind]),
        Column("about", _l("Trade, subject or employer"), cell=lambda row: about(row.one), on_page=False),
        Column("place", _l("Held at"), cell=lambda row: row.one.facts.place),
        Column("organiser", _l("Led by"), cell=lambda row: row.one.facts.organiser, on_page=False),
        Column("times", _l("Times of the week"), cell=lambda row: times_text(row.one.slots_on(row.on))),
        Column("hours", _l("Hours this week"), sortable=True, number=True, cell=_hours),
        Column("capacity", _l("Number of places"), sortable=True, number=True, cell=lambda row: row.one.facts.capacity),
        Column("free", _l("Places left"), sortable=True, number=True, cell=lambda row: row.free, when=keeps_taken),
        Column("begins_on", _l("From day"), sortable=True, cell=lambda row: row.one.facts.begins_on, on_page=False),
        Column("ends_on", _l("Until day"), sortable=True, cell=lambda row: row.one.last_on),
        Column("state", _l("State"), cell=lambda row: PROGRAMME_STATES[row.state]),
    ),
    sort="name",
    search=Search(_l("Name, place, who leads it, employer, trade")),
    filters=(
        Choice("kind", _l("Kind of programme"), [(one.value, words) for one, words in KINDS.items()]),
        Choice("state", _l("State"), [(one.value, words) for one, words in PROGRAMME_STATES.items()]),
    ),
    empty=_l("No programme is set up yet. Begin with a programme, then its times of the week."),
    export_permission=Permission.ACTIVITIES_VIEW,
)


def chosen(rows: Sequence[ProgrammeRow], state: ListState) -> list[ProgrammeRow]:
    """The rows that a list state asks for, in its order and on all its pages."""
    words = fold(state.q)
    found = [row for row in rows if _fits(row, state) and words in fold(row.one.facts.search_words)]
    order = list(ActivityKind)
    keys: dict[str, Any] = {
        "name": lambda row: (fold(row.one.name), row.one.id),
        "kind": lambda row: (order.index(row.one.kind), fold(row.one.name), row.one.id),
        "hours": lambda row: (row.minutes, row.one.id),
        "capacity": lambda row: (row.one.facts.capacity, row.one.id),
        "free": lambda row: (row.free is None, row.free or 0, row.one.id),
        "begins_on": lambda row: (row.one.facts.begins_on, row.one.id),
        "ends_on": lambda row: (row.one.last_on is None, row.one.last_on or row.on, row.one.id),
    }
    return sorted(found, key=keys[state.sort], reverse=state.descending)


def _fits(row: ProgrammeRow, state: ListState) -> bool:
    has = {"kind": row.one.kind.value, "state": row.state.value}
    return all(state.choice(key) in (None, value) for key, value in has.items())
