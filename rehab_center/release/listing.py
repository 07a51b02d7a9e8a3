"""The list of those who leave, on the page and as a file takes it away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import g, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from rehab_center import clock
from rehab_center.admissions.labels import STATES, STAY_KINDS
from rehab_center.admissions.rules.movements import CARE_STATES, State
from rehab_center.db import db
from rehab_center.names import fold
from rehab_center.permissions import Permission
from rehab_center.policies.naming import name_key
from rehab_center.release.forms import tick_of
from rehab_center.release.kinds import ReleasePaper
from rehab_center.release.labels import SHORT
from rehab_center.release.queries.leaving import Leaving, Steps, steps_on
from rehab_center.web.access import may
from rehab_center.web.formatting import day, number
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import Choice, Column, Listing, Search

OVER, TODAY, OLD_BOOK, RUNNING = "over", "today", "old-book", "in-time"


def days_words(one: Leaving) -> str:
    """How long it is till the last day, or how long it has been."""
    if one.days_left == 0:
        return str(_("today"))
    if one.days_left < 0:
        return str(_("%(days)s days past", days=number(-one.days_left)))
    return str(_("%(days)s days left", days=number(one.days_left)))


def _ends(one: Leaving) -> object:
    """The last day; the unchecked one beside it where it is another."""
    if one.other_on is None:
        return one.last_on
    return _("%(day)s; unchecked %(other)s", day=day(one.last_on), other=day(one.other_on))


def _where(one: Leaving) -> object:
    """The zone; where somebody is out, that instead."""
    return one.zone if one.state is State.PRESENT else STATES[one.state]


def mark_words(one: Leaving, paper: ReleasePaper) -> str | None:
    """When it was sent or ready; what names another day has to be made anew, and says so."""
    if paper in one.marks:
        return day(one.marks[paper].done_on)
    if paper in one.stale:
        return str(_("for %(day)s, anew", day=day(one.stale[paper].term_end_on)))
    return None


def _tick(one: Leaving) -> Markup:
    value = tick_of(one.stay_id, one.last_on)
    return Markup(
        '<input class="form-check-input" type="checkbox" name="stays" value="{}"{} aria-label="{}: {}">'
    ).format(
        value,
        Markup(" checked") if value in request.form.getlist("stays") else "",
        _("Tick"),
        one.full_name,
    )


def _steps() -> Sequence[tuple[Any, Any]]:
    """The bands of the policy, and those whose last day is today or over."""
    steps: Steps = steps_on(db.session(), clock.today())
    bands = [(str(step), _("%(first)s to %(last)s days ahead", first=band[0], last=band[1])) for step in steps.days
             for band in [steps.band(step)]]  # fmt: skip
    return [(OVER, _("Last day over")), (TODAY, _("Last day today")), *reversed(bands)]


def zones_here(names: Iterable[str | None]) -> None:
    """Let the filter offer the zones of the people of this request's list."""
    g.release_zones = sorted({name for name in names if name}, key=fold)


def _zones() -> Sequence[tuple[Any, Any]]:
    return [(name, name) for name in g.get("release_zones", ())]


def _missing() -> Sequence[tuple[Any, Any]]:
    return [(paper.value, words) for paper, words in SHORT.items()]


def _paper_column(paper: ReleasePaper) -> Column:
    return Column(paper.value, SHORT[paper], cell=lambda one: mark_words(one, paper))


def may_mark() -> bool:
    """Whether the reader marks papers as sent or ready."""
    return may(Permission.ADMISSIONS_MOVE)


LEAVING = Listing(
    key="releases",
    title=_l("Terms that end"),
    columns=(
        Column("tick", _l("Tick"), cell=_tick, narrow=True, in_export=False, when=may_mark),
        Column("code", _l("File code"), sortable=True, cell=lambda one: one.file_code),
        Column(
            "name",
            _l("Full name"),
            sortable=True,
            cell=lambda one: one.full_name,
            link=lambda one: url_for("release.stay", stay_id=one.stay_id),
        ),
        Column("birth", _l("Born"), on_page=False),
        Column("kind", _l("Kind of stay"), cell=lambda one: STAY_KINDS[one.kind]),
        Column("zone", _l("Zone"), sortable=True, cell=_where),
        Column("state", _l("State"), cell=lambda one: STATES[one.state], on_page=False),
        Column("admitted_on", _l("First day"), on_page=False),
        Column("last_on", _l("Last day"), sortable=True, cell=_ends),
        Column("left", _l("How long"), sortable=True, cell=days_words),
        *(_paper_column(paper) for paper in ReleasePaper),
    ),
    sort="last_on",
    search=Search(_l("Name or file code")),
    filters=(
        Choice("step", _l("Step"), _steps),
        Choice("kind", _l("Kind of stay"), [(one.value, words) for one, words in STAY_KINDS.items()]),
        Choice("zone", _l("Zone"), _zones),
        Choice("lacks", _l("Still lacking"), _missing),
        Choice("book", _l("Book"), [(RUNNING, _l("Without the old book")), (OLD_BOOK, _l("Over in the old book"))]),
    ),
    empty=_l("No term ends within the steps of the centre."),
    export_permission=Permission.PEOPLE_EXPORT,
)


def chosen(rows: Sequence[Leaving], state: ListState) -> list[Leaving]:
    """The rows that a list state asks for, in its order and on all its pages."""
    words = fold(state.q)
    found = [row for row in rows if _fits(row, state) and words in fold(f"{row.full_name} {row.file_code}")]
    named = name_key(db.session())
    keys: dict[str, Any] = {
        "name": lambda row: (named(row.full_name), row.stay_id),
        "code": lambda row: (row.file_code, row.stay_id),
        "zone": lambda row: (fold(row.zone or ""), row.last_on, row.stay_id),
        "last_on": lambda row: (row.last_on, row.file_code, row.stay_id),
        "left": lambda row: (row.days_left, row.file_code, row.stay_id),
    }
    return sorted(found, key=keys[state.sort], reverse=state.descending)


def _fits(row: Leaving, state: ListState) -> bool:
    lacks = state.choice("lacks")
    return (
        state.choice("step") in (None, step_key(row))
        and state.choice("kind") in (None, row.kind.value)
        and state.choice("zone") in (None, row.zone)
        and state.choice("book") in (None, OLD_BOOK if row.from_old_book else RUNNING)
        and (lacks is None or (ReleasePaper(lacks) not in row.marks and row.state in CARE_STATES))
    )


def step_key(row: Leaving) -> str | None:
    """The band a row belongs to, as the filter names it."""
    if row.is_over:
        return OVER
    if row.days_left == 0:
        return TODAY
    return None if row.step is None else str(row.step)
