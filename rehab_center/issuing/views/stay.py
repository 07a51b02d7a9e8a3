"""The papers of a stay on the stay's own page."""

from __future__ import annotations

from rehab_center.admissions.queries import StayPage
from rehab_center.admissions.views.sections import Section
from rehab_center.db import db
from rehab_center.issuing.kinds import PaperState
from rehab_center.issuing.labels import KINDS, STATE_LOOKS, STATES
from rehab_center.issuing.queries import offered_to, papers_of_stay
from rehab_center.issuing.rules.table import PAPERS
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope

_LIVE = (PaperState.DRAFT, PaperState.TO_BE_NUMBERED)


def section_of_stay(page: StayPage) -> Section:
    """What may be written now, by whoever may write it, and what has been."""
    actor = current_actor()
    papers = papers_of_stay(db.session(), page.id, scope=current_scope())
    being_written = {paper.kind for paper in papers if paper.state in _LIVE}
    settled = {(paper.kind, paper.movement_id) for paper in papers if paper.state is PaperState.ISSUED}
    can_write = [
        kind
        for kind, movement_id in offered_to(page)
        if kind not in being_written
        and (movement_id is None or (kind, movement_id) not in settled)
        and actor.may(Permission.ISSUING_DRAFT)
        and any(actor.holds(role) for role in PAPERS[kind].drafted_by)
    ]
    given = {
        "papers": papers,
        "can_write": can_write,
        "stay_id": page.id,
        "kinds": KINDS,
        "states": STATES,
        "looks": STATE_LOOKS,
    }
    return Section("issuing/_on_stay.html", given)
