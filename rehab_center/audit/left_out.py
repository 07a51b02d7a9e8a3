"""What lies between the first and the last entry of a part of the log and is not in it: how much, and why."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from rehab_center.audit.conditions import Window, on_days
from rehab_center.audit.models import AuditEntry
from rehab_center.audit.reach import within
from rehab_center.web.formatting import number


@dataclass(frozen=True)
class LeftOut:
    """The numbers from ``first`` to ``last`` of which ``shown`` entries are told. The others by why they are not.

    ``other_days``: of other days than asked for; ``unfit``: not what was searched, filtered or asked about;
    ``out_of_reach``: another centre's; ``gone``: numbers without an entry, which a sound log does not have.
    """

    first: int
    last: int
    shown: int
    other_days: int
    unfit: int
    out_of_reach: int
    gone: int

    @property
    def count(self) -> int:
        """How many of the range are not told."""
        return self.last - self.first + 1 - self.shown

    @property
    def words(self) -> str:
        """All of it in a sentence."""
        given = {"first": number(self.first), "last": number(self.last), "shown": number(self.shown)}
        if self.count == 0:
            return str(_("Numbers %(first)s to %(last)s: all %(shown)s entries are here, none is left out.", **given))
        why = "; ".join(
            words
            for count, words in (
                (self.other_days, _("%(count)s of other days", count=number(self.other_days))),
                (self.unfit, _("%(count)s outside the search and the filters", count=number(self.unfit))),
                (self.out_of_reach, _("%(count)s out of the reader's reach", count=number(self.out_of_reach))),
                (self.gone, _("%(count)s are missing from the log: have it verified", count=number(self.gone))),
            )
            if count
        )
        given |= {"count": number(self.count), "why": why}
        return str(
            _(
                "Numbers %(first)s to %(last)s: %(shown)s entries are here; %(count)s in between are not: %(why)s.",
                **given,
            )
        )


def left_out(session: Session, window: Window, *, first: int, last: int, shown: int) -> LeftOut:
    """Account for every number from ``first`` to ``last``, the ends of the ``shown`` entries of a window."""
    there = _count(session, first, last)
    reached = _count(session, first, last, within(window.scope))
    of_days = _count(session, first, last, within(window.scope), *on_days(window.state))
    return LeftOut(
        first=first,
        last=last,
        shown=shown,
        other_days=reached - of_days,
        unfit=of_days - shown,
        out_of_reach=there - reached,
        gone=last - first + 1 - there,
    )


def _count(session: Session, first: int, last: int, *asked: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(AuditEntry).where(AuditEntry.id.between(first, last), *asked)
    return session.scalar(query) or 0
