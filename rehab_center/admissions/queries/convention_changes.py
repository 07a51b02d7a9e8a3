"""The whole register calculated by a convention that somebody thinks of, beside what it gives today. Nothing is stored.

Piece by piece: a large register needs as many statements more as it has pieces, and only those whose end moves are
kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission
from rehab_center.admissions.queries.conventions import PolicyReader, policies_of, term_policies
from rehab_center.admissions.queries.ledger import CHUNK, calculated_term, movements_of, term_input
from rehab_center.admissions.queries.overrides import overrides_of
from rehab_center.admissions.rules.convention_change import Effect, Harm, by_paper, effect_of
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.admissions.rules.sequence import StayState, live, state_of
from rehab_center.admissions.rules.term_override import standing
from rehab_center.permissions import Scope
from rehab_center.policies.queries import PolicyEntry, history
from rehab_center.policies.registry import REGISTRY
from rehab_center.policies.rules import PolicyKind
from rehab_center.residents.queries import PersonName, person_names


@dataclass(frozen=True)
class Proposal:
    """A value somebody thinks of for a policy that terms rest on, and the day it would hold from."""

    kind: PolicyKind
    value: str
    valid_from: date


class ProposedReader(PolicyReader):
    """The policies as they are, but for the one value: every term is calculated by that."""

    NOT_YET = 0
    """Stands for the id of a value that has not been entered."""

    def __init__(self, session: Session, proposal: Proposal) -> None:
        super().__init__(session)
        policy = REGISTRY[proposal.kind]
        written = policy.write(proposal.value)
        self._proposed = replace(
            history(session, proposal.kind)[0],
            id=self.NOT_YET,
            value=written,
            typed=policy.read(written),
            valid_from=proposal.valid_from,
        )

    def holding(self, kind: PolicyKind, day: date, applied: Mapping[str, int] | None) -> PolicyEntry:
        """The value thought of, whatever the day; any other policy as the term rests on it."""
        return self._proposed if kind is self._proposed.kind else super().holding(kind, day, applied)


@dataclass(frozen=True)
class EndMoved:
    """A stay whose end another convention would move, and where it stands today."""

    stay_id: int
    resident_id: int
    file_code: str
    kind: StayKind
    regime: Regime
    admitted_on: date
    term_start_on: date
    state: StayState
    effect: Effect


@dataclass(frozen=True)
class MovedLine:
    """The same with the person, for a list."""

    moved: EndMoved
    person: PersonName


def ends_moved(session: Session, proposal: Proposal, *, scope: Scope, today: date) -> list[EndMoved]:
    """Whose term would end on another day if every term were calculated by the value, the worst harm first.

    Last, whose end a paper gives, so that only what is computed would be another day.
    Raises DomainError for a value that is none.
    """
    present, proposed = policies_of(session), ProposedReader(session, proposal)
    found: list[EndMoved] = []
    for stays in _pieces(session, proposal.kind, scope, today):
        ids = [stay.id for stay in stays]
        movements, overrides = movements_of(session, ids), overrides_of(session, ids)
        for stay in stays:
            given, ordered = term_input(stay, overrides[stay.id]), live(movements[stay.id])
            before = calculated_term(present, given, ordered)
            after = calculated_term(proposed, given, ordered)
            if before is None or after is None:
                continue
            state = state_of(movements[stay.id], as_of=today)
            effect = effect_of(before, after, state, today)
            paper = standing(given.overrides)
            if paper is not None:
                plain = given._replace(overrides=())
                without = (calculated_term(present, plain, ordered), calculated_term(proposed, plain, ordered))
                if without[0] is not None and without[1] is not None:
                    effect = by_paper(effect, paper.end_on, (without[0], without[1]), before, state)
            if effect is not None:
                found.append(_moved(stay, state, effect))
    return sorted(found, key=lambda one: (one.effect.order, one.file_code))


def with_persons(session: Session, moved: Sequence[EndMoved]) -> list[MovedLine]:
    """The same in the same order, each with the person."""
    names = person_names(session, [one.resident_id for one in moved])
    return [MovedLine(one, names[one.resident_id]) for one in moved]


def counted(moved: Sequence[EndMoved]) -> Mapping[Harm, int]:
    """How many there are of each harm, those without any too, the worst first."""
    found = Counter(one.effect.harm for one in moved)
    return {harm: found[harm] for harm in Harm}


def regimes_reading(kind: PolicyKind) -> list[Regime]:
    """The laws under which a term rests on that policy."""
    return [regime for regime in Regime if kind in term_policies(regime).values()]


def has_such_term(kind: PolicyKind, scope: Scope) -> ColumnElement[bool]:
    """Stays within the scope that have a term resting on that policy."""
    return (
        (true() if scope.facility_ids is None else Admission.facility_id.in_(sorted(scope.facility_ids)))
        & Admission.months.is_not(None)
        & (Admission.kind != StayKind.TEMPORARY.value)
        & Admission.regime.in_([regime.value for regime in regimes_reading(kind)])
    )


def _pieces(session: Session, kind: PolicyKind, scope: Scope, today: date) -> Iterator[Sequence[Admission]]:
    last_id = 0
    wanted = select(Admission).where(has_such_term(kind, scope), Admission.admitted_on <= today)
    while stays := session.scalars(wanted.where(Admission.id > last_id).order_by(Admission.id).limit(CHUNK)).all():
        last_id = stays[-1].id
        yield stays


def _moved(stay: Admission, state: StayState, effect: Effect) -> EndMoved:
    return EndMoved(
        stay_id=stay.id,
        resident_id=stay.resident_id,
        file_code=stay.file_code,
        kind=StayKind(stay.kind),
        regime=Regime(stay.regime),
        admitted_on=stay.admitted_on,
        term_start_on=stay.term_start_on,
        state=state,
        effect=effect,
    )
