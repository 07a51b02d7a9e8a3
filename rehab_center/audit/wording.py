"""The log in words: what an entry's changes say to a person who knows no table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Boolean, Column, Date, Integer, Table
from sqlalchemy.orm import Session

from rehab_center.audit import chain, labels
from rehab_center.audit.naming import Place, names_of, own_words
from rehab_center.audit.problems import Problem
from rehab_center.audit.queries import ChangeLine, EntryLine
from rehab_center.db import ExactDecimal, Model, UtcDateTime, canonical_json
from rehab_center.web.formatting import NOTHING, day, moment, number, say, shown
from rehab_center.words import Message

NameOf = Callable[[Place], str | None]

MOST_PROBLEMS = 500
"""How many problems of a verification are put into words."""


@dataclass(frozen=True)
class FieldChange:
    """One column's change in words; ``hidden`` when only that it changed may be said."""

    label: str
    old: str
    new: str
    hidden: bool = False

    def words(self, operation: str) -> str:
        """ "Ngày sinh: 04/02/1980 → 05/02/1980"; of a new record only the new value, of a deleted one the old."""
        if self.hidden:
            return str(_("%(field)s: changed (not shown)", field=self.label))
        if operation == "insert":
            return f"{self.label}: {self.new}"
        return f"{self.label}: {self.old}" if operation == "delete" else f"{self.label}: {self.old} → {self.new}"


@dataclass(frozen=True)
class ProblemWords:
    """Something a verification found: the record by its name, its place in the database, what is wrong."""

    title: str
    where: str
    what: Message
    fields: tuple[str, ...]


@dataclass(frozen=True)
class RecordChange:
    """One record's change in words: what it is, by what name it goes, and its fields.

    ``one_of_several``: the entry edits others like it, so that a line about it has to say which one it is.
    """

    title: str
    operation: str
    operation_words: str
    fields: tuple[FieldChange, ...]
    one_of_several: bool = False

    @property
    def words(self) -> str:
        """One line for a list: of an edit the differences, else what was added or taken away."""
        if self.operation != "update":
            return f"{self.title}: {self.operation_words}"
        told = "; ".join(field.words(self.operation) for field in self.fields) or self.operation_words
        return f"{self.title}: {told}" if self.one_of_several or not self.fields else told


def differences(session: Session, lines: Iterable[EntryLine]) -> dict[int, list[RecordChange]]:
    """For each entry's number, its changes in words; what they name is called as it was called then."""
    found = list(lines)
    names = names_of(session, {place for line in found for change in line.changes for place in _places(change)})
    return {
        line.number: _told_apart(
            line, [_record(change, partial(names.at, number=line.number)) for change in line.changes]
        )
        for line in found
    }


def _told_apart(line: EntryLine, records: Sequence[RecordChange]) -> list[RecordChange]:
    """The records of an entry; where it edits several of one table, each line says whose it is."""
    edited = Counter(change.table for change in line.changes if change.operation == "update")
    return [
        replace(record, one_of_several=edited[change.table] > 1)
        for change, record in zip(line.changes, records, strict=True)
    ]


def _places(change: ChangeLine) -> Iterable[tuple[str, str]]:
    """The rows that the words for a change may have to name: its own, and those it refers to."""
    yield change.table, change.key
    table = Model.metadata.tables.get(change.table)
    for name, values in change.difference.items():
        target = _referred(table, name)
        if target and values != chain.CHANGED:
            yield from ((target, str(value)) for value in values if value is not None)


def _referred(table: Table | None, name: str) -> str | None:
    column = None if table is None else table.columns.get(name)
    return next((key.column.table.name for key in column.foreign_keys), None) if column is not None else None


def _record(change: ChangeLine, name_of: NameOf) -> RecordChange:
    title = labels.table_label(change.table)
    name = name_of((change.table, change.key)) or _own_name(change)
    return RecordChange(
        title=f"{title} {name}" if name else title,
        operation=change.operation,
        operation_words={"insert": _("added"), "update": _("changed"), "delete": _("deleted")}[change.operation],
        fields=tuple(_fields(change, name_of)),
    )


