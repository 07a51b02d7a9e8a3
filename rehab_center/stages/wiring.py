"""Puts the pages into the program, the five stages on the page of a stay, who is due on the first page."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from rehab_center.admissions import hooks
from rehab_center.admissions.models import Admission
from rehab_center.admissions.opening_parts import key_with_opening
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.views.sections import show_on_stay
from rehab_center.findings import Finding
from rehab_center.permissions import Permission
from rehab_center.stages.first_page import BLOCK
from rehab_center.stages.opening import PART
from rehab_center.stages.queries import books_of, days_of
from rehab_center.stages.rules.changing import check_completion
from rehab_center.stages.services import beginning
from rehab_center.stages.views import bp
from rehab_center.stages.views.stays import section_of_stay
from rehab_center.web.first_page import add_block


def init_app(app: Flask) -> None:
    """Register what belongs to this feature."""
    app.register_blueprint(bp)
    hooks.offer_on_stay("stages", hooks.StayLink(_l("Stages"), "stages.stay", Permission.PEOPLE_VIEW, "diagram-3"))
    show_on_stay("stages", section_of_stay)
    hooks.after_beginning("stages", beginning.after_beginning, beginning.after_moved_beginning)
    hooks.after_undoing("stages", beginning.after_undoing)
    hooks.check_movements("stages", _completed)
    key_with_opening("stages", PART)
    add_block(app, BLOCK)


def _completed(session: Session, stay_id: int, kind: MovementKind) -> Sequence[Finding]:
    """Whether somebody who completes a stay has gone through its stages."""
    if kind is not MovementKind.COMPLETED:
        return ()
    stay = session.get_one(Admission, stay_id)
    changes = books_of(session, [stay_id])[stay_id].changes
    return check_completion(changes, stay=days_of(session, {stay_id: stay})[stay_id])
