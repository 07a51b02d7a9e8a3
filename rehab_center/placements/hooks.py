"""Where later features join in: the medical post says who needs a place of its choosing, and never what for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Protocol

from sqlalchemy.orm import Session


class OrdersPlace(Protocol):
    """Gives those of some stays for whom a zone by medical order is needed on a day. No other fact of health."""

    def __call__(self, session: Session, stay_ids: Collection[int], day: date) -> Collection[int]: ...


_orders: dict[str, OrdersPlace] = {}


def order_places(feature: str, order: OrdersPlace) -> None:
    """Let a feature say for whom a zone by medical order is needed. Called from its ``init_app``."""
    _orders[feature] = order


def withdraw_orders(feature: str) -> None:
    """Ask a feature no more."""
    _orders.pop(feature, None)


def ordered_places(session: Session, stay_ids: Collection[int], day: date) -> frozenset[int]:
    """The stays for which somebody has ordered a place; the callers have checked the scope."""
    return frozenset(stay_id for order in _orders.values() for stay_id in order(session, stay_ids, day))
