"""My drafts: the list, throwing one away, and where the script in a page sends what is being typed."""

from __future__ import annotations

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from rehab_center import clock
from rehab_center.db import db, transaction
from rehab_center.drafts import keeping, queries, services
from rehab_center.drafts.services import DraftTooLarge
from rehab_center.web.access import current_actor, signed_in
from rehab_center.web.draft_marks import marks_of, opened_with
from rehab_center.web.formatting import moment, say
from rehab_center.web.forms import BaseForm
from rehab_center.web.held import typed_words
from rehab_center.web.listing import Column, Listing, list_page

bp = Blueprint("drafts", __name__, url_prefix="/my-account/drafts")

_WORDS_SHOWN = 5

DRAFTS = Listing(
    "drafts",
    _l("My drafts"),
    columns=(
        Column("title", _l("Form"), sortable=True, link=lambda line: opened_with(line.page, line.id)),
        Column("typed", _l("What was typed"), cell=lambda line: _beginning(line)),
        Column("saved_at", _l("Last kept"), sortable=True),
        Column("away", _l("What to do"), cell=lambda line: _away(line)),
    ),
    sort="saved_at",
    descending=True,
    empty=_l("No drafts: everything you typed is saved."),
    exports=False,
)


@bp.get("")
@signed_in
def index() -> ResponseReturnValue:
    """What I typed and have not saved."""
    whose, since = _mine(), keeping.since(clock.now())
    return list_page(DRAFTS, lambda state: queries.drafts(db.session(), whose, state, since=since), "drafts/index.html")


@bp.post("")
@signed_in
def keep() -> ResponseReturnValue:
    """Keep what is being typed. Answers in words for the page: ``{"said": …}``."""
    marks = marks_of(request)
    if marks is None:
        abort(400)
    try:
        kept = keeping.keep_sent(marks)
    except DraftTooLarge as error:
        return jsonify(said=say(error)), 422
    time = moment(clock.now()).partition(" ")[2]
    return jsonify(said=_("Draft kept at %(time)s.", time=time) if kept else "")


@bp.route("/<int:draft_id>/throw-away", methods=["GET", "POST"])
@signed_in
def throw_away(draft_id: int) -> ResponseReturnValue:
    """Shows what was typed, and forgets it once that is confirmed."""
    whose = _mine()
    draft = queries.draft(db.session(), whose, draft_id, since=keeping.since(clock.now()))
    form = BaseForm()
    if form.validate_on_submit():
        with transaction() as session:
            services.throw_away(session, whose, draft_id)
        flash(_("The draft is thrown away."))
        return redirect(draft.page, 303)
    return render_template("drafts/throw_away.html", form=form, draft=draft, words=typed_words(draft.typed))


def _mine() -> int:
    """Raises 404 where who acts has no account, so no drafts."""
    whose = current_actor().account_id
    if whose is None:
        abort(404)
    return whose


def _beginning(line: queries.DraftLine) -> str:
    words = typed_words(line.typed)
    return ", ".join(words[:_WORDS_SHOWN]) + (", …" if len(words) > _WORDS_SHOWN else "")


def _away(line: queries.DraftLine) -> Markup:
    address = url_for("drafts.throw_away", draft_id=line.id)
    return Markup('<a href="{}">{}<span class="visually-hidden">: {}</span></a>').format(
        address, _("Throw it away"), line.title
    )
