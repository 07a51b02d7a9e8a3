"""A centre with one stay under the law of 2025, for every test of this feature that wants one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from rehab_center.admissions.queries import stay_page
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.clock import moment_of
from rehab_center.db import transaction
from rehab_center.dossiers.kinds import PaperState
from rehab_center.dossiers.queries import FilePage, file_page
from rehab_center.dossiers.rules.papers import PaperFacts
from rehab_center.dossiers.services import FileCheck, check_file
from rehab_center.permissions import EVERYWHERE, Actor
from tests.admissions.stays import Centre, decision, make_centre

DAY = date(2026, 8, 3)
NOW = moment_of(DAY, 21)


def there(**others: Any) -> PaperFacts:
    """A paper that came in on the first day."""
    return PaperFacts(PaperState.RECEIVED, **({"received_on": DAY} | others))


@dataclass(frozen=True)
class Files:
    """Admits people and looks through their files."""

    centre: Centre
    session: Session

    def stay(self, name: str = "Trần Văn An", **facts: Any) -> int:
        """A compulsory stay of 24 months under the law of 2025, begun tonight."""
        given: dict[str, Any] = {"admitted_on": DAY, "months": 24, "decision": decision(date(2026, 7, 30))}
        return self.centre.admit(self.centre.person(name), now=NOW, **(given | facts))

    def held(self) -> int:
        """Somebody held while the file is made."""
        return self.stay(kind=StayKind.TEMPORARY, months=None, decision=None)

    def check(self, stay_id: int, *, now: datetime = NOW, **found: PaperFacts) -> None:
        """Look through a file."""
        with transaction() as session:
            check_file(session, stay_id, check=FileCheck(found), actor=self.centre.actor, now=now)

    def page(self, stay_id: int) -> FilePage:
        """The file as it stands now."""
        self.session.rollback()
        return file_page(self.session, stay_page(self.session, stay_id, scope=EVERYWHERE, as_of=DAY))


@pytest.fixture
def files(session: Session, actor: Actor) -> Files:
    """A centre ready to admit people, inside an application context."""
    return Files(make_centre(actor), session)
