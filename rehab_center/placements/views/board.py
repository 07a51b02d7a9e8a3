"""The map of the centre, the list of beds, who has none, and the three capacities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.admissions.labels import STATES, STAY_KINDS
from rehab_center.audit.recorder import Subject, record
from rehab_center.db import db, transaction
from rehab_center.names import fold
from rehab_center.organisation.choosing import centres, chosen_centre
from rehab_center.organisation.queries import certified_capacity_on
from rehab_center.permissions import Permission
from rehab_center.placements import labels
from rehab_center.placements.forms.beds import DayAskedForm
from rehab_center.placements.kinds import BedState, ZoneKind
from rehab_center.placements.queries.house import BedView, House, RoomView, house
from rehab_center.placements.queries.people import Dweller
from rehab_center.placements.views.blueprint import bp
from rehab_center.residents.kinds import Sex
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import Choice, Column, Listing, Search, list_page


@dataclass(frozen=True)
class BedRow:
    """A bed in its room, for the list."""

    room: RoomView
    bed: BedView

    @property
    def dweller(self) -> Dweller | None:
        """Whose it is."""
        return self.bed.dweller


def _stay_url(one: Dweller | None) -> str | None:
    return url_for("placements.stay", stay_id=one.stay_id) if one else None


BEDS = Listing(
    "beds",
    _l("Beds"),
    columns=(
        Column("zone", _l("Zone"), sortable=True, cell=lambda row: row.room.zone_name),
        Column(
            "room",
            _l("Room"),
            sortable=True,
            cell=lambda row: row.room.name,
            link=lambda row: url_for("placements.room", room_id=row.room.id),
        ),
        Column(
            "bed",
            _l("Bed"),
            cell=lambda row: row.bed.label,
            link=lambda row: url_for("placements.bed", bed_id=row.bed.id),
        ),
        Column("state", _l("State"), sortable=True, cell=lambda row: labels.BED_STATES[row.bed.state][0]),
        Column(
            "name",
            _l("Full name"),
            sortable=True,
            cell=lambda row: row.dweller and row.dweller.full_name,
            link=lambda row: _stay_url(row.dweller),
        ),
        Column("file_code", _l("File code"), cell=lambda row: row.dweller and row.dweller.file_code),
        Column("since", _l("In this bed since"), cell=lambda row: row.dweller and row.dweller.began_at),
        Column("where", _l("Where the person is"), cell=lambda row: row.dweller and STATES[row.dweller.state]),
        Column("cause", _l("Cause"), cell=lambda row: row.bed.outage and labels.OUTAGE_REASONS[row.bed.outage.reason]),
        Column("expected_on", _l("Expected back"), cell=lambda row: row.bed.outage and row.bed.outage.expected_on),
    ),
    sort="zone",
    search=Search(_l("Name, file code or room")),
    filters=(
        Choice("state", _l("State"), [(state.value, words[0]) for state, words in labels.BED_STATES.items()]),
        Choice("kind", _l("Kind of zone"), [(kind.value, words) for kind, words in labels.ZONE_KINDS.items()]),
        Choice("sex", _l("For men or women"), [(sex.value, words) for sex, words in labels.SEXES.items()]),
    ),
    empty=_l("No bed is set up yet."),
    export_permission=Permission.PEOPLE_EXPORT,
)

WITHOUT = Listing(
    "without-bed",
    _l("People without a bed"),
    columns=(
        Column("file_code", _l("File code"), sortable=True, link=_stay_url),
        Column("name", _l("Full name"), sortable=True, cell=lambda one: one.full_name, link=_stay_url),
        Column("lives_as", _l("Placed as"), cell=lambda one: labels.SEXES[one.sleeper.lives_as]),
        Column("kind", _l("Kind of stay"), cell=lambda one: STAY_KINDS[one.sleeper.kind]),
        Column("since", _l("In the centre since"), sortable=True),
    ),
    sort="name",
    search=Search(_l("Name or file code")),
    filters=(
        Choice("sex", _l("For men or women"), [(sex.value, words) for sex, words in labels.SEXES.items()]),
        Choice("kind", _l("Kind of stay"), [(kind.value, words) for kind, words in STAY_KINDS.items()]),
    ),
    empty=_l("Everybody in the building has a bed."),
    export_permission=Permission.PEOPLE_EXPORT,
)


def present_house(as_of: date | None = None) -> House:
    """The chosen centre's places, today unless told otherwise."""
    day = as_of or clock.today()
    return house(db.session(), chosen_centre().id, as_of=day, scope=current_scope())


