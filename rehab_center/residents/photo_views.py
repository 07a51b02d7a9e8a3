"""Photos of a person: the page that takes them, and the pictures themselves."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.db import db, transaction
from rehab_center.documents import scans
from rehab_center.documents.kinds import MediaType
from rehab_center.errors import DomainError, NotFound
from rehab_center.permissions import Permission
from rehab_center.residents import queries
from rehab_center.residents.forms import PhotoForm, WithdrawForm
from rehab_center.residents.portraits import portrait
from rehab_center.residents.queries.photos import load_photo, photos_of
from rehab_center.residents.services.photos import add_photo, withdraw_photo
from rehab_center.residents.views import page_url
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.headers import with_camera
from rehab_center.words import N_, message

bp = Blueprint("photos", __name__, url_prefix="/people")

_KEPT_SECONDS = 3600


@bp.route("/<int:resident_id>/photos", methods=["GET", "POST"])
@requires(Permission.PEOPLE_EDIT)
def take(resident_id: int) -> ResponseReturnValue:
    """Take a photo with the camera or send a file; beside it the photos there are."""
    page = queries.person_facts(db.session(), resident_id, scope=current_scope())
    form = PhotoForm(taken_on=clock.today())
    if form.validate_on_submit():
        try:
            _add(resident_id, form)
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The photo is kept."))
            return redirect(page_url(resident_id), 303)
    answer = render_template(
        "residents/photos.html",
        page=page,
        form=form,
        photos=photos_of(db.session(), resident_id, scope=current_scope()),
        cancel_url=page_url(resident_id),
    )
    return with_camera(current_app.make_response((answer, 422 if form.is_submitted() else 200)))


def _add(resident_id: int, form: PhotoForm) -> None:
    file, taken_on = form.photo.data, form.taken_on.data
    picture = portrait(file.read() if file is not None else b"")
    with transaction() as session:
        add_photo(
            session,
            resident_id,
            portrait=picture,
            taken_on=taken_on or clock.today(),
            folder=_folder(),
            actor=current_actor(),
            now=clock.now(),
        )


def _folder() -> Path:
    return Path(current_app.config["INSTANCE"]) / "scans"


@bp.get("/<int:resident_id>/photos/<int:photo_id>")
@requires(Permission.PEOPLE_VIEW)
def picture(resident_id: int, photo_id: int) -> ResponseReturnValue:
    """The picture. That the person was looked at is what the log says of the page that shows it."""
    photo = load_photo(db.session(), resident_id, photo_id, scope=current_scope())
    answer = Response(scans.read(_folder(), photo.sha256), mimetype=MediaType.JPEG.value)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = f"private, max-age={_KEPT_SECONDS}"
    answer.headers["Vary"] = "Cookie"
    return answer


@bp.route("/<int:resident_id>/photos/<int:photo_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.PEOPLE_EDIT)
def withdraw(resident_id: int, photo_id: int) -> ResponseReturnValue:
    """Take away a photo that shows somebody else, or nobody well enough."""
    page = queries.person_facts(db.session(), resident_id, scope=current_scope())
    lines = {line.id: line for line in photos_of(db.session(), resident_id, scope=current_scope())}
    if photo_id not in lines:
        raise NotFound(message(N_("There is no such photo")))
    form, back = WithdrawForm(), url_for(".take", resident_id=resident_id)
    if form.validate_on_submit():
        with transaction() as session:
            withdraw_photo(
                session,
                resident_id,
                photo_id,
                reason=form.reason.data or "",
                actor=current_actor(),
                now=clock.now(),
            )
        flash(_("The photo is no longer shown."))
        return redirect(back, 303)
    answer = render_template(
        "residents/withdraw_photo.html", page=page, form=form, photo=lines[photo_id], cancel_url=back
    )
    return answer, 422 if form.is_submitted() else 200
