"""The blueprint that the pages of this feature hang on, and what they share."""

from __future__ import annotations

from flask import Blueprint, request

from rehab_center import clock
from rehab_center.admissions.queries import StayPage, stay_page
from rehab_center.audit.recorder import Subject, record
from rehab_center.db import db, transaction
from rehab_center.web.access import current_actor, current_scope

bp = Blueprint("health", __name__)

OF_STAY = "/admissions/<int:stay_id>/health"


def stay_of(stay_id: int) -> StayPage:
    """The stay as it stands today. Raises NotFound for a stranger."""
    return stay_page(db.session(), stay_id, scope=current_scope(), as_of=clock.today())


def note_look(page: StayPage) -> None:
    """Write down that somebody looked at a person's health."""
    with transaction():
        about = Subject("resident", page.person.id, f"{page.person.full_name} ({page.file_code})")
        record("health.viewed", actor=current_actor(), at=clock.now(), about=about)


def replaced() -> int | None:
    """The entry whose place the new one takes, as the address asks."""
    text = request.args.get("replaces", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
