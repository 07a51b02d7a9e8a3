"""The hour of a last day: the policy's history, read once for everybody."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.dates import effective_on
from rehab_center.policies.queries import history
from rehab_center.policies.registry import REGISTRY
from rehab_center.policies.rules import PolicyKind

_KIND = PolicyKind.RELEASE_HOUR


class Hours:
    """By which hour of a day somebody is let go; the program's own first value where none was ever entered."""

    def __init__(self, session: Session) -> None:
        self._known = [entry for entry in history(session, _KIND) if entry.stands and not entry.withdrawn]

    def on(self, day: date) -> str:
        """As a person writes it: 17:00."""
        found = effective_on(self._known, day)
        return found.value if found else REGISTRY[_KIND].first[0].value

    def moment(self, day: date) -> datetime:
        """The moment on that day in Asia/Ho_Chi_Minh."""
        hour, minute = (int(part) for part in self.on(day).split(":"))
        return clock.moment_of(day, hour, minute)
