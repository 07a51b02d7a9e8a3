"""The beds of a person: where they sleep and slept, a bed, another bed, changing with somebody, none any more."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.admissions.queries import StayPage, stay_page
from rehab_center.audit.recorder import Subject, record
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.permissions import Permission
from rehab_center.placements import labels
from rehab_center.placements.forms.beds import PlaceForm, SwapForm, TakeOffForm
from rehab_center.placements.queries.choices import RoomChoice, room_choices
from rehab_center.placements.queries.house import House, house
from rehab_center.placements.queries.nights import nights_of_stay, present_stay
from rehab_center.placements.queries.pairs import apart_from, pairs_of
from rehab_center.placements.rules.fit import Plan
from rehab_center.placements.services import place as services
from rehab_center.placements.views.blueprint import bp
from rehab_center.policies.queries import is_open, whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.residents.labels import SEXES
from rehab_center.web.access import current_actor, current_scope, requires, safe_next


def _page(stay_id: int) -> StayPage:
    return stay_page(db.session(), stay_id, scope=current_scope(), as_of=clock.today())


def _house(page: StayPage) -> House:
    return house(db.session(), page.facility_id, as_of=clock.today(), scope=current_scope())


@bp.get("/stays/<int:stay_id>")
@requires(Permission.PEOPLE_VIEW)
def stay(stay_id: int) -> ResponseReturnValue:
    """Where somebody sleeps and slept, and from whom they are kept apart. That it was opened is in the log."""
    page = _page(stay_id)
    found = _house(page)
    answer = render_template(
        "placements/stay.html",
        page=page,
        dweller=found.dwellers.get(stay_id),
        spot=found.bed_of(stay_id),
        nights=nights_of_stay(db.session(), stay_id, scope=current_scope(), today=clock.today()),
        pairs=pairs_of(db.session(), page.person.id, scope=current_scope()),
        labels=labels,
    )
    with transaction():
        about = Subject("resident", page.person.id, f"{page.person.full_name} ({page.file_code})")
        record("bed.viewed", actor=current_actor(), at=clock.now(), about=about)
    return answer


@bp.get("/people/<int:resident_id>")
@requires(Permission.PEOPLE_VIEW)
def person(resident_id: int) -> ResponseReturnValue:
    """Leads to giving a bed to somebody, by the person."""
    stay_id = present_stay(db.session(), resident_id, scope=current_scope())
    if stay_id is None:
        abort(404)
    endpoint = ".place" if current_actor().may(Permission.PLACEMENTS_EDIT) else ".stay"
    return redirect(url_for(endpoint, stay_id=stay_id, next=safe_next(request.args.get("next"))))


@bp.route("/stays/<int:stay_id>/bed", methods=["GET", "POST"])
@requires(Permission.PLACEMENTS_EDIT)
def place(stay_id: int) -> ResponseReturnValue:
    """Give somebody a bed or another one: the rooms that are allowed first, and why the others are not."""
    page = _page(stay_id)
    found = _house(page)
    dweller = found.dwellers.get(stay_id)
    if dweller is None:
        abort(404)
    form = PlaceForm(on=clock.today())
    today = clock.today()
    longest = whole_on(db.session(), PolicyKind.DISCIPLINE_DAYS, today)
    plan = Plan(today, form.until_on.data, bool(form.paper_number.data), longest)
    apart = apart_from(db.session(), found.facility_id, [dweller.resident_id]).get(dweller.resident_id, {})
    choices = room_choices(found, stay_id, plan, apart)
    form.offer([_beds_of(one) for one in choices if one.allowed])
    asked = request.args.get("bed", type=int)
    if not form.is_submitted() and asked:
        form.bed.data = asked
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.place(
                    session,
                    stay_id,
                    form.bed.data or 0,
                    facts=form.facts(),
                    reason=form.given_reason,
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The bed is given."))
            return redirect(safe_next(request.args.get("next")) or url_for(".stay", stay_id=stay_id), 303)
    return (
        render_template(
            "placements/place.html",
            page=page,
            form=form,
            dweller=dweller,
            spot=found.bed_of(stay_id),
            choices=choices,
            labels=labels,
            sexes=SEXES,
            longest=longest,
            longest_open=is_open(db.session(), PolicyKind.DISCIPLINE_DAYS, today),
        ),
        form.http_status,
    )


def _beds_of(choice: RoomChoice) -> tuple[str, list[tuple[int, str]]]:
    """A heading of the list of beds, and the free beds below it."""
    room = choice.room
    words = str(
        _(
            "%(room)s: %(people)s of %(working)s",
            room=room.title,
            people=len(room.people),
            working=room.capacities.working,
        )
    )
    beds = [(bed.id, str(_("%(room)s, bed %(bed)s", room=room.title, bed=bed.label))) for bed in choice.free]
    return (f"{words} ⚠" if choice.findings else words), beds


@bp.route("/stays/<int:stay_id>/swap", methods=["GET", "POST"])
@requires(Permission.PLACEMENTS_EDIT)
def swap(stay_id: int) -> ResponseReturnValue:
    """Change beds with somebody."""
    page = _page(stay_id)
    found = _house(page)
    mine, dweller = found.bed_of(stay_id), found.dwellers.get(stay_id)
    if mine is None or dweller is None:
        abort(404)
    form = SwapForm(on=clock.today())
    form.other.choices = _others(found, stay_id)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.swap(
                    session,
                    stay_id,
                    form.other.data or 0,
                    at=form.at,
                    reason=form.given_reason,
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The two have changed beds."))
            return redirect(url_for(".stay", stay_id=stay_id), 303)
    return render_template("placements/swap.html", page=page, form=form, spot=mine), form.http_status


def _others(found: House, stay_id: int) -> Sequence[tuple[int, str]]:
    """Everybody of the same sex who has a bed and is here."""
    me = found.dwellers[stay_id]
    return [
        (one.stay_id, f"{one.label}: {found.spot(one.bed_id).words}")
        for one in found.dwellers.values()
        if one.bed_id is not None
        and one.present
        and one.stay_id != stay_id
        and one.sleeper.lives_as is me.sleeper.lives_as
    ]


@bp.route("/stays/<int:stay_id>/take-off", methods=["GET", "POST"])
@requires(Permission.PLACEMENTS_EDIT)
def take_off(stay_id: int) -> ResponseReturnValue:
    """Let somebody have no bed any more."""
    page = _page(stay_id)
    spot = _house(page).bed_of(stay_id)
    if spot is None:
        abort(404)
    form = TakeOffForm(on=clock.today())
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.take_off(
                    session, stay_id, at=form.at, reason=form.reason.data or "", actor=current_actor(), now=clock.now()
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The bed is free."))
            return redirect(url_for(".stay", stay_id=stay_id), 303)
    return render_template("placements/take_off.html", page=page, form=form, spot=spot), form.http_status
