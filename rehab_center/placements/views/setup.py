"""Setting up zones, rooms and beds, and beds out of use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.organisation.choosing import chosen_centre
from rehab_center.permissions import Actor, Permission
from rehab_center.placements import labels
from rehab_center.placements.forms.beds import BedsForm, OutageForm, ReturnForm, RoomForm, RoomsForm, WhyForm, ZoneForm
from rehab_center.placements.queries.house import House, house
from rehab_center.placements.services import outages, setup
from rehab_center.placements.views.blueprint import bp
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.forms import BaseForm


def _walk(
    form: BaseForm, act: Callable[..., object], *, said: str, then: Callable[[], str], page: Callable[[], str]
) -> ResponseReturnValue:
    """Do it where the form is in order and go on; what is refused goes back into the form.

    ``act`` takes the session, and ``actor`` and ``now`` by name.
    """
    if form.validate_on_submit():
        try:
            with transaction() as session:
                act(session, actor=current_actor(), now=clock.now())
        except DomainError as error:
            form.take(error)
        else:
            flash(said)
            return redirect(then(), 303)
    return page(), form.http_status


def _end(
    act: Callable[..., object], key: int, *, said: str, then: str, title: str, says: str, back: str, where: str
) -> ResponseReturnValue:
    """Ask why, then end the use of a place: ``act`` is the service, ``key`` what it ends, ``where`` the page of it."""
    form = WhyForm()
    return _walk(
        form,
        lambda session, **who: act(session, key, reason=form.reason.data or "", **who),
        said=said,
        then=lambda: then,
        page=lambda: render_template(
            "placements/why.html",
            form=form,
            title=title,
            says=says,
            cancel_url=back,
            way=[(_("Zones, rooms and beds"), url_for(".setup")), (where, back)],
        ),
    )


def house_of_zone(zone_id: int) -> House:
    """The centre of a zone, today. Raises NotFound for a stranger's."""
    zone = setup.load_zone(db.session(), zone_id, scope=current_scope())
    return house(db.session(), zone.facility_id, as_of=clock.today(), scope=current_scope())


def house_of_room(room_id: int) -> House:
    """The centre of a room, today. Raises NotFound for a stranger's."""
    return house_of_zone(setup.load_room(db.session(), room_id, scope=current_scope()).zone_id)


def house_of_bed(bed_id: int) -> House:
    """The centre of a bed, today. Raises NotFound for a stranger's."""
    return house_of_room(setup.load_bed(db.session(), bed_id, scope=current_scope()).room_id)


@bp.route("/zones/new", methods=["GET", "POST"])
@requires(Permission.PLACEMENTS_SETUP)
def add_zone() -> ResponseReturnValue:
    """A new zone."""
    form, made = ZoneForm(), list[int]()
    facility_id = chosen_centre().id
    return _walk(
        form,
        lambda session, **who: made.append(setup.add_zone(session, facility_id, facts=form.facts(), **who)),
        said=_("The zone is set up. Now its rooms."),
        then=lambda: url_for(".add_rooms", zone_id=made[0]),
        page=lambda: render_template("placements/edit_zone.html", form=form, zone=None),
    )


@bp.route("/zones/<int:zone_id>/edit", methods=["GET", "POST"])
@requires(Permission.PLACEMENTS_SETUP)
def edit_zone(zone_id: int) -> ResponseReturnValue:
    """Describe a zone otherwise."""
    zone = house_of_zone(zone_id).zone(zone_id)
    form = ZoneForm(name=zone.name, kind=zone.kind.value, sex=zone.sex or "", note=zone.note, version=zone.version)
    return _walk(
        form,
        lambda session, **who: setup.edit_zone(
            session, zone_id, facts=form.facts(), expected_version=form.version.data or 0, **who
        ),
        said=_("Saved."),
        then=lambda: url_for(".zone", zone_id=zone_id),
        page=lambda: render_template("placements/edit_zone.html", form=form, zone=zone),
    )


@bp.route("/zones/<int:zone_id>/close", methods=["GET", "POST"])
@requires(Permission.PLACEMENTS_SETUP)
def close_zone(zone_id: int) -> ResponseReturnValue:
    """Use a zone no more."""
    zone = house_of_zone(zone_id).zone(zone_id)
    return _end(
        setup.close_zone,
        zone_id,
        said=_("The zone is used no more."),
        then=url_for(".setup"),
        title=_("Use zone %(name)s no more", name=zone.name),
        says=_("The zone and its rooms leave the map. Who slept there stays readable."),
        back=url_for(".zone", zone_id=zone_id),
        where=zone.name,
    )


