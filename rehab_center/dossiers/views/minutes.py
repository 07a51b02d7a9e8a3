"""The handover minutes of one delivery, as a paper."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from rehab_center import clock
from rehab_center.admissions.queries.handovers import HandoverPage, handover_page
from rehab_center.audit.recorder import Subject, record
from rehab_center.db import db, transaction
from rehab_center.dossiers import wording
from rehab_center.dossiers.views.blueprint import bp
from rehab_center.organisation.queries import letterhead_on
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.formatting import day
from rehab_center.web.paper import Paper

TITLE = "Biên bản giao, nhận người"


@bp.get("/files/handovers/<int:handover_id>/minutes")
@requires(Permission.PEOPLE_VIEW)
def minutes(handover_id: int) -> ResponseReturnValue:
    """The minutes as they print, on the screen. Looking at them is in the log."""
    page = handover_page(db.session(), handover_id, scope=current_scope())
    _recorded("file.sheet-opened", page)
    return _paper(page).preview()


@bp.get("/files/handovers/<int:handover_id>/minutes/file")
@requires(Permission.PEOPLE_VIEW)
def minutes_file(handover_id: int) -> ResponseReturnValue:
    """The minutes as PDF. Printing them is in the log."""
    page = handover_page(db.session(), handover_id, scope=current_scope())
    _recorded("file.sheet-printed", page)
    return _paper(page).answer(made_at=clock.now())


def _recorded(act: str, page: HandoverPage) -> None:
    about = Subject("handover", page.id, f"{page.delivering_unit}, {day(page.delivered_on)}")
    with transaction():
        record(act, actor=current_actor(), at=clock.now(), about=about, details={"printed": TITLE})


def _paper(page: HandoverPage) -> Paper:
    return Paper(
        template="dossiers/handover.html",
        title=TITLE,
        name=f"bien-ban-giao-nhan-{page.id}",
        letterhead=letterhead_on(db.session(), page.facility_id, page.delivered_on),
        day=page.delivered_on,
        given={"page": page, "wording": wording},
    )
