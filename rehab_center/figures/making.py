"""How a figure is made of what it counts. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from rehab_center.figures import rules
from rehab_center.figures.values import Counted, Excluded, Figure, Item
from rehab_center.words import Message


def people_figure(code: str, label: Message, people: Iterable[Counted], outside: Iterable[Excluded] = ()) -> Figure:
    """As many as there are people."""
    counted = tuple(people)
    return Figure(code, label, Decimal(len(counted)), rules.printed_number(len(counted)), counted, tuple(outside))


def hours_figure(code: str, label: Message, people: Iterable[Counted]) -> Figure:
    """The hours of people whose ``amount`` is in minutes."""
    counted = tuple(people)
    minutes = sum(one.amount or 0 for one in counted)
    return Figure(code, label, rules.hours_of(minutes), rules.printed_hours(minutes), counted)


def times_figure(code: str, label: Message, people: Iterable[Counted]) -> Figure:
    """How many times something happened to people whose ``amount`` counts it."""
    counted = tuple(people)
    times = sum(one.amount or 0 for one in counted)
    return Figure(code, label, Decimal(times), rules.printed_number(times), counted)


def items_figure(code: str, label: Message, items: Iterable[Item]) -> Figure:
    """As many as there are sessions, sheets and so on that no reason keeps outside."""
    found = tuple(items)
    count = sum(one.reason is None for one in found)
    return Figure(code, label, Decimal(count), rules.printed_number(count), items=found)


def percent(code: str, label: Message, part: Figure, whole: Decimal | int | None, decimals: int) -> Figure:
    """``part`` in percent of ``whole``; nothing where there is nothing to compare with."""
    if part.value is None or not whole:
        return Figure(code, label, None, rules.NOTHING)
    return Figure(code, label, rules.percent_of(part.value, whole), rules.printed_percent(part.value, whole, decimals))


def if_known(figure: Figure, *, known: bool, note: Message | None = None) -> Figure:
    """The figure where the book holds what it needs; else no number, and in ``note`` why."""
    return figure if known else Figure(figure.code, figure.label, None, rules.NOT_COMPLETE, note=note)
