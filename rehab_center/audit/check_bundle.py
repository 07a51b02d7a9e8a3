"""Recompute the chain of a bundle: ``python3 check_bundle.py BUNDLE.zip``. Needs nothing but Python 3.

It imports nothing of the program that wrote the bundle: whoever doubts that program can read these lines in a minute.
Prints what is wrong and exits 1, or prints the number of entries and the last hash.
"""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile
from collections.abc import Iterator
from typing import Any

CHANGE = ("id", "entry_id", "position", "table_name", "row_key", "operation", "difference_hash", "content_hash")
ENTRY = (
    "id", "at", "actor", "actor_label", "actor_account_id", "origin", "act", "about_kind", "about_id", "about_label",
    "reason", "details", "search_key", "previous_hash",
)  # fmt: skip


def digest(value: object) -> str:
    """SHA-256 of the canonical JSON."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def faults(path: str) -> Iterator[str]:
    """What does not fit, one sentence each; at the end nothing."""
    with zipfile.ZipFile(path) as bundle:
        changes: dict[int, list[tuple[int, str]]] = {}
        for number, change in enumerate(_lines(bundle, "changes.jsonl"), start=1):
            own = digest([change[field] for field in CHANGE])
            if (
                change["id"] != number
                or own != change["hash"]
                or digest(change["difference"]) != change["difference_hash"]
            ):
                yield f"change {change['id']} is not what was written"
            changes.setdefault(change["entry_id"], []).append((change["position"], change["hash"]))
        previous, number = "0" * 64, 0
        for number, entry in enumerate(_lines(bundle, "entries.jsonl"), start=1):
            hashes = [found for _position, found in sorted(changes.pop(entry["id"], []))]
            if entry["id"] != number or entry["previous_hash"] != previous:
                yield f"entry {entry['id']} does not follow the one before it"
            if digest([[entry[field] for field in ENTRY], hashes]) != entry["hash"]:
                yield f"entry {entry['id']} is not what was written"
            previous = entry["hash"]
        if changes:
            yield f"changes belong to no entry: {sorted(changes)[:10]}"
        if json.loads(bundle.read("head.json")) != {"entries": number, "hash": previous}:
            yield "the last entry is not the head"


def _lines(bundle: zipfile.ZipFile, name: str) -> Iterator[dict[str, Any]]:
    with bundle.open(name) as lines:
        for line in lines:
            yield json.loads(line)


def main(path: str) -> int:
    """Check one bundle."""
    found = list(faults(path))
    with zipfile.ZipFile(path) as bundle:
        head = bundle.read("head.json").decode()
    sys.stdout.write("\n".join(found or [f"sound {head}"]) + "\n")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
