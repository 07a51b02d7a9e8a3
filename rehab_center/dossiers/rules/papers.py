"""What may be written about a paper of a file, and until when a missing one is due. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from rehab_center.dossiers.kinds import CopyForm, PaperGroup, PaperState
from rehab_center.dossiers.rules.leaves import Leaves
from rehab_center.words import N_, Message, message


@dataclass(frozen=True)
class PaperFacts:
    """What somebody writes about a paper: ``received_on`` where it is there, ``title`` where no list names it.

    ``document_id`` is the numbered paper it is, where the register knows that one.
    """

    state: PaperState
    received_on: date | None = None
    copy_form: CopyForm | None = None
    pages: int | None = None
    leaves: Leaves | None = None
    document_id: int | None = None
    note: str | None = None
    title: str | None = None


@dataclass(frozen=True)
class Fault:
    """Why a paper cannot be written so: the field, and words."""

    field: str
    words: Message


@dataclass(frozen=True)
class Deadlines:
    """Days a missing paper has: one that comes from outside, one the centre makes itself. Policies."""

    late_days: int
    own_days: int

    def due_on(self, group: PaperGroup, *, admitted_on: date, today: date) -> date:
        """Until when a paper missed today must be there; what the centre makes counts from the first day."""
        if group is PaperGroup.CENTRE:
            own = admitted_on + timedelta(days=self.own_days)
            return own if own > today else today + timedelta(days=self.late_days)
        return today + timedelta(days=self.late_days)


def fault_of(facts: PaperFacts, *, today: date, others: Iterable[tuple[str, Leaves]] = ()) -> Fault | None:
    """What is wrong with a paper as typed; ``others`` are the names and leaves of the file's other papers."""
    if facts.state is PaperState.RECEIVED and facts.received_on is None:
        return Fault("received_on", message(N_("Type the day on which it came in")))
    if facts.received_on is not None and facts.received_on > today:
        return Fault(
            "received_on",
            message(N_("A paper cannot have come after today; %(day)s is to come"), day=facts.received_on),
        )
    if facts.state is PaperState.NOT_NEEDED and not facts.note:
        return Fault("note", message(N_("Say why this file needs no such paper")))
    if facts.leaves is not None:
        return _collision(facts.leaves, others)
    return None


def _collision(leaves: Leaves, others: Iterable[tuple[str, Leaves]]) -> Fault | None:
    met = next((one for one in others if leaves.meets(one[1])), None)
    if met is None:
        return None
    name, theirs = met
    return Fault(
        "leaves", message(N_("Leaves %(leaves)s belong to “%(paper)s” already"), leaves=theirs.text, paper=name)
    )
