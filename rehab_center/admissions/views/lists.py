"""The lists: stays, movements, and whose term ends."""

from __future__ import annotations

from collections.abc import Callable

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.admissions import queries
from rehab_center.admissions.labels import MOVEMENT_KINDS, REGIMES, STATES, STAY_KINDS, TOLD, answer_words
from rehab_center.admissions.queries import MovementRow, StayRow
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.views.blueprint import bp
from rehab_center.audit.recorder import record
from rehab_center.db import db, transaction
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.formatting import shown
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import Choice, Column, Days, Listing, Search, list_page


def stay_url(stay_id: int) -> str:
    """The page of a stay."""
    return url_for("admissions.show", stay_id=stay_id)


def _state(row: StayRow) -> object:
    exit_kind = row.stay.exit_kind
    return MOVEMENT_KINDS[exit_kind] if exit_kind else STATES[row.stay.state.state]


def _told(row: MovementRow) -> str:
    return "; ".join(f"{TOLD[line.item]}: {shown(answer_words(line.item, line.answer))}" for line in row.details)


STAYS = Listing(
    "stays",
    _l("Stays"),
    columns=(
        Column(
            "file_code",
            _l("File code"),
            sortable=True,
            cell=lambda row: row.stay.file_code,
            link=lambda row: stay_url(row.stay.id),
        ),
        Column(
            "name",
            _l("Full name"),
            sortable=True,
            cell=lambda row: row.person.full_name,
            link=lambda row: stay_url(row.stay.id),
        ),
        Column("birth", _l("Born"), cell=lambda row: str(row.person.birth)),
        Column("kind", _l("Kind of stay"), cell=lambda row: STAY_KINDS[row.stay.kind]),
        Column("admitted_on", _l("First day"), sortable=True, cell=lambda row: row.stay.admitted_on),
        Column("months", _l("Months"), number=True, cell=lambda row: row.stay.months),
        Column("decision", _l("Decision"), cell=lambda row: row.stay.decision and row.stay.decision.number),
        Column("term_end_on", _l("Term ends"), sortable=True, cell=lambda row: row.stay.term_end_on),
        Column("state", _l("State"), cell=_state),
        Column("left_on", _l("Left on"), cell=lambda row: row.stay.left_on),
        Column("regime", _l("Law of the case"), on_page=False, cell=lambda row: REGIMES[row.stay.regime]),
    ),
    sort="admitted_on",
    descending=True,
    search=Search(_l("Name or file code")),
    filters=(
        Choice("books", _l("On the books"), (("here", _l("Still on the books")), ("left", _l("Has left the centre")))),
        Choice("kind", _l("Kind of stay"), [(kind.value, words) for kind, words in STAY_KINDS.items()]),
        Choice("regime", _l("Law of the case"), [(regime.value, words) for regime, words in REGIMES.items()]),
        Days("admitted_on", _l("First day")),
        Days("term_end_on", _l("Term ends")),
    ),
    empty=_l("Nobody has been admitted yet. Admit the first person, or import the office's register."),
    empty_action=_l("Admit a person"),
    empty_endpoint="admissions.admit_find",
    export_permission=Permission.PEOPLE_EXPORT,
)

MOVEMENTS = Listing(
    "movements",
    _l("Movements"),
    columns=(
        Column("effective_on", _l("Day"), sortable=True),
        Column("effective_time", _l("Time")),
        Column("kind", _l("Movement"), cell=lambda row: MOVEMENT_KINDS[row.kind]),
        Column(
            "name",
            _l("Full name"),
            sortable=True,
            cell=lambda row: row.person.full_name,
            link=lambda row: stay_url(row.stay_id),
        ),
        Column("file_code", _l("File code"), sortable=True, link=lambda row: stay_url(row.stay_id)),
        Column("document", _l("Paper"), cell=lambda row: row.document and row.document.number),
        Column("details", _l("What else was told"), cell=_told, on_page=False),
        Column("actor", _l("Written by")),
        Column("recorded_at", _l("Written"), sortable=True),
        Column("voided", _l("Voided"), cell=lambda row: _("Voided") if row.voided else None),
    ),
    sort="effective_on",
    descending=True,
    search=Search(_l("Name or file code")),
    filters=(
        Choice(
            "kind",
            _l("Movement"),
            [(kind.value, words) for kind, words in MOVEMENT_KINDS.items() if kind is not MovementKind.VOIDED],
        ),
        Choice("voided", _l("Voided"), (("no", _l("Only those that hold")), ("yes", _l("Only the voided")))),
        Days("effective_on", _l("Day")),
    ),
    empty=_l("Nothing has happened yet."),
    export_permission=Permission.PEOPLE_EXPORT,
)


@bp.route("")
@requires(Permission.PEOPLE_VIEW)
def index() -> ResponseReturnValue:
    """The latest stays."""

    def fetch(state: ListState) -> tuple[list[StayRow], int]:
        rows, total = queries.stay_list(db.session(), state, scope=current_scope(), as_of=clock.today())
        return list(rows), total

    return list_page(STAYS, fetch, "admissions/index.html", on_export=exported("stay.list-exported"))


@bp.route("/movements")
@requires(Permission.PEOPLE_VIEW)
def movements() -> ResponseReturnValue:
    """The latest movements of everybody."""

    def fetch(state: ListState) -> tuple[list[MovementRow], int]:
        rows, total = queries.movement_list(db.session(), state, scope=current_scope())
        return list(rows), total

    return list_page(MOVEMENTS, fetch, "admissions/movements.html", on_export=exported("stay.movements-exported"))


@bp.route("/due")
@requires(Permission.PEOPLE_VIEW)
def due() -> ResponseReturnValue:
    """An address of old: whose term ends is one list, with what is ready for them."""
    return redirect(url_for("release.index"))


def exported(act: str) -> Callable[[str, int], None]:
    """That people's data leaves the program is an act."""

    def write(form: str, rows: int) -> None:
        with transaction():
            record(act, actor=current_actor(), at=clock.now(), details={"form": form, "rows": rows})

    return write
