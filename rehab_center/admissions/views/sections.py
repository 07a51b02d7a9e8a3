"""What later features show on the page of a stay: their wiring says so here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rehab_center.admissions.queries import StayPage


@dataclass(frozen=True)
class Section:
    """A fragment of a template, and the values it needs; they reach it as ``given``."""

    template: str
    given: Mapping[str, object]


_sections: dict[str, Callable[[StayPage], Section]] = {}


def show_on_stay(name: str, section: Callable[[StayPage], Section]) -> None:
    """Let the page of every stay have this section. ``name`` is the feature's."""
    _sections[name] = section


def sections_of(page: StayPage) -> list[Section]:
    """The sections of later features for a stay."""
    return [section(page) for section in _sections.values()]
