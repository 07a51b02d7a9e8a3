"""What a person's facts must look like before they are kept. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from rehab_center.errors import DomainError
from rehab_center.findings import Finding, Severity
from rehab_center.names import clean, proper_case
from rehab_center.residents.kinds import Sex
from rehab_center.residents.rules.births import PartialBirth, age_on
from rehab_center.residents.rules.facts import PLAIN_FIELDS, AliasFacts, PersonFacts, RelativeFacts
from rehab_center.residents.rules.identity import check_number, read_number
from rehab_center.residents.rules.searching import exact_form, search_form
from rehab_center.words import N_, message

_OLDEST = 100
HOME = "Việt Nam"


def tidied(facts: PersonFacts) -> PersonFacts:
    """The facts with every text cleaned and empty ones None; the name not in capitals, nothing said twice.

    Raises DomainError (code ``no-name``) without a name, (code ``bad-id-length``) for what is no identity number.
    """
    name = tidied_name(facts.full_name)
    words: dict[str, Any] = {field: clean(getattr(facts, field) or "") or None for field in PLAIN_FIELDS}
    for paper in facts.identity:
        read_number(paper.number)
    return replace(
        facts,
        **words | {"nationality": words["nationality"] or HOME},
        full_name=name,
        placed_as=None if facts.placed_as is facts.sex else facts.placed_as,
        aliases=_tidied_aliases(facts.aliases),
        relatives=_tidied_relatives(facts.relatives),
    )


def tidied_name(name: str) -> str:
    """A name as it is printed. Raises DomainError (code ``no-name``) when there are no letters in it."""
    tidy = proper_case(name)
    if not search_form(tidy):
        raise DomainError(message(N_("A person needs a name")), field="full_name", code="no-name")
    return tidy


def _tidied_aliases(aliases: tuple[AliasFacts, ...]) -> tuple[AliasFacts, ...]:
    tidy = [replace(one, name=clean(one.name)) for one in aliases]
    return tuple(dict.fromkeys(one for one in tidy if search_form(one.name)))


def _tidied_relatives(relatives: tuple[RelativeFacts, ...]) -> tuple[RelativeFacts, ...]:
    tidy = [
        RelativeFacts(
            name=clean(one.name),
            relation=clean(one.relation or "") or None,
            phone=clean(one.phone or "") or None,
            address=clean(one.address or "") or None,
        )
        for one in relatives
    ]
    return tuple(dict.fromkeys(one for one in tidy if one.name))


def check_person(facts: PersonFacts, *, today: date) -> tuple[Finding, ...]:
    """Where the facts disagree with each other or with the calendar (rules 41, 6 and 22).

    Raises DomainError as :func:`tidied`.
    """
    found = [*check_birth(facts.birth, today=today), *check_placing(facts.sex, facts.placed_as)]
    for paper in facts.identity:
        found += check_number(read_number(paper.number), birth=facts.birth, sex=facts.sex)
    return tuple(found)


def check_new_name(former: str, name: str) -> tuple[Finding, ...]:
    """A name that becomes another one as a correction asks for a reason; another place of the tone mark is none."""
    if exact_form(former) == exact_form(name):
        return ()
    words = message(
        N_("The name is corrected from %(former)s to %(name)s, as though it had been mistyped: say how you know"),
        former=former,
        name=name,
    )
    return (Finding("name-corrected", Severity.WARN, words, "Luật Hộ tịch 2014 Điều 4.12", "full_name"),)


def check_birth(birth: PartialBirth, *, today: date) -> tuple[Finding, ...]:
    """A birth in the future is refused, one more than a hundred years ago is asked about."""
    age = age_on(birth, today)
    if age is None:
        return ()
    if age.most < 0:
        return (
            Finding(
                rule="birth-future",
                severity=Severity.BLOCK,
                message=message(N_("Nobody is born after today")),
                source="",
                field="birth",
            ),
        )
    if age.least > _OLDEST:
        return (
            Finding(
                rule="birth-long-ago",
                severity=Severity.WARN,
                message=message(N_("This makes the person %(age)s years old"), age=age.least),
                source="",
                field="birth",
            ),
        )
    return ()


def check_placing(sex: Sex, placed_as: Sex | None) -> tuple[Finding, ...]:
    """Rule 22: the body decides the zone; where it differs from the paper, a room of their own is needed there."""
    if placed_as is None or placed_as is sex:
        return ()
    return (
        Finding(
            rule="22",
            severity=Severity.WARN,
            message=message(
                N_("Placed otherwise than the paper says: only where the body differs, in a room of their own")
            ),
            source="L73 Đ35.3; L120 Đ46.2h",
            field="placed_as",
        ),
    )
