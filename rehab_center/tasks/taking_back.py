"""Taking back what was entered wrongly: the author alone while it is fresh, a second person afterwards. Pure.

No text orders it; it is the rule of the paper book, where a stroke through an old line is countersigned. How long
"fresh" is, is a policy. A task stands for what the author asks for and nobody has decided yet.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from rehab_center.permissions import Actor, Permission, Role


class Way(StrEnum):
    """How somebody may take an entry back."""

    ALONE = "alone"  # the author, within the shift
    SECOND = "second"  # anybody else with the right: they are the second person
    ASK = "ask"  # the author later, and whoever has not the right


def way_of(
    actor: Actor, *, author: str | None, written_at: datetime, now: datetime, hours: int, right: Permission
) -> Way:
    """How ``actor`` may take back what ``author`` (a username) wrote; ``hours`` is the length of a shift."""
    if author is not None and actor.name == author:
        return Way.ALONE if now - written_at <= timedelta(hours=hours) else Way.ASK
    return Way.SECOND if actor.may(right) else Way.ASK


def deciding_post(actor: Actor) -> Role:
    """Whose task a request is: the intake office decides for others, the head of the centre for the intake office."""
    return Role.DIRECTOR if actor.holds(Role.INTAKE) and actor.account_id is not None else Role.INTAKE
