"""Where later features join in: when a movement is planned or written, and on the page of a stay.

They come after this feature and cannot be asked by name; each says in its ``wiring`` what it has to add.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.reductions import Conduct, Rating
from rehab_center.findings import Finding
from rehab_center.permissions import Actor, Permission


@dataclass(frozen=True)
class Written:
    """A movement that has just been written: of which stay and person, and the words they are known by."""

    stay_id: int
    movement_id: int
    kind: MovementKind
    effective_on: date
    resident_id: int
    facility_id: int
    label: str


class AfterMovement(Protocol):
    """Does what follows from a movement, such as opening a to-do. Part of the act that wrote it: no ``record()``."""

    def __call__(self, session: Session, written: Written, *, actor: Actor, now: datetime) -> None: ...


@dataclass(frozen=True)
class Closed:
    """Handover minutes that have just been closed: the paper they are, where they have a number, and whom they brought.

    ``began`` are stays that it began, or that follow a change of ground; ``went_on`` those of people brought back.
    """

    minutes_id: int | None
    delivered_on: date
    began: tuple[int, ...]
    went_on: tuple[int, ...]


class AfterClosing(Protocol):
    """Does what follows when handover minutes are closed. Part of the act that closes them: no ``record()``."""

    def __call__(self, session: Session, closed: Closed, *, actor: Actor, now: datetime) -> None: ...


class AfterUndoing(Protocol):
    """Does what follows when a stay proves never to have been. Part of the act that voids it: no ``record()``."""

    def __call__(self, session: Session, stay_id: int, *, actor: Actor, now: datetime) -> None: ...


@dataclass(frozen=True)
class Begun:
    """A stay that has just been written, of an old book too. ``before_id``: the stay it goes on from (chuyển diện)."""

    stay_id: int
    began_on: date
    before_id: int | None


class AfterBeginning(Protocol):
    """Does what begins with every stay. Part of the act: no ``record()``, no flush: in an import rows wait."""

    def __call__(self, session: Session, begun: Begun, *, actor: Actor, now: datetime) -> None: ...


class AfterMovedBeginning(Protocol):
    """Does what follows when the first day of a stay was ``was`` by mistake and is ``day``. Part of the act."""

    def __call__(
        self, session: Session, stay_id: int, was: date, day: date, *, reason: str, actor: Actor, now: datetime
    ) -> None: ...


class AfterVoid(Protocol):
    """Does what follows when a movement proves never to have been. Part of the act that voids it: no ``record()``.

    The void is written and the term calculated anew; ``voided`` is the movement it names.
    """

    def __call__(self, session: Session, voided: Written, *, actor: Actor, now: datetime) -> None: ...


class CheckMovement(Protocol):
    """Says what a later feature knows about a movement of that kind before it is written."""

    def __call__(self, session: Session, stay_id: int, kind: MovementKind) -> Sequence[Finding]: ...


class FillMovement(Protocol):
    """Gives what a later feature knows already of a movement about to be typed, by the names of its form's fields.

    The caller has checked that the stay is in reach.
    """

    def __call__(self, session: Session, stay_id: int, kind: MovementKind) -> Mapping[str, Any]: ...


class RatingsBefore(Protocol):
    """How somebody was rated in the months of a stay that were over before ``day``, the latest last.

    One entry for each of these months, without a gap: None for one that nobody has rated. The rule that reads it
    (NĐ 116/2021 Đ58) looks at the last three. The caller has checked that the stay is in reach.
    """

    def __call__(self, session: Session, stay_id: int, day: date) -> Sequence[Rating | None]: ...


class MeritBefore(Protocol):
    """Whether somebody had been found to have merit (lập công) by ``day``; None where nobody has said."""

    def __call__(self, session: Session, stay_id: int, day: date) -> bool | None: ...


class OrdersPlace(Protocol):
    """Gives those of some stays for whom a zone by medical order is needed on a day. No other fact of health."""

    def __call__(self, session: Session, stay_ids: Collection[int], day: date) -> Collection[int]: ...


@dataclass(frozen=True)
class StayLink:
    """A page about a stay that a later feature has: its address takes ``stay_id``."""

    label: Any
    endpoint: str
    permission: Permission
    icon: str


_after: dict[str, AfterMovement] = {}
_closed: dict[str, AfterClosing] = {}
_undone: dict[str, AfterUndoing] = {}
_begun: dict[str, AfterBeginning] = {}
_moved: dict[str, AfterMovedBeginning] = {}
_voided: dict[str, AfterVoid] = {}
_checks: dict[str, CheckMovement] = {}
_fills: dict[str, FillMovement] = {}
_links: dict[str, StayLink] = {}
_orders: dict[str, OrdersPlace] = {}
_ratings: list[RatingsBefore] = []
_merit: list[MeritBefore] = []


def after_movement(feature: str, act: AfterMovement) -> None:
    """Let a feature act whenever a movement is written now, not out of an old book."""
    _after[feature] = act


def after_closing(feature: str, act: AfterClosing) -> None:
    """Let a feature act when handover minutes are closed."""
    _closed[feature] = act


def after_undoing(feature: str, act: AfterUndoing) -> None:
    """Let a feature act when the movement with which a stay began is voided and not entered again."""
    _undone[feature] = act


def after_beginning(feature: str, begun: AfterBeginning, moved: AfterMovedBeginning) -> None:
    """Let a feature act whenever a stay is written, and when its first day is put right."""
    _begun[feature], _moved[feature] = begun, moved


def after_void(feature: str, act: AfterVoid) -> None:
    """Let a feature act when any movement is voided and not entered again at once."""
    _voided[feature] = act


def check_movements(feature: str, check: CheckMovement) -> None:
    """Let a feature add its findings to a planned movement."""
    _checks[feature] = check


def fill_movement(feature: str, fill: FillMovement) -> None:
    """Let a feature say what the form of a movement holds at first."""
    _fills[feature] = fill


def known_of_movement(session: Session, stay_id: int, kind: MovementKind) -> dict[str, Any]:
    """What later features know of such a movement before it is typed."""
    return {name: value for fill in _fills.values() for name, value in fill(session, stay_id, kind).items()}


def offer_on_stay(feature: str, link: StayLink) -> None:
    """Put a link to a feature's page on the page of every stay."""
    _links[feature] = link


