"""What holds on a day, and what was ever entered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, SessionTransaction

from rehab_center.dated import Confidence, standing, told
from rehab_center.dates import effective_on
from rehab_center.errors import DomainError, NotFound
from rehab_center.policies.models import PolicyValue
from rehab_center.policies.registry import OFFERED, REGISTRY
from rehab_center.policies.rules import Policy, PolicyKind, Typed
from rehab_center.settled import settled
from rehab_center.words import N_, message

_READ = "policies read"


@dataclass(frozen=True)
class PolicyInForce:
    """The value of a policy on a day. ``id`` is the row it was read from; ``typed`` is what ``value`` means."""

    kind: PolicyKind
    id: int
    value: str
    typed: Typed
    valid_from: date
    citation: str
    to_be_confirmed: bool

    @property
    def yes(self) -> bool:
        """The value of a yes or no. Raises TypeError for any other kind."""
        if not isinstance(self.typed, bool):
            raise TypeError(f"{self.kind} is no yes or no")
        return self.typed

    @property
    def whole(self) -> int:
        """The value of a whole number. Raises TypeError for any other kind."""
        if not isinstance(self.typed, int) or isinstance(self.typed, bool):
            raise TypeError(f"{self.kind} is no whole number")
        return self.typed

    @property
    def numbers(self) -> tuple[int, ...]:
        """The value of several whole numbers, the largest first. Raises TypeError for any other kind."""
        if not isinstance(self.typed, tuple):
            raise TypeError(f"{self.kind} is no list of numbers")
        return self.typed

    @property
    def amount(self) -> Decimal:
        """The value of an amount of đồng. Raises TypeError for any other kind."""
        if not isinstance(self.typed, Decimal):
            raise TypeError(f"{self.kind} is no amount")
        return self.typed


@dataclass(frozen=True)
class PolicyEntry:
    """One value as it was entered. ``stands`` is false where a later entry took its place."""

    id: int
    kind: PolicyKind
    value: str
    typed: Typed
    valid_from: date
    citation: str
    confidence: Confidence
    withdrawn: bool
    stands: bool
    recorded_at: datetime
    entered_by: str


@dataclass(frozen=True)
class PolicyPage:
    """A policy with what holds today, what is coming, and everything that was ever entered."""

    policy: Policy
    in_force: PolicyInForce | None
    coming: tuple[PolicyEntry, ...]
    entries: tuple[PolicyEntry, ...]


def in_force(session: Session, kind: PolicyKind, day: date, *, known_at: datetime | None = None) -> PolicyInForce:
    """The value of ``kind`` on ``day``, as known at a moment.

    Before anything was entered (``known_at`` lies before the set-up) the first values answer: they are what was entered
    then. Raises DomainError where the policy had no value yet on that day, or none was ever entered.
    """
    rows = _rows(session, kind)
    lines = standing(rows, known_at=known_at) or standing(rows[: _first_count(kind)])
    row = effective_on(lines, day)
    if row is None:
        raise DomainError(
            message(N_("No value is known for “%(policy)s” on %(day)s"), policy=message(REGISTRY[kind].name), day=day)
        )
    return _in_force(row)


def whole_on(session: Session, kind: PolicyKind, day: date) -> int:
    """The whole number in force on ``day``; the program's own first value in an installation older than the policy."""
    if not _rows(session, kind):
        return int(REGISTRY[kind].first[0].value)
    return in_force(session, kind, day).whole


def word_on(session: Session, kind: PolicyKind, day: date) -> str:
    """The chosen word in force on ``day``; the program's own first value where nobody ever entered one."""
    if not _rows(session, kind):
        return REGISTRY[kind].first[0].value
    return in_force(session, kind, day).value


def numbers_on(session: Session, kind: PolicyKind, day: date) -> tuple[int, ...]:
    """The whole numbers in force on ``day``, the largest first; the program's own where nobody entered any."""
    if not _rows(session, kind):
        found = REGISTRY[kind].read(REGISTRY[kind].first[0].value)
        return found if isinstance(found, tuple) else ()
    return in_force(session, kind, day).numbers


def is_open(session: Session, kind: PolicyKind, day: date) -> bool:
    """Whether the value of ``kind`` on ``day`` has still to be confirmed; so has one that nobody ever entered."""
    return not _rows(session, kind) or in_force(session, kind, day).to_be_confirmed


