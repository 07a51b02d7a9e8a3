"""A newer program brings policies an installation has never heard of: they are entered when it is set up again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from rehab_center.db import transaction
from rehab_center.permissions import Actor
from rehab_center.policies import queries, services
from rehab_center.policies.registry import OFFERED
from rehab_center.policies.rules import PolicyKind

NOW = datetime(2026, 8, 1, 2, tzinfo=UTC)


def test_nothing_is_entered_where_no_centre_is_set_up(session: Session, actor: Actor) -> None:
    with transaction() as writing:
        assert services.catch_up(writing, actor=actor, now=NOW) == 0
    assert queries.history(session, PolicyKind.COMPARE_DAYS) == ()


def test_a_policy_of_a_newer_program_gets_its_first_value(
    session: Session, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older, transaction() as writing:
        older.delitem(OFFERED, PolicyKind.COMPARE_DAYS)
        services.enter_first_values(writing, actor=actor, now=NOW)
    with transaction() as writing:
        assert services.catch_up(writing, actor=actor, now=NOW) == len(OFFERED[PolicyKind.COMPARE_DAYS].first)
    assert len(queries.history(session, PolicyKind.COMPARE_DAYS)) == 1
    with transaction() as writing:
        assert services.catch_up(writing, actor=actor, now=NOW) == 0
