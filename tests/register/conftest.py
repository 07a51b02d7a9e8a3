"""A centre to import into, and the import as one call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.db import db, transaction
from rehab_center.organisation.services import create_facility
from rehab_center.permissions import Actor
from rehab_center.register.book import read_book
from rehab_center.register.dry_runs import dry_run
from rehab_center.register.importing import Confirmed, all_confirmed, write_book
from rehab_center.register.outcomes import as_json
from rehab_center.web.formatting import say

Import = Callable[..., dict[str, Any]]


@pytest.fixture
def facility_id(session: Session, actor: Actor) -> int:
    """The centre."""
    with transaction() as writing:
        return create_facility(
            writing, code="CSCN", name="Cơ sở cai nghiện ma túy tỉnh Nam Định", actor=actor, now=clock.now()
        )


@pytest.fixture
def import_book(session: Session, facility_id: int, actor: Actor) -> Import:
    """``import_book(data, dry=False)``: what the command would print."""

    def run(
        data: bytes, *, dry: bool = False, filename: str = "so.xlsx", confirmed: Confirmed = all_confirmed
    ) -> dict[str, Any]:
        book = read_book(db.session(), data, filename, facility_id=facility_id, today=clock.today())
        if dry:
            return as_json(dry_run(db.session(), book, facility_id=facility_id, actor=actor), say)
        written = write_book(book, facility_id=facility_id, reason="Nhập sổ", actor=actor, confirmed=confirmed)
        return as_json(written, say)

    return run
