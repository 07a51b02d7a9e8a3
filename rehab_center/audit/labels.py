"""The words for what the log holds: tables, columns, acts, details, and whom an act is about.

Every feature describes its own at import, in its ``labels.py``; the log knows features by these words only. A test
holds them against the tables and against every ``record("…")`` in the source.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select

from rehab_center.db import Model
from rehab_center.names import clean, fold
from rehab_center.words import Message

Words = Any
"""A text, or a lazy translation of one."""

TECHNICAL = frozenset({"id", "version", "search_key", "sort_key", "written_key"})
"""Columns that need no words and are never shown: they follow from others or count savings."""

_NAMING_COLUMNS = ("full_name", "name", "number", "title", "code", "file_code", "username")

Sentence = Callable[[Mapping[str, Any]], Message]
"""From the values of a row, as the log holds them, to the sentence they make."""

Spell = Callable[[str], str | None]
"""From a code that a column holds to the words a reader knows it by; None for what is no such code."""

Within = Callable[[frozenset[int]], "Select[int]"]
"""From centres to the ids of the subjects (of one kind) that belong to them."""


@dataclass(frozen=True)
class TableWords:
    """How a table and its columns are called. ``hidden`` columns are derived and say nothing to a reader."""

    label: Words
    fields: Mapping[str, Words]
    values: Mapping[str, Mapping[str, Words]] = field(default_factory=dict)
    name: str | None = None
    hidden: frozenset[str] = frozenset()
    sentences: Mapping[str, Sentence] = field(default_factory=dict)
    follows: bool = False
    spelled: Mapping[str, Spell] = field(default_factory=dict)


@dataclass(frozen=True)
class SubjectWords:
    """How a kind of subject is called, where its page is, and which of them a centre may see."""

    label: Words
    endpoint: str | None = None
    argument: str | None = None
    within: Within | None = None


_tables: dict[str, TableWords] = {}
_acts: dict[str, Words] = {}
_writing: set[str] = set()
_details: dict[str, Words] = {}
_detail_values: dict[str, Mapping[str, Words]] = {}
_detail_sentences: dict[str, Sentence] = {}
_subjects: dict[str, SubjectWords] = {}
_groups: dict[str, Words] = {}


# --- describing ------------------------------------------------------------------------------------------------------


def describe_table(
    table: str,
    label: Words,
    fields: Mapping[str, Words],
    *,
    values: Mapping[str, Mapping[str, Words]] | None = None,
    name: str | None = None,
    hidden: Collection[str] = (),
    sentences: Mapping[str, Sentence] | None = None,
    spelled: Mapping[str, Spell] | None = None,
    follows: bool = False,
) -> None:
    """Say how ``table`` and its columns are called.

    ``values`` gives the words for the values of a column (kinds, states); ``name`` is the column by which a person
    knows a row, so that references to it can be read (full name, number); ``hidden`` columns are left out.
    ``sentences``: columns that hold a msgid, each with what makes its sentence of the row's values. ``spelled``:
    columns of codes that no list can hold, each with what says them in words. ``follows``: its rows change because
    others do, and are told after those.
    """
    words = TableWords(
        label,
        dict(fields),
        dict(values or {}),
        name,
        frozenset(hidden),
        dict(sentences or {}),
        follows,
        dict(spelled or {}),
    )
    _tables[table] = words


def describe_act(act: str, label: Words, *, writes: bool = False) -> None:
    """Say how an act is called: ``describe_act("stay.admitted", _l("Admitted"))``.

    ``writes``: it changes something although its name ends like one that only reads ("minutes opened").
    """
    _acts[act] = label
    if writes:
        _writing.add(act)


def describe_group(label: Words, *prefixes: str) -> None:
    """Say under which heading the acts stand whose names begin with one of ``prefixes``: "stay" for "stay.admitted"."""
    _groups.update(dict.fromkeys(prefixes, label))


def describe_details(
    words: Mapping[str, Words],
    *,
    values: Mapping[str, Mapping[str, Words]] | None = None,
    sentences: Mapping[str, Sentence] | None = None,
) -> None:
    """Say how the details of acts are called; a detail without words is not shown. One name means one thing.

    ``values`` gives the words for the values of a detail, as with :func:`describe_table`; ``sentences`` makes one line
    of a detail that holds several values by name.
    """
    _details.update(words)
    _detail_values.update(values or {})
    _detail_sentences.update(sentences or {})


def describe_subject(
    kind: str, label: Words, *, endpoint: str | None = None, argument: str | None = None, within: Within | None = None
) -> None:
    """Say how a kind of subject is called and where its page is.

    ``endpoint`` takes the id as ``argument`` (``<kind>_id`` unless told). ``within`` selects the ids that belong to
    some centres; without it, a table of the same name that has a ``facility_id`` decides, and failing that only who
    sees every centre sees acts about this kind.
    """
    _subjects[kind] = SubjectWords(label, endpoint, argument or f"{kind}_id", within)


# --- looking up ------------------------------------------------------------------------------------------------------


def table_label(table: str) -> str:
    """What a row of ``table`` is called."""
    return str(_tables[table].label) if table in _tables else _("Another record")


def field_label(table: str, column: str) -> str | None:
    """What a column is called, None for one that is not shown."""
    words = _tables.get(table)
    if column in TECHNICAL or words is None or column in words.hidden or column not in words.fields:
        return None
    return str(words.fields[column])


def field_order(table: str) -> list[str]:
    """The columns of ``table`` in the order in which they were described."""
    return list(_tables[table].fields) if table in _tables else []


def value_label(table: str, column: str, value: object) -> str | None:
    """The words for one value of a column, None where it has none of its own."""
    words = _tables.get(table)
    spell = words.spelled.get(column) if words else None
    if spell is not None:
        return spell(str(value))
    known = words.values.get(column, {}) if words else {}
    return str(known[str(value)]) if isinstance(value, str | int) and str(value) in known else None


def sentence_of(table: str, column: str) -> Sentence | None:
    """What makes a sentence of a column that holds a msgid, None for any other column."""
    return _tables[table].sentences.get(column) if table in _tables else None


def naming_column(table: str, columns: Collection[str]) -> str | None:
    """The column of ``columns`` by which a person knows a row of ``table``, None where there is none."""
    words = _tables.get(table)
    if words and words.name:
        return words.name
    return next((column for column in _NAMING_COLUMNS if column in columns), None)


def following_tables() -> list[str]:
    """The tables whose rows change because others do: what became of them is told last."""
    return [table for table, words in _tables.items() if words.follows]


def act_label(act: str) -> str:
    """What an act is called."""
    return str(_acts[act]) if act in _acts else _("Another act")


def detail_label(name: str) -> str | None:
    """What a detail is called, None for one that is not shown."""
    return str(_details[name]) if name in _details else None


def detail_value_label(name: str, value: object) -> str | None:
    """The words for one value of a detail, None where it has none of its own."""
    known = _detail_values.get(name, {})
    return str(known[str(value)]) if isinstance(value, str | int) and str(value) in known else None


def detail_sentence(name: str, value: object) -> Message | None:
    """The line that a detail of several values makes, None where it is no such one."""
    sentence = _detail_sentences.get(name)
    return sentence(value) if sentence and isinstance(value, Mapping) else None


def subject(kind: str) -> SubjectWords:
    """The words for a kind of subject."""
    return _subjects.get(kind) or SubjectWords(_l("Another matter"))


def acts_called(text: str) -> list[str]:
    """The acts in whose words ``text`` stands, with or without its marks."""
    return [act for act, label in _acts.items() if _says(str(label), text)]


def rows_called(text: str) -> dict[tuple[str, str], list[str]]:
    """Of tables whose rows are known by a kind: (table, column) -> the kinds in whose words ``text`` stands.

    What the log does not show cannot be searched for in it: no columns that are hidden or sensitive.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for table, words in _tables.items():
        column = words.name or ""
        if column in words.hidden or _is_sensitive(table, column):
            continue
        kinds = [value for value, label in words.values.get(column, {}).items() if _says(str(label), text)]
        if kinds:
            found[table, column] = kinds
    return found


