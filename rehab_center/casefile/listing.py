"""The People list as a page shows it and as a file takes it away."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import current_app, g, url_for
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from rehab_center import clock
from rehab_center.admissions.labels import MOVEMENT_KINDS, STATE_LOOKS, STATES, STAY_KINDS
from rehab_center.admissions.rules.movements import EXITS, PRESENT_STATES, MovementKind, State
from rehab_center.casefile.homes import NOT_RECOGNISED, homes_there
from rehab_center.casefile.people import NEVER, PersonRow
from rehab_center.db import db
from rehab_center.permissions import Permission
from rehab_center.residents.labels import SEXES
from rehab_center.web.access import current_scope
from rehab_center.web.formatting import day
from rehab_center.web.language import current_language
from rehab_center.web.listing import Choice, Column, Days, Listing, Search

NEVER_ADMITTED = _l("Never admitted")
NEVER_LOOKS = ("quiet", "circle")


def _person_url(resident_id: int) -> str:
    return url_for("casefile.person", resident_id=resident_id)


def _name(row: PersonRow) -> object:
    """The name, and below it what a search met where that is not the name itself."""
    if row.found_by is None:
        return row.full_name
    return Markup('{} <small class="muted">{}</small>').format(row.full_name, row.found_by)


def state_words(row: PersonRow) -> object:
    """The state in words; how the stay ended where it has."""
    return words_of_state(row.last_kind, row.state)


def words_of_state(last_kind: MovementKind | None, state: State | None) -> object:
    """The same for a last movement and the state it led to; None for both of somebody never admitted."""
    if state is None or last_kind is None:
        return NEVER_ADMITTED
    return MOVEMENT_KINDS[last_kind] if last_kind in EXITS else STATES[state]


def _state(row: PersonRow) -> object:
    """The state as a badge; since when, for whoever is not simply here."""
    badge = _badge(row)
    if row.state is None or row.state in PRESENT_STATES:
        return badge
    return Markup(f'{badge} <small class="muted">{day(row.since)}</small>')


def _badge(row: PersonRow) -> Markup:
    """A badge, made once in a language for all the rows that have it."""
    return _badge_of(row.last_kind, row.state, current_language())


@lru_cache(maxsize=128)
def _badge_of(last_kind: MovementKind | None, state: State | None, _language: str) -> Markup:
    macros: Any = current_app.jinja_env.get_template("components/badge.html").module
    tone, icon = STATE_LOOKS[state] if state else NEVER_LOOKS
    return Markup(macros.badge(words_of_state(last_kind, state), tone, icon))


def _homes() -> list[tuple[str, Any]]:
    """Asked once in a request, for the filter itself and for its list of choices."""
    if "casefile_homes" not in g:
        there = homes_there(db.session(), scope=current_scope(), today=clock.today())
        g.casefile_homes = [*there, (NOT_RECOGNISED, _l("Address not recognised"))]
    homes: list[tuple[str, Any]] = g.casefile_homes
    return homes


PEOPLE = Listing(
    key="people",
    title=_l("People"),
    columns=(
        Column("code", _l("File code"), sortable=True, cell=lambda row: row.file_code or row.code),
        Column("name", _l("Full name"), sortable=True, cell=_name, opens=_person_url, in_export=False),
        Column("full_name", _l("Full name"), on_page=False),
        Column("birth", _l("Born"), sortable=True, cell=lambda row: row.birth.text),
        Column("sex", _l("Sex"), cell=lambda row: SEXES[row.sex]),
        Column("id_number", _l("Identity number"), on_page=False),
        Column("kind", _l("Ground"), cell=lambda row: STAY_KINDS[row.kind] if row.kind else None),
        Column("state", _l("State"), cell=_state, in_export=False),
        Column("state_words", _l("State"), cell=state_words, on_page=False),
        Column("since", _l("Since"), on_page=False),
        Column("admitted", _l("Admitted"), sortable=True, cell=lambda row: row.admitted_on),
        Column("term_end", _l("Term ends"), sortable=True, cell=lambda row: row.term_end_on),
    ),
    sort="name",
    search=Search(_l("Name, file code, identity number, alias")),
    filters=(
        Choice(
            "here",
            _l("Where"),
            (
                ("care", _l("Under care now")),
                ("present", _l("Present now")),
                ("books", _l("On the books now")),
                *(
                    (state.value, label)
                    for state, label in STATES.items()
                    if state not in (State.NOT_ENTERED, State.PRESENT)
                ),
                (NEVER, NEVER_ADMITTED),
            ),
        ),
        Choice("kind", _l("Ground"), tuple((kind.value, label) for kind, label in STAY_KINDS.items())),
        Choice("sex", _l("Sex"), tuple((sex.value, label) for sex, label in SEXES.items())),
        Choice("home", _l("Lives in (units of today)"), _homes),
        Days("admitted", _l("Admitted")),
    ),
    empty=_l("Nobody is in the register yet. Admit a person, or import the office's workbook."),
    empty_action=_l("Admit a person"),
    empty_endpoint="admissions.admit_find",
    export_permission=Permission.PEOPLE_EXPORT,
    pure=True,
)
