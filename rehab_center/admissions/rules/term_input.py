"""Reading a term to be computed from plain JSON (``term compute``). What makes no sense is a finding, never an error.

README has the form. Every problem of an item is said at once, each with the place it stands at.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from rehab_center.admissions.rules.reductions import Conduct, Rating
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.admissions.rules.term_answer import AskedReduction, TermQuestion
from rehab_center.admissions.rules.term_case import Credit, EscapeDays, Ground, Interruption, TermCase
from rehab_center.dates import in_the_calendar
from rehab_center.findings import Finding, Severity
from rehab_center.policies.rules import TermEndConvention
from rehab_center.words import N_, Message, message

MOST_MONTHS = 60
"""The longest term that is no slip of the pen; the law's own longest is 36 (L120 Đ29.1)."""
_MANY = 36_600

REGIMES = {"2012": Regime.BEFORE_2022, "2021": Regime.LAW_2021, "2025": Regime.LAW_2025}
KINDS = {kind.value: kind for kind in (StayKind.COMPULSORY, StayKind.MINOR, StayKind.VOLUNTARY)}
PAUSES = {
    "escape": Ground.ESCAPE,
    "prison": Ground.IMPRISONMENT,
    "hospital": Ground.ABSENCE_COUNTED,
    "suspended-illness": Ground.SUSPENSION_COUNTED,
    "funeral-leave": Ground.ABSENCE_COUNTED,
}
RATINGS = {"tốt": Rating.GOOD, "khá": Rating.FAIR, "trung bình": Rating.AVERAGE, "kém": Rating.POOR}

_SOURCES = {
    "regime": "L120 Đ56",
    "kind": "L73 Đ30, Đ31, Đ32, Đ33; L120 Đ29",
    "months": "XLVPHC Đ95.2; L73 Đ33.3; L120 Đ29.1",
    "starts_on": "XLVPHC Đ110.3",
    "credits": "L120 Đ37.2",
    "reductions": "NĐ 116/2021 Đ58",
    "pauses": "XLVPHC Đ132; L120 Đ29.3, Đ39.3, Đ47.1",
    "convention": "BLDS Đ147, Đ148",
    "escape_days": "XLVPHC Đ132; L120 Đ29.3",
}
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