def _own_name(change: ChangeLine) -> str | None:
    """The name that the difference itself tells: of rows that are no more."""
    column = labels.naming_column(change.table, change.difference.keys())
    values = change.difference.get(column or "")
    if not isinstance(values, list):
        return None
    value = values[1] or values[0]
    return own_words(change.table, column or "", value)


def _fields(change: ChangeLine, name_of: NameOf) -> Iterable[FieldChange]:
    table = Model.metadata.tables.get(change.table)
    order = labels.field_order(change.table)
    for name in sorted(change.difference, key=lambda one: order.index(one) if one in order else len(order)):
        label = labels.field_label(change.table, name)
        values = change.difference[name]
        if label is None:
            continue
        if values == chain.CHANGED:
            yield FieldChange(label, "", "", hidden=True)
        else:
            old, new = (_said(change, name, side) or _value(table, name, values[side], name_of) for side in (0, 1))
            yield FieldChange(label, old, new)


def _said(change: ChangeLine, name: str, side: int) -> str | None:
    """The sentence that a column with a msgid makes, before (0) or after (1); None where it holds none."""
    sentence = labels.sentence_of(change.table, name)
    row = {column: both[side] for column, both in change.difference.items() if both != chain.CHANGED}
    return say(sentence(row)) if sentence and row[name] else None


def _value(table: Table | None, name: str, value: Any, name_of: NameOf) -> str:
    if value is None or value == "":
        return NOTHING
    if table is None or name not in table.columns:
        return str(value)
    target = _referred(table, name)
    if target:
        return name_of((target, str(value))) or labels.table_label(target)
    return labels.value_label(table.name, name, value) or _by_type(table.columns[name], value)


def _by_type(column: Column[Any], value: Any) -> str:
    """A value of the log (JSON) as the page writes it, by the type of its column."""
    kind = column.type
    if isinstance(kind, Boolean):
        return shown(bool(value))
    if isinstance(kind, Date):
        return day(date.fromisoformat(value))
    if isinstance(kind, UtcDateTime):
        return moment(datetime.fromisoformat(value))
    if isinstance(kind, ExactDecimal):
        return str(value).replace(".", ",")
    if isinstance(kind, Integer):
        return str(value) if "year" in column.name else number(value)
    return value if isinstance(value, str) else canonical_json(value)


def problems(session: Session, found: Sequence[Problem]) -> list[ProblemWords]:
    """The first of the problems of a verification in words."""
    changes = [(_as_change(problem), problem) for problem in found[:MOST_PROBLEMS]]
    places = {place for change, _problem in changes for place in _places(change)}
    names = names_of(session, places, history=False)
    return [
        ProblemWords(
            record.title, problem.where, problem.what, tuple(field.words(record.operation) for field in record.fields)
        )
        for record, problem in ((_record(change, names.now), problem) for change, problem in changes)
    ]


def _as_change(problem: Problem) -> ChangeLine:
    table, _space, key = problem.where.partition(" ")
    operation = "delete" if problem.kind == "deleted" else "update"
    return ChangeLine(0, table, key, operation, dict(problem.difference))


def details(line: EntryLine, *, leave_out: Collection[str] = ()) -> list[tuple[str, str]]:
    """The details of an act in words; those nobody described are left out, and those in ``leave_out``."""
    pairs = (
        (labels.detail_label(name), _detail(name, value))
        for name, value in line.details.items()
        if name not in leave_out
    )
    return [(label, value) for label, value in pairs if label is not None]


def _detail(name: str, value: Any) -> str:
    sentence = labels.detail_sentence(name, value)
    if sentence is not None:
        return say(sentence)
    known = labels.detail_value_label(name, value)
    if known is not None:
        return known
    if isinstance(value, str):
        try:
            return moment(datetime.fromisoformat(value)) if "T" in value else day(date.fromisoformat(value))
        except ValueError:
            return value
    if isinstance(value, list):
        return "; ".join(_detail(name, one) for one in value)
    return shown(value) if isinstance(value, int | float | None) else canonical_json(value)


def origin(name: str) -> str:
    """Where an act came from."""
    words = {
        "cli": _("the command line"),
        "demo": _("the invented centre"),
        "job": _("work in the background"),
        "web": _("a page of the program"),
    }
    return str(words.get(name, name))
