"""Who in the records may be a person delivered: side by side before a second record is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from rehab_center.admissions.models import Handover, HandoverPerson
from rehab_center.admissions.queries.handover_rows import birth_of_line, load_line
from rehab_center.admissions.queries.ledger import movements_of
from rehab_center.admissions.queries.stays import StayLine, stays_of_resident
from rehab_center.admissions.rules.handover import WayIn, way_in
from rehab_center.admissions.rules.handover_facts import LineFacts
from rehab_center.admissions.rules.held import held_days
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.permissions import Scope
from rehab_center.policies.queries import in_force
from rehab_center.policies.rules import PolicyKind
from rehab_center.residents.kinds import Sex
from rehab_center.residents.queries import PersonBrief, PersonName, briefs_of, likely_duplicates
from rehab_center.residents.rules.births import compatible
from rehab_center.residents.rules.identity import number_key
from rehab_center.residents.rules.searching import exact_form, search_form

_SHOWN = 5
"""So many are put side by side."""

_SAME_NAME, _OF_A_NAME = 72, 30
"""How alike the same name makes two of whom nothing else is known to agree, and how many of them are looked through."""


@dataclass(frozen=True)
class Match:
    """Somebody in the records who may be the person delivered, with what people are told apart by."""

    person: PersonName
    likeness: int
    same_number: bool
    brief: PersonBrief
    stays: tuple[StayLine, ...]
    way: WayIn
    here: StayLine | None
    #: By a change of ground: the days of the temporary stay that come off the new term (L120 Đ37.2), as typed if so.
    credit_days: int | None
    #: Of full_name, birth, sex and number: which are the same as at the gate, and which are known and other.
    agreeing: frozenset[str]
    differing: frozenset[str]


def line_facts(line: HandoverPerson) -> LineFacts:
    """A row as the values it was written from."""
    return LineFacts(
        full_name=line.full_name,
        sex=Sex(line.sex) if line.sex else None,
        birth=birth_of_line(line),
        identity_number=line.identity_number,
        address=line.address,
        commune=line.commune,
        district=line.district,
        province=line.province,
        kind=StayKind(line.kind),
        decision_id=line.decision_id,
        months=line.months,
        credit_days=line.credit_days,
        times_treated=line.times_treated,
        term_start_on=line.term_start_on,
        pregnant_or_nursing=line.pregnant_or_nursing,
        addiction_proof_on=line.addiction_proof_on,
        note=line.note,
    )


def line_facts_of(session: Session, line_id: int, *, scope: Scope) -> LineFacts:
    """A person delivered as written at the gate. Raises NotFound for a stranger."""
    return line_facts(load_line(session, line_id, scope=scope))


def people_alike(session: Session, line: HandoverPerson, handover: Handover, scope: Scope) -> tuple[Match, ...]:
    """Who in the records may be the person delivered, the likeliest first, as of the day of the handover.

    Of whom the gate knows a name alone, those on the books who bear it are among them, however often it occurs: they
    are the ones who come back or change over.
    """
    least = in_force(session, PolicyKind.DUPLICATE_SIMILARITY, handover.delivered_on).whole
    name_alone = line.birth_on is None and not line.identity_number
    found = likely_duplicates(
        session,
        line_facts(line).traits(),
        scope=scope,
        least=min(least, _SAME_NAME) if name_alone else least,
        limit=_OF_A_NAME if name_alone else _SHOWN,
    )
    briefs = briefs_of(session, [one.person.id for one in found])
    matches = []
    for one in found:
        stays = stays_of_resident(session, one.person.id, scope=scope, as_of=handover.delivered_on)
        here = open_stay_of(stays)
        if here is None and one.likeness < least and not one.same_number:
            continue
        way = way_for(here, StayKind(line.kind))
        brief = briefs[one.person.id]
        credit = credited(session, line, here.id, handover.delivered_on) if here and way is WayIn.CONVERT else None
        agreeing, differing = _compared(line, one.person, brief)
        matches.append(
            Match(one.person, one.likeness, one.same_number, brief, stays, way, here, credit, agreeing, differing)
        )
    return tuple(matches[:_SHOWN])


def credited(session: Session, line: HandoverPerson, stay_id: int, day: date) -> int:
    """The days held under a temporary stay that come off the new term from ``day`` on; as typed, where they were."""
    if line.credit_days is not None:
        return line.credit_days
    return held_days(movements_of(session, [stay_id])[stay_id], day)


def _compared(line: HandoverPerson, person: PersonName, brief: PersonBrief) -> tuple[frozenset[str], frozenset[str]]:
    """What agrees and what differs; where one side says nothing, neither."""
    birth = birth_of_line(line)
    pairs = {
        "full_name": (search_form(line.full_name), search_form(person.full_name)),
        "birth": (birth.text, person.birth.text),
        "sex": (line.sex, person.sex.value),
        "number": (number_key(line.identity_number or ""), number_key(brief.number or "")),
    }
    agreeing = frozenset(name for name, (one, other) in pairs.items() if one and one == other)
    if exact_form(line.full_name) != exact_form(person.full_name):
        agreeing -= {"full_name"}  # "Ân" for "An": not the same, but nothing that tells two people apart either
    said = frozenset(name for name, (one, other) in pairs.items() if one and other)
    same_birth = compatible(birth, person.birth)
    told_apart = {name for name in said - agreeing if pairs[name][0] != pairs[name][1]}
    return agreeing, frozenset(told_apart - ({"birth"} if same_birth else set()))


def open_stay_of(stays: Sequence[StayLine]) -> StayLine | None:
    """The stay somebody is still on the books under, None where there is none."""
    return next((one for one in stays if one.state.on_books), None)


def way_for(here: StayLine | None, wanted: StayKind) -> WayIn:
    """The way in for somebody whose open stay is ``here``."""
    return way_in(here.state.state, here.kind, wanted) if here else way_in(None, None, wanted)
