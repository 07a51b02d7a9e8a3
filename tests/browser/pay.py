"""Pay for the invented centre of the browser tests: a programme with its norm."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from rehab_center import clock
from rehab_center.db import transaction
from rehab_center.pay.kinds import Basis
from rehab_center.pay.rules.norms import NormFacts
from rehab_center.pay.services.norms import enter_norm
from tests.admissions.stays import Centre, paper


def furnish(centre: Centre, workshop: int) -> dict[str, Any]:
    """A norm by output for a workshop; gives a sample of each."""
    facts = NormFacts(Basis.OUTPUT, 1_200, clock.today() - timedelta(days=60), Decimal(40), "chiếc")
    with transaction() as session:
        norm_id = enter_norm(session, workshop, facts=facts, paper=paper(), actor=centre.actor, now=clock.now())
    return {"norm_id": norm_id}
