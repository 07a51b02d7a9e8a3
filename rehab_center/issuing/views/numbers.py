"""Number, day and scan of a signed paper; where a book goes on."""

from __future__ import annotations

from pathlib import Path

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.issuing import queries, services
from rehab_center.issuing.forms import BookStartForm, NumberForm, SignedForm
from rehab_center.issuing.kinds import Book, PaperState
from rehab_center.issuing.labels import BOOKS, KINDS
from rehab_center.issuing.views.blueprint import bp
from rehab_center.issuing.views.papers import page_of
from rehab_center.organisation.choosing import chosen_centre
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, requires
from rehab_center.web.forms import BaseForm


@bp.route("/<int:issued_id>/number", methods=["GET", "POST"])
@requires(Permission.ISSUING_DRAFT)
def number(issued_id: int) -> ResponseReturnValue:
    """Enter number and day of a paper that was signed, and attach its scan; later the scan alone."""
    page = page_of(issued_id)
    if page.state not in (PaperState.TO_BE_NUMBERED, PaperState.ISSUED):
        return redirect(url_for(".show", issued_id=issued_id))
    form = SignedForm() if page.number else NumberForm(issued_on=page.typed.dated_on)
    if form.validate_on_submit():
        try:
            _enter(issued_id, form)
        except DomainError as error:
            form.take(error)
        else:
            flash(_("Saved."))
            return redirect(url_for(".show", issued_id=issued_id), 303)
    answer = render_template(
        "issuing/number.html",
        form=form,
        page=page,
        kinds=KINDS,
        sign=page.letterhead.number_sign(page.text.sign),
        cancel_url=url_for(".show", issued_id=issued_id),
    )
    return answer, form.http_status


def _enter(issued_id: int, form: BaseForm) -> None:
    file = form["scan"].data
    scan = (file.filename or "", file.read()) if file is not None else None
    folder = Path(current_app.config["INSTANCE"]) / "scans"
    with transaction() as session:
        if isinstance(form, NumberForm):
            services.enter_number(
                session,
                issued_id,
                number=form.number.data or 0,
                issued_on=form.issued_on.data or clock.today(),
                scan=scan,
                folder=folder,
                actor=current_actor(),
                now=clock.now(),
            )
        elif scan is not None:
            services.signed_scan(session, issued_id, scan=scan, folder=folder, actor=current_actor(), now=clock.now())


@bp.route("/books/start", methods=["GET", "POST"])
@requires(Permission.ISSUING_ISSUE)
def book_start() -> ResponseReturnValue:
    """With which number the program goes on with a book that was begun on paper."""
    facility_id = chosen_centre().id
    form = BookStartForm(year=clock.today().year)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.start_book(
                    session,
                    facility_id,
                    Book(form.book.data),
                    form.year.data or 0,
                    last_number=form.last_number.data or 0,
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("Saved."))
            return redirect(url_for(".index"), 303)
    starts = queries.book_starts(db.session(), facility_id, clock.today().year)
    answer = render_template(
        "issuing/book_start.html", form=form, starts=starts, books=BOOKS, cancel_url=url_for(".index")
    )
    return answer, form.http_status
