"""The weeks of everybody of a room, a zone or a programme: a list, a workbook, one page a person or one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.activities.labels import WEEKDAYS
from rehab_center.activities.queries import Programme, activities_on
from rehab_center.activities.rules import monday_of
from rehab_center.attendance.queries.weeks import (
    PersonWeek,
    WeekPerson,
    house_of,
    people_of_house,
    stays_of_programme,
    weeks_of,
)
from rehab_center.attendance.rules.hours import hours_text
from rehab_center.attendance.views.blueprint import bp
from rehab_center.attendance.views.marking import asked_day
from rehab_center.attendance.views.week_words import day_cell
from rehab_center.attendance.views.weeks import week_paper
from rehab_center.audit.recorder import record
from rehab_center.db import db, transaction
from rehab_center.names import fold
from rehab_center.organisation.choosing import ARGUMENT, centres, chosen_centre
from rehab_center.permissions import Permission, Scope
from rehab_center.placements.queries.house import House
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.asked import asked_arguments
from rehab_center.web.formatting import day
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import Choice, Column, Listing, Search, list_page
from rehab_center.web.paper import Paper

MOST_PAGES = 150
"""For how many people one paper is made: a zone, not the whole centre at once."""
_ZONE, _ROOM = "zone-", "room-"


def _url(row: PersonWeek) -> str:
    return url_for("attendance.week", stay_id=row.who.stay_id, on=day(row.monday))


def _rest(row: PersonWeek) -> object:
    return row.rest_days or _("none: against the law")


def _day_cell(step: int, row: PersonWeek) -> str:
    return day_cell(row.days[step])


WEEKS = Listing(
    "attendance-weeks",
    _l("Weeks of people"),
    columns=(
        Column("code", _l("File code"), sortable=True, cell=lambda row: row.who.file_code),
        Column("name", _l("Full name"), sortable=True, cell=lambda row: row.who.full_name, link=_url),
        Column("place", _l("Room"), sortable=True, cell=lambda row: row.who.place),
        *(Column(f"day{step}", WEEKDAYS[step + 1], cell=partial(_day_cell, step), on_page=False) for step in range(7)),
        Column(
            "planned",
            _l("Sessions to come to"),
            number=True,
            cell=lambda row: sum(one.expected for one in row.items),
        ),
        Column("labour", _l("Labour"), cell=lambda row: hours_text(row.labour), in_export=False),
        Column("learning", _l("Courses and classes"), cell=lambda row: hours_text(row.learning), in_export=False),
        Column("labour_hours", _l("Labour, hours"), cell=lambda row: round(row.labour / 60, 2), on_page=False),
        Column("learn_hours", _l("Learning, hours"), cell=lambda row: round(row.learning / 60, 2), on_page=False),
        Column("rest", _l("Days of rest"), cell=_rest),
    ),
    sort="name",
    search=Search(_l("Name or file code")),
    empty=_l("Nobody is on the books in this week."),
    export_permission=Permission.WORK_EXPORT,
)


@dataclass(frozen=True)
class _Asked:
    """What an address asks for: the week, the people it may be about, and what they are chosen by."""

    monday: date
    facility_id: int
    found: House
    programmes: tuple[Programme, ...]
    listing: Listing

    @property
    def extra(self) -> dict[str, str]:
        """What stands in an address besides the list's own arguments."""
        given = {"on": day(self.monday), ARGUMENT: request.args.get(ARGUMENT, "")}
        return {key: value for key, value in given.items() if value}

    def people(self, state: ListState) -> list[WeekPerson]:
        """Those a list asks for, in its order and on all its pages."""
        where, programme, words = state.choice("where") or "", state.choice("programme"), fold(state.q)
        stays = None
        if programme:
            scope = Scope(frozenset({self.facility_id}))
            stays = stays_of_programme(db.session(), int(programme), self.monday, scope=scope)
        people = [
            one
            for one in people_of_house(self.found)
            if (stays is None or one.stay_id in stays)
            and where in ("", f"{_ZONE}{one.zone_id}", f"{_ROOM}{one.room_id}")
            and words in fold(f"{one.full_name} {one.file_code}")
        ]
        keys: dict[str, Any] = {
            "code": lambda one: (one.file_code, one.stay_id),
            "place": lambda one: (one.place is None, one.place or "", one.file_code),
        }
        if state.sort in keys:
            people.sort(key=keys[state.sort])
        return people[::-1] if state.descending else people

    def weeks(self, people: Sequence[WeekPerson]) -> list[PersonWeek]:
        """Their weeks."""
        rights = current_actor().permissions
        return list(weeks_of(db.session(), people, self.monday, facility_id=self.facility_id, rights=rights))

    def where(self, state: ListState) -> str:
        """What they are chosen by, in words, for the paper."""
        told = [
            str(dict(one.options)[state.choices[one.key]])
            for one in self.listing.filters
            if isinstance(one, Choice) and one.key in state.choices
        ]
        return ", ".join(told)


