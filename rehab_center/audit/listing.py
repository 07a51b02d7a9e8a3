"""The log as a list: its columns, filters and export."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, overload

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit import labels, presets, queries, wording
from rehab_center.audit.conditions import Window
from rehab_center.audit.coverage import UNRECORDED
from rehab_center.audit.left_out import LeftOut, left_out
from rehab_center.audit.queries import EntryLine
from rehab_center.audit.recorder import Subject, record
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.permissions import Permission, Scope
from rehab_center.web.access import current_actor, current_scope
from rehab_center.web.formatting import day
from rehab_center.web.keyset import KeyedRows
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import Choice, Column, Days, Listing, Search
from rehab_center.web.navigation import exists
from rehab_center.words import N_, message

_SLICE = 500
MOST_EXPORTED = 20_000
"""How many entries a page gives as one file; the command line gives them all."""
STORY = "logbook.story_of"
"""The page with everything about one person or thing; it belongs to a later feature."""


@dataclass(frozen=True)
class LogRow:
    """An entry as the list and the export show it."""

    number: int
    at: datetime
    who: str
    account_id: int | None
    act: str
    about: Subject | None
    about_words: str
    reason: str
    words: tuple[str, ...]
    more: int

    @property
    def difference(self) -> str:
        """What changed, as one text."""
        rest = [str(_l("and %(count)s more records", count=self.more))] if self.more else []
        return "; ".join([*self.words, *rest])

    @property
    def difference_lines(self) -> Markup:
        """What changed, one record a line, for the page."""
        rest = [Markup("<i>{}</i>").format(_l("and %(count)s more records", count=self.more))] if self.more else []
        return Markup("<br>").join([*self.words, *rest])


def rows(session: Session, lines: Sequence[EntryLine]) -> list[LogRow]:
    """Entries in words."""
    changes = wording.differences(session, lines)
    return [
        LogRow(
            number=line.number,
            at=line.at,
            who=line.actor_label,
            account_id=line.account_id,
            act=labels.act_label(line.act),
            about=line.about,
            about_words=about_words(line.about),
            reason=line.reason or "",
            words=(*sentence_words(line), *(change.words for change in changes[line.number]), *detail_words(line)),
            more=line.change_count - len(line.changes),
        )
        for line in lines
    ]


def about_words(about: Subject | None) -> str:
    """Whom an act is about, with what kind of subject that is."""
    return f"{labels.subject(about.kind).label} {about.label}".strip() if about else ""


def about_url(about: Subject | None) -> str | None:
    """The page of whom an act is about, where this program has one."""
    if about is None:
        return None
    words = labels.subject(about.kind)
    if words.endpoint is None or words.argument is None or not exists(words.endpoint):
        return None
    arguments: dict[str, Any] = {words.argument: about.id}
    return url_for(words.endpoint, **arguments)


def story_url(kind: str, subject_id: int) -> str | None:
    """The story of a person or a thing, where this program tells stories."""
    return url_for(STORY, kind=kind, subject_id=subject_id) if exists(STORY) else None


def sentence_words(line: EntryLine) -> list[str]:
    """The details that sum an act up in one line: they come before what was written where."""
    others = {name for name, value in line.details.items() if labels.detail_sentence(name, value) is None}
    return [f"{label}: {value}" for label, value in wording.details(line, leave_out=others)]


def detail_words(line: EntryLine) -> list[str]:
    """The other details of an act, one text each; a fingerprint is for the entry's own page."""
    sums_up = {name for name, value in line.details.items() if labels.detail_sentence(name, value) is not None}
    return [f"{label}: {value}" for label, value in wording.details(line, leave_out={"head", *sums_up})]


def filter_words(state: ListState) -> list[tuple[str, str]]:
    """What a reader searched and filtered by, in words: (filter, value)."""
    found = [(_("Search"), state.q)] if state.q else []
    for one in LOG.filters:
        if isinstance(one, Choice):
            chosen = state.choice(one.key)
            found += [(str(one.label), str(dict(one.options)[chosen]))] if chosen else []
        else:
            first, last = state.range_of(one.key)
            days = f"{day(first) if first else '…'} – {day(last) if last else '…'}"
            found += [(str(one.label), days)] if first or last else []
    return found


def note_export(form: str, count: int, state: ListState, *, about: str = "") -> None:
    """Record that a part of the log leaves the program as a file or on paper, in a transaction of its own."""
    words = [f"{name}: {value}" for name, value in filter_words(state)]
    with transaction():
        record(
            "audit.exported",
            actor=current_actor(),
            at=clock.now(),
            details={"form": form, "rows": count, "filters": "; ".join([*([about] if about else []), *words]) or None},
        )


