"""Before an intake: has this person been here, and what goes on from the one admitted just before."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from rehab_center import clock
from rehab_center.admissions import queries
from rehab_center.admissions.labels import MOVEMENT_KINDS, STATES, STAY_KINDS
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.views.blueprint import bp
from rehab_center.db import db
from rehab_center.names import clean
from rehab_center.permissions import Permission
from rehab_center.residents.queries import briefs_of, find_people
from rehab_center.web.access import current_scope, requires

MOST_HITS = 20
"""How many people a search at the gate shows: more are not compared but searched for more closely."""


@bp.route("/new")
@requires(Permission.ADMISSIONS_ADMIT)
def admit_find() -> ResponseReturnValue:
    """Has this person been here before? Search first, then enter somebody new."""
    text = clean(request.args.get("q", ""))[:100]
    hits = find_people(db.session(), text, scope=current_scope(), limit=MOST_HITS) if text else ()
    briefs = briefs_of(db.session(), [hit.person.id for hit in hits])
    return render_template(
        "admissions/admit_find.html",
        text=text,
        typed=_typed(text),
        like=like_id(),
        more=len(hits) == MOST_HITS,
        hits=[(hit, briefs[hit.person.id], stays_of(hit.person.id)) for hit in hits],
        kinds=STAY_KINDS,
        states=STATES,
        exits=MOVEMENT_KINDS,
    )


def _typed(text: str) -> dict[str, str]:
    """What was searched for, as the form for somebody new takes it: a number or a name."""
    if not text:
        return {}
    return {"number" if any(letter.isdigit() for letter in text) else "name": text}


def stays_of(resident_id: int) -> tuple[queries.StayLine, ...]:
    """A person's stays as of today, the latest first."""
    return queries.stays_of_resident(db.session(), resident_id, scope=current_scope(), as_of=clock.today())


def still_here(stays: Collection[queries.StayLine]) -> queries.StayLine | None:
    """The stay somebody is still on the books under: no other can be opened before it ends."""
    return next((one for one in stays if one.state.on_books), None)


def like_id() -> int | None:
    """The stay whose common answers go on to the next person at the gate; None where no such was asked for."""
    return request.args.get("like", type=int)


def carried_over() -> dict[str, Any]:
    """What people of one transport have in common, out of the stay of the one before: never what is each one's own.

    Raises NotFound for a stranger's stay.
    """
    stay_id = like_id()
    if stay_id is None:
        return {}
    page = queries.stay_page(db.session(), stay_id, scope=current_scope(), as_of=clock.today())
    entry = page.movements[0]
    carried: dict[str, Any] = {
        "facility": page.facility_id,
        "kind": page.kind.value,
        "admitted_on": page.admitted_on,
        "entry_time": entry.effective_time,
        "decision_issuer": page.decision.issuer if page.decision else None,
    }
    if entry.kind is MovementKind.TRANSFERRED_IN:
        carried["entry"] = entry.kind.value
        if entry.document is not None and (page.decision is None or entry.document.id != page.decision.id):
            carried |= {
                "transfer_number": entry.document.number,
                "transfer_on": entry.document.issued_on,
                "transfer_issuer": entry.document.issuer,
            }
    return carried
