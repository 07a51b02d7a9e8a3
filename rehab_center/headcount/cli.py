"""``headcount`` and ``balance``: who is here, as JSON."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import click
from flask.cli import with_appcontext

from rehab_center import clock
from rehab_center.dates import DateRange
from rehab_center.db import db
from rehab_center.errors import DomainError
from rehab_center.headcount import queries
from rehab_center.headcount.queries import Balance, HeadCount
from rehab_center.organisation.completeness import Book, book_of
from rehab_center.organisation.queries import default_facility
from rehab_center.permissions import Scope
from rehab_center.web.command_line import domain_errors, say_json
from rehab_center.web.command_types import DAY, MOMENT, json_option
from rehab_center.words import N_, message


@click.command("headcount")
@click.option("--as-of", type=DAY, help="The day (YYYY-MM-DD), at its end; today without it.")
@click.option(
    "--known-at", type=MOMENT, help="As known at this moment (YYYY-MM-DD or YYYY-MM-DDTHH:MM, Vietnam's clock)."
)
@click.option("--facility", metavar="CODE", help="The centre, where there are several.")
@json_option
@with_appcontext
@domain_errors
def head_count(as_of: date | None, known_at: datetime | None, facility: str | None) -> None:
    """Books, care and presence at the end of a day."""
    scope, day = Scope(frozenset({default_facility(db.session(), facility)})), as_of or clock.today()
    book = book_of(db.session(), scope, known_at=known_at)
    if not book.knows_end_of(day):
        say_json(_UNKNOWN_COUNT | _since(book))
        return
    say_json(_count(queries.head_count(db.session(), as_of=day, scope=scope, known_at=known_at)))


@click.command("balance")
@click.option("--from", "first", type=DAY, required=True, help="First day (YYYY-MM-DD).")
@click.option("--to", "last", type=DAY, required=True, help="Last day (YYYY-MM-DD), included.")
@click.option("--known-at", type=MOMENT, help="As known at this moment.")
@click.option("--facility", metavar="CODE", help="The centre, where there are several.")
@json_option
@with_appcontext
@domain_errors
def balance(first: date, last: date, known_at: datetime | None, facility: str | None) -> None:
    """Opening + in - out = closing, of those under care; both days included."""
    if last < first:
        raise DomainError(message(N_("%(last)s comes before %(first)s."), last=last, first=first))
    scope = Scope(frozenset({default_facility(db.session(), facility)}))
    book = book_of(db.session(), scope, known_at=known_at)
    if not book.knows_eve_of(first):
        say_json(_UNKNOWN_BALANCE | _since(book))
        return
    say_json(_balance(queries.balance(db.session(), DateRange(first, last), scope=scope, known_at=known_at)))


#: What is said instead of numbers where the book is not complete.
_UNKNOWN_COUNT = dict.fromkeys(("on_books", "under_care", "present", "by_kind", "by_sex"))
_UNKNOWN_BALANCE = dict.fromkeys(("opening", "in", "out", "closing", "closes"))


def _since(book: Book) -> dict[str, Any]:
    return {"complete_from": book.complete_from.isoformat() if book.complete_from else None}


def _count(count: HeadCount) -> dict[str, Any]:
    return {
        "on_books": count.on_books,
        "under_care": count.under_care,
        "present": count.present,
        "by_kind": {kind.value: number for kind, number in count.by_kind.items()},
        "by_sex": {sex.value: number for sex, number in count.by_sex.items()},
    }


def _balance(balance: Balance) -> dict[str, Any]:
    return {
        "opening": balance.opening,
        "in": {kind.value: number for kind, number in balance.arrivals.items()},
        "out": {kind.value: number for kind, number in balance.departures.items()},
        "closing": balance.closing,
        "closes": balance.closes,
    }
