"""A zone, a room, a bed: what is there, who sleeps there."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from rehab_center import clock
from rehab_center.admissions.labels import STATES, STAY_KINDS
from rehab_center.audit.recorder import Subject, record
from rehab_center.db import db, transaction
from rehab_center.organisation.choosing import centres, chosen_centre
from rehab_center.permissions import Permission
from rehab_center.placements import labels
from rehab_center.placements.kinds import BedState
from rehab_center.placements.queries.house import house
from rehab_center.placements.queries.nights import guests_of
from rehab_center.placements.queries.pairs import apart_from
from rehab_center.placements.views.blueprint import bp
from rehab_center.placements.views.setup import house_of_bed, house_of_room, house_of_zone
from rehab_center.policies.queries import is_open, whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.web.access import current_actor, current_scope, requires


@bp.get("/setup")
@requires(Permission.PLACEMENTS_SETUP)
def setup() -> ResponseReturnValue:
    """How the centre is laid out. Nobody's name stands here: who sets up the program sees no resident."""
    found = house(db.session(), chosen_centre().id, as_of=clock.today(), scope=current_scope())
    return render_template(
        "placements/setup.html", house=found, labels=labels, centres=centres(), chosen=chosen_centre()
    )


@bp.get("/zones/<int:zone_id>")
@requires(Permission.PLACEMENTS_SETUP)
def zone(zone_id: int) -> ResponseReturnValue:
    """A zone with its rooms and capacities, without names."""
    return render_template("placements/zone.html", zone=house_of_zone(zone_id).zone(zone_id), labels=labels)


@bp.get("/rooms/<int:room_id>")
@requires(Permission.PEOPLE_VIEW)
def room(room_id: int) -> ResponseReturnValue:
    """A room: its beds, who sleeps there, how much floor each has. That it was opened is in the log."""
    found = house_of_room(room_id)
    one, today = found.room(room_id), clock.today()
    norm = whole_on(db.session(), PolicyKind.SPACE_NORM, today)
    answer = render_template(
        "placements/room.html",
        room=one,
        labels=labels,
        states=BedState,
        stay_states=STATES,
        stay_kinds=STAY_KINDS,
        norm=norm,
        norm_open=is_open(db.session(), PolicyKind.SPACE_NORM, today),
        apart=apart_from(db.session(), found.facility_id, [who.resident_id for who in one.people]),
    )
    with transaction():
        record("room.viewed", actor=current_actor(), at=clock.now(), about=Subject("room", one.id, one.name))
    return answer


@bp.get("/beds/<int:bed_id>")
@requires(Permission.PEOPLE_VIEW)
def bed(bed_id: int) -> ResponseReturnValue:
    """A bed: whose it is and was, why it is out of use, who could have it. That it was opened is in the log."""
    found = house_of_bed(bed_id)
    spot = found.spot(bed_id)
    answer = render_template(
        "placements/bed.html",
        spot=spot,
        guests=guests_of(db.session(), bed_id, today=clock.today()),
        waiting=[one for one in found.without_bed if one.sleeper.lives_as is spot.room.sex],
        labels=labels,
        states=BedState,
        stay_states=STATES,
    )
    with transaction():
        about = Subject("room", spot.room.id, spot.room.name)
        record("room.viewed", actor=current_actor(), at=clock.now(), about=about)
    return answer
