"""The minutes of a delivery: opened, put right, closed; and the page on which one person after the other is typed."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.admissions.forms import CloseForm, DeliveryForm, OpenForm, ReopenForm
from rehab_center.admissions.labels import (
    HANDOVER_STATES,
    MOVEMENT_KINDS,
    OUTCOME_LOOKS,
    OUTCOMES,
    REFUSAL_REASONS,
    REGIMES,
    STAY_KINDS,
)
from rehab_center.admissions.queries.handover_lists import known_units, next_minutes_number
from rehab_center.admissions.queries.handover_rows import movements_waiting_for_minutes
from rehab_center.admissions.queries.handovers import HandoverPage, handover_page
from rehab_center.admissions.rules.handover import check_close
from rehab_center.admissions.services import handovers as services
from rehab_center.admissions.views.blueprint import bp
from rehab_center.admissions.views.handover_entry import entry_form, typed_line
from rehab_center.audit.recorder import Subject, record
from rehab_center.db import db, transaction
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.queries import known_issuers
from rehab_center.errors import DomainError, ReasonNeeded
from rehab_center.findings import Severity
from rehab_center.organisation.queries import facilities
from rehab_center.permissions import Permission
from rehab_center.residents.queries import known_communes, known_provinces
from rehab_center.web.access import current_actor, current_scope, may, requires
from rehab_center.words import N_, message


def page_of(handover_id: int) -> HandoverPage:
    """A handover within the reader's scope. Raises NotFound."""
    return handover_page(db.session(), handover_id, scope=current_scope())


def known_words() -> dict[str, tuple[str, ...]]:
    """What was typed before in the fields where the same words come again."""
    session, scope = db.session(), current_scope()
    return {
        "units": known_units(session, scope=scope),
        "issuers": known_issuers(session, scope=scope, kinds=[DocumentKind.DECISION]),
        "communes": known_communes(session, scope=scope),
        "provinces": known_provinces(session, scope=scope),
    }


def words() -> dict[str, object]:
    """The words every page of a handover speaks in."""
    return {
        "kinds": STAY_KINDS,
        "regimes": REGIMES,
        "outcomes": OUTCOMES,
        "looks": OUTCOME_LOOKS,
        "refusals": REFUSAL_REASONS,
        "moves": MOVEMENT_KINDS,
        "handover_states": HANDOVER_STATES,
    }


@bp.route("/handovers/new", methods=["GET", "POST"])
@requires(Permission.ADMISSIONS_ADMIT)
def open_handover() -> ResponseReturnValue:
    """The delivery once, with the decision most of its people come under; everything else is a line each."""
    actor, now = current_actor(), clock.now()
    centres = facilities(db.session(), scope=current_scope(), day=clock.today())
    if not centres:
        raise DomainError(message(N_("There is no centre yet: an administrator enters it under Settings, Centres")))
    form = OpenForm(
        facility=centres[0].id,
        delivered_on=clock.today(),
        delivered_time=f"{now.astimezone(clock.ZONE):%H:%M}",
        receivers=actor.label,
    )
    form.facility.choices = [(one.id, one.name) for one in centres]
    form.receivers.render_kw = {"data-proposed": True}
    if len(centres) == 1:
        form.facility.data = centres[0].id
    if form.validate_on_submit():
        try:
            with transaction() as session:
                handover_id = services.open_handover(
                    session, facility_id=form.facility.data, facts=form.delivery(), actor=actor, now=now
                )
                decision = form.decision()
                if decision is not None:
                    services.add_decision(session, handover_id, facts=decision, actor=actor, now=now)
        except DomainError as error:
            take(form, error)
        else:
            return redirect(url_for(".handover", handover_id=handover_id), 303)
    answer = render_template("admissions/handover_open.html", form=form, known=known_words())
    return answer, 422 if form.is_submitted() else 200


#: What services call a field and the forms of a handover call otherwise.
_FIELDS = {"number": "decision_number", "issued_on": "decision_on"}


def take(form: Any, error: DomainError) -> None:
    """Show what a service refused beside the field this form has for it."""
    if error.field in _FIELDS and error.field not in form:
        error.field = _FIELDS[error.field]
    form.take(error)