@bp.route("/zones/<int:zone_id>/rooms/new", methods=["GET", "POST"])
@requires(Permission.PLACEMENTS_SETUP)
def add_rooms(zone_id: int) -> ResponseReturnValue:
    """Several rooms alike, with their beds."""
    zone = house_of_zone(zone_id).zone(zone_id)
    form = RoomsForm()
    return _walk(
        form,
        lambda session, **who: setup.add_rooms(
            session, zone_id, facts=form.facts(), count=form.count.data or 0, beds=form.beds.data or 0, **who
        ),
        said=_("Rooms and beds are set up."),
        then=lambda: url_for(".zone", zone_id=zone_id),
        page=lambda: render_template("placements/add_rooms.html", form=form, zone=zone),
    )


@bp.route("/rooms/<int:room_id>/edit", methods=["GET", "POST"])
@requires(Permission.PLACEMENTS_SETUP)
def edit_room(room_id: int) -> ResponseReturnValue:
    """Describe a room otherwise."""
    room = house_of_room(room_id).room(room_id)
    form = RoomForm(
        version=room.version,
        name=room.name,
        max_capacity=room.capacities.most,
        working_capacity=room.capacities.working,
        certified_capacity=room.capacities.certified if room.certified_known else None,
        sex=room.own_sex or "",
        private=room.private,
        area=room.area,
        note=room.note,
    )
    return _walk(
        form,
        lambda session, **who: setup.edit_room(
            session, room_id, facts=form.facts(), expected_version=form.version.data or 0, **who
        ),
        said=_("Saved."),
        then=lambda: url_for(".zone", zone_id=room.zone_id),
        page=lambda: render_template("placements/edit_room.html", form=form, room=room),
    )


@bp.route("/rooms/<int:room_id>/beds", methods=["GET", "POST"])
@requires(Permission.PLACEMENTS_SETUP)
def add_beds(room_id: int) -> ResponseReturnValue:
    """More beds in a room."""
    room = house_of_room(room_id).room(room_id)
    form = BedsForm()
    return _walk(
        form,
        lambda session, **who: setup.add_beds(session, room_id, count=form.count.data or 0, **who),
        said=_("The beds stand in the room."),
        then=lambda: url_for(".zone", zone_id=room.zone_id),
        page=lambda: render_template("placements/add_beds.html", form=form, room=room),
    )


@bp.route("/rooms/<int:room_id>/close", methods=["GET", "POST"])
@requires(Permission.PLACEMENTS_SETUP)
def close_room(room_id: int) -> ResponseReturnValue:
    """Use a room no more."""
    room = house_of_room(room_id).room(room_id)
    zone_url = url_for(".zone", zone_id=room.zone_id)
    return _end(
        setup.close_room,
        room_id,
        said=_("The room is used no more."),
        then=zone_url,
        title=_("Use room %(name)s no more", name=room.title),
        says=_("The room and its beds leave the map. Who slept there stays readable."),
        back=zone_url,
        where=room.title,
    )


@bp.route("/beds/<int:bed_id>/remove", methods=["GET", "POST"])
@requires(Permission.PLACEMENTS_SETUP)
def remove_bed(bed_id: int) -> ResponseReturnValue:
    """Take a bed away."""
    found = house_of_bed(bed_id).spot(bed_id)
    return _end(
        setup.remove_bed,
        bed_id,
        said=_("The bed is taken away."),
        then=url_for(".zone", zone_id=found.room.zone_id),
        title=_("Take bed %(bed)s away from %(room)s", bed=found.bed.label, room=found.room.title),
        says=_("The bed leaves the map. Who slept in it stays readable. A bed under repair is only out of use."),
        back=url_for(".edit_room", room_id=found.room.id),
        where=found.room.title,
    )


@bp.route("/beds/<int:bed_id>/out-of-use", methods=["GET", "POST"])
@requires(Permission.PLACEMENTS_EDIT)
def out_of_use(bed_id: int) -> ResponseReturnValue:
    """Take a bed out of use; or, where it is, say when it is back."""
    found = house_of_bed(bed_id).spot(bed_id)
    outage = found.bed.outage
    if outage is None:
        form: OutageForm | ReturnForm = OutageForm(from_on=clock.today())
    else:
        form = ReturnForm(ended_on=clock.today(), expected_on=outage.expected_on, note=outage.note)
    return _walk(
        form,
        lambda session, **who: _outage(session, form, bed_id, outage.id if outage else None, **who),
        said=_("Saved."),
        then=lambda: url_for(".bed", bed_id=bed_id),
        page=lambda: render_template(
            "placements/out_of_use.html", form=form, room=found.room, bed=found.bed, labels=labels
        ),
    )


def _outage(
    session: Session,
    form: OutageForm | ReturnForm,
    bed_id: int,
    outage_id: int | None,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    if isinstance(form, OutageForm):
        outages.take_out_of_use(session, bed_id, facts=form.facts(), actor=actor, now=now)
    elif outage_id is not None and form.again.data:
        outages.back_in_use(session, outage_id, on=form.ended_on.data or clock.day_of(now), actor=actor, now=now)
    elif outage_id is not None:
        outages.put_off_return(
            session, outage_id, expected_on=form.expected_on.data, note=form.note.data, actor=actor, now=now
        )