class WholeLog(Sequence[LogRow]):
    """Every row of a window, read in slices as one goes through it: a log has no size that fits into memory."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._count = queries.entry_count(db.session(), window)

    def __len__(self) -> int:
        return self._count

    @property
    def left_out(self) -> LeftOut | None:
        """What lies between its first and its last entry and is not in it; None of an empty one."""
        session = db.session()
        ends = queries.ends_of(session, self._window)
        return left_out(session, self._window, first=ends[0], last=ends[1], shown=self._count) if ends else None

    def __iter__(self) -> Iterator[LogRow]:
        number: int | None = None
        while lines := queries.entries_before(db.session(), self._window, number, limit=_SLICE):
            yield from rows(db.session(), lines)
            number = lines[-1].number

    @overload
    def __getitem__(self, index: int) -> LogRow: ...

    @overload
    def __getitem__(self, index: slice) -> list[LogRow]: ...

    def __getitem__(self, index: int | slice) -> LogRow | list[LogRow]:
        """Some rows, by reading on from the start."""
        return list(self)[index]


def notes(rows: Sequence[LogRow]) -> list[str]:
    """What a workbook with a part of the log says below it: how many entries in between are not there, and why."""
    found = rows.left_out if isinstance(rows, WholeLog) else None
    return [found.words] if found else []


def fetch(window: Window) -> KeyedRows:
    """The page of the log that a window's state asks for; for an export all of it."""
    session = db.session()
    if window.state.limit is None:
        whole = WholeLog(window)
        if len(whole) > MOST_EXPORTED:
            words = N_("%(rows)s entries are too many for one file: the most is %(most)s. Narrow the days or filters.")
            raise DomainError(message(words, rows=len(whole), most=MOST_EXPORTED))
        return KeyedRows(whole)
    found = queries.stretch(session, window)
    return found.keyed(rows(session, found.lines), window.state)


def label_of(session: Session, kind: str, subject_id: int, *, scope: Scope) -> str:
    """By what words the newest entry about a subject calls it, "" where the reader may see none."""
    newest = queries.newest_about(session, kind, subject_id, scope=scope)
    return about_words(newest) if newest else ""


@dataclass(frozen=True)
class Shortcut:
    """A question asked often: its words, and the arguments that ask it."""

    label: str
    arguments: dict[str, str]

    def is_current(self, given: Mapping[str, str]) -> bool:
        """Whether the page already answers it."""
        return all(given.get(name, "") == value for name, value in self.arguments.items())

    @property
    def without(self) -> dict[str, str]:
        """The arguments that take the question away again."""
        return dict.fromkeys(self.arguments, "")


def shortcuts(today: date) -> tuple[list[Shortcut], list[Shortcut]]:
    """The prepared questions, and the prepared days."""
    asked = [Shortcut(str(one.label), {"what": key}) for key, one in presets.prepared().items()]
    yesterday, month = today - timedelta(days=1), today.replace(day=1)
    month_before = month - timedelta(days=1)
    spans = (
        (_("Today"), today, today),
        (_("Yesterday"), yesterday, yesterday),
        (_("The last 7 days"), today - timedelta(days=6), today),
        (_("This month"), month, today),
        (_("Last month"), month_before.replace(day=1), month_before),
    )
    return asked, [Shortcut(label, {"at_from": day(first), "at_to": day(last)}) for label, first, last in spans]


def _actor_choices() -> list[tuple[str, str]]:
    return queries.actors(db.session(), scope=current_scope())


def _act_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    return [(group, list(acts.items())) for group, acts in labels.acts_by_group().items()]


def _table_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every table with its fields: "Lượt ở", "Lượt ở / Thời hạn (tháng)"."""
    return [
        (
            label,
            [
                (table, _("%(record)s: any field", record=label)),
                *((f"{table}.{column}", f"{label} / {words}") for column, words in labels.shown_fields(table).items()),
            ],
        )
        for table, label in labels.tables().items()
        if table not in UNRECORDED
    ]


def _what_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    found = ((_("Often asked for"), presets.prepared()), (_("By the nature of the act"), presets.NATURES))
    return [(heading, [(key, str(one.label)) for key, one in those.items()]) for heading, those in found if those]


LOG = Listing(
    key="log",
    title=_l("Log"),
    columns=(
        Column("number", _l("No."), number=True, link=lambda row: url_for("audit.show", number=row.number)),
        Column("at", _l("When")),
        Column("who", _l("Who"), link=lambda row: story_url("account", row.account_id) if row.account_id else None),
        Column("act", _l("What was done"), link=lambda row: url_for("audit.show", number=row.number)),
        Column("about_words", _l("About whom or what"), link=lambda row: about_url(row.about)),
        Column("difference_lines", _l("Difference"), in_export=False),
        Column("difference", _l("Difference"), on_page=False),
        Column("reason", _l("Reason")),
    ),
    sort="number",
    descending=True,
    search=Search(_l("Who, about whom, act, reason")),
    filters=(
        Choice("what", _l("Kind of acts"), _what_choices),
        Choice("act", _l("Act"), _act_choices),
        Choice("actor", _l("Acted by"), _actor_choices),
        Choice("table", _l("Changed record or field"), _table_choices),
        Days("at", _l("Days of the act")),
    ),
    keyset="number",
    empty=_l("Nothing has been written into the log yet."),
    export_permission=Permission.AUDIT_EXPORT,
)