@bp.route("/handovers/<int:handover_id>", methods=["GET", "POST"])
@requires(Permission.PEOPLE_VIEW)
def handover(handover_id: int) -> ResponseReturnValue:
    """Everybody delivered, what became of each, and above them the line for the next one."""
    page = page_of(handover_id)
    form = entry_form(page) if page.is_open and may(Permission.ADMISSIONS_ADMIT) else None
    if form is not None and form.is_submitted():
        answer = typed_line(page, form)
        if answer is not None:
            return answer
        page = page_of(handover_id)
    elif form is None:  # who writes the minutes is in the log line by line; who reads them, here
        with transaction():
            about = Subject("handover", page.id, f"{page.delivering_unit}, {page.delivered_on:%d/%m/%Y}")
            record("handover.viewed", actor=current_actor(), at=clock.now(), about=about)
    answer_page = render_template(
        "admissions/handover.html", page=page, form=form, known=known_words(), now=clock.now(), **words()
    )
    return answer_page, 422 if request.method == "POST" else 200


@bp.route("/handovers/<int:handover_id>/edit", methods=["GET", "POST"])
@requires(Permission.ADMISSIONS_ADMIT)
def revise_handover(handover_id: int) -> ResponseReturnValue:
    """What is written about the delivery; a second saver sees both values."""
    page = page_of(handover_id)
    form = _delivery_form(page)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.revise_handover(
                    session,
                    handover_id,
                    facts=form.delivery(),
                    expected_version=form.version.data or 0,
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("Put right."))
            return redirect(url_for(".handover", handover_id=handover_id), 303)
    answer = render_template(
        "admissions/handover_edit.html",
        page=page,
        form=form,
        known=known_words(),
    )
    return answer, form.http_status


def _delivery_form(page: HandoverPage) -> DeliveryForm:
    form = DeliveryForm(
        version=page.version,
        facility=page.facility_id,
        delivered_on=page.delivered_on,
        delivered_time=page.delivered_time,
        delivering_unit=page.delivering_unit,
        stated_count=page.stated_count,
        deliverers="\n".join(page.deliverers),
        receivers="\n".join(page.receivers),
        place=page.place,
        entry=page.entry.value,
        transfer_number=page.transfer.number if page.transfer else None,
        transfer_on=page.transfer.issued_on if page.transfer else None,
        transfer_issuer=page.transfer.issuer if page.transfer else None,
        note=page.note,
    )
    form.facility.choices = [(page.facility_id, "")]
    form.facility.data = page.facility_id
    return form


@bp.route("/handovers/<int:handover_id>/close", methods=["GET", "POST"])
@requires(Permission.ADMISSIONS_ADMIT)
def close_handover(handover_id: int) -> ResponseReturnValue:
    """The counts, what closing does, and what still stands in the way."""
    page = page_of(handover_id)
    number = next_minutes_number(db.session(), page.facility_id, page.delivered_on)
    form = CloseForm(version=page.version, minutes_number=page.minutes.number if page.minutes else number)
    findings = check_close(page.counts, stated=page.stated_count, taken_back=page.taken_back)
    form.findings = tuple(one for one in findings if one.severity is Severity.WARN)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.close_handover(
                    session,
                    handover_id,
                    minutes_number=form.minutes_number.data,
                    reason=form.given_reason,
                    expected_version=form.version.data or 0,
                    actor=current_actor(),
                    now=clock.now(),
                )
        except ReasonNeeded as error:
            form.take(error)
        except DomainError as error:
            if error.field == "number":
                error.field = "minutes_number"
            form.take(error)
        else:
            flash(_("The minutes are closed."))
            return redirect(url_for(".handover", handover_id=handover_id), 303)
    answer = render_template(
        "admissions/handover_close.html",
        page=page,
        form=form,
        blocks=[one for one in findings if one.severity is Severity.BLOCK],
        settles=len(movements_waiting_for_minutes(db.session(), handover_id)),
        **words(),
    )
    return answer, 422 if form.is_submitted() else 200


@bp.route("/handovers/<int:handover_id>/reopen", methods=["GET", "POST"])
@requires(Permission.ADMISSIONS_ADMIT)
def reopen_handover(handover_id: int) -> ResponseReturnValue:
    """Closed minutes are opened again for a reason that stays in the log."""
    page = page_of(handover_id)
    form = ReopenForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.reopen_handover(
                    session, handover_id, reason=form.why.data or "", actor=current_actor(), now=clock.now()
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The minutes are open again."))
            return redirect(url_for(".handover", handover_id=handover_id), 303)
    answer = render_template("admissions/handover_reopen.html", page=page, form=form)
    return answer, 422 if form.is_submitted() else 200
