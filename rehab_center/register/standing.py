"""What the program holds of a stay, as a statement that a copy's row can be set against. Pure."""

from __future__ import annotations

from rehab_center.register.queries.known import KnownPerson
from rehab_center.register.queries.stays import KnownStay
from rehab_center.register.rules.comparing import Held
from rehab_center.register.rules.fields import Field
from rehab_center.register.rules.statements import (
    DECISION_FIELDS,
    EXIT_PAPER_FIELDS,
    FIXED_FIELDS,
    Statement,
    filled,
    person_words,
)
from rehab_center.words import N_, Message, message

SHARED = N_("Other stays rest on this paper too; put it right on the page of the paper.")
GROUND = N_("The ground of a stay is changed by a change of ground, on the page of the stay.")


def held(person: KnownPerson, stay: KnownStay) -> Held:
    """The person's fields, the stay's and how it went on; and what no copy of a book may change."""
    statement = Statement(
        plain={**filled(person_words(person.facts)), **stay.plain},
        exit=stay.exits[-1] if stay.exits else None,
        numbers=person.numbers,
        aliases=person.names,
        relatives=person.relatives,
    )
    return Held(statement, stay.exits, _fixed(stay))


def _fixed(stay: KnownStay) -> dict[Field, Message]:
    found = dict.fromkeys(FIXED_FIELDS, message(GROUND))
    for paper, fields in ((stay.decision, DECISION_FIELDS), (stay.exit_paper, EXIT_PAPER_FIELDS)):
        if paper is not None and paper.id in stay.shared:
            found |= dict.fromkeys(fields, message(SHARED))
    return found