class Written(dict[str, Any]):
    """A JSON object as it was written; ``twice``: the keys that stand in it more than once."""

    def __init__(self, pairs: Sequence[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.twice = tuple(key for key, count in Counter(key for key, _value in pairs).items() if count > 1)


def read_json(text: str) -> object:
    """JSON text as :func:`read_question` takes it; a mark at its beginning (BOM) is no part of it.

    Raises ValueError, for a fault of the form JSONDecodeError with its line; RecursionError where it is too deep.
    """
    found: object = json.loads(text.removeprefix("\ufeff"), object_pairs_hook=Written)
    return found


def read_question(item: object) -> TermQuestion | tuple[Finding, ...]:
    """One item as a question, with the warnings about it; or why there is none, at least one of them a BLOCK."""
    reader = _Reader()
    if not isinstance(item, Mapping):
        words = message(N_("A term is a JSON object with “regime”, “kind”, “months” and “starts_on”"))
        return (Finding("input", Severity.BLOCK, words, _SOURCES["months"]),)
    reader.only(item, "", _SOURCES)
    regime = reader.choice(item, "regime", REGIMES)
    kind = reader.choice(item, "kind", KINDS)
    months = reader.whole(item, "months", least=1, most=MOST_MONTHS)
    start = reader.day(item, "starts_on")
    credits = tuple(_credits(reader, item))
    reductions = tuple(_reductions(reader, item))
    pauses = tuple(_pauses(reader, item))
    convention = reader.member(item, "convention", TermEndConvention)
    escape_days = reader.member(item, "escape_days", EscapeDays)
    if reader.refused or regime is None or kind is None or months is None or start is None:
        return tuple(reader.findings)
    return TermQuestion(
        regime=regime,
        case=TermCase(start, months, credits, pauses, kind=kind),
        reductions=reductions,
        convention=convention,
        escape_days=escape_days,
        findings=tuple(reader.findings),
    )


def _credits(reader: _Reader, item: Mapping[str, Any]) -> Iterator[Credit]:
    for place, one in reader.entries(item, "credits", ("days", "ground")):
        days = reader.whole(one, "days", place, least=0)
        ground = one.get("ground")
        if ground is not None and not isinstance(ground, str):
            reader.refuse(N_("%(place)s must be text: %(value)s is not"), f"{place}.ground", ground)
        elif days is not None:
            yield Credit(days, " ".join(ground.split()) if ground else None)


def _reductions(reader: _Reader, item: Mapping[str, Any]) -> Iterator[AskedReduction]:
    for place, one in reader.entries(item, "reductions", ("months", "decided_on", "ratings", "merit")):
        months = reader.whole(one, "months", place, least=0, most=1200)
        on = reader.day(one, "decided_on", place)
        merit = one.get("merit")
        if merit is not None and not isinstance(merit, bool):
            reader.refuse(N_("%(place)s must be true or false: %(value)s is not"), f"{place}.merit", merit)
        ratings = reader.listed(one, "ratings", place)
        if ratings is not None:
            bad = [one for one in ratings if one is not None and (not isinstance(one, str) or _rating(one) is None)]
            for value in bad:
                reader.refuse_choice(f"{place}.ratings", value, RATINGS)
        if months is not None and on is not None:
            rated = None if ratings is None else tuple(_rating(one) for one in ratings)
            yield AskedReduction(on, months, Conduct(rated, merit if isinstance(merit, bool) else None))


def _rating(word: object) -> Rating | None:
    return RATINGS.get(word.strip().lower()) if isinstance(word, str) else None


def _pauses(reader: _Reader, item: Mapping[str, Any]) -> Iterator[Interruption]:
    for place, one in reader.entries(item, "pauses", ("kind", "from", "to")):
        ground = reader.choice(one, "kind", PAUSES, place)
        first = reader.day(one, "from", place)
        back = reader.day(one, "to", place) if one.get("to") is not None else None
        if first is not None and back is not None and back < first:
            words = message(
                N_("%(place)s: the day of return, %(back)s, lies before the first day away, %(first)s"),
                place=place,
                back=back,
                first=first,
            )
            reader.add(words, "pauses")
        elif ground is not None and first is not None:
            yield Interruption(ground, first, back)


@dataclass
class _Reader:
    """Takes values out of an item and notes what is wrong with them."""

    findings: list[Finding] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        return any(finding.severity is Severity.BLOCK for finding in self.findings)

    def add(self, words: Message, place: str, severity: Severity = Severity.BLOCK) -> None:
        key = re.split(r"[\[.]", place)[0]
        self.findings.append(Finding("input", severity, words, _SOURCES.get(key, "README"), place))

    def refuse(self, msgid: str, place: str, value: object, **params: object) -> None:
        self.add(message(msgid, place=place, value=_shown(value), **params), place)

    def refuse_choice(self, place: str, value: object, choices: Mapping[str, object]) -> None:
        self.refuse(
            N_("%(place)s must be one of %(choices)s: %(value)s is not"), place, value, choices=", ".join(choices)
        )

    def only(self, item: Mapping[str, Any], place: str, known: Sequence[str] | Mapping[str, object]) -> None:
        """A key nobody reads is likely a slip of the pen, and what it says would silently not count."""
        for key in item.twice if isinstance(item, Written) else ():
            where = _place(place, _shown(key))
            self.add(message(N_("%(place)s is written twice: which one counts?"), place=where), place or key)
        for key in item:
            if key not in known:
                where = _place(place, _shown(key))
                self.add(
                    message(N_("%(place)s is not known and does not count"), place=where),
                    place or str(key),
                    Severity.WARN,
                )

    def given(self, item: Mapping[str, Any], key: str, place: str) -> object:
        value = item.get(key)
        if value is None:
            where = _place(place, key)
            self.add(message(N_("%(place)s is missing"), place=where), where)
        return value

    def choice(self, item: Mapping[str, Any], key: str, choices: Mapping[str, T], place: str = "") -> T | None:
        value = self.given(item, key, place)
        found = choices.get(value) if isinstance(value, str) else None
        if value is not None and found is None:
            self.refuse_choice(_place(place, key), value, choices)
        return found

    def member(self, item: Mapping[str, Any], key: str, values: type[E]) -> E | None:
        return self.choice(item, key, {one.value: one for one in values}) if item.get(key) is not None else None

    def whole(self, item: Mapping[str, Any], key: str, place: str = "", *, least: int, most: int = _MANY) -> int | None:
        value = self.given(item, key, place)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        if value is not None:
            words = N_("%(place)s must be a whole number from %(least)s to %(most)s: %(value)s is not")
            self.refuse(words, _place(place, key), value, least=least, most=most)
        return None

    def day(self, item: Mapping[str, Any], key: str, place: str = "") -> date | None:
        value = self.given(item, key, place)
        if isinstance(value, str) and _ISO.fullmatch(value):
            try:
                day = date.fromisoformat(value)
            except ValueError:
                day = date.min
            if in_the_calendar(day):
                return day
        if value is not None:
            words = N_("%(place)s must be a day of the calendar, written as 2024-03-10: %(value)s is not")
            self.refuse(words, _place(place, key), value)
        return None

    def listed(self, item: Mapping[str, Any], key: str, place: str = "") -> list[object] | None:
        value = item.get(key)
        if value is not None and not isinstance(value, list):
            self.refuse(N_("%(place)s must be a list: %(value)s is not"), _place(place, key), value)
            return None
        return value

    def entries(
        self, item: Mapping[str, Any], key: str, known: Sequence[str]
    ) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The objects of a list, each with its place: pauses[1] is the first."""
        for number, one in enumerate(self.listed(item, key) or (), start=1):
            place = f"{key}[{number}]"
            if isinstance(one, Mapping):
                self.only(one, place, known)
                yield place, one
            else:
                self.refuse(N_("%(place)s must be an object: %(value)s is not"), place, one)


def _place(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else f"{text[:39]}…"
