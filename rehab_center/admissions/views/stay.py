"""The page of one stay."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.admissions import queries
from rehab_center.admissions.hooks import stay_links
from rehab_center.admissions.labels import (
    DETAILS,
    GAP_LOOKS,
    GAP_STATES,
    GROUNDS,
    MOVEMENT_KINDS,
    OVERRIDE_REASONS,
    REGIMES,
    STATE_LOOKS,
    STATES,
    STAY_KINDS,
    answer_words,
)
from rehab_center.admissions.queries import MovementLine, StayPage
from rehab_center.admissions.queries.book_ends import book_end_of
from rehab_center.admissions.queries.delivered import deliveries_of
from rehab_center.admissions.rules.afterwards import post_rehab_end
from rehab_center.admissions.rules.details import questions_of
from rehab_center.admissions.rules.movements import AFTER, EXITS, MovementKind, State
from rehab_center.admissions.views.blueprint import bp
from rehab_center.admissions.views.groups import grouped
from rehab_center.admissions.views.life import WAITING, life_of
from rehab_center.admissions.views.opened import note_opened
from rehab_center.admissions.views.sections import sections_of
from rehab_center.db import db
from rehab_center.permissions import Permission
from rehab_center.residents.labels import SEXES
from rehab_center.residents.queries import latest_photos
from rehab_center.tasks.queries import of_resident
from rehab_center.web.access import current_actor, current_scope, may, requires
from rehab_center.web.formatting import moment
from rehab_center.web.navigation import exists


@bp.route("/<int:stay_id>")
@requires(Permission.PEOPLE_VIEW)
def show(stay_id: int) -> ResponseReturnValue:
    """A stay with its state, term, movements, and what may be recorded next. That it was opened is in the log."""
    page = queries.stay_page(db.session(), stay_id, scope=current_scope(), as_of=clock.today())
    tasks = [task for task in of_resident(db.session(), page.person.id, scope=current_scope()) if task.is_open]
    note_opened(page)
    return render_template(
        "admissions/show.html",
        page=page,
        tasks=tasks,
        entries=entries_of(page),
        person_url=_person_url(page.person.id),
        photo_id=latest_photos(db.session(), [page.person.id]).get(page.person.id),
        links=[link for link in stay_links() if may(link.permission)],
        sexes=SEXES,
        groups=grouped(page.can_follow),
        kinds=STAY_KINDS,
        regimes=REGIMES,
        states=STATES,
        looks=STATE_LOOKS,
        moves=MOVEMENT_KINDS,
        grounds=GROUNDS,
        deliveries=deliveries_of(db.session(), stay_id),
        served=_served(page),
        why_overridden=OVERRIDE_REASONS,
        may_override=queries.may_check(db.session(), current_actor(), page.facility_id, clock.today()),
        may_open=_may_open(page),
        book_end=book_end_of(db.session(), page.id, scope=current_scope(), today=clock.today()),
        gap_states=GAP_STATES,
        gap_looks=GAP_LOOKS,
        life=life_of(page),
        life_states=STATES | {State.NOT_ENTERED: WAITING},
        followed=post_rehab_end(page.kind, page.regime, page.state.exit_kind, page.state.since),
        sections=sections_of(page),
        just_admitted=clock.day_of(page.opened_at) == clock.today(),
        mistaken=page.state.state is State.NOT_ENTERED,
        now=clock.now(),
    )


def _may_open(page: StayPage) -> bool:
    """Whether an opening by the old book is offered: the stay began before the program and none holds yet."""
    return (
        page.opening is None
        and page.state.on_books
        and may(Permission.ADMISSIONS_ADMIT)
        and queries.may_be_opened(db.session(), page.id, scope=current_scope())
    )


def _person_url(resident_id: int) -> str | None:
    """The page of the person, which belongs to a later feature; None where the program has none."""
    endpoint = "casefile.person"
    return url_for(endpoint, resident_id=resident_id) if exists(endpoint) else None


def entries_of(page: StayPage) -> list[dict[str, Any]]:
    """The movements for the timeline, the latest first."""
    return [_entry(line) for line in reversed(page.movements)]


def _entry(line: MovementLine) -> dict[str, Any]:
    title = str(MOVEMENT_KINDS[line.kind])
    if line.effective_time:
        title = f"{title}, {line.effective_time}"
    asks = bool(questions_of(line.kind))
    voidable = line.voided is None and may(Permission.ADMISSIONS_MOVE)
    return {
        "id": line.id,
        "day": line.effective_on,
        "title": title,
        "text": _text(line),
        "document": line.document,
        "details": [(DETAILS[one.item], answer_words(one.item, one.answer)) for one in line.details],
        "details_url": url_for("admissions.details", movement_id=line.id) if voidable and asks else None,
        "icon": _icon(line.kind),
        "tone": "bad" if line.kind is MovementKind.ESCAPED else "",
        "voided": line.voided and _("Voided by %(who)s: %(why)s", who=line.voided.actor, why=line.voided.reason),
        "meta": _("Written by %(who)s, %(at)s", who=line.actor, at=moment(line.recorded_at)),
        "void_url": url_for("admissions.void", movement_id=line.id) if voidable else None,
    }


def _text(line: MovementLine) -> str:
    parts = []
    if line.months or line.days:
        parts.append(_("%(months)s months, %(days)s days", months=line.months or 0, days=line.days or 0))
    parts += [part for part in (line.note, line.reason) if part]
    return " · ".join(parts)


def _icon(kind: MovementKind) -> str:
    if kind in EXITS:
        return "door-open"
    return STATE_LOOKS[AFTER[kind]][1] if kind in AFTER else "hourglass-split"


def _served(page: StayPage) -> tuple[int, int] | None:
    """Days since the term began out of all its days, for the bar; None without an end."""
    end = page.term_end_on
    return ((page.as_of - page.term_start_on).days, (end - page.term_start_on).days) if end else None
