"""Reading the texts. Pure but for the files beside it, which are read once.

A file of ``pages`` holds sections::

    [today.index]                 the endpoint; or [today]: every page of the blueprint without a text of its own
    title: Việc hôm nay
    What the page is for, in a line or two.
    - a usual step
    ! what to do when it goes wrong

A guide begins with ``title:``; then ``== heading``, ``1. step``, ``- item``, ``word :: meaning``, or a
paragraph a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from rehab_center.permissions import Role

_PAGES = Path(__file__).with_name("pages")
_GUIDES = Path(__file__).with_name("guides")
_SECTION = re.compile(r"\[([a-z_]+(?:\.[a-z_]+)?)\]")
_STEP = re.compile(r"\d+\.\s+")


class BadHelp(ValueError):
    """A text that is not written as the files are read: the program does not start with it."""


@dataclass(frozen=True)
class Help:
    """The help of a page, or of every page of a blueprint: ``topic`` is its endpoint or blueprint."""

    topic: str
    title: str
    purpose: tuple[str, ...]
    steps: tuple[str, ...]
    trouble: tuple[str, ...]

    @property
    def lines(self) -> int:
        """How many lines it has, the title aside."""
        return len(self.purpose) + len(self.steps) + len(self.trouble)


@dataclass(frozen=True)
class Part:
    """Lines of one kind in a guide: "steps", "items", "words" (pairs) or "text"."""

    kind: str
    lines: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Chapter:
    """A heading of a guide with what stands below it."""

    heading: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Guide:
    """The printed guide of a post."""

    role: Role
    title: str
    chapters: tuple[Chapter, ...]


# --- pages -----------------------------------------------------------------------------------------------------------


@cache
def helps() -> Mapping[str, Help]:
    """Every help, by its topic. Raises BadHelp."""
    found: dict[str, Help] = {}
    for path in sorted(_PAGES.glob("*.txt")):
        for one in read_pages(path.read_text(encoding="utf-8")):
            if one.topic in found:
                raise BadHelp(f"{path.name}: [{one.topic}] is there twice")
            found[one.topic] = one
    return found


def help_of(endpoint: str | None) -> Help | None:
    """The help of a page: its own, else that of its blueprint; None where nobody wrote one."""
    if endpoint is None:
        return None
    return helps().get(endpoint) or helps().get(endpoint.partition(".")[0])


def read_pages(text: str) -> Iterator[Help]:
    """The sections of a file. Raises BadHelp."""
    topic, lines = "", list[str]()
    for line in _written(text):
        if found := _SECTION.fullmatch(line):
            if topic:
                yield _help(topic, lines)
            topic, lines = found[1], []
        elif not topic:
            raise BadHelp(f"a line before the first section: {line}")
        else:
            lines.append(line)
    if topic:
        yield _help(topic, lines)


def _help(topic: str, lines: list[str]) -> Help:
    if not lines or not lines[0].startswith("title: "):
        raise BadHelp(f"[{topic}] has no title")
    rest = lines[1:]
    return Help(
        topic,
        lines[0].removeprefix("title: "),
        tuple(line for line in rest if not line.startswith(("- ", "! "))),
        tuple(line[2:] for line in rest if line.startswith("- ")),
        tuple(line[2:] for line in rest if line.startswith("! ")),
    )


# --- guides ----------------------------------------------------------------------------------------------------------


@cache
def guide_of(role: Role) -> Guide:
    """The guide of a post, with what every guide ends with. Raises BadHelp."""
    own = list(_written((_GUIDES / f"{role.value}.txt").read_text(encoding="utf-8")))
    for_all = list(_written((_GUIDES / "everybody.txt").read_text(encoding="utf-8")))
    if not own[0].startswith("title: "):
        raise BadHelp(f"the guide of {role} has no title")
    return Guide(role, own[0].removeprefix("title: "), tuple(_chapters([*own[1:], *for_all])))


def _chapters(lines: list[str]) -> Iterator[Chapter]:
    starts = [place for place, line in enumerate(lines) if line.startswith("== ")]
    if not starts or starts[0]:
        raise BadHelp("a guide begins with a heading")
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield Chapter(lines[start].removeprefix("== "), tuple(_parts(lines[start + 1 : end])))


def _parts(lines: Iterable[str]) -> Iterator[Part]:
    for kind, some in groupby(lines, _kind):
        yield Part(kind, tuple(_line(kind, line) for line in some))


def _kind(line: str) -> str:
    if _STEP.match(line):
        return "steps"
    if line.startswith("- "):
        return "items"
    return "words" if " :: " in line else "text"


def _line(kind: str, line: str) -> tuple[str, ...]:
    if kind == "words":
        return tuple(line.split(" :: ", 1))
    return (_STEP.sub("", line, count=1) if kind == "steps" else line.removeprefix("- "),)


def _written(text: str) -> Iterator[str]:
    """The lines that say something; those that begin with # are notes to whoever writes."""
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()
