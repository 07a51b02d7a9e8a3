"""The people behind a live figure, before any report is frozen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.audit.recorder import record
from rehab_center.dates import BadDate, DateRange, in_the_calendar, parse_date
from rehab_center.db import db, transaction
from rehab_center.figures.new_admissions import new_compulsory as new_compulsory_in
from rehab_center.figures.values import Counted, Excluded
from rehab_center.names import fold
from rehab_center.organisation.choosing import scope_asked
from rehab_center.periods import month_containing
from rehab_center.permissions import Permission
from rehab_center.policies.naming import name_key
from rehab_center.web.access import current_actor, requires
from rehab_center.web.formatting import day
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import Choice, Column, Listing, Search, list_page
from rehab_center.web.navigation import exists

bp = Blueprint("figures", __name__, url_prefix="/figures")

Person = Counted | Excluded


def _person_url(one: Person) -> str | None:
    return url_for("casefile.person", resident_id=one.resident_id) if exists("casefile.person") else None


NEW_COMPULSORY = Listing(
    key="new-compulsory",
    title=_l("Newly admitted under compulsory orders"),
    columns=(
        Column("code", _l("File code"), sortable=True),
        Column("name", _l("Full name"), sortable=True, link=_person_url),
        Column("on", _l("Admitted"), sortable=True),
        Column("counted", _l("Counted"), cell=lambda one: isinstance(one, Counted)),
        Column("reason", _l("Why not counted"), cell=lambda one: getattr(one, "reason", None)),
    ),
    sort="on",
    search=Search(_l("Name or file code")),
    filters=(Choice("which", _l("Show"), [("in", _l("Counted")), ("out", _l("Just outside"))]),),
    empty=_l("Nobody was admitted under a compulsory order in these days."),
    export_permission=Permission.PEOPLE_EXPORT,
)


@bp.get("/new-compulsory")
@requires(Permission.HEADCOUNT_VIEW)
def new_compulsory() -> ResponseReturnValue:
    """Who was newly admitted under a compulsory order between two days, and who just was not."""
    days = _days()
    people, outside = new_compulsory_in(db.session(), days, scope=scope_asked(), known_at=None)
    return list_page(
        NEW_COMPULSORY,
        lambda state: _cut(people, outside, state),
        "figures/new_compulsory.html",
        on_export=lambda _form, _rows: _exported(days),
        extra={name: request.args[name] for name in ("first", "last", "centre") if request.args.get(name)},
        days=days,
        counted=len(people),
    )


def _days() -> DateRange:
    """The days asked for; the present reporting month where the address makes no sense."""
    try:
        asked = DateRange(parse_date(request.args.get("first", "")), parse_date(request.args.get("last", "")))
    except (BadDate, ValueError):
        asked = None
    if asked is None or not (in_the_calendar(asked.first) and in_the_calendar(asked.last)):
        return month_containing(clock.today()).range
    return asked


def _exported(days: DateRange) -> None:
    with transaction():
        record(
            "headcount.exported",
            actor=current_actor(),
            at=clock.now(),
            details={"first": day(days.first), "last": day(days.last)},
        )


def _cut(people: Sequence[Counted], outside: Sequence[Excluded], state: ListState) -> tuple[Sequence[Person], int]:
    which = state.choice("which")
    everybody: list[Person] = [*(people if which != "out" else ()), *(outside if which != "in" else ())]
    rows = [one for one in everybody if fold(state.q) in fold(f"{one.name} {one.code}")]
    key = name_key(db.session())
    keys: dict[str, Any] = {
        "code": lambda one: (one.code, one.admission_id),
        "name": lambda one: (key(one.name), one.admission_id),
        "on": lambda one: (one.on, one.admission_id),
    }
    rows.sort(key=keys[state.sort], reverse=state.descending)
    return state.cut(rows)
