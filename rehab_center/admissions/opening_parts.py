"""What later rooms ask on the form of an opening: one form is keyed, each room writes its own answers.

They come after this feature and cannot be asked by name; each says in its ``wiring`` what it asks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission
from rehab_center.permissions import Actor


@dataclass(frozen=True)
class OpeningQuestion:
    """One question: a choice of ``choices`` (value, words), or a day where there are none.

    ``name`` is unique on the form. A question that another room asks is never required.
    """

    name: str
    label: Any
    choices: tuple[tuple[str, Any], ...] = ()
    hint: Any = None

    @property
    def asks_day(self) -> bool:
        """Whether a day is asked for; the answer is then written as yyyy-mm-dd."""
        return not self.choices


@dataclass(frozen=True)
class OpeningPart:
    """What a room asks of a stay (nothing where it knows already), and how it writes the answers it got.

    ``write`` is part of the act that states the opening: no ``record()``. It raises DomainError with ``field`` the name
    of the question.
    """

    title: Any
    ask: AskOpening
    write: WriteOpening


class AskOpening(Protocol):
    """Gives a room's questions about a stay on a day. The caller has checked that the stay is in reach."""

    def __call__(self, session: Session, stay: Admission, *, today: date) -> Sequence[OpeningQuestion]: ...


class WriteOpening(Protocol):
    """Writes a room's answers, those that were given; ``book`` names the old book in words."""

    def __call__(
        self, session: Session, stay: Admission, answers: Mapping[str, str], *, book: str, actor: Actor, now: datetime
    ) -> None: ...


_parts: dict[str, OpeningPart] = {}


def key_with_opening(feature: str, part: OpeningPart) -> None:
    """Put a feature's questions on the form of an opening."""
    _parts[feature] = part


def opening_parts(session: Session, stay: Admission, *, today: date) -> list[tuple[Any, tuple[OpeningQuestion, ...]]]:
    """(title, questions) of each room that has any about this stay, in the order the features came."""
    asked = ((part.title, tuple(part.ask(session, stay, today=today))) for part in _parts.values())
    return [(title, questions) for title, questions in asked if questions]


def write_opening_parts(
    session: Session,
    stay: Admission,
    answers: Mapping[str, str],
    *,
    today: date,
    book: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Let each room write what was answered to its questions."""
    for part in _parts.values():
        asked = {question.name for question in part.ask(session, stay, today=today)}
        given = {name: text for name, text in answers.items() if name in asked and text}
        if given:
            part.write(session, stay, given, book=book, actor=actor, now=now)
