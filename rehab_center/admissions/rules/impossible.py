"""Why a movement cannot stand where somebody wants it, in one sentence, and what could be done instead (domain 9.3).

For each pair of a state and a kind that the table of movements leaves out. The same sentence answers the page, the
services and the commands.
"""

from __future__ import annotations

from datetime import date

from rehab_center.admissions.rules.movements import AFTER, EFFECTS, ENTRIES, EXITS, MovementKind, State
from rehab_center.words import N_, Message, message

#: What ends a time away; and, for each way back, what must have begun.
WAY_BACK: dict[State, MovementKind] = {
    State.IN_HOSPITAL: MovementKind.FROM_HOSPITAL,
    State.ON_LEAVE: MovementKind.BACK_FROM_LEAVE,
    State.TAKEN_OUT: MovementKind.BROUGHT_BACK,
    State.SUSPENDED: MovementKind.RESUMED,
    State.ESCAPED: MovementKind.RETURNED,
    State.IMPRISONED: MovementKind.RELEASED_FROM_PRISON,
}
WAY_OUT: dict[State, MovementKind] = {
    State.IN_HOSPITAL: MovementKind.TO_HOSPITAL,
    State.ON_LEAVE: MovementKind.ON_LEAVE,
    State.TAKEN_OUT: MovementKind.TAKEN_OUT,
    State.SUSPENDED: MovementKind.SUSPENDED,
    State.ESCAPED: MovementKind.ESCAPED,
    State.IMPRISONED: MovementKind.IMPRISONED,
}
BEGUN_BY: dict[MovementKind, MovementKind] = {back: WAY_OUT[state] for state, back in WAY_BACK.items()}


def why_impossible(
    kind: MovementKind,
    day: date,
    *,
    state: State,
    last: MovementKind | None = None,
    since: date | None = None,
    later: tuple[MovementKind, date] | None = None,
) -> Message:
    """The sentence for ``kind`` on ``day`` in a stay that stands in ``state`` through ``last`` since ``since``.

    ``later`` is the next thing that the stay's ledger holds after that place which could explain the mistake: the
    entry that comes only afterwards, or the going that a coming back lies before. Raises ValueError for what is
    possible: a defect of the caller.
    """
    if state in EFFECTS[kind].follows:
        raise ValueError(f"{kind} may follow {state}")
    if state is State.NOT_ENTERED or last is None or since is None:
        return _not_entered(kind, day, later)
    if state is State.LEFT:
        return _ended(kind, last, since)
    if kind in ENTRIES:
        words = N_("A stay begins only once (since %(since)s: “%(last)s”): who has left and comes again gets a new one")
        return message(words, since=since, last=_title(last))
    if kind in BEGUN_BY:
        return _back(kind, day, last, since, later)
    if kind is MovementKind.LAPSED:
        words = N_("“%(kind)s” is for somebody who escaped and was not found; since %(since)s: “%(last)s”")
        return message(words, kind=_title(kind), since=since, last=_title(last))
    return _away(kind, state, last, since)


def _not_entered(kind: MovementKind, day: date, later: tuple[MovementKind, date] | None) -> Message:
    if later is None:
        words = N_("“%(kind)s” on %(day)s cannot stand there: nothing says that the person had entered by then")
        return message(words, kind=_title(kind), day=day)
    words = N_(
        "“%(kind)s” on %(day)s lies before the person entered, on %(entered)s: look at the day again, or put the first"
        " day right"
    )
    return message(words, kind=_title(kind), day=day, entered=later[1])


def _ended(kind: MovementKind, last: MovementKind, since: date) -> Message:
    if last is MovementKind.DIED:
        words = N_("Died on %(since)s: nothing more can be recorded. If that was entered by mistake, void it first")
        return message(words, since=since)
    if kind in EXITS:
        words = N_("The stay ended on %(since)s (“%(last)s”) and ends only once: if that line is wrong, void it first")
        return message(words, since=since, last=_title(last))
    words = N_("The stay ended on %(since)s (“%(last)s”): if the person came again, open a new stay")
    return message(words, since=since, last=_title(last))


def _back(
    kind: MovementKind, day: date, last: MovementKind, since: date, later: tuple[MovementKind, date] | None
) -> Message:
    begun = BEGUN_BY[kind]
    if later is not None and later[0] is begun:
        words = N_("“%(kind)s” on %(day)s lies before “%(begun)s” on %(begun_on)s: look at both days again")
        return message(words, kind=_title(kind), day=day, begun=_title(begun), begun_on=later[1])
    if last is kind:
        words = N_("“%(kind)s” is recorded already, on %(since)s: who went again is recorded as “%(begun)s” first")
        return message(words, kind=_title(kind), since=since, begun=_title(begun))
    words = N_("There is no “%(begun)s” to come back from on %(day)s (since %(since)s: “%(last)s”): record that first")
    return message(words, begun=_title(begun), day=day, since=since, last=_title(last))


def _away(kind: MovementKind, state: State, last: MovementKind, since: date) -> Message:
    back = _title(WAY_BACK[state])
    if AFTER.get(kind) is state:
        words = N_("“%(kind)s” stands since %(since)s already: record “%(back)s” before it happens again")
        return message(words, kind=_title(kind), since=since, back=back)
    if state is State.ESCAPED and kind in EXITS:
        words = N_(
            "Escaped since %(since)s and not back: record “%(back)s” first, then “%(kind)s”; where the time bar has"
            " passed, record “%(lapsed)s”"
        )
        lapsed = _title(MovementKind.LAPSED)
        return message(words, since=since, back=back, kind=_title(kind), lapsed=lapsed)
    words = N_("Since %(since)s: “%(last)s”, and not back: record “%(back)s” first, then “%(kind)s”")
    return message(words, since=since, last=_title(last), back=back, kind=_title(kind))


def _title(kind: MovementKind) -> Message:
    return EFFECTS[kind].title()
