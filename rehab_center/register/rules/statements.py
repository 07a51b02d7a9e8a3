"""What is stated of one stay, field by field, in one form that can be kept and compared. Pure.

A copy of a book makes a statement with each row; the program makes one with what it holds. A blank is no statement: it
contradicts nothing and takes nothing away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.documents.rules import number_key
from rehab_center.register.rules.choices import EXIT_WORDS, KIND_WORDS, SEX_WORDS
from rehab_center.register.rules.codes import code_key
from rehab_center.register.rules.fields import Field
from rehab_center.register.rules.readings import PaperWritten, ReadRow
from rehab_center.residents.kinds import PaperKind, Sex
from rehab_center.residents.rules.births import parse_birth
from rehab_center.residents.rules.facts import PersonFacts, RelativeFacts
from rehab_center.residents.rules.identity import IdentityNumber, read_number
from rehab_center.residents.rules.person import HOME
from rehab_center.residents.rules.searching import exact_form, search_form

#: Fields of a person, and their names there.
PERSON_FIELDS: dict[Field, str] = {
    Field.NAME: "full_name",
    Field.BIRTH: "birth",
    Field.SEX: "sex",
    Field.ETHNICITY: "ethnicity",
    Field.RELIGION: "religion",
    Field.NATIONALITY: "nationality",
    Field.EDUCATION: "education",
    Field.OCCUPATION: "occupation",
    Field.DRUG: "drug_used",
    Field.COMMUNE: "commune",
    Field.DISTRICT: "district",
    Field.PROVINCE: "province",
    Field.STREET: "address",
}
#: Fields of a stay that ``correct_stay`` puts right, and their names there.
STAY_FIELDS: dict[Field, str] = {
    Field.CODE: "file_code",
    Field.MONTHS: "months",
    Field.ENTERED_ON: "admitted_on",
    Field.TERM_START: "term_start_on",
    Field.TIMES_TREATED: "times_treated",
    Field.NOTE: "note",
}
DECISION_FIELDS = (Field.DECISION_NUMBER, Field.DECISION_DATE, Field.DECISION_ISSUER)
EXIT_PAPER_FIELDS = (Field.EXIT_NUMBER, Field.EXIT_DATE, Field.EXIT_ISSUER)
#: What an old book counts of a stay: an opening of its own, written anew where a copy says otherwise.
OPENING_FIELDS: dict[Field, str] = {
    Field.BOOK_END: "book_end_on",
    Field.OPENING_UNTIL: "until_on",
    Field.UNCOUNTED_DAYS: "days",
    Field.REDUCED_MONTHS: "months",
}
#: What no copy of a book changes by itself: a change of ground and a movement are acts of their own.
FIXED_FIELDS = (Field.KIND, Field.ENTRY)
PLAIN = (*PERSON_FIELDS, *STAY_FIELDS, *DECISION_FIELDS, *EXIT_PAPER_FIELDS, *OPENING_FIELDS, *FIXED_FIELDS)

_DAYS = {
    Field.ENTERED_ON,
    Field.TERM_START,
    Field.DECISION_DATE,
    Field.EXIT_DATE,
    Field.BOOK_END,
    Field.OPENING_UNTIL,
}
_COUNTS = {Field.MONTHS, Field.TIMES_TREATED, Field.UNCOUNTED_DAYS, Field.REDUCED_MONTHS}

Exit = tuple[MovementKind, date]
"""How a stay went on, and when."""


@dataclass(frozen=True)
class Statement:
    """``plain`` holds texts, days as ISO text; ``numbers``, ``aliases`` and ``relatives`` are in their order.

    ``moves`` are the spells of a sheet of movements as (kind, first day, last day or "").
    """

    plain: Mapping[Field, str]
    exit: Exit | None = None
    numbers: tuple[IdentityNumber, ...] = ()
    aliases: tuple[str, ...] = ()
    relatives: tuple[RelativeFacts, ...] = ()
    moves: tuple[tuple[str, str, str], ...] = ()


NOTHING = Statement({})


def stated_by(row: ReadRow) -> Statement:
    """What a row of a book states."""
    facts, left = row.person, row.exit
    told = person_words(facts) | {
        Field.CODE: row.code,
        Field.MONTHS: _text(row.months),
        Field.ENTERED_ON: _text(row.entered_on),
        Field.TERM_START: _text(row.term_start_on),
        Field.TIMES_TREATED: _text(row.times_treated),
        Field.NOTE: row.note,
        Field.KIND: row.kind.value,
        Field.ENTRY: None if row.entry is MovementKind.ADMITTED else row.entry.value,
        **paper_words(DECISION_FIELDS, row.decision),
        **(paper_words(EXIT_PAPER_FIELDS, left.paper) if left else {}),
        **{column: _text(getattr(row.opening, name)) for column, name in OPENING_FIELDS.items() if row.opening},
    }
    if facts.nationality == HOME:
        del told[Field.NATIONALITY]  # what a book without the column says too
    return Statement(
        plain=filled(told),
        exit=(left.kind, left.on) if left else None,
        numbers=row.numbers,
        aliases=tuple(alias.name for alias in facts.aliases),
        relatives=facts.relatives,
    )


def person_words(facts: PersonFacts) -> dict[Field, str | None]:
    """The plain fields of a person as text."""
    told = {column: getattr(facts, name) for column, name in PERSON_FIELDS.items()}
    return told | {Field.BIRTH: facts.birth.text or None, Field.SEX: facts.sex.value}


def paper_words(fields: tuple[Field, Field, Field], paper: PaperWritten) -> dict[Field, str | None]:
    """Number, date and issuer of a paper as text."""
    number, issued_on, issuer = fields
    return {number: paper.number, issued_on: _text(paper.issued_on), issuer: paper.issuer}


def filled(told: Mapping[Field, str | None]) -> dict[Field, str]:
    """Without the blanks."""
    return {column: text for column, text in told.items() if text}


def _text(value: object) -> str | None:
    if isinstance(value, date):
        return value.isoformat()
    return None if value is None else str(value)


def alike(column: Field, one: str, other: str) -> bool:
    """Whether two texts state the same: names in either spelling, numbers of papers as their book has it."""
    if column is Field.NAME:
        return exact_form(one) == exact_form(other)
    if column in (Field.DECISION_NUMBER, Field.EXIT_NUMBER):
        return number_key(one) == number_key(other)
    return code_key(one) == code_key(other) if column is Field.CODE else one == other


def shown(column: Field, text: str) -> str:
    """A stated text as people write it."""
    if column in _DAYS:
        return f"{date.fromisoformat(text):%d/%m/%Y}"
    if column is Field.SEX:
        return SEX_WORDS[Sex(text)]
    if column is Field.KIND:
        return KIND_WORDS[StayKind(text)]
    return EXIT_WORDS[MovementKind(text)] if column is Field.ENTRY else text


def value_of(column: Field, text: str) -> Any:
    """A stated text as the services take it."""
    if column in _DAYS:
        return date.fromisoformat(text)
    if column in _COUNTS:
        return int(text)
    if column is Field.SEX:
        return Sex(text)
    return parse_birth(text) if column is Field.BIRTH else text


def relative_words(one: RelativeFacts) -> str:
    """Somebody to tell, as a book writes it."""
    named = f"{one.name} ({one.relation})" if one.relation else one.name
    return f"{named} {one.phone or ''}".strip()


def same_name(one: str, other: str) -> bool:
    """Whether two names are one, marks aside."""
    return search_form(one) == search_form(other)


def is_row_of(before: Statement, now: Statement, *, coded: bool) -> bool:
    """Whether a row is the last copy's with one of name, number, birth and first day changed, not several.

    Beside the same file code (``coded``) two that are the same are enough; without one, two strangers may have come on
    one day and be born on one.
    """
    fields = (Field.NAME, Field.BIRTH, Field.ENTERED_ON)
    told = [(now.plain.get(column), before.plain.get(column)) for column in fields]
    if coded:
        return sum(one == other for one, other in told) + (now.numbers == before.numbers != ()) >= 2
    same = [one == other for one, other in (*told, (now.numbers, before.numbers)) if one and other]
    return sum(same) >= 2 and same.count(False) <= 1


def kinds_of(numbers: tuple[IdentityNumber, ...], kind: PaperKind) -> list[IdentityNumber]:
    """The numbers of one kind of paper."""
    return [number for number in numbers if number.kind is kind]


# --- kept as JSON ----------------------------------------------------------------------------------------------------


def as_json(statement: Statement) -> dict[str, Any]:
    """A statement as it is kept; blanks are left out."""
    kept: dict[str, Any] = {column.value: text for column, text in statement.plain.items()}
    if statement.exit:
        kept["exit"] = [statement.exit[0].value, statement.exit[1].isoformat()]
    if statement.numbers:
        kept["numbers"] = [number.number for number in statement.numbers]
    if statement.aliases:
        kept["aliases"] = list(statement.aliases)
    if statement.relatives:
        kept["relatives"] = [[one.name, one.relation, one.phone] for one in statement.relatives]
    if statement.moves:
        kept["moves"] = [list(move) for move in statement.moves]
    return kept


def from_json(kept: Mapping[str, Any]) -> Statement:
    """A statement out of what was kept."""
    left = kept.get("exit")
    return Statement(
        plain={column: kept[column.value] for column in PLAIN if column.value in kept},
        exit=(MovementKind(left[0]), date.fromisoformat(left[1])) if left else None,
        numbers=tuple(read_number(number) for number in kept.get("numbers", ())),
        aliases=tuple(kept.get("aliases", ())),
        relatives=tuple(RelativeFacts(name, relation, phone) for name, relation, phone in kept.get("relatives", ())),
        moves=tuple((kind, first, last) for kind, first, last in kept.get("moves", ())),
    )
