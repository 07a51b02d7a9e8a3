"""Handovers of shifts: the list, keeping one, putting it right, taking over, and the sheet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.admissions.labels import MOVEMENT_KINDS, STATES
from rehab_center.audit.recorder import Subject, record
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.organisation.choosing import chosen_centre
from rehab_center.organisation.queries import letterhead_on
from rehab_center.permissions import Permission
from rehab_center.placements import labels
from rehab_center.placements.forms.shifts import ShiftForm, TakeOverForm
from rehab_center.placements.queries.handovers import HandoverLine, handover_list, last_handover, shift_handover
from rehab_center.placements.queries.shifts import house_at_end
from rehab_center.placements.rules.shift import usual_shift
from rehab_center.placements.services import shift as services
from rehab_center.placements.views.blueprint import bp
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.listing import Choice, Column, Days, Listing, Search, list_page
from rehab_center.web.paper import Paper

SHIFTS = Listing(
    "shifts",
    _l("Handovers of shifts"),
    columns=(
        Column(
            "begins_at",
            _l("Shift begins"),
            sortable=True,
            link=lambda row: url_for("placements.shift", shift_id=row.id),
        ),
        Column("ends_at", _l("Shift ends")),
        Column("giver", _l("Who hands over")),
        Column("receiver", _l("Who takes over")),
        Column("expected", _l("Expected"), number=True),
        Column("counted", _l("Counted present"), number=True),
        Column("difference", _l("Who is missing or too many, and why")),
        Column("state", _l("State"), cell=lambda row: _("Taken over") if row.confirmed_at else _("Not taken over yet")),
        Column("confirmed_by", _l("Confirmed by"), on_page=False),
        Column("confirmed_at", _l("Confirmed at"), on_page=False),
        Column("equipment", _l("Equipment and keys"), on_page=False),
        Column("note", _l("What the next shift must know"), on_page=False),
        Column("remark", _l("What whoever takes over has to say"), on_page=False),
    ),
    sort="begins_at",
    descending=True,
    search=Search(_l("Who hands over or takes over")),
    filters=(
        Choice(
            "state",
            _l("State"),
            (
                ("open", _l("Not taken over yet")),
                ("confirmed", _l("Taken over")),
                ("differs", _l("With a difference")),
            ),
        ),
        Days("begins_at", _l("Day of the shift")),
    ),
    empty=_l("No shift was handed over yet."),
    export_permission=Permission.PEOPLE_EXPORT,
)


@bp.get("/shifts")
@requires(Permission.PEOPLE_VIEW)
def shifts() -> ResponseReturnValue:
    """Every handover, the latest shift first."""

    def exported(form: str, rows: int) -> None:
        with transaction():
            record("shift.list-exported", actor=current_actor(), at=clock.now(), details={"rows": rows, "form": form})

    return list_page(
        SHIFTS,
        lambda state: handover_list(db.session(), state, scope=current_scope()),
        "placements/shifts.html",
        on_export=exported,
    )


@bp.route("/shifts/new", methods=["GET", "POST"])
@requires(Permission.ROLL_CHECK)
def new_shift() -> ResponseReturnValue:
    """Hand a shift over: which one and its keys are proposed from the one before."""
    facility_id = chosen_centre().id
    last = last_handover(db.session(), facility_id)
    begins, ends = usual_shift(
        clock.now().astimezone(clock.ZONE), last.ends_at.astimezone(clock.ZONE) if last else None
    )
    form = ShiftForm(
        on=begins.date(),
        begins=f"{begins:%H:%M}",
        ends=f"{ends:%H:%M}",
        giver=current_actor().label,
        equipment=last.equipment if last else None,
    )
    if form.validate_on_submit():
        try:
            with transaction() as session:
                shift_id = services.keep_handover(
                    session, facility_id, facts=form.facts(), actor=current_actor(), now=clock.now()
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The handover is kept; a second officer has to confirm it."))
            return redirect(url_for(".shift", shift_id=shift_id), 303)
    return _form_page(form, None, ends), form.http_status


@bp.route("/shifts/<int:shift_id>/edit", methods=["GET", "POST"])
@requires(Permission.ROLL_CHECK)
def edit_shift(shift_id: int) -> ResponseReturnValue:
    """Put a handover right that nobody has confirmed."""
    line = shift_handover(db.session(), shift_id, scope=current_scope())
    if line.confirmed_at:
        return redirect(url_for(".shift", shift_id=shift_id), 303)
    form = ShiftForm(**(vars(line) | _hours(line.begins_at, line.ends_at)))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.correct_handover(
                    session,
                    shift_id,
                    facts=form.facts(),
                    expected_version=form.version.data or 0,
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The handover is put right."))
            return redirect(url_for(".shift", shift_id=shift_id), 303)
    return _form_page(form, line, line.ends_at), form.http_status


def _hours(begins: datetime, ends: datetime) -> dict[str, Any]:
    first, last = begins.astimezone(clock.ZONE), ends.astimezone(clock.ZONE)
    return {"on": first.date(), "begins": f"{first:%H:%M}", "ends": f"{last:%H:%M}"}


def _form_page(form: ShiftForm, line: HandoverLine | None, proposed: datetime) -> str:
    """The form, with the number it is checked against: at the end of the shift in it, as far as that can be read."""
    ends = form.ends_at() or proposed
    facility_id = line.facility_id if line else chosen_centre().id
    house = house_at_end(db.session(), facility_id, ends=ends, scope=current_scope())
    counted_at = min(ends, clock.now())
    return render_template(
        "placements/edit_shift.html", form=form, line=line, expected=house.present, counted_at=counted_at
    )


@bp.route("/shifts/<int:shift_id>", methods=["GET", "POST"])
@requires(Permission.PEOPLE_VIEW)
def shift(shift_id: int) -> ResponseReturnValue:
    """A handover as it was kept; a second officer takes the shift over here. Looking at it is in the log."""
    line = shift_handover(db.session(), shift_id, scope=current_scope())
    actor = current_actor()
    form = TakeOverForm(version=line.version)
    if form.is_submitted() and not actor.may(Permission.ROLL_CHECK):
        return render_template("errors/403.html"), 403
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.confirm_handover(
                    session,
                    shift_id,
                    remark=form.remark.data,
                    expected_version=form.version.data or 0,
                    actor=actor,
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("You have taken the shift over."))
            return redirect(url_for(".shift", shift_id=shift_id), 303)
    if not form.is_submitted():
        _note("shift.viewed", line)
    answer = render_template(
        "placements/shift.html", line=line, form=form, mine=actor.name == line.keeper, **_words(line)
    )
    return answer, form.http_status


@bp.get("/shifts/<int:shift_id>/sheet")
@requires(Permission.PEOPLE_VIEW)
def shift_sheet(shift_id: int) -> ResponseReturnValue:
    """The handover sheet as it prints. Looking at it is in the log."""
    line = shift_handover(db.session(), shift_id, scope=current_scope())
    _note("shift.viewed", line)
    return _sheet(line).preview()


@bp.get("/shifts/<int:shift_id>/sheet/file")
@requires(Permission.PEOPLE_VIEW)
def shift_sheet_file(shift_id: int) -> ResponseReturnValue:
    """The handover sheet as PDF. That it was printed is in the log."""
    line = shift_handover(db.session(), shift_id, scope=current_scope())
    _note("shift.sheet-printed", line)
    return _sheet(line).answer(made_at=clock.now())


def _words(line: HandoverLine) -> dict[str, object]:
    return {"sheet": line.sheet, "labels": labels, "states": STATES, "movements": MOVEMENT_KINDS}


def _note(act: str, line: HandoverLine) -> None:
    with transaction():
        about = Subject("shift_handover", line.id, services.label_of(line.begins_at, line.ends_at))
        record(act, actor=current_actor(), at=clock.now(), about=about)


def _sheet(line: HandoverLine) -> Paper:
    day = clock.day_of(line.ends_at)
    return Paper(
        template="placements/shift_sheet.html",
        title="Biên bản bàn giao ca trực",
        name=f"ban-giao-ca-{line.begins_at.astimezone(clock.ZONE):%Y-%m-%d-%H%M}",
        letterhead=letterhead_on(db.session(), line.facility_id, day),
        day=day,
        given={"line": line, **_words(line)},
    )
