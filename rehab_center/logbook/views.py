"""Pages: the story of a person or a thing, of a day, an extract for the archive, and the log's verification."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.accounts.queries import username_of
from rehab_center.audit import labels, queries
from rehab_center.audit.conditions import Window
from rehab_center.audit.kin import Kin, kin_of
from rehab_center.audit.listing import LOG, about_url, about_words, fetch, label_of, note_export, notes
from rehab_center.audit.marks import last_mark
from rehab_center.audit.recorder import Subject
from rehab_center.audit.services import LARGE, Extent
from rehab_center.dates import in_the_calendar
from rehab_center.db import db, transaction
from rehab_center.jobs.queries import result_of
from rehab_center.jobs.services import enqueue
from rehab_center.logbook import extract as extracts
from rehab_center.logbook import verification
from rehab_center.logbook.queries import day_summary
from rehab_center.logbook.stories import READ_AHEAD, Told, story, title_of
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.addresses import row_number
from rehab_center.web.keyset import KeyedRows
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import Fetch, list_page

bp = Blueprint("logbook", __name__, url_prefix="/log")

STORY = replace(LOG, key="story", title=_l("Story"), filters=tuple(one for one in LOG.filters if one.key != "table"))
DAY = replace(
    LOG,
    key="day",
    title=_l("Story of a day"),
    filters=tuple(one for one in LOG.filters if one.key not in ("table", "at")),
)


# --- stories ---------------------------------------------------------------------------------------------------------


@bp.get("/about/<string:kind>/<int:subject_id>")
@requires(Permission.AUDIT_VIEW)
def story_of(kind: str, subject_id: int) -> ResponseReturnValue:
    """Everything in the log about one person or thing; of an officer also everything they did."""
    kin = _kin(kind, subject_id)
    label = _label(kind, subject_id)
    subject = Subject(kind, subject_id, label)
    return list_page(
        STORY,
        _telling(kin, Told(kin, kind, subject_id)),
        "logbook/story.html",
        on_export=_noting(STORY.read, about_words(subject)),
        notes=notes,
        kind=kind,
        heading=title_of(kind, label),
        thing_url=about_url(subject),
        thing_label=labels.subject(kind).label,
        extract_url=_extract_url(about=f"{kind}:{subject_id}"),
    )


@bp.get("/day/<string:day>")
@requires(Permission.AUDIT_VIEW)
def day_of(day: str) -> ResponseReturnValue:
    """Everything that happened on one day, by the hour, with a summary."""
    try:
        asked = date.fromisoformat(day)
    except ValueError:
        abort(404)
    if not in_the_calendar(asked):
        abort(404)
    within = {"at": (asked, asked)}
    telling = _telling(None, Told())
    summary = day_summary(db.session(), asked, scope=current_scope())
    day_words = f"{asked:%d/%m/%Y}"
    return list_page(
        DAY,
        lambda state: telling(replace(state, days=within)),
        "logbook/day.html",
        on_export=_noting(lambda args: replace(DAY.read(args), days=within), ""),
        notes=notes,
        day=asked,
        before=asked - timedelta(days=1),
        after=asked + timedelta(days=1) if asked < clock.today() else None,
        summary=summary,
        act_labels={act: labels.act_label(act) for act, _count in summary.acts},
        extract_url=_extract_url(at_from=day_words, at_to=day_words),
    )


def _kin(kind: str, subject_id: int) -> Kin:
    """The rows of a story. Aborts with 404 for a kind nobody knows, and for one in which the reader may see nothing."""
    if kind not in labels.subject_kinds():
        abort(404)
    session = db.session()
    actor = username_of(session, subject_id) if kind == "account" else None
    kin = kin_of(session, kind, subject_id, actor=actor)
    if not queries.numbers_of(session, Window(ListState(), current_scope(), kin), limit=1):
        abort(404)
    return kin


def _label(kind: str, subject_id: int) -> str:
    newest = queries.newest_about(db.session(), kind, subject_id, scope=current_scope())
    return newest.label if newest else ""


def _telling(kin: Kin | None, told: Told) -> Fetch:
    upto = queries.last_number(db.session())  # what an export itself writes is not part of it

    def tell(state: ListState) -> KeyedRows:
        window = Window(state, current_scope(), kin, upto)
        if state.limit is None:
            return fetch(window)
        found = queries.stretch(db.session(), window, few=READ_AHEAD)
        return found.keyed(story(db.session(), found.lines, told), state)

    return tell


def _noting(read: Callable[[Any], ListState], about: str) -> Callable[[str, int], None]:
    return lambda form, count: note_export(form, count, read(request.args), about=about)


def _extract_url(**given: str) -> str:
    """The extract of the same entries: what the reader chose goes with it."""
    kept = {name: value for name, value in request.args.items() if name in _CHOSEN and value}
    return f"{url_for('.extract')}?{urlencode(kept | given)}"


_CHOSEN = ("q", "what", "act", "actor", "table", "at_from", "at_to")


# --- extracts --------------------------------------------------------------------------------------------------------


@bp.route("/extract", methods=["GET", "POST"])
@requires(Permission.AUDIT_EXPORT)
def extract() -> ResponseReturnValue:
    """The chosen part of the log as it will print; posted, the paper itself."""
    about = _about(request.args.get("about", ""))
    kin = _kin(*about) if about else None
    label = label_of(db.session(), *about, scope=current_scope()) if about else ""
    state = LOG.read(request.args)
    window = Window(state, current_scope(), kin, queries.last_number(db.session()))
    found = extracts.extract(db.session(), window, about=label, made_by=current_actor().label, now=clock.now())
    if request.method == "GET":
        return render_template(
            "logbook/extract.html", extract=found, most=extracts.MOST_PRINTED, address=request.full_path
        )
    note_export("pdf", len(found.rows), state, about=label)
    disposition = f'attachment; filename="{found.file_name}"'
    return Response(extracts.printed(found), mimetype="application/pdf", headers={"Content-Disposition": disposition})


def _about(text: str) -> tuple[str, int] | None:
    kind, _colon, digits = text.partition(":")
    number = row_number(digits)
    return (kind, number) if kind in labels.subject_kinds() and number is not None else None


# --- verification ----------------------------------------------------------------------------------------------------


@bp.get("/verification")
@requires(Permission.AUDIT_VIEW)
def verification_page() -> ResponseReturnValue:
    """When the log was verified, by whom and with what result; and the two ways of doing it again."""
    session = db.session()
    return render_template(
        "logbook/verification.html",
        chain=queries.chain_state(session),
        mark=last_mark(session),
        recent=queries.verifications(session),
        now=clock.now(),
        large=LARGE,
    )


@bp.post("/verify")
@requires(Permission.AUDIT_VIEW)
def verify() -> ResponseReturnValue:
    """Ask for a verification, from the start or on from the last one; the page of its progress."""
    extent = Extent.GO_ON if request.form.get("extent") == Extent.GO_ON else Extent.WHOLE
    with transaction() as session:
        job_id = enqueue(session, verification.KIND, {"extent": extent}, actor=current_actor(), now=clock.now())
    return redirect(url_for("jobs.show", job_id=job_id), 303)


@bp.get("/verification/<int:job_id>")
@requires(Permission.AUDIT_VIEW)
def verified(job_id: int) -> ResponseReturnValue:
    """What a verification found, problem by problem, with what to do."""
    given = result_of(db.session(), job_id, verification.KIND, actor=current_actor())
    return render_template("logbook/verified.html", result=verification.result(db.session(), given))
