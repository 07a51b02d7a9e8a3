"""One pass over the log in order: numbers without gaps, each hash over what it covers, the end under its seal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Table, Text, cast, func, or_, select
from sqlalchemy.orm import Session

from rehab_center.audit import chain
from rehab_center.audit.problems import Problem
from rehab_center.audit.rows import SLICE, Row, log_table, read_rows
from rehab_center.words import N_, message

_NAMED = 100
"""How many missing or smuggled rows in a run are named one by one."""


@dataclass(frozen=True)
class Mark:
    """How far an earlier verification found the log sound: up to entry ``number``, whose hash was ``head``.

    ``change`` is the number of the last change up to there.
    """

    number: int = 0
    head: str = chain.GENESIS
    change: int = 0


START = Mark()


class ChainWalk:
    """The walk and what it counted: ``entries``, and ``head``, the hash of the last entry it met.

    Beginning after a mark it recomputes nothing up to there, but every number must still be there and the marked entry
    must still bear the hash that was seen: the entry after it holds that hash too, and so on to the sealed end.
    """

    def __init__(self, session: Session, key: bytes, progress: Callable[[int, int], None], after: Mark = START) -> None:
        self.session = session
        self.key = key
        self.progress = progress
        self.after = after
        self.entries = 0
        self.head = ""
        self.last = after.number
        self.sealed_entry, self.sealed_change, self.sealed_hash = 0, 0, chain.GENESIS

    def problems(self) -> Iterator[Problem]:
        """Walk the whole chain, then hold its end against the sealed head."""
        head_problems = list(self._read_head())
        yield from self._skipped()
        yield from self._walk_entries()
        yield from self._walk_changes()
        yield from _lost_changes(self.session)
        yield from head_problems or self._end_problems()

    def _skipped(self) -> Iterator[Problem]:
        """What a walk from a mark still asks of the part before it."""
        mark = self.after
        if not mark.number:
            return
        table = log_table("audit_entry")
        self.entries = _count(self.session, table, mark.number)
        self.head = str(self.session.scalar(select(table.c.hash).where(table.c.id == mark.number)) or "")
        if self.head != mark.head:
            words = message(N_("The entry is not the one that was verified before."))
            yield Problem("edited", f"audit_entry {mark.number}", words)
        for name, last in (("audit_entry", mark.number), ("audit_change", mark.change)):
            if _count(self.session, log_table(name), last) != last:
                yield from _missing(self.session, log_table(name), last)

    def _walk_entries(self) -> Iterator[Problem]:
        entry_table = log_table("audit_entry")
        total = self.session.scalar(select(func.count()).select_from(entry_table)) or 0
        expected, previous = self.after.number + 1, self.head or self.after.head
        yield from _below_one(self.session, entry_table)
        while entries := self._entries(expected):
            changes = self._change_hashes(entries[0]["id"], entries[-1]["id"])
            for entry in entries:
                linked = entry["id"] == expected
                if not linked:
                    yield from _gap("audit_entry", expected, entry["id"])
                own = changes.get(entry["id"], [])
                yield from _entry_problems(entry, own, previous, linked=linked)
                previous, expected = entry["hash"], entry["id"] + 1
                self.entries += 1
            self.progress(self.entries, total)
        self.head = str(previous) if self.entries else ""
        self.last = expected - 1

    def _entries(self, first: int) -> list[Row]:
        table = log_table("audit_entry")
        return read_rows(
            self.session, table, select(table).where(table.c.id >= first).order_by(table.c.id).limit(SLICE)
        )

    def _change_hashes(self, first: int, last: int) -> dict[int, list[object]]:
        table = log_table("audit_change")
        query = select(table.c.entry_id, table.c.hash).where(table.c.entry_id.between(first, last))
        found: dict[int, list[object]] = {}
        for entry_id, change_hash in self.session.execute(query.order_by(table.c.entry_id, table.c.position)):
            found.setdefault(entry_id, []).append(change_hash)
        return found

    def _walk_changes(self) -> Iterator[Problem]:
        """The numbers of the changes, and each change's own hashes."""
        table = log_table("audit_change")
        yield from _below_one(self.session, table)
        # A difference is hashed as it is stored: unpacking a million of them only to pack them again takes as long.
        columns = [
            cast(column, Text).label(column.name) if column.name == "difference" else column for column in table.c
        ]
        query = select(*columns).order_by(table.c.id).limit(SLICE)
        expected = self.after.change + 1
        while changes := read_rows(self.session, table, query.where(table.c.id >= expected)):
            for change in changes:
                if expected != change["id"] <= self.sealed_change:
                    yield from _gap("audit_change", expected, change["id"])
                yield from _change_problems(change, behind=change["id"] > self.sealed_change)
                expected = change["id"] + 1
        yield from _gap("audit_change", expected, self.sealed_change + 1)

    def _read_head(self) -> Iterator[Problem]:
        """Take the sealed end from the head; a head without a good seal is a problem, and no end."""
        table = log_table("audit_head")
        heads = read_rows(self.session, table, select(table).order_by(table.c.id))
        for head in heads:
            if head["id"] != 1:
                yield Problem(
                    "smuggled", f"audit_head {head['id']}", message(N_("The log has one head, and this is another."))
                )
        only = [head for head in heads if head["id"] == 1]
        if not only:
            self.sealed_change = self._last("audit_change")
            if self._last("audit_entry"):
                yield Problem("deleted", "audit_head 1", message(N_("The head of the log is missing.")))
        elif chain.seal(self.key, only[0]["entry_id"], only[0]["change_id"], only[0]["hash"]) != only[0]["seal"]:
            self.sealed_change = self._last("audit_change")
            yield Problem(
                "edited", "audit_head 1", message(N_("The head of the log does not bear this centre's seal."))
            )
        else:
            self.sealed_entry, self.sealed_change = only[0]["entry_id"], only[0]["change_id"]
            self.sealed_hash = only[0]["hash"]

    def _last(self, name: str) -> int:
        return self.session.scalar(select(func.max(log_table(name).c.id))) or 0

    def _end_problems(self) -> Iterator[Problem]:
        yield from _gap("audit_entry", self.last + 1, self.sealed_entry + 1)
        table = log_table("audit_entry")
        behind = select(table.c.id).where(table.c.id > self.sealed_entry).order_by(table.c.id).limit(_NAMED)
        for entry_id in self.session.scalars(behind):
            yield Problem(
                "smuggled", f"audit_entry {entry_id}", message(N_("This row stands behind the sealed end of the log."))
            )
        if self.last == self.sealed_entry and self.last and self.sealed_hash != self.head:
            yield Problem(
                "edited", f"audit_entry {self.last}", message(N_("The last entry is not the one that was sealed."))
            )


