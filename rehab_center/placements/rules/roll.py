"""Expected and counted: what differs, and whether somebody has said why. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rehab_center.admissions.rules.movements import State
from rehab_center.placements.kinds import Absence

#: What the state of somebody who is not here any more says of why they were not counted.
ABSENCE_OF = {
    State.IN_HOSPITAL: Absence.HOSPITAL,
    State.ON_LEAVE: Absence.LEAVE,
    State.TAKEN_OUT: Absence.TAKEN_OUT,
    State.ESCAPED: Absence.ESCAPED,
}


@dataclass(frozen=True)
class Counted:
    """One zone: how many were expected and counted (None: not yet), why each missing one is, a note on the rest."""

    expected: int
    counted: int | None
    absences: Sequence[Absence] = ()
    note: str | None = None

    @property
    def difference(self) -> int:
        """Counted less expected; 0 while nobody has counted."""
        return 0 if self.counted is None else self.counted - self.expected

    @property
    def explained(self) -> bool:
        """Whether every one who is missing is named with a reason, and more people than expected have a note.

        Somebody miscounted is there after all: they explain the difference as one missing does.
        """
        if Absence.UNEXPLAINED in self.absences:
            return False
        if self.difference < 0:
            return len(self.absences) == -self.difference
        if self.difference > 0:
            return bool(self.note) and not self.absences
        return not self.absences or bool(self.note)
