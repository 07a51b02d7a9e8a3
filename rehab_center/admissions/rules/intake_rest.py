"""What of an intake waits until after the gate: ten fields admit a person tonight, the rest is owed. Pure data.

The order of work is the centre's practice; what is done within how many days is a policy.
"""

from __future__ import annotations

from dataclasses import dataclass

from rehab_center.permissions import Role
from rehab_center.policies.rules import PolicyKind
from rehab_center.tasks.kinds import TaskKind
from rehab_center.words import N_


@dataclass(frozen=True)
class Rest:
    """One thing still to be done: its sentence (msgid), whose it is, which policy gives its days.

    ``after_return``: done again for somebody brought back, who comes with other things.
    """

    kind: TaskKind
    what: str
    owner: Role
    within: PolicyKind
    after_return: bool = False


REST: tuple[Rest, ...] = (
    Rest(
        TaskKind.BELONGINGS_LIST,
        N_("List and seal the belongings"),
        Role.INTAKE,
        PolicyKind.FIRST_STEPS_DAYS,
        after_return=True,
    ),
    Rest(TaskKind.PHOTO, N_("Take the photo for the file"), Role.INTAKE, PolicyKind.FIRST_STEPS_DAYS),
    Rest(TaskKind.CLASSIFICATION, N_("Classify the person"), Role.INTAKE, PolicyKind.INTAKE_DAYS),
    Rest(TaskKind.FAMILY_NOTICE, N_("Tell the family that the person is here"), Role.INTAKE, PolicyKind.INTAKE_DAYS),
    Rest(
        TaskKind.PERSON_RECORD,
        N_("Complete the person's record: home, family, work, education"),
        Role.INTAKE,
        PolicyKind.INTAKE_DAYS,
    ),
)

LEFT_UNDONE = "Đã rời cơ sở, không làm nữa"
"""Stored beside what of an intake is not done any more, for the person has left, as somebody's words would be."""
