"""How the log is hashed. Pure but for the key, which is an argument.

A row's content is its sorted column=value pairs, nulls left out, so that a column added later changes no old hash.
A sensitive column stands in it only as a keyed hash. SHA-256 throughout; the seal of the head is HMAC-SHA-256.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rehab_center.db import canonical_json
from rehab_center.names import fold

if TYPE_CHECKING:
    from sqlalchemy import Table

_AS_THEY_ARE = frozenset({bool, int, str, type(None)})

GENESIS = "0" * 64
CHANGED = "changed"

ENTRY_FIELDS = (
    "id",
    "at",
    "actor",
    "actor_label",
    "actor_account_id",
    "origin",
    "act",
    "about_kind",
    "about_id",
    "about_label",
    "reason",
    "details",
    "search_key",
    "previous_hash",
)
CHANGE_FIELDS = (
    "id",
    "entry_id",
    "position",
    "table_name",
    "row_key",
    "operation",
    "difference_hash",
    "content_hash",
)


def digest(value: object) -> str:
    """SHA-256 of a value's canonical JSON, in hex."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


def canonical(value: Any) -> Any:
    """A column's value in the one form that is hashed, whatever the database gave back."""
    if type(value) in _AS_THEY_ARE:
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    return value


def sensitive_columns(table: Table) -> frozenset[str]:
    """Columns whose values the log never shows."""
    return frozenset(column.name for column in table.columns if column.info.get("sensitive"))


def content_hash(row: Mapping[str, Any], sensitive: frozenset[str], key: bytes) -> str:
    """The hash of a row's content."""
    pairs = [
        (
            name,
            _keyed(value, key) if name in sensitive else value if type(value) in _AS_THEY_ARE else canonical(value),
        )
        for name, value in sorted(row.items())
        if value is not None
    ]
    return digest(pairs)


def _keyed(value: Any, key: bytes) -> str:
    return hmac.new(key, canonical_json(canonical(value)).encode(), hashlib.sha256).hexdigest()


def difference(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, sensitive: frozenset[str]
) -> dict[str, Any]:
    """What changed: column -> [old, new], or "changed" where the column is sensitive."""
    if before is None and after is not None:
        return {
            name: CHANGED if name in sensitive else [None, canonical(value)]
            for name, value in sorted(after.items())
            if value is not None
        }
    old, new = before or {}, after or {}
    found: dict[str, Any] = {}
    for name in sorted({*old, *new}):
        was, became = canonical(old.get(name)), canonical(new.get(name))
        if was != became:
            found[name] = CHANGED if name in sensitive else [was, became]
    return found


def change_hash(change: Mapping[str, Any]) -> str:
    """The hash of one change, over everything but its readable difference, which stands in by its own hash."""
    return digest(_canonical_fields(change, CHANGE_FIELDS))


def entry_hash(entry: Mapping[str, Any], change_hashes: Iterable[object]) -> str:
    """The hash of one entry, over its fields, the hash before it and the hashes of its changes in order."""
    return digest([_canonical_fields(entry, ENTRY_FIELDS), [canonical(one) for one in change_hashes]])


def _canonical_fields(row: Mapping[str, Any], fields: Iterable[str]) -> list[Any]:
    values = [row[field] for field in fields]
    # Most are texts, numbers or nothing; asking here spares a verification millions of calls.
    return [value if type(value) in _AS_THEY_ARE else canonical(value) for value in values]


def search_key(entry: Mapping[str, Any]) -> str:
    """The folded words of an entry by which a text is found. Hashed as stored: how words are folded may change."""
    words = (entry[field] for field in ("actor_label", "actor", "about_label", "reason"))
    return fold(" ".join(str(word) for word in words if word))


def seal(key: bytes, entry_id: int, change_id: int, head: str) -> str:
    """The head's seal: only who holds the installation's key can make it."""
    return hmac.new(key, f"{entry_id}|{change_id}|{head}".encode(), hashlib.sha256).hexdigest()
