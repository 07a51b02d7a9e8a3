"""Pages: the help by topic, one help, and the guides as they print."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, abort, current_app, render_template, send_file
from flask.typing import ResponseReturnValue

from rehab_center import clock
from rehab_center.accounts.labels import ROLES
from rehab_center.audit.recorder import record
from rehab_center.db import transaction
from rehab_center.help.texts import Guide, guide_of, helps
from rehab_center.permissions import Actor, Permission, Role
from rehab_center.web import pdf
from rehab_center.web.access import current_actor, need_of, signed_in

bp = Blueprint("help", __name__, url_prefix="/help")


@bp.get("")
@signed_in
def index() -> ResponseReturnValue:
    """What there is to read: the guides, the reader's own first, and the help of the pages the reader may open."""
    actor = current_actor()
    topics = sorted((one for one in helps().values() if _is_opened_by(actor, one.topic)), key=lambda one: one.title)
    guides = sorted(Role, key=lambda role: (role not in actor.roles, list(Role).index(role)))
    return render_template("help/index.html", topics=topics, guides=guides, roles=ROLES, own=actor.roles)


@bp.get("/<string:topic>")
@signed_in
def show(topic: str) -> ResponseReturnValue:
    """One help on a page of its own, for reading at length and for printing."""
    found = helps().get(topic)
    if found is None:
        abort(404)
    return render_template("help/show.html", one=found)


@bp.get("/guides/<string:role>")
@signed_in
def guide(role: str) -> ResponseReturnValue:
    """The guide of a post as it will print."""
    found = _guide(role)
    return render_template("help/guide.html", guide=found, role=found.role)


@bp.get("/guides/<string:role>/file")
@signed_in
def guide_file(role: str) -> ResponseReturnValue:
    """The guide as a PDF of two pages at most. Printing is in the log."""
    found = _guide(role)
    content = printed(found)
    with transaction():
        record("guide.printed", actor=current_actor(), at=clock.now(), details={"printed": found.title})
    name = f"huong-dan-{found.role.value}.pdf"
    return send_file(BytesIO(content), mimetype="application/pdf", download_name=name)


def printed(guide: Guide) -> bytes:
    """A guide as PDF. Inside a request or an application context."""
    html = render_template("help/guide_document.html", guide=guide)
    return pdf.render(html, title=guide.title, training=bool(current_app.config["DEMO"]))


def _guide(role: str) -> Guide:
    if role not in set(Role):
        abort(404)
    return guide_of(Role(role))


def _is_opened_by(actor: Actor, topic: str) -> bool:
    """Whether the reader may open a page the help is about."""
    needs = [
        need_of(current_app, endpoint)
        for endpoint in current_app.view_functions
        if endpoint == topic or endpoint.startswith(f"{topic}.")
    ]
    return any(not isinstance(need, Permission) or actor.may(need) for need in needs)
