"""Roll checks: the list, beginning, counting, closing and explaining one; the roll sheet."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.audit.recorder import Subject, record
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.organisation.choosing import chosen_centre
from rehab_center.organisation.queries import letterhead_on
from rehab_center.permissions import Permission
from rehab_center.placements import labels
from rehab_center.placements.forms.rolls import BeginForm, count_form, explain_form
from rehab_center.placements.kinds import Absence
from rehab_center.placements.queries.rolls import RollPage, RollRow, open_roll, roll_list, roll_page
from rehab_center.placements.services import roll as services
from rehab_center.placements.views.blueprint import bp
from rehab_center.placements.views.board import present_house
from rehab_center.policies.queries import is_open, whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.listing import Choice, Column, Days, Listing, Search, list_page
from rehab_center.web.paper import Paper


def _roll_url(row: RollRow) -> str:
    return url_for("placements.roll", roll_id=row.id)


def _outcome(row: RollRow) -> str:
    if row.closed_at is None:
        return str(_("Still open"))
    if row.difference:
        return str(_("Differs, explained") if row.explained else _("Differs, not explained"))
    return str(_("All there") if row.explained else _("Differs, not explained"))


ROLLS = Listing(
    "roll-checks",
    _l("Roll checks"),
    columns=(
        Column("began_at", _l("Begun at"), sortable=True, link=_roll_url),
        Column("number", _l("Which of the day"), number=True),
        Column("expected", _l("Expected"), number=True),
        Column("counted", _l("Counted present"), number=True),
        Column("difference", _l("Counted less expected"), number=True),
        Column("outcome", _l("Outcome"), cell=_outcome),
        Column("began_by", _l("Begun by")),
        Column("signed_by", _l("Signed by")),
        Column("closed_at", _l("Check closed at")),
        Column("note", _l("Note")),
    ),
    sort="began_at",
    descending=True,
    search=Search(_l("Who began or signed")),
    filters=(
        Choice(
            "state",
            _l("Outcome"),
            (("open", _l("Still open")), ("same", _l("No difference")), ("differs", _l("With a difference"))),
        ),
        Days("taken_on", _l("Day")),
    ),
    empty=_l("No roll check yet."),
    export_permission=Permission.PEOPLE_EXPORT,
)


@bp.get("/rolls")
@requires(Permission.PEOPLE_VIEW)
def rolls() -> ResponseReturnValue:
    """Every roll check, the latest first."""
    today = clock.today()
    return list_page(
        ROLLS,
        lambda state: roll_list(db.session(), state, scope=current_scope()),
        "placements/rolls.html",
        on_export=_exported,
        a_day=whole_on(db.session(), PolicyKind.ROLL_CHECKS, today),
        a_day_open=is_open(db.session(), PolicyKind.ROLL_CHECKS, today),
    )


def _exported(form: str, rows: int) -> None:
    with transaction():
        record("roll.list-exported", actor=current_actor(), at=clock.now(), details={"rows": rows, "form": form})


@bp.route("/rolls/new", methods=["GET", "POST"])
@requires(Permission.ROLL_CHECK)
def new_roll() -> ResponseReturnValue:
    """Begin a check, or go on with the one that is open."""
    facility_id = chosen_centre().id
    going = open_roll(db.session(), facility_id)
    if going is not None:
        return redirect(url_for(".roll", roll_id=going), 303)
    form = BeginForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                roll_id = services.begin_roll(session, facility_id, actor=current_actor(), now=clock.now())
        except DomainError as error:
            form.take(error)
        else:
            return redirect(url_for(".roll", roll_id=roll_id), 303)
    return render_template("placements/new_roll.html", form=form, house=present_house()), form.http_status


@bp.route("/rolls/<int:roll_id>", methods=["GET", "POST"])
@requires(Permission.PEOPLE_VIEW)
def roll(roll_id: int) -> ResponseReturnValue:
    """A check: counted while it is open, explained once it is closed. Looking at it is in the log."""
    page = roll_page(db.session(), roll_id, scope=current_scope())
    mine = current_actor().may(Permission.ROLL_CHECK)
    if request.method == "POST" and not mine:
        return render_template("errors/403.html"), 403
    answer = _explain(page) if page.row.closed_at else _count(page)
    if request.method == "GET":
        _note("roll.viewed", page)
    return answer


def _note(act: str, page: RollPage) -> None:
    with transaction():
        about = Subject("roll_check", page.row.id, _title(page))
        record(act, actor=current_actor(), at=clock.now(), about=about)


def _title(page: RollPage) -> str:
    return f"Điểm danh lần {page.row.number} ngày {page.row.taken_on:%d/%m/%Y}"


def _count(page: RollPage) -> ResponseReturnValue:
    form = count_form(page)
    closes = request.form.get("step") == "close"
    if form.validate_on_submit():
        counts, version = form.counts(page), form.version.data or 0
        try:
            with transaction() as session:
                if closes:
                    explained = services.close_roll(
                        session,
                        page.row.id,
                        counts=counts,
                        signed_by=form.signed_by.data or "",
                        note=form.closing_note.data,
                        expected_version=version,
                        actor=current_actor(),
                        now=clock.now(),
                    )
                else:
                    services.count_roll(
                        session,
                        page.row.id,
                        counts=counts,
                        expected_version=version,
                        actor=current_actor(),
                        now=clock.now(),
                    )
        except DomainError as error:
            form.take(error)
        else:
            if closes and not explained:
                flash(_("Closed with a difference nobody has explained yet: it is owed today."), "warning")
            else:
                flash(_("The roll check is closed.") if closes else _("The counts are kept."))
            return redirect(url_for(".roll", roll_id=page.row.id), 303)
    elif not form.signed_by.data:
        form.signed_by.data = current_actor().label
    return (
        render_template("placements/count_roll.html", page=page, form=form, labels=labels, absences=Absence),
        form.http_status,
    )


def _explain(page: RollPage) -> ResponseReturnValue:
    form = explain_form(page)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                explained = services.explain_roll(
                    session,
                    page.row.id,
                    missing=form.missing(page),
                    notes=form.notes(page),
                    expected_version=form.version.data or 0,
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The difference is explained.") if explained else _("Saved; something is still to be explained."))
            return redirect(url_for(".roll", roll_id=page.row.id), 303)
    return render_template("placements/roll.html", page=page, form=form, labels=labels), form.http_status


# --- on paper ---------------------------------------------------------------------------------------------------------


@bp.get("/rolls/<int:roll_id>/sheet")
@requires(Permission.PEOPLE_VIEW)
def roll_sheet(roll_id: int) -> ResponseReturnValue:
    """The roll sheet as it prints. Looking at it is in the log."""
    page = roll_page(db.session(), roll_id, scope=current_scope())
    _note("roll.viewed", page)
    return _sheet(page).preview()


@bp.get("/rolls/<int:roll_id>/sheet/file")
@requires(Permission.PEOPLE_VIEW)
def roll_sheet_file(roll_id: int) -> ResponseReturnValue:
    """The roll sheet as PDF. That it was printed is in the log."""
    page = roll_page(db.session(), roll_id, scope=current_scope())
    _note("roll.sheet-printed", page)
    return _sheet(page).answer(made_at=clock.now())


def _sheet(page: RollPage) -> Paper:
    return Paper(
        template="placements/roll_sheet.html",
        title="Phiếu điểm danh",
        name=f"phieu-diem-danh-{page.row.taken_on:%Y-%m-%d}-{page.row.number}",
        letterhead=letterhead_on(db.session(), page.row.facility_id, page.row.taken_on),
        day=page.row.taken_on,
        given={"page": page, "labels": labels},
    )
