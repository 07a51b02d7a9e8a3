"""Pages: the count of a day, the balance of some days, and the people behind each number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from rehab_center import clock
from rehab_center.admissions.rules.movements import EFFECTS
from rehab_center.audit.recorder import record
from rehab_center.dates import DateRange
from rehab_center.db import db, transaction
from rehab_center.headcount import labels, queries
from rehab_center.headcount.forms import DayForm, DaysForm
from rehab_center.headcount.ledger import CONVERSIONS, Reach
from rehab_center.headcount.queries import Here
from rehab_center.names import fold
from rehab_center.organisation.choosing import scope_asked
from rehab_center.organisation.completeness import Book, book_of
from rehab_center.periods import month_containing
from rehab_center.permissions import Permission
from rehab_center.policies.naming import name_key
from rehab_center.web.access import current_actor, requires
from rehab_center.web.formatting import day
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import Choice, Column, Listing, Search, list_page
from rehab_center.web.navigation import exists

bp = Blueprint("headcount", __name__, url_prefix="/headcount")


def _person_url(one: Here) -> str | None:
    return url_for("casefile.person", resident_id=one.resident_id) if exists("casefile.person") else None


_COLUMNS = (
    Column("file_code", _l("File code"), sortable=True),
    Column("name", _l("Full name"), sortable=True, cell=lambda one: one.full_name, link=_person_url),
    Column("sex", _l("Sex"), cell=lambda one: labels.SEXES[one.sex]),
    Column("kind", _l("Kind of stay"), sortable=True, cell=lambda one: labels.KINDS[one.kind]),
    Column("admitted_on", _l("Admitted"), sortable=True),
    Column("movement", _l("Last movement"), cell=lambda one: EFFECTS[one.movement].title()),
    Column("effective_on", _l("On day"), sortable=True),
    Column("state", _l("State"), cell=lambda one: labels.STATES[one.state]),
)
_FILTERS = (
    Choice("kind", _l("Kind of stay"), [(kind.value, label) for kind, label in labels.KINDS.items()]),
    Choice("sex", _l("Sex"), [(sex.value, label) for sex, label in labels.SEXES.items()]),
)
HERE = Listing(
    key="headcount",
    title=_l("People of the count"),
    columns=_COLUMNS,
    sort="name",
    search=Search(_l("Name or file code")),
    filters=(
        *_FILTERS,
        Choice("state", _l("State"), [(state.value, label) for state, label in labels.STATES.items()]),
    ),
    empty=_l("Nobody is in this count."),
    export_permission=Permission.PEOPLE_EXPORT,
)
STEPS = Listing(
    key="balance",
    title=_l("People of the balance"),
    columns=_COLUMNS,
    sort="name",
    search=Search(_l("Name or file code")),
    filters=(
        *_FILTERS,
        Choice("movement", _l("Movement"), [(kind.value, _l(effect.name)) for kind, effect in EFFECTS.items()]),
    ),
    empty=_l("Nobody is in this line of the balance."),
    export_permission=Permission.PEOPLE_EXPORT,
)


@bp.get("")
@requires(Permission.HEADCOUNT_VIEW)
def index() -> ResponseReturnValue:
    """Books, care and presence at the end of a day."""
    form = DayForm(_given("as_of"))
    asked = form.validate() if request.args else True
    as_of = form.as_of.data or clock.today()
    count, book = None, _book(form)
    if asked and book.knows_end_of(as_of):
        count = queries.head_count(db.session(), as_of=as_of, scope=scope_asked(), known_at=_known_at(form))
    return render_template("headcount/index.html", form=form, count=count, as_of=as_of, labels=labels, book=book)


@bp.get("/people")
@requires(Permission.HEADCOUNT_VIEW)
def people() -> ResponseReturnValue:
    """The people behind a number of the count."""
    form = DayForm(request.args)
    form.validate()
    as_of = form.as_of.data or clock.today()
    reach = _reach()
    found = queries.people_here(db.session(), as_of=as_of, scope=scope_asked(), reach=reach, known_at=_known_at(form))
    book = _book(form)
    extra = _kept("as_of", "known_on", "centre") | {"reach": reach.value}
    return list_page(
        HERE,
        lambda state: _cut(found, state),
        "headcount/people.html",
        on_export=lambda _form, _rows: _exported({"as_of": as_of}),
        extra=extra,
        as_of=as_of,
        reach=reach,
        labels=labels,
        book=None if book.knows_end_of(as_of) else book,
    )


@bp.get("/balance")
@requires(Permission.HEADCOUNT_VIEW)
def balance() -> ResponseReturnValue:
    """Opening + in - out = closing."""
    form = DaysForm(_given("first", "last"))
    days = _days(form)
    found, book = None, _book(form)
    known = days is None or book.knows_eve_of(days.first)
    if days is not None and known:
        found = queries.balance(db.session(), days, scope=scope_asked(), known_at=_known_at(form))
    return render_template(
        "headcount/balance.html",
        form=form,
        balance=found,
        labels=labels,
        effects=EFFECTS,
        book=None if known else book,
    )


@bp.get("/balance/people")
@requires(Permission.HEADCOUNT_VIEW)
def balance_people() -> ResponseReturnValue:
    """The people behind a number of the balance."""
    form = DaysForm(request.args)
    days = _days(form) or month_containing(clock.today()).range
    side = request.args.get("side", "")
    found = _side(side, days, _known_at(form))
    extra = _kept("first", "last", "known_on", "side", "centre")
    return list_page(
        STEPS,
        lambda state: _cut(found, state),
        "headcount/balance_people.html",
        on_export=lambda _form, _rows: _exported({"first": days.first, "last": days.last}),
        extra=extra,
        days=days,
        side=side,
        book=None if _book(form).knows_eve_of(days.first) else _book(form),
    )


def _side(side: str, days: DateRange, known_at: datetime | None) -> Sequence[Here]:
    session, scope = db.session(), scope_asked()
    if side in ("in", "out"):
        steps = queries.arrivals if side == "in" else queries.departures
        # Changes of ground belong to the lines by ground and sex, not to the total.
        whole = not (request.args.get("kind") or request.args.get("sex"))
        found = steps(session, days, scope=scope, known_at=known_at)
        return [one for one in found if not (whole and one.movement in CONVERSIONS)]
    if side == "ever":
        opening = queries.people_here(session, as_of=days.eve, scope=scope, known_at=known_at)
        came = queries.arrivals(session, days, scope=scope, known_at=known_at)
        return list({one.resident_id: one for one in reversed((*opening, *came))}.values())
    as_of = days.eve if side == "opening" else days.last
    return queries.people_here(session, as_of=as_of, scope=scope, known_at=known_at)


# --- what the address says -------------------------------------------------------------------------------------------


def _given(*names: str) -> MultiDict[str, str] | None:
    """The address's arguments, or None where none of these is given: then the form starts empty."""
    return request.args if any(request.args.get(name) for name in (*names, "known_on")) else None


