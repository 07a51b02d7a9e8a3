"""What somebody types to find a person, as conditions of a SELECT on Resident; and which hits come first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from rehab_center.admissions.models import Admission
from rehab_center.names import clean, fold
from rehab_center.permissions import Scope
from rehab_center.residents.models import Alias, IdentityPaper, Resident
from rehab_center.residents.queries import code_of, has_code, name_conditions, within
from rehab_center.residents.rules.identity import number_key
from rehab_center.residents.rules.searching import exact_form, search_form

LEAST_DIGITS = 3
"""Fewer digits than this say nothing about an identity number."""

_PERSON_CODE = re.compile(r"NT-?(\d{1,6})")
_FILE_CODE = re.compile(r"([A-Z-]+)0*(\d+)")
_NAME_AND_YEAR = re.compile(r"(\D+?) (19\d\d|20\d\d)")


def found(text: str) -> list[ColumnElement[bool]]:
    """Who ``text`` may mean: by name or alias, words in any order and as far as typed; by the person's code, a stay's
    file code, an identity number with or without its spaces; by name and birth year. Empty for an empty text.
    """
    text = clean(text)
    if not text:
        return []
    ways = [_named(text)]
    if any(letter.isdigit() for letter in text):  # nobody's name has digits, every code and number has
        ways += [*_named_and_born(text), *_by_code(text), *_by_number(text)]
    return [or_(*ways)]


def meant(session: Session, text: str, *, scope: Scope) -> int | None:
    """The one person in reach whose whole file code or identity number ``text`` is; None of none and of several."""
    typed, key = clean(text).upper().replace(" ", ""), number_key(text)
    if not any(letter.isdigit() for letter in typed):
        return None
    by_code = select(Admission.resident_id).where(func.upper(Admission.file_code) == typed)
    by_number = select(IdentityPaper.resident_id).where(
        IdentityPaper.number_key == key, IdentityPaper.withdrawn_at.is_(None)
    )
    hits = select(Resident.id).where(within(scope), or_(Resident.id.in_(by_code), Resident.id.in_(by_number))).limit(2)
    ids = list(session.scalars(hits))
    return ids[0] if len(ids) == 1 else None


def _named(text: str) -> ColumnElement[bool]:
    words = name_conditions(text)
    return and_(*words) if words else Resident.id.is_(None)


def _named_and_born(text: str) -> Iterable[ColumnElement[bool]]:
    """ "Nguyễn Văn An 1985": namesakes are told apart by their year."""
    split = _NAME_AND_YEAR.fullmatch(text)
    if split and name_conditions(split[1]):
        year = int(split[2])
        yield and_(*name_conditions(split[1]), Resident.birth_on.between(date(year, 1, 1), date(year, 12, 31)))


def _by_code(text: str) -> Iterable[ColumnElement[bool]]:
    typed = text.upper().replace(" ", "")
    person = _PERSON_CODE.fullmatch(typed)
    yield has_code(
        Resident.code == code_of(int(person[1])) if person else Resident.code.startswith(typed, autoescape=True)
    )
    stay = aliased(Admission)
    codes = [stay.file_code.istartswith(typed, autoescape=True)]
    if short := _FILE_CODE.fullmatch(typed):  # HV798 for HV00798
        codes.append(
            and_(
                stay.file_code.istartswith(short[1], autoescape=True),
                stay.file_code.endswith(f"0{short[2]}", autoescape=True),
            )
        )
    elif typed.isdigit() and len(typed) >= LEAST_DIGITS:
        codes.append(stay.file_code.endswith(typed, autoescape=True))
    yield Resident.id.in_(select(stay.resident_id).where(or_(*codes)))


def _by_number(text: str) -> Iterable[ColumnElement[bool]]:
    key = number_key(text)
    if sum(letter.isdigit() for letter in key) >= LEAST_DIGITS:
        yield Resident.id.in_(
            select(IdentityPaper.resident_id).where(
                or_(
                    IdentityPaper.number_key.startswith(key, autoescape=True),
                    IdentityPaper.number_key.endswith(key, autoescape=True),
                ),
                IdentityPaper.withdrawn_at.is_(None),
            )
        )


# --- which come first ------------------------------------------------------------------------------------------------


def has_marks(text: str) -> bool:
    """Whether tones or marks were typed, so that names that have them are meant."""
    return exact_form(text) != fold(text)


def marked_first(session: Session, text: str, people: Sequence[tuple[int, str]]) -> list[int]:
    """The ids of (id, full name) pairs, those first whose name or alias has the very marks that were typed.

    Otherwise the order stays as it was.
    """
    typed = exact_form(text)
    aliases = aliases_of(session, [resident_id for resident_id, _ in people])
    exact = {
        resident_id
        for resident_id, name in people
        if any(typed in exact_form(one) for one in (name, *aliases.get(resident_id, ())))
    }
    return sorted((resident_id for resident_id, _ in people), key=lambda resident_id: resident_id not in exact)


def aliases_of(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    """The other names of these persons that stand, by id; persons without any are left out."""
    return _by_person(session, select(Alias.resident_id, Alias.name).where(Alias.withdrawn_at.is_(None)), Alias, ids)


def numbers_like(session: Session, text: str, ids: Sequence[int]) -> dict[int, list[str]]:
    """The identity numbers of these persons that ``text`` is a part of, by id."""
    key = number_key(text)
    if sum(letter.isdigit() for letter in key) < LEAST_DIGITS:
        return {}
    query = select(IdentityPaper.resident_id, IdentityPaper.number_key).where(
        IdentityPaper.number_key.contains(key, autoescape=True), IdentityPaper.withdrawn_at.is_(None)
    )
    return _by_person(session, query, IdentityPaper, ids)


def _by_person(
    session: Session, query: Any, model: type[Alias | IdentityPaper], ids: Sequence[int]
) -> dict[int, list[str]]:
    by_person: dict[int, list[str]] = {}
    for start in range(0, len(ids), 500):
        rows = session.execute(query.where(model.resident_id.in_(ids[start : start + 500])).order_by(model.id))
        for resident_id, words in rows:
            by_person.setdefault(resident_id, []).append(words)
    return by_person


def why_found(text: str, full_name: str, aliases: Sequence[str], numbers: Sequence[str]) -> str | None:
    """What of a person was found where it does not stand in the list: an identity number or another name."""
    if numbers:
        return numbers[0]
    words = search_form(text).split()
    if not words or _has(full_name, words):
        return None
    return next((alias for alias in aliases if any(_has(alias, [word]) for word in words)), None)


def _has(name: str, words: Sequence[str]) -> bool:
    parts = search_form(name).split()
    return all(any(part.startswith(word) for part in parts) for word in words)
