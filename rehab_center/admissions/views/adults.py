"""Minors who turn 18 during their stay."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.admissions import queries
from rehab_center.admissions.labels import STATES
from rehab_center.admissions.queries import AdultLine
from rehab_center.admissions.views.blueprint import bp
from rehab_center.admissions.views.lists import exported, stay_url
from rehab_center.db import db
from rehab_center.permissions import Permission
from rehab_center.policies.queries import whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.web.access import current_scope, requires
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import Choice, Column, Listing, list_page

ADULTS = Listing(
    "adults",
    _l("Turning 18"),
    columns=(
        Column("file_code", _l("File code"), link=lambda row: stay_url(row.stay_id)),
        Column(
            "name",
            _l("Full name"),
            cell=lambda row: row.person.full_name,
            link=lambda row: stay_url(row.stay_id),
        ),
        Column("birth", _l("Born"), cell=lambda row: str(row.person.birth)),
        Column("adult_on", _l("Turns 18 on")),
        Column("days_left", _l("Days left"), number=True),
        Column("term_end_on", _l("Term ends")),
        Column(
            "to_be_moved",
            _l("To be moved"),
            cell=lambda row: _("Yes: 3 months or more are left") if row.to_be_moved else _("No"),
        ),
        Column("state", _l("State"), cell=lambda row: STATES[row.state.state]),
    ),
    sort="adult_on",
    filters=(
        Choice(
            "days",
            _l("Within"),
            [(str(days), _l("%(days)s days", days=days)) for days in (30, 60, 90, 180)],
        ),
    ),
    empty=_l("Nobody turns 18 in this time."),
    export_permission=Permission.PEOPLE_EXPORT,
)


@bp.route("/turning-18")
@requires(Permission.PEOPLE_VIEW)
def adults() -> ResponseReturnValue:
    """Whoever turns 18 soon, or has already, and is still in the minors' area (L120 Đ36.4)."""
    notice = whole_on(db.session(), PolicyKind.ADULT_NOTICE_DAYS, clock.today())

    def fetch(state: ListState) -> tuple[list[AdultLine], int]:
        days = int(state.choice("days") or notice)
        lines = queries.turning_adult(db.session(), as_of=clock.today(), days=days, scope=current_scope())
        return state.cut(lines)

    return list_page(ADULTS, fetch, "admissions/adults.html", on_export=exported("stay.list-exported"), notice=notice)
