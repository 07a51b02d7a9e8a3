"""One pass over the log in order: numbers without gaps, each hash over what it covers, the end under its seal."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy import Table, func, or_, select
from sqlalchemy.orm import Session

from rehab_center.audit import chain
from rehab_center.audit.problems import Problem
from rehab_center.audit.rows import SLICE, Row, log_table, read_rows
from rehab_center.words import N_, message

_NAMED = 100
"""How many missing or smuggled rows in a run are named one by one."""


class ChainWalk:
    """The walk and what it counted: ``entries``, and ``head``, the hash of the last entry it met."""

    def __init__(self, session: Session, key: bytes, progress: Callable[[int, int], None]) -> None:
        self.session = session
        self.key = key
        self.progress = progress
        self.entries = 0
        self.head = ""
        self.last = 0
        self.sealed_entry, self.sealed_change, self.sealed_hash = 0, 0, chain.GENESIS

    def problems(self) -> Iterator[Problem]:
        """Walk the whole chain, then hold its end against the sealed head."""
        head_problems = list(self._read_head())
        yield from self._walk_entries()
        yield from self._walk_changes()
        yield from _lost_changes(self.session)
        yield from head_problems or self._end_problems()

    def _walk_entries(self) -> Iterator[Problem]:
        entry_table = log_table("audit_entry")
        total = self.session.scalar(select(func.count()).select_from(entry_table)) or 0
        expected, previous = 1, chain.GENESIS
        yield from _below_one(self.session, entry_table)
        while entries := self._entries(expected):
            changes = self._changes(entries[0]["id"], entries[-1]["id"])
            for entry in entries:
                yield from _gap("audit_entry", expected, entry["id"])
                own = changes.get(entry["id"], [])
                yield from _entry_problems(entry, own, previous, linked=entry["id"] == expected)
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

    def _changes(self, first: int, last: int) -> dict[int, list[Row]]:
        table = log_table("audit_change")
        query = select(table).where(table.c.entry_id.between(first, last))
        found: dict[int, list[Row]] = {}
        for row in read_rows(self.session, table, query.order_by(table.c.entry_id, table.c.position)):
            found.setdefault(row["entry_id"], []).append(row)
        return found

    def _walk_changes(self) -> Iterator[Problem]:
        """The numbers of the changes, and each change's own hashes."""
        table = log_table("audit_change")
        yield from _below_one(self.session, table)
        expected = 1
        while changes := read_rows(
            self.session, table, select(table).where(table.c.id >= expected).order_by(table.c.id).limit(SLICE)
        ):
            for change in changes:
                if change["id"] <= self.sealed_change:
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


def _entry_problems(entry: Row, changes: list[Row], previous: str, *, linked: bool) -> Iterator[Problem]:
    where = f"audit_entry {entry['id']}"
    if chain.entry_hash(entry, [change["hash"] for change in changes]) != entry["hash"]:
        yield Problem("edited", where, message(N_("The entry or the list of its changes is not what was written.")))
    if linked and entry["previous_hash"] != previous:
        yield Problem("chain", where, message(N_("The entry does not follow the one before it.")))


def _change_problems(change: Row, *, behind: bool) -> Iterator[Problem]:
    where = f"audit_change {change['id']}"
    if behind:
        yield Problem("smuggled", where, message(N_("This row stands behind the sealed end of the log.")))
    same_difference = chain.digest(change["difference"]) == change["difference_hash"]
    if not same_difference or chain.change_hash(change) != change["hash"]:
        yield Problem("edited", where, message(N_("The recorded change is not what was written.")))


def _lost_changes(session: Session) -> Iterator[Problem]:
    changes, entries = log_table("audit_change"), log_table("audit_entry")
    lost = or_(changes.c.entry_id < 1, changes.c.entry_id.not_in(select(entries.c.id)))
    for change_id in session.scalars(select(changes.c.id).where(lost).order_by(changes.c.id).limit(_NAMED)):
        yield Problem("orphaned", f"audit_change {change_id}", message(N_("The change belongs to no entry.")))
