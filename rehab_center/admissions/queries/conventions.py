"""The dated conventions a case stands on, each policy's history read once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from rehab_center.admissions.rules.regime import Regime
from rehab_center.admissions.rules.term_case import Conventions, EscapeDays, Ground
from rehab_center.dates import effective_on
from rehab_center.policies.queries import PolicyEntry, history, in_force
from rehab_center.policies.rules import PolicyKind, TermEndConvention

TERM_POLICIES = frozenset(
    {
        PolicyKind.TERM_END_CONVENTION,
        PolicyKind.ESCAPE_DAYS_OLD,
        PolicyKind.ESCAPE_DAYS_NEW,
        PolicyKind.PRISON_DAYS_OLD,
        PolicyKind.PRISON_DAYS_NEW,
        PolicyKind.CREDIT_OLD,
    }
)
"""The policies that ``conventions_on`` reads: whatever is calculated from a term rests on them."""


class PolicyReader:
    """Policies by day. An import of a thousand stays asks for the same few rows again and again."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._every: dict[PolicyKind, tuple[PolicyEntry, ...]] = {}
        self._known: dict[PolicyKind, list[PolicyEntry]] = {}

    def on(self, kind: PolicyKind, day: date) -> PolicyEntry:
        """The value of ``kind`` on ``day``. Raises DomainError where it had none."""
        if kind not in self._known:
            self._known[kind] = [entry for entry in self._history(kind) if entry.stands and not entry.withdrawn]
        found = effective_on(self._known[kind], day)
        if found is None:
            in_force(self._session, kind, day)  # says in words that there is no value
            raise LookupError(kind)
        return found

    def holding(self, kind: PolicyKind, day: date, applied: Mapping[str, int] | None) -> PolicyEntry:
        """The value a term that begins on ``day`` rests on: the one applied to it while it ran, else that of the day.

        What was applied stays, whatever is entered or taken out later: only another decision changes it.
        """
        value_id = (applied or {}).get(kind.value)
        if value_id is None:
            return self.on(kind, day)
        return next(entry for entry in self._history(kind) if entry.id == value_id)

    def _history(self, kind: PolicyKind) -> tuple[PolicyEntry, ...]:
        if kind not in self._every:
            self._every[kind] = history(self._session, kind)
        return self._every[kind]


def policies_of(session: Session) -> PolicyReader:
    """One reader for the whole of a transaction, in which nobody else writes; a fresh one for a single reading."""
    if not session.info.get("writing"):
        return PolicyReader(session)
    reader: PolicyReader = session.info.setdefault("admissions_policies", PolicyReader(session))
    return reader


def forget_policies(session: Session) -> None:
    """Read the policies again from here on: the transaction has just changed one."""
    session.info.pop("admissions_policies", None)


def term_policies(regime: Regime) -> dict[Ground, PolicyKind]:
    """The policy behind each ground of a case under ``regime``; L120 Đ37.2 leaves no choice about credits."""
    if regime is Regime.LAW_2025:
        return {
            Ground.TERM: PolicyKind.TERM_END_CONVENTION,
            Ground.ESCAPE: PolicyKind.ESCAPE_DAYS_NEW,
            Ground.IMPRISONMENT: PolicyKind.PRISON_DAYS_NEW,
        }
    return {
        Ground.TERM: PolicyKind.TERM_END_CONVENTION,
        Ground.ESCAPE: PolicyKind.ESCAPE_DAYS_OLD,
        Ground.IMPRISONMENT: PolicyKind.PRISON_DAYS_OLD,
        Ground.CREDIT: PolicyKind.CREDIT_OLD,
    }


def conventions_on(
    policies: PolicyReader, regime: Regime, day: date, applied: Mapping[str, int] | None = None
) -> Conventions:
    """The conventions for a case under ``regime`` whose term begins on ``day``.

    ``applied``: the ids of values that were applied to it while it ran, by policy; they stand before those of the day.
    """
    found = {ground: policies.holding(kind, day, applied) for ground, kind in term_policies(regime).items()}
    return Conventions(
        term_end=TermEndConvention(found[Ground.TERM].value),
        escape=EscapeDays(found[Ground.ESCAPE].value),
        prison_counted=bool(found[Ground.IMPRISONMENT].typed),
        credit_taken=Ground.CREDIT not in found or bool(found[Ground.CREDIT].typed),
        value_ids={ground: entry.id for ground, entry in found.items()},
    )
