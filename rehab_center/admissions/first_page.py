"""What the first page says to whoever checks terms, and of ends that differ from the old book."""

from __future__ import annotations

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.admissions.queries.book_ends import BookEnd, book_ends
from rehab_center.admissions.queries.checking import delegated_anywhere
from rehab_center.admissions.queries.due import exited_by
from rehab_center.admissions.queries.unchecked import Unchecked, unchecked_terms
from rehab_center.admissions.rules.book_end import GapState
from rehab_center.db import db
from rehab_center.permissions import Actor, Permission, Role
from rehab_center.web.first_page import Block, Content, Folded, Harm, Line
from rehab_center.web.formatting import day, number

SHOWN_ENDS = 5


def unchecked(actor: Actor) -> dict[int, Unchecked]:
    """The unchecked terms of those on the books, by stay: read once in a request, for all the blocks that ask."""
    if "unchecked" not in g:
        g.unchecked = unchecked_terms(db.session(), scope=actor.scope, only=~exited_by(clock.today()))
    found: dict[int, Unchecked] = g.unchecked
    return found


def changed(actor: Actor) -> dict[int, Unchecked]:
    """Those of them that became others."""
    return {stay_id: one for stay_id, one in unchecked(actor).items() if one.changed}


def to_check(actor: Actor) -> Content | None:
    """How many terms became another and wait, how many are only begun. Nothing for whoever may not check."""
    if not actor.may(Permission.TERMS_CHECK) and not delegated_anywhere(db.session(), actor, clock.today()):
        return None
    became = len(changed(actor))
    begun = len(unchecked(actor)) - became
    url = url_for("admissions.check_terms")
    line = Line(
        _("%(count)s terms became others", count=number(became)),
        _("Both ends stand until a second person has checked."),
        tone="warn",
        act=_("Check them"),
        act_url=url,
    )
    folded = (Folded(_("%(count)s first terms are still to be checked", count=number(begun)), url),) if begun else ()
    return Content(lines=(line,) if became else (), total=bool(became), folded=folded)


def differing(actor: Actor) -> Content | None:
    """Whose end by the old book is another one, who is held too long first; what waits for the second person.

    Nothing for whoever can do nothing about it.
    """
    may_check = actor.may(Permission.TERMS_CHECK)
    if not may_check and not actor.may(Permission.ADMISSIONS_ADMIT):
        return None
    found = book_ends(db.session(), scope=actor.scope, today=clock.today(), only_open=True)
    rows = [one for one in found if may_check or one.closed.state is GapState.OPEN]
    return Content(
        lines=tuple(_difference(one) for one in rows[:SHOWN_ENDS]),
        total=len(rows),
        all_url=url_for("admissions.book_ends"),
    )


def _difference(one: BookEnd) -> Line:
    waits = one.closed.state is GapState.PROPOSED
    both = {"book": day(one.book_end_on), "computed": day(one.computed_on)}
    if one.days is None:
        when = _("the clock stands still")
    elif one.days > 0:
        when = _("%(days)s days longer", days=number(one.days))
    else:
        when = _("%(days)s days shorter", days=number(-one.days))
    return Line(
        f"{one.person.full_name} ({one.file_code})",
        _("by the book %(book)s, computed %(computed)s", **both),
        when=when,
        tone="bad" if one.days and one.days > 0 else "warn",
        url=url_for("admissions.show", stay_id=one.stay_id, _anchor="opening"),
        act=_("Confirm") if waits else _("Work it off"),
        act_url=url_for("admissions.book_end", opening_id=one.opening.id),
    )


DIFFERENCES = Block(
    "book-ends",
    _l("Ends that differ from the old book"),
    "calendar3",
    Harm.HELD_TOO_LONG,
    frozenset({Role.DIRECTOR, Role.INTAKE}),
    differing,
)
BLOCK = Block(
    "terms",
    _l("Terms to be checked"),
    "hourglass-split",
    Harm.HELD_TOO_LONG,
    frozenset({Role.DIRECTOR, Role.INTAKE, Role.DUTY, Role.MEDICAL, Role.TRAINING}),
    to_check,
)
