"""Blank forms, printable before anything is in the register, to key in after an outage."""

from __future__ import annotations

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from rehab_center import clock
from rehab_center.audit.recorder import record
from rehab_center.db import db, transaction
from rehab_center.dossiers.blank import BY_CODE, FORMS, BlankForm
from rehab_center.dossiers.views.blueprint import bp
from rehab_center.organisation.queries import Letterhead, facilities, letterhead_on
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.paper import Paper


@bp.get("/blank-forms")
@requires(Permission.TODAY_VIEW)
def blank_forms() -> ResponseReturnValue:
    """Which forms there are."""
    return render_template("dossiers/blank_forms.html", forms=FORMS)


@bp.get("/blank-forms/<string:form_code>")
@requires(Permission.TODAY_VIEW)
def blank_form(form_code: str) -> ResponseReturnValue:
    """A form as it prints, on the screen."""
    return _paper(_form(form_code)).preview()


@bp.get("/blank-forms/<string:form_code>/file")
@requires(Permission.TODAY_VIEW)
def blank_form_file(form_code: str) -> ResponseReturnValue:
    """A form as PDF. Printing is in the log."""
    form = _form(form_code)
    with transaction():
        record("blank-form.printed", actor=current_actor(), at=clock.now(), details={"printed": form.name})
    return _paper(form).answer(made_at=clock.now())


def _form(code: str) -> BlankForm:
    return BY_CODE.get(code) or abort(404)


def _paper(form: BlankForm) -> Paper:
    return Paper(
        template="dossiers/blank_form.html",
        title=form.name,
        name=form.file,
        letterhead=_letterhead(),
        day=clock.today(),
        given={"form": form},
    )


def _letterhead() -> Letterhead | None:
    """That of the reader's centre today; None where there is none yet, or several."""
    within = facilities(db.session(), scope=current_scope(), day=clock.today())
    return letterhead_on(db.session(), within[0].id, clock.today()) if len(within) == 1 else None
