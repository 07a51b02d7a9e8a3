"""Which centre a page speaks of, for an account that sees several: chosen on the page, remembered in the session.

Forms carry the centre's code along, so that what is sent goes to the centre that was read, whatever another tab chose.
"""

from __future__ import annotations

from flask import abort, request, session

from rehab_center import clock
from rehab_center.db import db
from rehab_center.organisation.queries import FacilityItem, facilities
from rehab_center.permissions import Scope
from rehab_center.web.access import current_scope

ARGUMENT = "centre"
_REMEMBERED = "centre"


def centres() -> tuple[FacilityItem, ...]:
    """The centres within the actor's reach, by code."""
    return facilities(db.session(), scope=current_scope(), day=clock.today())


def chosen_centre() -> FacilityItem:
    """The centre asked for by this request, else the one chosen last, else the first. 404 where there is none."""
    within = {one.code: one for one in centres()}
    asked = request.values.get(ARGUMENT)
    if asked is not None and asked not in within or not within:
        abort(404)
    code = asked or session.get(_REMEMBERED)
    if asked is not None and len(within) > 1:
        session[_REMEMBERED] = asked
    return within.get(str(code)) or next(iter(within.values()))


def scope_asked() -> Scope:
    """The actor's reach, cut to the centre the address names: the people behind a number of that centre."""
    scope, asked = current_scope(), request.args.get(ARGUMENT)
    if asked is None:
        return scope
    found = next((one.id for one in centres() if one.code == asked), None)
    if found is None:
        abort(404)
    return Scope(frozenset({found}), medical=scope.medical)
