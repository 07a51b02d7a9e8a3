"""A centre whose stays have papers to issue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from rehab_center.clock import moment_of
from rehab_center.db import db, transaction
from rehab_center.issuing import services
from rehab_center.issuing.kinds import PaperKind
from rehab_center.issuing.queries import PaperPage, paper_page
from rehab_center.issuing.rules.facts import Typed
from rehab_center.permissions import EVERYWHERE, Actor
from rehab_center.policies.rules import CONFIRMED, PolicyKind
from rehab_center.policies.services import set_value
from tests.admissions.stays import NOW, Centre, make_centre

TODAY = date(2024, 6, 14)
LATER = moment_of(date(2024, 6, 14), 10)


@dataclass(frozen=True)
class Office:
    """Writes and issues papers of a centre."""

    centre: Centre

    @property
    def actor(self) -> Actor:
        """Who does it."""
        return self.centre.actor

    def draft(self, stay_id: int, kind: PaperKind, *, now: datetime = LATER, **typed: Any) -> int:
        """A paper being written."""
        given = Typed(**({"dated_on": TODAY, "signer": "Lê Văn Trưởng"} | typed))
        with transaction() as session:
            return services.start_draft(session, stay_id, kind, given=given, actor=self.actor, now=now)

    def issue(self, paper_id: int, *, now: datetime = LATER, reason: str | None = None) -> str:
        """The number it was issued under."""
        with transaction() as session:
            return services.issue(
                session,
                paper_id,
                expected_version=self.page(paper_id).version,
                reason=reason,
                actor=self.actor,
                now=now,
            )

    def page(self, paper_id: int) -> PaperPage:
        """The paper as it stands."""
        return paper_page(db.session(), paper_id, scope=EVERYWHERE, today=TODAY)

    def by_hand(self, kind: PolicyKind) -> None:
        """From the beginning of the year on a book is numbered by hand."""
        with transaction() as session:
            set_value(
                session,
                kind,
                value="hand",
                valid_from=date(2024, 1, 1),
                citation="Quy chế văn thư",
                confidence=CONFIRMED,
                actor=self.actor,
                now=NOW,
            )


@pytest.fixture
def office(session: Session, actor: Actor) -> Office:
    """A centre with nobody in it yet, inside an application context."""
    return Office(make_centre(actor))
