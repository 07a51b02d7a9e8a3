"""Belongings: the facts as values, how money is read, and where a thing stands. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from rehab_center.belongings.kinds import Currency, Fate, Standing, ThingKind
from rehab_center.errors import DomainError
from rehab_center.names import clean
from rehab_center.words import N_, message

MOST = Decimal(10_000_000_000)
_GROUPED = re.compile(r"\d{1,3}(?:[. ]\d{3})+(?:,\d{1,2})?")
_PLAIN = re.compile(r"\d{1,11}(?:,\d{1,2})?")


@dataclass(frozen=True)
class ThingFacts:
    """A line as typed. Money has an amount and its currency, anything else a description."""

    kind: ThingKind
    description: str = ""
    quantity: int = 1
    amount: Decimal | None = None
    currency: Currency | None = None
    condition: str | None = None
    kept_where: str | None = None


@dataclass(frozen=True)
class SlipFacts:
    """Who handed over or received, when, before whom."""

    happened_on: date
    party: str
    officer: str
    relation: str | None = None
    witness: str | None = None
    signed: bool = False
    note: str | None = None


def read_amount(text: str) -> Decimal:
    """Money as it is written: 1.500.000, 1500000, 20,50. Raises ValueError for anything else."""
    tidy = clean(text).removesuffix("đ").strip()
    if not (_GROUPED.fullmatch(tidy) or _PLAIN.fullmatch(tidy)):
        raise ValueError(text)
    amount = Decimal(tidy.replace(".", "").replace(" ", "").replace(",", "."))
    if not 0 < amount <= MOST:
        raise ValueError(text)
    return amount


def tidied_thing(thing: ThingFacts, *, money: str) -> ThingFacts:
    """A line cleaned; ``money`` is what an amount without a description is called.

    Raises DomainError for a thing without a description, money without an amount, an amount on anything else.
    """
    is_money = thing.kind is ThingKind.MONEY
    description = clean(thing.description) or (money if is_money else "")
    if not description:
        raise DomainError(message(N_("Say what it is")), field="description")
    if is_money and thing.amount is None:
        raise DomainError(message(N_("Type how much money it is")), field="amount")
    if not is_money and thing.amount is not None:
        raise DomainError(message(N_("An amount belongs to money only: choose “Money”")), field="amount")
    if thing.quantity < 1:
        raise DomainError(message(N_("At least one")), field="quantity")
    return replace(
        thing,
        description=description,
        quantity=1 if is_money else thing.quantity,
        currency=(thing.currency or Currency.VND) if is_money else None,
        condition=clean(thing.condition or "") or None,
        kept_where=clean(thing.kept_where or "") or None,
    )


def tidied_slip(slip: SlipFacts, *, admitted_on: date, today: date) -> SlipFacts:
    """A slip cleaned. Raises DomainError without the two sides, for a day to come or one before the stay."""
    slip = replace(
        slip,
        party=clean(slip.party),
        officer=clean(slip.officer),
        relation=clean(slip.relation or "") or None,
        witness=clean(slip.witness or "") or None,
        note=(slip.note or "").strip() or None,
    )
    if not slip.party:
        raise DomainError(message(N_("Say who it was")), field="party")
    if not slip.officer:
        raise DomainError(message(N_("Say who stood there for the centre")), field="officer")
    if slip.happened_on > today:
        raise DomainError(message(N_("%(day)s is still to come"), day=slip.happened_on), field="happened_on")
    if slip.happened_on < admitted_on:
        raise DomainError(message(N_("The stay only began on %(day)s"), day=admitted_on), field="happened_on")
    return slip


def standing_after(fates: Iterable[Fate]) -> Standing:
    """Where a thing stands after what became of it, in order."""
    standing = Standing.KEPT
    for fate in fates:
        standing = {
            Fate.RETURNED: Standing.RETURNED,
            Fate.RETURN_VOIDED: Standing.KEPT,
            Fate.VOIDED: Standing.VOIDED,
        }[fate]
    return standing


def totals(things: Iterable[ThingFacts]) -> tuple[tuple[Currency, Decimal], ...]:
    """The money among some things, one sum for each currency."""
    sums: dict[Currency, Decimal] = {}
    for thing in things:
        if thing.amount is not None and thing.currency is not None:
            sums[thing.currency] = sums.get(thing.currency, Decimal(0)) + thing.amount
    return tuple(sums.items())
