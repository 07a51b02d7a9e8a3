"""The lists: handovers, and who was refused at the gate."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from rehab_center.admissions.labels import HANDOVER_STATES, REFUSAL_REASONS
from rehab_center.admissions.queries.handover_lists import HandoverRow, RefusalRow, handover_list, refusal_list
from rehab_center.admissions.views.blueprint import bp
from rehab_center.admissions.views.lists import exported
from rehab_center.db import db
from rehab_center.permissions import Permission
from rehab_center.residents.labels import SEXES
from rehab_center.web.access import current_scope, requires
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import Choice, Column, Days, Listing, Search, list_page


def handover_url(handover_id: int) -> str:
    """The page of a handover."""
    return url_for("admissions.handover", handover_id=handover_id)


HANDOVERS = Listing(
    "handovers",
    _l("Handovers"),
    columns=(
        Column("delivered_on", _l("Day"), sortable=True, link=lambda row: handover_url(row.id)),
        Column("delivered_time", _l("Time")),
        Column("delivering_unit", _l("Delivering unit"), sortable=True, link=lambda row: handover_url(row.id)),
        Column("delivered", _l("Delivered"), number=True, cell=lambda row: row.counts.delivered),
        Column("accepted", _l("Accepted"), number=True, cell=lambda row: row.counts.accepted),
        Column("returned", _l("Brought back"), number=True, cell=lambda row: row.counts.returned),
        Column("refused", _l("Not accepted"), number=True, cell=lambda row: row.counts.refused),
        Column("waiting", _l("Waiting"), number=True, cell=lambda row: row.counts.waiting),
        Column("minutes", _l("Minutes"), cell=lambda row: row.minutes and row.minutes.number),
        Column("state", _l("State"), sortable=True, cell=lambda row: HANDOVER_STATES[row.state]),
        Column("closed_by", _l("Closed by"), on_page=False),
    ),
    sort="delivered_on",
    descending=True,
    search=Search(_l("Unit, officer or person delivered")),
    filters=(
        Choice("state", _l("State"), [(state.value, words) for state, words in HANDOVER_STATES.items()]),
        Days("delivered_on", _l("Day")),
    ),
    empty=_l("No handover yet. When the police deliver people, begin the minutes here."),
    empty_action=_l("New handover"),
    empty_endpoint="admissions.open_handover",
    export_permission=Permission.PEOPLE_EXPORT,
)

REFUSALS = Listing(
    "refusals",
    _l("Refused at the gate"),
    columns=(
        Column("delivered_on", _l("Day"), sortable=True, link=lambda row: handover_url(row.handover_id)),
        Column("full_name", _l("Full name"), sortable=True, link=lambda row: handover_url(row.handover_id)),
        Column("birth", _l("Born"), cell=lambda row: str(row.birth)),
        Column("sex", _l("Sex"), cell=lambda row: SEXES[row.sex] if row.sex else None),
        Column("identity_number", _l("Identity number")),
        Column("home", _l("Home"), on_page=False),
        Column("delivering_unit", _l("Delivering unit"), sortable=True),
        Column("reason", _l("Reason of the refusal"), cell=lambda row: REFUSAL_REASONS[row.reason]),
        Column("note", _l("In one's own words")),
        Column("decided_by", _l("Decided by")),
        Column("decided_at", _l("Decided"), on_page=False),
    ),
    sort="delivered_on",
    descending=True,
    search=Search(_l("Name or identity number")),
    filters=(
        Choice("reason", _l("Reason of the refusal"), [(one.value, words) for one, words in REFUSAL_REASONS.items()]),
        Days("delivered_on", _l("Day")),
    ),
    empty=_l("Nobody has been refused. Who is refused at a handover stands here with the reason."),
    export_permission=Permission.PEOPLE_EXPORT,
)


@bp.route("/handovers")
@requires(Permission.PEOPLE_VIEW)
def handovers() -> ResponseReturnValue:
    """Every delivery, the latest first."""

    def fetch(state: ListState) -> tuple[list[HandoverRow], int]:
        rows, total = handover_list(db.session(), state, scope=current_scope())
        return list(rows), total

    return list_page(HANDOVERS, fetch, "admissions/handovers.html", on_export=exported("handover.list-exported"))


@bp.route("/refusals")
@requires(Permission.PEOPLE_VIEW)
def refusals() -> ResponseReturnValue:
    """Who was not taken in, by whom delivered, and why."""

    def fetch(state: ListState) -> tuple[list[RefusalRow], int]:
        rows, total = refusal_list(db.session(), state, scope=current_scope())
        return list(rows), total

    return list_page(REFUSALS, fetch, "admissions/refusals.html", on_export=exported("handover.refusals-exported"))