def _asked() -> _Asked:
    session, today, centre = db.session(), clock.today(), chosen_centre()
    monday = monday_of(asked_day())
    found = house_of(session, centre.id, monday + timedelta(days=6), today=today, scope=current_scope())
    programmes = activities_on(session, max(monday, today), scope=Scope(frozenset({centre.id})))
    rooms = [
        (zone.name, [(f"{_ZONE}{zone.id}", zone.name), *((f"{_ROOM}{room.id}", room.title) for room in zone.rooms)])
        for zone in found.zones
    ]
    filters = (
        Choice("where", _l("Zone or room"), rooms),
        Choice("programme", _l("Programme"), [(str(one.id), one.name) for one in programmes]),
    )
    return _Asked(monday, centre.id, found, programmes, replace(WEEKS, filters=filters))


@bp.get("/weeks")
@requires(Permission.ACTIVITIES_VIEW)
def weeks() -> ResponseReturnValue:
    """Everybody's week: how many sessions, how many hours, which days are free."""
    asked = _asked()

    def fetch(state: ListState) -> tuple[list[PersonWeek], int]:
        rows, total = state.cut(asked.people(state))
        return asked.weeks(rows), total

    state = asked.listing.read(request.args)
    return list_page(
        replace(asked.listing, key=f"{WEEKS.key}-{asked.monday:%Y-%m-%d}"),
        fetch,
        "attendance/weeks.html",
        on_export=lambda form, rows: _note("attendance.weeks-exported", asked, rows, form=form),
        extra=asked.extra,
        monday=asked.monday,
        sunday=asked.monday + timedelta(days=6),
        before=asked.monday - timedelta(days=7),
        after=asked.monday + timedelta(days=7),
        arguments=asked.extra | asked.listing.arguments(state),
        chosen=bool(state.choices or state.q),
        most=MOST_PAGES,
        centres=centres(),
        centre=chosen_centre(),
    )


@bp.get("/weeks/sheet")
@requires(Permission.ACTIVITIES_VIEW)
def weeks_sheet() -> ResponseReturnValue:
    """The plans of those chosen as they print: one page a person, or with ``together`` all in one table."""
    asked = _asked()
    people = asked.people(asked.listing.read(request.args))
    if not 0 < len(people) <= MOST_PAGES:
        return _too_many(asked)
    return _paper(asked, people).preview(back=None, arguments=asked_arguments())


@bp.get("/weeks/sheet/file")
@requires(Permission.ACTIVITIES_VIEW)
def weeks_file() -> ResponseReturnValue:
    """The same as one PDF. That it was printed is in the log."""
    asked = _asked()
    people = asked.people(asked.listing.read(request.args))
    if not 0 < len(people) <= MOST_PAGES:
        return _too_many(asked)
    paper = _paper(asked, people)
    _note("attendance.weeks-printed", asked, len(people))
    return paper.answer(made_at=clock.now())


def _too_many(asked: _Asked) -> ResponseReturnValue:
    flash(_("Choose a zone, a room or a programme first: from one to %(most)s people on one paper.", most=MOST_PAGES))
    arguments: dict[str, Any] = {**asked.extra, **asked.listing.arguments(asked.listing.read(request.args))}
    return redirect(url_for(".weeks", **arguments), 303)


def _paper(asked: _Asked, people: Sequence[WeekPerson]) -> Paper:
    where = (asked.where(asked.listing.read(request.args)) or "Toàn cơ sở") if request.args.get("together") else None
    name = "lich-tuan-nhieu-nguoi"
    return week_paper(asked.weeks(people), asked.facility_id, asked.monday, name, where)


def _note(act: str, asked: _Asked, rows: int, *, form: str | None = None) -> None:
    with transaction():
        details: dict[str, object] = {"week": f"{day(asked.monday)} – {day(asked.monday + timedelta(days=6))}"}
        details |= {"rows": rows} | ({"form": form} if form else {})
        record(act, actor=current_actor(), at=clock.now(), details=details)
