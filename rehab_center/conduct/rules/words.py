"""Rewards and discipline in words, for places that know no language. Pure."""

from __future__ import annotations

from rehab_center.conduct.kinds import EventKind
from rehab_center.conduct.rules.events import EventFacts
from rehab_center.words import N_, Message, message

EVENTS = {
    EventKind.COMMENDED: N_("Commended"),
    EventKind.PRAISED: N_("Praised"),
    EventKind.REWARDED: N_("Rewarded"),
    EventKind.REDUCTION_PROPOSED: N_("Reduction of the term proposed"),
    EventKind.REPRIMANDED: N_("Reprimanded"),
    EventKind.WARNED: N_("Warned (discipline)"),
    EventKind.ROOM: N_("Discipline room"),
}


def event_words(facts: EventFacts) -> Message:
    """A reward or measure: what, and for how long."""
    what = Message(EVENTS[facts.kind])
    if facts.days:
        return message(N_("%(what)s, %(days)s days"), what=what, days=facts.days)
    return message(N_("%(what)s, merit (lập công)"), what=what) if facts.merit else what