@bp.get("")
@requires(Permission.PEOPLE_VIEW)
def index() -> ResponseReturnValue:
    """Zones, rooms and beds, as of a day; cut to a kind of zone or to one sex."""
    form = DayAskedForm(request.args)
    form.validate()
    as_of = form.as_of.data or clock.today()
    found = present_house(as_of)
    kind, sex = request.args.get("kind", ""), request.args.get("sex", "")
    zones = [
        zone
        for zone in found.zones
        if (kind not in set(ZoneKind) or zone.kind == kind)
        and (sex not in set(Sex) or zone.sex == sex or (zone.sex is None and any(r.sex == sex for r in zone.rooms)))
    ]
    return render_template(
        "placements/index.html",
        house=found,
        zones=zones,
        form=form,
        as_of=as_of,
        kind=kind,
        sex=sex,
        labels=labels,
        states=BedState,
        centres=centres(),
        chosen=chosen_centre(),
    )


@bp.get("/beds")
@requires(Permission.PEOPLE_VIEW)
def beds() -> ResponseReturnValue:
    """Every bed with whose it is."""
    rows = [BedRow(room, bed) for room in present_house().rooms for bed in room.beds]
    return list_page(BEDS, lambda state: _cut_beds(rows, state), "placements/beds.html", on_export=exported)


def _cut_beds(rows: Sequence[BedRow], state: ListState) -> tuple[Sequence[BedRow], int]:
    wanted = fold(state.q)
    fit = [
        row
        for row in rows
        if state.choice("state") in (None, row.bed.state)
        and state.choice("kind") in (None, row.room.zone_kind)
        and state.choice("sex") in (None, row.room.sex)
        and wanted in fold(f"{row.room.name} {row.dweller.label if row.dweller else ''}")
    ]
    keys = {
        "room": lambda row: fold(row.room.name),
        "state": lambda row: row.bed.state,
        "name": lambda row: fold(row.dweller.full_name) if row.dweller else "~",
    }
    if state.sort in keys:
        fit.sort(key=keys[state.sort], reverse=state.descending)
    elif state.descending:
        fit.reverse()
    return state.cut(fit)


@bp.get("/without-bed")
@requires(Permission.PEOPLE_VIEW)
def without_bed() -> ResponseReturnValue:
    """Everybody in the building who has no bed."""
    people = present_house().without_bed
    return list_page(
        WITHOUT, lambda state: _cut_people(people, state), "placements/without_bed.html", on_export=exported
    )


def _cut_people(people: Sequence[Dweller], state: ListState) -> tuple[Sequence[Dweller], int]:
    wanted = fold(state.q)
    fit = [
        one
        for one in people
        if state.choice("sex") in (None, one.sleeper.lives_as)
        and state.choice("kind") in (None, one.sleeper.kind)
        and wanted in fold(one.label)
    ]
    if state.sort == "since":
        fit.sort(key=lambda one: one.since, reverse=state.descending)
    elif state.sort == "file_code":
        fit.sort(key=lambda one: one.file_code, reverse=state.descending)
    elif state.descending:
        fit.reverse()
    return state.cut(fit)


def exported(form: str, rows: int) -> None:
    """That a list of beds leaves the program is an act."""
    with transaction():
        about = Subject("facility", chosen_centre().id, chosen_centre().name)
        record(
            "bed.list-exported",
            actor=current_actor(),
            at=clock.now(),
            about=about,
            details={"rows": rows, "form": form},
        )


@bp.get("/capacity")
@requires(Permission.PEOPLE_VIEW)
def capacity() -> ResponseReturnValue:
    """At most, in daily use, as approved: by zone, and against the centre's certified capacity."""
    found = present_house()
    certified = certified_capacity_on(db.session(), found.facility_id, found.as_of)
    return render_template("placements/capacity.html", house=found, certified=certified, labels=labels)
