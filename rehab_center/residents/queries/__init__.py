"""Reading persons: one person, and finding one among many."""

from __future__ import annotations

from rehab_center.residents.queries.people import (
    AliasLine,
    PaperLine,
    PersonName,
    PersonPage,
    RelativeLine,
    birth_of,
    facts_of,
    holder_of,
    is_within,
    label_of,
    load_resident,
    name_changes_by,
    name_of,
    numbers_of,
    person_facts,
    person_names,
    within,
)
from rehab_center.residents.queries.search import (
    MatchedBy,
    PersonHit,
    PersonMatch,
    code_of,
    find_people,
    likely_duplicates,
    name_conditions,
)

__all__ = [
    "AliasLine",
    "MatchedBy",
    "PaperLine",
    "PersonHit",
    "PersonMatch",
    "PersonName",
    "PersonPage",
    "RelativeLine",
    "birth_of",
    "code_of",
    "facts_of",
    "find_people",
    "holder_of",
    "is_within",
    "label_of",
    "likely_duplicates",
    "load_resident",
    "name_changes_by",
    "name_conditions",
    "name_of",
    "numbers_of",
    "person_facts",
    "person_names",
    "within",
]