def _gap(table: str, expected: int, found: int) -> Iterator[Problem]:
    for missing in range(expected, min(found, expected + _NAMED)):
        yield Problem("deleted", f"{table} {missing}", message(N_("The log had this row; it is gone.")))


def _below_one(session: Session, table: Table) -> Iterator[Problem]:
    for row_id in session.scalars(select(table.c.id).where(table.c.id < 1).order_by(table.c.id).limit(_NAMED)):
        yield Problem("smuggled", f"{table.name} {row_id}", message(N_("The log's numbers begin with 1.")))


def _count(session: Session, table: Table, last: int) -> int:
    return session.scalar(select(func.count()).where(table.c.id.between(1, last))) or 0


def _missing(session: Session, table: Table, last: int) -> Iterator[Problem]:
    """Name the first missing numbers up to ``last``: each is one whose follower has no neighbour before it."""
    before = table.alias()
    lonely = ~select(before.c.id).where(before.c.id == table.c.id - 1).exists()
    first = select(table.c.id).where(table.c.id.between(2, last), lonely).order_by(table.c.id).limit(_NAMED)
    for found in session.scalars(first):
        yield Problem("deleted", f"{table.name} {found - 1}", message(N_("The log had this row; it is gone.")))
    if session.scalar(select(table.c.id).where(table.c.id == last)) is None:
        yield Problem("deleted", f"{table.name} {last}", message(N_("The log had this row; it is gone.")))


def _entry_problems(entry: Row, changes: list[object], previous: str, *, linked: bool) -> Iterator[Problem]:
    where = f"audit_entry {entry['id']}"
    if chain.entry_hash(entry, changes) != entry["hash"]:
        yield Problem("edited", where, message(N_("The entry or the list of its changes is not what was written.")))
    if linked and entry["previous_hash"] != previous:
        yield Problem("chain", where, message(N_("The entry does not follow the one before it.")))


def _change_problems(change: Row, *, behind: bool) -> Iterator[Problem]:
    where = f"audit_change {change['id']}"
    if behind:
        yield Problem("smuggled", where, message(N_("This row stands behind the sealed end of the log.")))
    if not _same_difference(change) or chain.change_hash(change) != change["hash"]:
        yield Problem("edited", where, message(N_("The recorded change is not what was written.")))


def _same_difference(change: Row) -> bool:
    difference = change["difference"]
    if not isinstance(difference, str):
        return bool(chain.digest(difference) == change["difference_hash"])
    if hashlib.sha256(difference.encode()).hexdigest() == change["difference_hash"]:
        return True
    try:  # written before differences were stored in their canonical form
        return bool(chain.digest(json.loads(difference)) == change["difference_hash"])
    except ValueError:
        return False


def _lost_changes(session: Session) -> Iterator[Problem]:
    changes, entries = log_table("audit_change"), log_table("audit_entry")
    lost = or_(changes.c.entry_id < 1, changes.c.entry_id.not_in(select(entries.c.id)))
    for change_id in session.scalars(select(changes.c.id).where(lost).order_by(changes.c.id).limit(_NAMED)):
        yield Problem("orphaned", f"audit_change {change_id}", message(N_("The change belongs to no entry.")))
