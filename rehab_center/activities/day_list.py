"""The days off of a year as a list: those of the law and those entered by decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from rehab_center.activities.labels import FIXED_HOLIDAYS, WEEKDAYS
from rehab_center.activities.queries.calendar import HolidayLine
from rehab_center.activities.rules.holidays import FIXED_SOURCE, fixed_holidays
from rehab_center.names import fold
from rehab_center.permissions import Permission
from rehab_center.web.access import current_scope, may
from rehab_center.web.formatting import moment
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import Choice, Column, Listing, Search


class DayKind(StrEnum):
    """Whence a day off comes, and whether it holds."""

    LAW = "law"
    DECISION = "decision"
    WITHDRAWN = "withdrawn"


KINDS = {
    DayKind.LAW: _l("By law, every year"),
    DayKind.DECISION: _l("By decision"),
    DayKind.WITHDRAWN: _l("Withdrawn"),
}


@dataclass(frozen=True)
class DayRow:
    """A day off. Of those by law ``line`` is None, and ``name`` is said in the language it is read in."""

    on: date
    name: object
    kind: DayKind
    line: HolidayLine | None = None

    @property
    def moved_from(self) -> date | None:
        """The day off that is worked in its place."""
        return self.line.moved_from if self.line else None

    @property
    def paper(self) -> str | None:
        """The number of the decision; of the law its article."""
        return FIXED_SOURCE if self.line is None else self.line.paper

    @property
    def entered_at(self) -> datetime | None:
        """When it was entered."""
        return self.line.recorded_at if self.line else None


def rows_of(year: int, lines: Sequence[HolidayLine]) -> list[DayRow]:
    """Every day off of a year, in the order of days."""
    by_law = [DayRow(on, FIXED_HOLIDAYS[which], DayKind.LAW) for on, which in fixed_holidays(year)]
    entered = [
        DayRow(one.on, one.name, DayKind.WITHDRAWN if one.withdrawn_at else DayKind.DECISION, one) for one in lines
    ]
    return sorted([*by_law, *entered], key=lambda row: (row.on, row.line.id if row.line else 0))


def _manages() -> bool:
    return may(Permission.ACTIVITIES_MANAGE)


def _whom(row: DayRow) -> object:
    return _("All centres") if row.line is None or row.line.facility_id is None else _("This centre")


def _state(row: DayRow) -> object:
    if row.line is None or row.line.withdrawn_at is None:
        return KINDS[row.kind]
    return f"{KINDS[row.kind]}: {moment(row.line.withdrawn_at)}, {row.line.withdrawn_by}"


def _paper_url(row: DayRow) -> str | None:
    known = row.line is not None and row.line.document_id is not None
    return url_for("documents.show", document_id=row.line.document_id) if known and row.line else None


def _act(row: DayRow) -> object:
    mine = row.line is not None and (row.line.facility_id is not None or current_scope().facility_ids is None)
    if row.line is None or not mine or row.line.withdrawn_at is not None:
        return ""
    return Markup('<a href="{}">{}<span class="visually-hidden">: {}</span></a>').format(
        url_for("activities.withdraw_holiday", holiday_id=row.line.id), _("Withdraw …"), row.name
    )


HOLIDAYS = Listing(
    key="holidays",
    title=_l("Days off"),
    columns=(
        Column("on", _l("Day off"), sortable=True),
        Column("weekday", _l("Day of the week"), cell=lambda row: WEEKDAYS[row.on.isoweekday()]),
        Column("name", _l("Name of the holiday"), sortable=True),
        Column("whom", _l("For whom"), cell=_whom),
        Column("moved_from", _l("Worked in its place"), sortable=True),
        Column("paper", _l("Law or paper"), link=_paper_url),
        Column("state", _l("State"), cell=_state),
        Column("entered_at", _l("Written at"), on_page=False),
        Column("actor", _l("Written by"), cell=lambda row: row.line.actor if row.line else None, on_page=False),
        Column("act", _l("What to do"), cell=_act, in_export=False, when=_manages),
    ),
    sort="on",
    search=Search(_l("Name or number of the paper")),
    filters=(Choice("kind", _l("By"), [(one.value, words) for one, words in KINDS.items()]),),
    empty=_l("No day off in this year."),
    export_permission=Permission.ACTIVITIES_VIEW,
)


def chosen(rows: Sequence[DayRow], state: ListState) -> list[DayRow]:
    """The rows that a list state asks for, in its order and on all its pages."""
    words = fold(state.q)
    found = [
        row
        for row in rows
        if state.choice("kind") in (None, row.kind) and words in fold(f"{row.name} {row.paper or ''}")
    ]
    keys: dict[str, Any] = {
        "on": lambda row: (row.on, str(row.name)),
        "name": lambda row: (fold(str(row.name)), row.on),
        "moved_from": lambda row: (row.moved_from is None, row.moved_from or row.on, row.on),
    }
    return sorted(found, key=keys[state.sort], reverse=state.descending)
