"""When a draft is kept and when it goes, for every form of the program at once.

A POST with marks whose answer shows a form again, or refuses it, is kept. One that records an act is a form saved: its
draft goes in the very transaction that records it, so that a killed server leaves both or neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import Flask, Response, current_app, g, has_request_context, request
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException

from rehab_center import clock
from rehab_center.audit.recorder import RECORDED
from rehab_center.db import db, transaction
from rehab_center.drafts import queries, rules, services
from rehab_center.drafts.rules import Place, Sending
from rehab_center.drafts.services import DraftTooLarge
from rehab_center.permissions import Actor
from rehab_center.web.draft_marks import BEGAN, PREFIX, Kept, Marks, find_with, marks_of
from rehab_center.web.held import is_secret, keep_with

KEEP = "drafts.keep"
_OWN = "drafts."


def init_app(app: Flask) -> None:
    """Look at every answer; say where drafts are found, and keep what is refused before any view saw it."""
    find_with(app, _of_page)
    keep_with(app, keep_refused)
    app.after_request(_look)
    app.jinja_env.globals["unsaved_drafts"] = unsaved_drafts


def since(now: datetime) -> datetime:
    """Before when a draft is no longer kept."""
    return now - timedelta(days=current_app.config["DRAFT_DAYS"])


def account_id() -> int | None:
    """Whose drafts are meant: the reader's, or those of who was signed in until the session ran out just now."""
    actor = g.get("actor")
    if isinstance(actor, Actor):
        return actor.account_id
    left: int | None = g.get("account_of_ended_session")
    return left


def unsaved_drafts() -> int:
    """How many drafts the reader has."""
    whose = account_id()
    return queries.count(db.session(), whose, since=since(clock.now())) if whose is not None else 0


def _of_page(page: str) -> Sequence[Kept]:
    whose = account_id()
    return () if whose is None else queries.drafts_of_page(db.session(), whose, page, since=since(clock.now()))


def keep_sent(marks: Marks) -> bool:
    """Keep the fields of this request under these marks; gives whether it was done. Raises DraftTooLarge."""
    whose, now = account_id(), clock.now()
    fields = [(name, text) for name, text in request.form.items(multi=True) if _is_typed(name)]
    typed = rules.worth_keeping(fields, BEGAN)
    if whose is None or not typed:
        return False
    with transaction() as session:
        return services.keep(
            session,
            whose,
            Place(marks.page, marks.form),
            sending=_sending(marks),
            came_with=_came_with(marks),
            title=marks.title,
            typed=typed,
            now=now,
            since=since(now),
        )


def _sending(marks: Marks) -> Sending:
    return Sending(marks.sheet, marks.number)


def _came_with(marks: Marks) -> Sending | None:
    return Sending(*marks.came_with) if marks.came_with else None


def _close(session: Session, whose: int, sent: Marks) -> None:
    services.close(
        session,
        whose,
        Place(sent.page, sent.form),
        sending=_sending(sent),
        came_with=_came_with(sent),
        now=clock.now(),
    )


def _is_typed(name: str) -> bool:
    return name == BEGAN or not (name.startswith(PREFIX) or is_secret(name))


def keep_refused() -> str | None:
    """Keep what a request carries that no view will see; gives the page on which it is found again."""
    g.draft_looked_at = True
    marks = marks_of(request)
    try:
        return marks.page if marks and keep_sent(marks) else None
    except (DraftTooLarge, SQLAlchemyError):
        current_app.logger.warning("a draft could not be kept", exc_info=True)
        return None


def _sent() -> Marks | None:
    """The form that this request sends, once its token was found right."""
    if request.method != "POST" or not g.get("token_checked") or account_id() is None:
        return None
    if (request.endpoint or "").startswith(_OWN) or g.get("draft_looked_at"):
        return None
    try:
        return marks_of(request)
    except HTTPException:  # more was sent than the program takes
        return None


@event.listens_for(Session, "before_commit")
def _close_with_the_act(session: Session) -> None:
    if not session.info.get(RECORDED) or not has_request_context():
        return
    whose, sent = account_id(), _sent()
    if sent and whose is not None:
        _close(session, whose, sent)
        g.draft_closed = True


def _look(response: Response) -> Response:
    sent, whose = _sent(), account_id()
    if sent is None or whose is None:
        return response
    closed, g.draft_looked_at = g.get("draft_closed", False), True
    try:
        if response.status_code >= 400 or (response.status_code == 200 and not closed):
            _keep_where_it_goes_on(sent, whose)
        elif not closed:
            with transaction() as session:
                _close(session, whose, sent)
    except (DraftTooLarge, SQLAlchemyError):  # the answer itself is right: it must not be lost for a draft's sake
        current_app.logger.warning("a draft could not be kept", exc_info=True)
    return response


def _keep_where_it_goes_on(sent: Marks, whose: int) -> None:
    """Under the form that the answer shows: a step may lead to another form, which carries the words on."""
    shown: list[Marks] = g.get("drafts_shown", [])
    same = next((one for one in shown if one.form == sent.form), None)
    goes_on = same or (shown[0] if len(shown) == 1 else sent)
    if keep_sent(goes_on) and (goes_on.page, goes_on.form) != (sent.page, sent.form):
        with transaction() as session:
            place = Place(sent.page, sent.form)
            services.leave(session, whose, place, sending=_sending(sent), came_with=_came_with(sent))
