"""Settings that the law or the centre may change: what holds, what held, what is to come."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.dated import Confidence
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.permissions import Permission
from rehab_center.policies import queries, services
from rehab_center.policies.dependents import foresight_of
from rehab_center.policies.forms import ChoiceForm, NumberForm, TextForm, WithdrawForm, value_form
from rehab_center.policies.labels import CONFIDENCE, policy_name, since, value_words
from rehab_center.policies.registry import OFFERED
from rehab_center.policies.rules import PolicyKind
from rehab_center.web.access import current_actor, requires
from rehab_center.web.formatting import day as written_day
from rehab_center.web.forms import BaseForm

bp = Blueprint("policies", __name__, url_prefix="/settings/policies")

_WORDS = {"policy_name": policy_name, "value_words": value_words, "confidence": CONFIDENCE, "since": since}


@bp.get("/")
@requires(Permission.SETTINGS_VIEW)
def index() -> ResponseReturnValue:
    """Every policy with the value in force today."""
    pages = queries.policy_pages(db.session(), day=clock.today())
    return render_template("policies/index.html", pages=pages, **_WORDS)


@bp.get("/<string:kind>")
@requires(Permission.SETTINGS_VIEW)
def show(kind: str) -> ResponseReturnValue:
    """One policy with everything that was ever entered for it."""
    page = queries.policy_page(db.session(), _kind(kind), day=clock.today())
    return render_template("policies/show.html", page=page, foresight=foresight_of(page.policy.kind), **_WORDS)


@bp.route("/<string:kind>/new", methods=["GET", "POST"])
@requires(Permission.POLICIES_EDIT)
def create(kind: str) -> ResponseReturnValue:
    """A new value from a day on; shown once more before it is saved."""
    page = queries.policy_page(db.session(), _kind(kind), day=clock.today())
    form = value_form(page.policy, max((one.id for one in page.entries), default=0))
    valid_from = form.valid_from.data if form.validate_on_submit() and "edit" not in request.form else None
    if valid_from is not None:
        try:
            written = page.policy.write(form.value.data or "")
            if "confirmed" not in request.form:
                ahead = foresight_of(page.policy.kind)
                return render_template(
                    "policies/check.html", form=form, page=page, written=written, foresight=ahead, **_WORDS
                )
            _set(page.policy.kind, form, written, valid_from)
        except DomainError as error:
            form.take(error)
        else:
            flash(_("Entered: in force from %(day)s.", day=written_day(valid_from)), "success")
            return redirect(url_for("policies.show", kind=kind), 303)
    return render_template("policies/create.html", form=form, page=page, **_WORDS), _status(form)


@bp.route("/values/<int:value_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.POLICIES_EDIT)
def withdraw(value_id: int) -> ResponseReturnValue:
    """Take a wrong value out; it stays readable."""
    entry = queries.entry(db.session(), value_id)
    _kind(entry.kind)
    form = WithdrawForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.withdraw_value(
                    session, value_id, reason=form.reason.data or "", actor=current_actor(), now=clock.now()
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("Taken out. The value before it holds again."), "success")
            return redirect(url_for("policies.show", kind=entry.kind), 303)
    return render_template("policies/withdraw.html", form=form, entry=entry, **_WORDS), _status(form)


def _kind(word: str) -> PolicyKind:
    try:
        return OFFERED[PolicyKind(word)].kind
    except (KeyError, ValueError):
        abort(404)


def _set(kind: PolicyKind, form: ChoiceForm | NumberForm | TextForm, written: str, valid_from: date) -> None:
    with transaction() as session:
        services.set_value(
            session,
            kind,
            value=written,
            valid_from=valid_from,
            citation=form.citation.data or "",
            confidence=Confidence(form.confidence.data),
            seen=form.version.data,
            actor=current_actor(),
            now=clock.now(),
        )


def _status(form: BaseForm) -> int:
    return 200 if "edit" in request.form else form.http_status
