"""Two writers for one bed, and two records that prove to be one person."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.clock import moment_of
from rehab_center.db import db, transaction
from rehab_center.errors import Conflict
from rehab_center.placements.kinds import ApartReason, Strictness
from rehab_center.placements.models import Placement
from rehab_center.placements.queries.pairs import apart_from
from rehab_center.placements.services.apart import ApartFacts, keep_apart
from tests.admissions.stays import NOW
from tests.merging.doubles import make_double, merge, undo
from tests.placements.building import Building
from tests.placements.test_place import JUNE_1

WRITERS = 4


def test_of_many_who_want_one_bed_at_once_one_gets_it(app: Flask, session: Session, building: Building) -> None:
    """In the past too: each wants the bed from another moment, and the intervals would overlap."""
    stays = [building.centre.admit() for _ in range(WRITERS)]
    bed, together = building.bed(), Barrier(WRITERS)
    session.rollback()

    def want(place: int) -> bool:
        with app.app_context():
            together.wait(timeout=20)
            try:
                building.place(stays[place], bed, at=moment_of(JUNE_1, 8 + place))
            except Conflict:
                return False
            finally:
                db.session.remove()
            return True

    with ThreadPoolExecutor(WRITERS) as pool:
        got = list(pool.map(want, range(WRITERS)))
    assert got.count(True) == 1
    rows = session.scalars(select(Placement).where(Placement.bed_id == bed)).all()
    assert [row.admission_id for row in rows] == [stays[got.index(True)]]


def test_a_pair_goes_over_when_a_record_is_merged_and_back(session: Session, building: Building) -> None:
    centre = building.centre
    here, there = make_double(centre)
    third = centre.person("Lê Văn Ba")
    with transaction() as writing:
        for other in (here, there):
            facts = ApartFacts(third, other, ApartReason.FIGHT, Strictness.FORBIDDEN)
            keep_apart(writing, centre.facility_id, facts=facts, actor=centre.actor, now=NOW)
    merge_id = merge(centre, here, there)
    session.rollback()
    assert apart_from(session, centre.facility_id)[here] == {third: Strictness.FORBIDDEN}
    undo(centre, merge_id)
    session.rollback()
    found = apart_from(session, centre.facility_id)
    assert found[here] == found[there] == {third: Strictness.FORBIDDEN}
