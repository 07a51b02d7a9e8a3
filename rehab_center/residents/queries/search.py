"""Finding persons: as somebody types, and before a new one is entered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select
from sqlalchemy.orm import Session

from rehab_center.names import clean, fold
from rehab_center.permissions import Scope
from rehab_center.residents.kinds import BirthPrecision
from rehab_center.residents.models import Alias, IdentityPaper, Resident
from rehab_center.residents.queries.merged import has_code
from rehab_center.residents.queries.order import listed_by
from rehab_center.residents.queries.people import PersonName, holder_of, name_of, person_names, records_with, within
from rehab_center.residents.rules.births import PartialBirth
from rehab_center.residents.rules.duplicates import LIKELY, Likeness, commune_form, likeness, likeness_of
from rehab_center.residents.rules.facts import PersonFacts, Traits
from rehab_center.residents.rules.identity import number_key, read_number
from rehab_center.residents.rules.searching import exact_form, fold_words, forms_in, search_form

CODE_PREFIX = "NT-"
CODE_DIGITS = 6

_CODE = re.compile(r"NT-?(\d{1,6})")
_SOME_DIGITS = re.compile(r"[A-Z]{0,2}\d{4,12}")
_CANDIDATES = 400


class MatchedBy(StrEnum):
    """Why a person was found, the surest first."""

    CODE = "code"
    IDENTITY_NUMBER = "identity-number"
    NAME = "name"
    ALIAS = "alias"


@dataclass(frozen=True)
class PersonHit:
    """A person found; ``words`` is what matched: the code, the number, the name or the alias."""

    person: PersonName
    matched_by: MatchedBy
    words: str


@dataclass(frozen=True)
class PersonMatch:
    """A person who may be the one about to be entered; ``likeness`` from 0 to 100."""

    person: PersonName
    likeness: int
    same_number: bool


def code_of(number: int) -> str:
    """The centre's code for a person: NT-000123."""
    return f"{CODE_PREFIX}{number:0{CODE_DIGITS}d}"


def name_conditions(text: str) -> list[ColumnElement[bool]]:
    """One condition on Resident for each word of ``text``: some word of a name or an alias begins with it.

    Empty for a text without words.
    """
    folded, formed = fold_words(text), search_form(text).split()
    return [
        or_(*(Resident.search_key.contains(f" {form}", autoescape=True) for form in dict.fromkeys(pair)))
        for pair in zip(formed, folded, strict=True)
    ]


def find_people(session: Session, text: str, *, scope: Scope, limit: int = 20) -> tuple[PersonHit, ...]:
    """Persons by code, identity number, name or alias, as far as ``text`` has been typed; the surest first.

    Tones and marks need not be typed; where they are, names that have them so come first.
    """
    tidy = clean(text)
    if not tidy:
        return ()
    hits = [*_by_code(session, tidy, scope), *_by_number(session, tidy, scope), *_by_name(session, tidy, scope)]
    unique: dict[int, PersonHit] = {}
    for hit in hits:
        unique.setdefault(hit.person.id, hit)
    return tuple(unique.values())[:limit]


def namesakes(session: Session, name: str, *, scope: Scope) -> tuple[PersonName, ...]:
    """Everybody with exactly this full name, tones and marks aside, however many: no search as somebody types."""
    whole, folded = search_form(name), fold(name)
    if not whole:
        return ()
    rows = session.scalars(
        select(Resident)
        .where(Resident.search_key.contains(f"| {whole} |", autoescape=True), within(scope))
        .order_by(listed_by(session), Resident.id)
    )
    return tuple(name_of(row) for row in rows if fold(row.full_name) == folded)


def _by_code(session: Session, text: str, scope: Scope) -> Iterable[PersonHit]:
    found = _CODE.fullmatch(text.upper().replace(" ", ""))
    if not found:
        return []
    code = code_of(int(found[1]))
    row = session.scalar(select(Resident).where(has_code(Resident.code == code), within(scope)))
    return [PersonHit(name_of(row), MatchedBy.CODE, code)] if row else []


def _by_number(session: Session, text: str, scope: Scope) -> Iterable[PersonHit]:
    key = number_key(text)
    if not _SOME_DIGITS.fullmatch(key):
        return []
    rows = session.execute(
        select(Resident, IdentityPaper.number_key)
        .join(IdentityPaper, IdentityPaper.resident_id == Resident.id)
        .where(
            IdentityPaper.number_key.startswith(key, autoescape=True),
            IdentityPaper.withdrawn_at.is_(None),
            within(scope),
        )
        .order_by(IdentityPaper.number_key)
        .limit(_CANDIDATES)
    )
    return [PersonHit(name_of(row), MatchedBy.IDENTITY_NUMBER, number) for row, number in rows]


