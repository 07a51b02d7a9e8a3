"""The file of one stay: what is in it and what is missing, and looking through it at once."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.admissions.labels import REGIMES, STAY_KINDS
from rehab_center.admissions.queries import StayPage, stay_page
from rehab_center.admissions.queries.returns import returns_of
from rehab_center.admissions.rules.handover import BACK
from rehab_center.admissions.views.sections import Section
from rehab_center.audit.recorder import Subject, record
from rehab_center.db import db, transaction
from rehab_center.dossiers import services
from rehab_center.dossiers.forms import CheckForm, check_form
from rehab_center.dossiers.labels import COPIES, GROUPS, STATES
from rehab_center.dossiers.queries import FilePage, file_page
from rehab_center.dossiers.views.blueprint import bp
from rehab_center.dossiers.wording import SHEET_NAMES, Sheet
from rehab_center.errors import DomainError
from rehab_center.permissions import Permission
from rehab_center.policies.registry import REGISTRY
from rehab_center.web.access import current_actor, current_scope, requires, safe_next


def page_of(stay_id: int) -> FilePage:
    """The file of a stay within the reader's reach. Raises NotFound."""
    stay = stay_page(db.session(), stay_id, scope=current_scope(), as_of=clock.today())
    return file_page(db.session(), stay)


def sheets_of(stay: StayPage) -> dict[Sheet, str]:
    """What can be printed for a stay; the paper of a return first, for it is the one that is needed then."""
    came_back = any(one.kind in BACK.values() and one.voided is None for one in stay.movements)
    shown: list[Sheet] = [one for one in Sheet if one is not Sheet.RETURN]
    if came_back and returns_of(db.session(), stay):
        shown.insert(0, Sheet.RETURN)
    return {one: SHEET_NAMES[one] for one in shown}


def subject_of(stay: StayPage) -> Subject:
    """The person of a stay as the log names them."""
    return Subject("resident", stay.person.id, f"{stay.person.full_name} ({stay.file_code})")


def section_of_stay(stay: StayPage) -> Section:
    """The file in short, for the page of its stay."""
    given = {"page": file_page(db.session(), stay), "in_short": True, "sheets": sheets_of(stay)}
    return Section("dossiers/_on_stay.html", given)


@bp.get("/files/<int:stay_id>")
@requires(Permission.PEOPLE_VIEW)
def show(stay_id: int) -> ResponseReturnValue:
    """Every paper of a file. That it was opened is in the log."""
    page = page_of(stay_id)
    with transaction():
        record("stay.opened", actor=current_actor(), at=clock.now(), about=subject_of(page.stay))
    return render_template(
        "dossiers/show.html",
        page=page,
        kinds=STAY_KINDS,
        regimes=REGIMES,
        states=STATES,
        copies=COPIES,
        groups=GROUPS,
        sheets=sheets_of(page.stay),
        to_confirm=[(REGISTRY[one.kind].name, one.citation) for one in page.to_confirm],
    )


@bp.route("/files/<int:stay_id>/check", methods=["GET", "POST"])
@requires(Permission.DOCUMENTS_EDIT)
def check(stay_id: int) -> ResponseReturnValue:
    """Tick in what has come; what the list asks for and is not ticked is missing from now on."""
    page = page_of(stay_id)
    form = check_form((row.asked for row in page.rows if row.is_open), received_on=clock.today())
    if form.validate_on_submit() and _saved(stay_id, form):
        flash(_("The papers are noted."), "success")
        return redirect(_back(stay_id), 303)
    answer = render_template(
        "dossiers/check.html", page=page, form=form, groups=GROUPS, kinds=STAY_KINDS, cancel_url=_back(stay_id)
    )
    return answer, 422 if form.is_submitted() else 200


def _saved(stay_id: int, form: CheckForm) -> bool:
    try:
        with transaction() as session:
            services.check_file(
                session,
                stay_id,
                check=services.FileCheck(form.found()),
                actor=current_actor(),
                now=clock.now(),
            )
    except DomainError as error:
        form.take(error)
        return False
    return True


def _back(stay_id: int) -> str:
    return safe_next(request.args.get("next")) or url_for("dossiers.show", stay_id=stay_id)
