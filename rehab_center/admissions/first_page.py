"""What the first page says to whoever checks terms."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.admissions.queries.checking import counts_to_check, delegated_anywhere
from rehab_center.db import db
from rehab_center.permissions import Actor, Permission, Role
from rehab_center.web.first_page import Block, Content, Folded, Harm, Line
from rehab_center.web.formatting import number


def to_check(actor: Actor) -> Content | None:
    """How many terms became another and wait, how many are only begun. Nothing for whoever may not check."""
    if not actor.may(Permission.TERMS_CHECK) and not delegated_anywhere(db.session(), actor, clock.today()):
        return None
    changed, begun = counts_to_check(db.session(), scope=actor.scope, today=clock.today())
    url = url_for("admissions.check_terms")
    line = Line(
        _("%(count)s terms became others", count=number(changed)),
        _("Both ends stand until a second person has checked."),
        tone="warn",
        act=_("Check them"),
        act_url=url,
    )
    folded = (Folded(_("%(count)s first terms are still to be checked", count=number(begun)), url),) if begun else ()
    return Content(lines=(line,) if changed else (), total=bool(changed), folded=folded)


BLOCK = Block(
    "terms",
    _l("Terms to be checked"),
    "hourglass-split",
    Harm.HELD_TOO_LONG,
    frozenset({Role.DIRECTOR, Role.INTAKE, Role.DUTY, Role.MEDICAL, Role.TRAINING}),
    to_check,
)