def _kept(*names: str) -> dict[str, str]:
    return {name: request.args[name] for name in names if request.args.get(name)}


def _reach() -> Reach:
    asked = request.args.get("reach", "")
    return Reach(asked) if asked in set(Reach) else Reach.CARE


def _known_at(form: DayForm | DaysForm) -> datetime | None:
    known_on: date | None = form.known_on.data
    return clock.end_of(known_on) if known_on else None


def _book(form: DayForm | DaysForm) -> Book:
    """From which day on the book within reach is complete, as known on the day asked for."""
    return book_of(db.session(), scope_asked(), known_at=_known_at(form))


def _days(form: DaysForm) -> DateRange | None:
    """The days asked for; the present reporting month where none are; None where they make no sense."""
    if not form.validate():
        return None
    month = month_containing(clock.today()).range
    first, last = form.first.data or month.first, form.last.data or min(month.last, clock.today())
    if last < first:
        form.last.errors = [*form.last.errors, _l("The last day comes before the first.")]
        return None
    form.first.data, form.last.data = first, last
    return DateRange(first, last)


def _exported(details: dict[str, date]) -> None:
    with transaction():
        record(
            "headcount.exported",
            actor=current_actor(),
            at=clock.now(),
            details={name: day(value) for name, value in details.items()},
        )


def _cut(found: Sequence[Here], state: ListState) -> tuple[Sequence[Here], int]:
    words = fold(state.q)
    rows = [one for one in found if _fits(one, state) and words in fold(f"{one.full_name} {one.file_code}")]
    key = name_key(db.session())
    keys: dict[str, Any] = {
        "name": lambda one: (key(one.full_name), one.admission_id),
        "file_code": lambda one: (one.file_code, one.admission_id),
        "kind": lambda one: (list(labels.KINDS).index(one.kind), one.admission_id),
        "admitted_on": lambda one: (one.admitted_on, one.admission_id),
        "effective_on": lambda one: (one.effective_on, one.admission_id),
    }
    rows.sort(key=keys[state.sort], reverse=state.descending)
    return state.cut(rows)


def _fits(one: Here, state: ListState) -> bool:
    asked = {"kind": one.kind.value, "sex": one.sex.value, "state": one.state.value, "movement": one.movement.value}
    return all(state.choice(key) in (None, value) for key, value in asked.items())
