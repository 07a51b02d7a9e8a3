"""A paper that was issued and one that is being written, for the pages of issued papers."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from rehab_center import clock
from rehab_center.admissions.models import Movement
from rehab_center.db import db, transaction
from rehab_center.issuing.kinds import PaperKind
from rehab_center.issuing.models import IssuedPaper
from rehab_center.issuing.printing import print_paper
from rehab_center.issuing.rules.facts import Typed
from rehab_center.issuing.services import issue, start_draft
from tests.admissions.stays import Centre


def furnish(centre: Centre, movement_id: int) -> dict[str, Any]:
    """The papers of an escape; gives the samples of their addresses."""
    escaped = db.session().get_one(Movement, movement_id).admission_id
    written = [_written(centre, escaped, kind) for kind in (PaperKind.ESCAPE_NOTICE, PaperKind.SEARCH_DECISION)]
    version = db.session.scalar(select(IssuedPaper.version).where(IssuedPaper.id == written[0])) or 0
    with transaction() as session:
        issue(session, written[0], expected_version=version, actor=centre.actor, now=clock.now())
    print_paper(written[0], actor=centre.actor)
    page = "/issued-papers/<int:issued_id>"
    return {
        "issued_id": written[0],
        f"{page}/issue issued_id": written[1],
        f"{page}/edit issued_id": written[1],
        "/issued-papers/for/<int:movement_id>/<string:kind> kind": PaperKind.SEARCH_DECISION.value,
        "/issued-papers/stays/<int:stay_id>/new/<string:kind> kind": PaperKind.END_NOTICE.value,
    }


def _written(centre: Centre, stay_id: int, kind: PaperKind) -> int:
    given = Typed(clock.today(), circumstances="Trèo tường phía sau nhà ăn", signer="Lê Văn Trưởng")
    with transaction() as session:
        return start_draft(session, stay_id, kind, given=given, actor=centre.actor, now=clock.now())
