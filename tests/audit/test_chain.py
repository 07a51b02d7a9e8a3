"""How content is hashed: the same on both databases, whatever columns come later, never readable where sensitive."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy import CheckConstraint
from sqlalchemy.orm import RelationshipProperty

from rehab_center.audit import chain
from rehab_center.db import Model

KEY = b"k" * 32
NOTHING: frozenset[str] = frozenset()


def test_a_new_column_changes_no_old_hash() -> None:
    row = {"id": 1, "name": "An"}
    assert chain.content_hash(row, NOTHING, KEY) == chain.content_hash({**row, "added_later": None}, NOTHING, KEY)


def test_the_order_of_columns_does_not_count() -> None:
    assert chain.content_hash({"a": 1, "b": 2}, NOTHING, KEY) == chain.content_hash({"b": 2, "a": 1}, NOTHING, KEY)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": 1}, {"a": 2}),
        ({"a": "1"}, {"a": 1}),
        ({"a": True}, {"a": "true"}),
        ({"a": ""}, {"a": None}),
        ({"a": "x", "b": "y"}, {"a": "xy", "b": ""}),
        ({"a": date(2024, 1, 2)}, {"a": date(2024, 2, 1)}),
        ({"a": Decimal("1.0")}, {"a": Decimal("1.00")}),
        ({"a": b"1"}, {"a": b"2"}),
    ],
)
def test_different_rows_have_different_hashes(one: dict[str, object], other: dict[str, object]) -> None:
    assert chain.content_hash(one, NOTHING, KEY) != chain.content_hash(other, NOTHING, KEY)


def test_a_moment_is_the_same_in_every_zone() -> None:
    here = datetime(2024, 6, 5, 7, 0, tzinfo=timezone(timedelta(hours=7)))
    assert chain.canonical(here) == chain.canonical(datetime(2024, 6, 5, 0, 0, tzinfo=UTC))


def test_a_sensitive_value_is_hashed_with_the_key() -> None:
    row, sensitive = {"drug_used": "heroin"}, frozenset({"drug_used"})
    assert chain.content_hash(row, sensitive, KEY) != chain.content_hash(row, sensitive, b"other")
    assert chain.content_hash(row, sensitive, KEY) != chain.content_hash(row, NOTHING, KEY)
    assert chain.difference(row, {"drug_used": "ma túy đá"}, sensitive) == {"drug_used": "changed"}


def test_a_difference_names_only_what_differs() -> None:
    before = {"id": 1, "name": "An", "born": date(1980, 2, 4), "note": None}
    after = {"id": 1, "name": "An", "born": date(1980, 2, 5), "note": "x"}
    assert chain.difference(before, after, NOTHING) == {"born": ["1980-02-04", "1980-02-05"], "note": [None, "x"]}


def test_the_seal_needs_the_key() -> None:
    assert chain.seal(KEY, 1, 2, "h") != chain.seal(b"other", 1, 2, "h")
    assert chain.seal(KEY, 1, 2, "h") != chain.seal(KEY, 2, 2, "h")


def test_the_database_changes_no_row_on_its_own() -> None:
    """The recorder sees what the session writes; rows that a database changes by itself it would never see."""
    for table in Model.metadata.sorted_tables:
        for column in table.columns:
            assert column.server_onupdate is None, f"{column} is changed by the database"
        for key in table.foreign_keys:
            assert key.ondelete is None, f"{key.parent} lets the database delete or change rows"
            assert key.onupdate is None, f"{key.parent} lets the database change rows"
    for mapper in Model.registry.mappers:
        assert mapper.inherits is None, f"{mapper} shares its rows with another class"
        for relation in mapper.relationships:
            assert isinstance(relation, RelationshipProperty)
            assert relation.secondary is None, f"{relation} writes a table of its own"
            assert not relation.post_update, f"{relation} updates rows after the flush has read them"


def test_the_head_is_one_row() -> None:
    checks = Model.metadata.tables["audit_head"].constraints
    assert any(isinstance(check, CheckConstraint) and str(check.sqltext) == "id = 1" for check in checks)
