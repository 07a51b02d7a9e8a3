"""The People list and the page of a person."""

from __future__ import annotations

from datetime import date, datetime

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.admissions.labels import MOVEMENT_KINDS, REGIMES, STATE_LOOKS, STATES, STAY_KINDS
from rehab_center.audit.recorder import Subject, record
from rehab_center.casefile import people as people_query
from rehab_center.casefile.listing import PEOPLE
from rehab_center.casefile.page import CasePage, case_page
from rehab_center.dates import BadDate, parse_date
from rehab_center.db import db, transaction
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.formatting import say
from rehab_center.web.listing import list_page

bp = Blueprint("casefile", __name__, url_prefix="/people")


@bp.get("")
@requires(Permission.PEOPLE_VIEW)
def people() -> ResponseReturnValue:
    """Everybody in reach, with search as one types."""
    return list_page(
        PEOPLE,
        lambda state: people_query.people(db.session(), state, scope=current_scope()),
        "casefile/people.html",
        on_export=_exported,
    )


def _exported(form: str, rows: int) -> None:
    with transaction():
        record("people.exported", actor=current_actor(), at=clock.now(), details={"rows": rows, "form": form})


@bp.get("/<int:resident_id>")
@requires(Permission.PEOPLE_VIEW)
def person(resident_id: int) -> ResponseReturnValue:
    """One person. Looking is recorded."""
    as_of = _day("as_of") or clock.today()
    known_on = _day("known_on")
    page = case_page(db.session(), resident_id, scope=current_scope(), as_of=as_of, known_at=_end(known_on))
    answer = render_template(
        "casefile/person.html",
        page=page,
        as_of=as_of,
        known_on=known_on,
        states=STATES,
        looks=STATE_LOOKS,
        kinds=STAY_KINDS,
        regimes=REGIMES,
        movements=MOVEMENT_KINDS,
        term=_term_words(page),
    )
    with transaction():
        record("person.viewed", actor=current_actor(), at=clock.now(), about=_subject(page))
    return answer


def _subject(page: CasePage) -> Subject:
    who = page.who.person
    return Subject("resident", who.id, f"{who.full_name} ({page.stay.file_code if page.stay else who.code})")


def _day(name: str) -> date | None:
    try:
        return parse_date(request.args.get(name, ""))
    except BadDate:
        return None


def _end(day: date | None) -> datetime | None:
    return clock.end_of(day) if day else None


def _term_words(page: CasePage) -> str:
    """How far the term is, in one sentence."""
    stay = page.stay
    if stay is None or stay.term is None:
        return ""
    left = stay.days_left or 0
    if stay.term.end_on is None:
        return str(_("the clock stands still, %(days)s days left", days=left))
    if left < 0 and stay.state.on_books:
        return str(_("%(days)s days past the end of the term", days=-left))
    if not stay.state.on_books:
        return ""
    return str(_("%(days)s days left", days=left)) if left else say(_("ends today"))