def values_in_force(
    session: Session, day: date, *, known_at: datetime | None = None
) -> dict[PolicyKind, PolicyInForce]:
    """Every policy that has a value on ``day``, by its kind: what a frozen report keeps of them."""
    found: dict[PolicyKind, PolicyInForce] = {}
    for kind in OFFERED:
        row = effective_on(standing(_rows(session, kind), known_at=known_at), day)
        if row is not None:
            found[kind] = _in_force(row)
    return found


def history(session: Session, kind: PolicyKind) -> tuple[PolicyEntry, ...]:
    """Every value ever entered for ``kind``, newest day first."""
    policy = REGISTRY[kind]
    return tuple(
        PolicyEntry(
            id=entry.line.id,
            kind=kind,
            value=entry.line.value,
            typed=policy.read(entry.line.value),
            valid_from=entry.line.valid_from,
            citation=entry.line.citation,
            confidence=Confidence(entry.line.confidence),
            withdrawn=entry.line.withdrawn,
            stands=entry.stands,
            recorded_at=entry.line.recorded_at,
            entered_by=entry.line.entered_by,
        )
        for entry in told(_rows(session, kind))
    )


def policy_page(session: Session, kind: PolicyKind, *, day: date) -> PolicyPage:
    """Everything about one policy, as of ``day``."""
    entries = history(session, kind)
    row = effective_on(standing(_rows(session, kind)), day)
    return PolicyPage(
        policy=REGISTRY[kind],
        in_force=_in_force(row) if row else None,
        coming=tuple(entry for entry in reversed(entries) if entry.stands and entry.valid_from > day),
        entries=entries,
    )


def policy_pages(session: Session, *, day: date) -> tuple[PolicyPage, ...]:
    """Every policy, in the order of the screen."""
    return tuple(policy_page(session, kind, day=day) for kind in OFFERED)


def entry(session: Session, value_id: int) -> PolicyEntry:
    """One value as it was entered. Raises NotFound."""
    kind = session.scalar(select(PolicyValue.kind).where(PolicyValue.id == value_id))
    if kind is None:
        raise NotFound(N_("There is no such value"))
    return next(one for one in history(session, PolicyKind(kind)) if one.id == value_id)


@dataclass(frozen=True)
class PolicyVersion:
    """A value by its row: the how manyth of its kind, counted from 1, in the order entered."""

    value: PolicyValue
    version: int


def versions(session: Session, ids: Collection[int]) -> dict[int, PolicyVersion]:
    """The values of these rows. Reads every policy, so that no other question of the transaction has to."""
    wanted = set(ids)
    return {
        row.id: PolicyVersion(row, number)
        for rows in (_by_kind(session).values() if wanted else ())
        for number, row in enumerate(rows, start=1)
        if row.id in wanted
    }


def _rows(session: Session, kind: PolicyKind) -> Sequence[PolicyValue]:
    """Every row of a kind."""
    return _by_kind(session).get(kind.value, ())


def _by_kind(session: Session) -> dict[str, list[PolicyValue]]:
    """Every row; inside transaction(), where nobody else writes before it ends, read once in it."""
    if not session.info.get("writing"):
        return settled(session, "policies", lambda: _apart(session))
    read: _Read | None = session.info.get(_READ)
    if read is None or read.transaction is not session.get_transaction():
        read = session.info[_READ] = _Read(session.get_transaction(), _all(session))
    return read.by_kind


def _apart(session: Session) -> dict[str, list[PolicyValue]]:
    found = _all(session)
    for rows in found.values():
        for row in rows:
            session.expunge(row)
    return found


def _all(session: Session) -> dict[str, list[PolicyValue]]:
    found: dict[str, list[PolicyValue]] = {}
    for row in session.scalars(select(PolicyValue).order_by(PolicyValue.id)):
        found.setdefault(row.kind, []).append(row)
    return found


@dataclass
class _Read:
    """What a transaction has read of the table."""

    transaction: SessionTransaction | None
    by_kind: dict[str, list[PolicyValue]]


def forget_read(session: Session) -> None:
    """What was read before a row was added is no longer all there is."""
    session.info.pop(_READ, None)


def _first_count(kind: PolicyKind) -> int:
    return len(REGISTRY[kind].first)


def _in_force(row: PolicyValue) -> PolicyInForce:
    kind = PolicyKind(row.kind)
    return PolicyInForce(
        kind=kind,
        id=row.id,
        value=row.value,
        typed=REGISTRY[kind].read(row.value),
        valid_from=row.valid_from,
        citation=row.citation,
        to_be_confirmed=row.confidence == Confidence.TO_BE_CONFIRMED,
    )