def _is_sensitive(table: str, column: str) -> bool:
    known = Model.metadata.tables.get(table)
    return known is not None and column in known.columns and bool(known.columns[column].info.get("sensitive"))


def _says(label: str, text: str) -> bool:
    """Whether the words of ``text`` stand in a label side by side; one word alone has to be all of it, or it is a name.

    A mark that was typed is meant.
    """
    marked = fold(text) != clean(text).casefold()
    said, asked = (one.casefold() if marked else fold(one) for one in (clean(label), clean(text)))
    return bool(asked) and (f" {asked} " in f" {said} " if " " in asked else asked == said)


def acts() -> dict[str, str]:
    """Every described act with its words, in the order of the words."""
    return dict(sorted(((act, str(label)) for act, label in _acts.items()), key=lambda pair: pair[1]))


def writes(act: str) -> bool:
    """Whether an act was described as one that changes something, whatever its name ends with."""
    return act in _writing


def described_acts() -> tuple[str, ...]:
    """The name of every described act."""
    return tuple(_acts)


def act_group(act: str) -> str | None:
    """The heading an act stands under, None where nobody described one."""
    prefix = act.partition(".")[0]
    return str(_groups[prefix]) if prefix in _groups else None


def acts_by_group() -> dict[str, dict[str, str]]:
    """Every described act under its heading, headings in the order in which they were described."""
    found: dict[str, dict[str, str]] = {str(label): {} for label in _groups.values()}
    for act, label in acts().items():
        found.setdefault(act_group(act) or _("Other acts"), {})[act] = label
    return {group: those for group, those in found.items() if those}


def shown_fields(table: str) -> dict[str, str]:
    """The columns of ``table`` that have words, in the order in which they were described."""
    return {column: label for column in field_order(table) if (label := field_label(table, column))}


def tables() -> dict[str, str]:
    """Every described table with its words, in the order of the words."""
    return dict(sorted(((table, str(words.label)) for table, words in _tables.items()), key=lambda pair: pair[1]))


def subject_kinds() -> dict[str, SubjectWords]:
    """Every described kind of subject."""
    return dict(_subjects)


def undescribed_columns(table: str, columns: Collection[str]) -> list[str]:
    """The columns of ``table`` that have neither words nor a reason to have none; all of them without a description."""
    words = _tables.get(table)
    known = TECHNICAL | (words.hidden | set(words.fields) if words else set())
    return sorted(set(columns) - known)


def is_act_described(act: str) -> bool:
    """Whether ``act`` has its words."""
    return act in _acts


def is_table_described(table: str) -> bool:
    """Whether ``table`` has its words."""
    return table in _tables
