"""What each post finds on its first page: blocks that features put there, in the order of harm.

A feature's wiring adds one with :func:`add_block`; the page itself is the last feature's (``today``) and knows none of
them by name. Each line of a block is one click from the act that ends it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from flask import Flask, current_app

from rehab_center.permissions import Actor, Role

SHOWN = 10
"""How many lines of a block the page shows before it says how many more there are."""


class Harm(IntEnum):
    """What does most harm while it waits comes first. Numbers leave room between."""

    AT_LARGE = 10  # somebody is out who must not be
    HELD_TOO_LONG = 20  # somebody is in who should be out
    OWED = 30  # a paper or an answer with a deadline
    UNFINISHED = 40  # begun and not handed in: a hand-over, a draft
    SOON = 50  # what will be due
    AWAY = 60  # who is where
    HAPPENED = 70  # what was done


@dataclass(frozen=True)
class Line:
    """One thing that waits: about whom, what it is, how long (``when``, a badge of ``tone``), and the act that ends it.

    ``url`` is the page of whom it is about, ``act_url`` the page of the act; both may be missing.
    """

    about: str
    what: str = ""
    when: str = ""
    tone: str = ""
    url: str | None = None
    act: str = ""
    act_url: str | None = None


@dataclass(frozen=True)
class Folded:
    """Many of one kind in one line, so that today's real cases are seen; ``url`` says what to do about them."""

    text: str
    url: str


@dataclass(frozen=True)
class Content:
    """What a block says now. ``total`` lines there are in all, the rest at ``all_url``; ``empty`` stands for none.

    A block with nothing in it and no ``empty`` is left out.
    """

    lines: tuple[Line, ...] = ()
    total: int = 0
    all_url: str | None = None
    folded: tuple[Folded, ...] = ()
    empty: str = ""
    note: str = ""

    @property
    def more(self) -> int:
        """How many lines are only at ``all_url``."""
        return max(0, self.total - len(self.lines))

    @property
    def is_worth_showing(self) -> bool:
        """Whether it says anything."""
        return bool(self.lines or self.folded or self.empty or self.note)


@dataclass(frozen=True)
class Block:
    """A part of the first page for some posts. ``read`` is called in their request; None: nothing to say today.

    ``key`` is its anchor on the page; blocks of the same harm stand in the order in which features registered.
    """

    key: str
    title: object
    icon: str
    harm: Harm
    roles: frozenset[Role]
    read: Callable[[Actor], Content | None]


@dataclass(frozen=True)
class ReadBlock:
    """A block with what it says now."""

    block: Block
    content: Content


def init_app(app: Flask) -> None:
    """Let features add blocks."""
    app.extensions["first_page"] = []


def add_block(app: Flask, block: Block) -> None:
    """Show ``block`` on the first page of its posts."""
    app.extensions["first_page"].append(block)


def blocks_of(actor: Actor) -> list[ReadBlock]:
    """What the actor's posts find today, in the order of harm; several posts find what each of them would."""
    known: list[Block] = current_app.extensions["first_page"]
    mine = sorted((block for block in known if block.roles & actor.roles), key=lambda block: block.harm)
    read = [(block, block.read(actor)) for block in mine]
    return [ReadBlock(block, content) for block, content in read if content is not None and content.is_worth_showing]