def _by_name(session: Session, text: str, scope: Scope) -> Iterable[PersonHit]:
    conditions = name_conditions(text)
    if not conditions:
        return []
    rows = session.scalars(
        select(Resident).where(*conditions, within(scope)).order_by(listed_by(session), Resident.id).limit(_CANDIDATES)
    ).all()
    other_names = _other_names(session, [row.id for row in rows])
    hits = [_name_hit(row, other_names.get(row.id, ()), text) for row in rows]
    typed, folded = exact_form(text), search_form(text)
    return sorted(hits, key=lambda hit: _rank(hit.words, typed, folded))  # stable: list order within a rank


def _other_names(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for start in range(0, len(ids), 500):
        rows = session.execute(
            select(Alias.resident_id, Alias.name)
            .where(Alias.resident_id.in_(ids[start : start + 500]), Alias.withdrawn_at.is_(None))
            .order_by(Alias.id)
        )
        for resident_id, name in rows:
            found.setdefault(resident_id, []).append(name)
    return found


def _name_hit(row: Resident, others: Sequence[str], text: str) -> PersonHit:
    wanted = fold_words(text)
    if _has_words(row.full_name, wanted):
        return PersonHit(name_of(row), MatchedBy.NAME, row.full_name)
    alias = next((name for name in others if _has_words(name, wanted)), None)
    return PersonHit(name_of(row), MatchedBy.ALIAS if alias else MatchedBy.NAME, alias or row.full_name)


def _has_words(name: str, wanted: Sequence[str]) -> bool:
    words = [*fold_words(name), *search_form(name).split()]
    return all(any(word.startswith((one, search_form(one))) for word in words) for one in wanted)


def _rank(words: str, typed: str, folded: str) -> int:
    """0: contains what was typed, marks and all; 1: contains it without marks; 2: has its words."""
    if typed != folded and typed in exact_form(words):
        return 0
    return 1 if folded in search_form(words) else 2


# --- before a new person is entered ----------------------------------------------------------------------------------


def likely_duplicates(
    session: Session,
    facts: PersonFacts | Traits,
    *,
    scope: Scope,
    least: int = LIKELY,
    limit: int = 5,
    besides: int | None = None,
) -> tuple[PersonMatch, ...]:
    """Persons who may be the one described, the likeliest first; whoever holds one of the numbers comes before all.

    ``besides`` is a person not to be compared with: the one being edited.
    """
    looked_for = likeness_of((facts.full_name, *(alias.name for alias in facts.aliases)), facts.birth, facts.commune)
    holders = _holders(session, facts, scope, besides)
    scores = {
        row.id: likeness(looked_for, _likeness_of_row(row))
        for row in session.execute(_comparable(facts, scope))
        if row.id != besides
    }
    likely = [(one not in holders, -score, one) for one, score in scores.items() if one in holders or score >= least]
    best = sorted(likely)[:limit]
    people = person_names(session, [one for _, _, one in best])
    return tuple(PersonMatch(people[one], -score, same_number=not other) for other, score, one in best)


def _likeness_of_row(row: Row[int, str, date | None, str, str | None]) -> Likeness:
    birth = PartialBirth(row.birth_on, BirthPrecision(row.birth_precision))
    return Likeness(forms_in(row.search_key), birth, commune_form(row.commune or ""))


def _comparable(facts: PersonFacts | Traits, scope: Scope) -> Select[int, str, date | None, str, str | None]:
    """Those born within two years of the day, those of unknown birth, those of the same name, holders of a number."""
    same_name = and_(*name_conditions(facts.full_name))
    keys = [read_number(paper.number).key for paper in facts.identity]
    holds = Resident.id.in_(
        select(IdentityPaper.resident_id).where(
            IdentityPaper.number_key.in_(keys), IdentityPaper.withdrawn_at.is_(None)
        )
    )
    near: list[ColumnElement[bool]] = [same_name, holds]
    if facts.birth.on is not None:
        first, last = date(facts.birth.on.year - 2, 1, 1), date(facts.birth.on.year + 2, 12, 31)
        near += [Resident.birth_on.is_(None), Resident.birth_on.between(first, last)]
    columns = (Resident.id, Resident.search_key, Resident.birth_on, Resident.birth_precision, Resident.commune)
    return select(*columns).where(or_(*near), within(scope))


def number_taken(session: Session, facts: PersonFacts | Traits, *, but: int | None = None) -> bool:
    """Whether somebody else, in whichever centre, holds one of the numbers: it cannot be this person's as well."""
    holders = (holder_of(session, read_number(paper.number)) for paper in facts.identity)
    return any(holder is not None and holder.id != but for holder in holders)


def _holders(session: Session, facts: PersonFacts | Traits, scope: Scope, besides: int | None) -> set[int]:
    numbers = [read_number(paper.number) for paper in facts.identity]
    found = {one for number in numbers for one in records_with(session, number)} - {besides}
    return set(session.scalars(select(Resident.id).where(Resident.id.in_(found), within(scope)))) if found else set()