def tell_conduct(*, ratings: RatingsBefore | None = None, merit: MeritBefore | None = None) -> None:
    """Let the feature that keeps monthly ratings, or merit, tell what the rule of reductions asks for. One each."""
    if ratings is not None:
        _ratings[:] = [ratings]
    if merit is not None:
        _merit[:] = [merit]


def conduct_before(session: Session, stay_id: int, day: date) -> Conduct:
    """What is known of somebody's conduct before ``day``; nothing where no feature tells."""
    return Conduct(
        ratings=tuple(_ratings[0](session, stay_id, day)) if _ratings else None,
        merit=_merit[0](session, stay_id, day) if _merit else None,
    )


def movement_written(session: Session, written: Written, *, actor: Actor, now: datetime) -> None:
    """Call everybody who acts after a movement, in the order the features came."""
    for act in _after.values():
        act(session, written, actor=actor, now=now)


def minutes_closed(session: Session, closed: Closed, *, actor: Actor, now: datetime) -> None:
    """Call everybody who acts when handover minutes are closed."""
    for act in _closed.values():
        act(session, closed, actor=actor, now=now)


def stay_undone(session: Session, stay_id: int, *, actor: Actor, now: datetime) -> None:
    """Call everybody who acts when a stay's beginning was a mistake."""
    for act in _undone.values():
        act(session, stay_id, actor=actor, now=now)


def stay_begun(session: Session, begun: Begun, *, actor: Actor, now: datetime) -> None:
    """Call everybody who has something begin with a stay."""
    for act in _begun.values():
        act(session, begun, actor=actor, now=now)


def beginning_moved(
    session: Session, stay_id: int, was: date, day: date, *, reason: str, actor: Actor, now: datetime
) -> None:
    """Call everybody who has something begin with a stay: it began on another day."""
    for act in _moved.values():
        act(session, stay_id, was, day, reason=reason, actor=actor, now=now)


def movement_voided(session: Session, voided: Written, *, actor: Actor, now: datetime) -> None:
    """Call everybody who acts after a void, in the order the features came."""
    for act in _voided.values():
        act(session, voided, actor=actor, now=now)


def findings_about(session: Session, stay_id: int, kind: MovementKind) -> tuple[Finding, ...]:
    """What later features say about a movement of that kind."""
    return tuple(finding for check in _checks.values() for finding in check(session, stay_id, kind))


def stay_links() -> tuple[StayLink, ...]:
    """The pages about a stay, in the order the features came."""
    return tuple(_links.values())


def order_places(feature: str, order: OrdersPlace) -> None:
    """Let a feature say for whom a zone by medical order is needed (L120 Đ46.2h): asked wherever beds are given."""
    _orders[feature] = order


def withdraw_orders(feature: str) -> None:
    """Ask a feature for no more orders."""
    _orders.pop(feature, None)


def ordered_places(session: Session, stay_ids: Collection[int], day: date) -> frozenset[int]:
    """The stays for which somebody has ordered a place; the callers have checked the scope."""
    return frozenset(stay_id for order in _orders.values() for stay_id in order(session, stay_ids, day))
