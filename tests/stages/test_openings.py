"""Stage, bed and last ratings come with an opening: one form, each written by its own room in one act."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.models import AuditEntry
from rehab_center.conduct.models import ConductRating
from rehab_center.conduct.months import code_of, first_of, month_before
from rehab_center.permissions import Role
from rehab_center.placements.models import Placement
from rehab_center.stages.models import StageChange
from tests.admissions.stays import Centre
from tests.admissions.test_openings import TYPED
from tests.placements.building import build

SignIn = Callable[..., FlaskClient]


def test_one_form_keys_all(sign_in: SignIn, session: Session, centre: Centre) -> None:
    stay_id, bed_id = centre.admit(), build(centre).bed()
    clerk = sign_in(Role.INTAKE)
    address = f"/admissions/{stay_id}/opening"
    asked = clerk.get(address).text
    months = [code_of(month_before(first_of(clock.today()), count)).replace("-", "_") for count in (3, 2, 1, 0)]
    ratings_of = [f"opening_rating_{month}" for month in months]
    for name in ("opening_stage", "opening_stage_on", "opening_bed", *ratings_of[:3]):
        assert f'name="{name}"' in asked
    assert ratings_of[3] not in asked
    told = {
        "state": "present",
        "opening_stage": "education",
        "opening_stage_on": "1/5/2024",
        "opening_bed": str(bed_id),
        ratings_of[1]: "fair",
        ratings_of[2]: "good",
    }
    checked = clerk.post(address, data=TYPED | told | {"step": "check"})
    assert checked.status_code == 200
    assert all(f'name="{name}" value="{value}"' in checked.text for name, value in told.items())

    def rows() -> tuple[int, ...]:
        session.rollback()
        models = (StageChange, Placement, ConductRating)
        return tuple(session.scalar(select(func.count()).select_from(model)) or 0 for model in models)

    before = rows()
    for wrong in ({"opening_stage_on": ""}, {"opening_stage_on": "1/1/2024"}, {"opening_bed": "999"}):
        refused = clerk.post(address, data=TYPED | told | {"step": "confirm"} | wrong)
        assert (refused.status_code, rows()) == (422, before)
    acts = select(func.count()).select_from(AuditEntry).where(AuditEntry.act.like("%.%"))
    written = session.scalar(acts) or 0
    assert clerk.post(address, data=TYPED | told | {"step": "confirm"}).status_code == 303
    stages, beds, ratings = rows()
    assert (stages - before[0], beds - before[1], ratings - before[2]) == (1, 1, 2)
    latest = session.scalars(select(AuditEntry.act).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (latest, (session.scalar(acts) or 0) - written) == ("term.opening-stated", 1)
    rating = session.scalars(select(ConductRating).order_by(ConductRating.id.desc())).first()
    assert rating is not None
    assert (rating.rating, rating.stage, rating.reason) == ("good", "decided", TYPED["paper_number"])
    session.rollback()
    # what is known now is asked no more
    assert "opening_stage" not in clerk.get(address).text
    assert "opening_bed" not in clerk.get(address).text
