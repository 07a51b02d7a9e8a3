"""What each movement does to a stay: one table.

Words. *On the books* (trong sổ): entered and not yet exited. *Under care* (đang quản lý): on the books less escaped,
imprisoned and suspended at home. *Present* (có mặt): under care less those in hospital, on leave or taken out by order.
The states are those of a stay's life (chờ tiếp nhận … chấp hành xong); death, transfer and completion end it for good:
only a new stay opens again.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rehab_center.admissions.rules.regime import BY_COURT, StayKind
from rehab_center.words import N_, Message


class MovementKind(StrEnum):
    """Every change of a stay. The order is the order in lists and reports."""

    ADMITTED = "admitted"
    TRANSFERRED_IN = "transferred-in"
    CONVERTED_IN = "converted-in"
    ESCAPED = "escaped"
    RETURNED = "returned"
    TO_HOSPITAL = "to-hospital"
    FROM_HOSPITAL = "from-hospital"
    ON_LEAVE = "on-leave"
    BACK_FROM_LEAVE = "back-from-leave"
    TAKEN_OUT = "taken-out"
    BROUGHT_BACK = "brought-back"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    IMPRISONED = "imprisoned"
    RELEASED_FROM_PRISON = "released-from-prison"
    TERM_REDUCED = "term-reduced"
    TERM_EXTENDED = "term-extended"
    COMPLETED = "completed"
    REDUCED = "reduced"
    EXEMPTED = "exempted"
    TRANSFERRED_OUT = "transferred-out"
    TO_SOCIAL_PROTECTION = "to-social-protection"
    DIED = "died"
    DECISION_CANCELLED = "decision-cancelled"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    RELEASED = "released"
    CONVERTED_OUT = "converted-out"
    VOIDED = "voided"


class State(StrEnum):
    """Where a stay stands at the end of a day."""

    NOT_ENTERED = "not-entered"
    PRESENT = "present"
    IN_HOSPITAL = "in-hospital"
    ON_LEAVE = "on-leave"
    TAKEN_OUT = "taken-out"
    SUSPENDED = "suspended"
    ESCAPED = "escaped"
    IMPRISONED = "imprisoned"
    LEFT = "left"


PRESENT_STATES = frozenset({State.PRESENT})
CARE_STATES = PRESENT_STATES | {State.IN_HOSPITAL, State.ON_LEAVE, State.TAKEN_OUT}
BOOKS_STATES = CARE_STATES | {State.SUSPENDED, State.ESCAPED, State.IMPRISONED}
#: While in one of these the term does not run (L120 Đ29.3 and Đ47.1; XLVPHC Đ132).
STOPPED_STATES = frozenset({State.ESCAPED, State.IMPRISONED})
#: With which it runs again.
RESUMES = frozenset({MovementKind.RETURNED, MovementKind.RELEASED_FROM_PRISON})


class PaperRule(StrEnum):
    """Whether the paper that allows a movement must be there when it is recorded."""

    AT_ONCE = "at-once"
    MAY_FOLLOW = "may-follow"
    NOT_NEEDED = "not-needed"


@dataclass(frozen=True)
class Effect:
    """What a kind of movement does.

    ``name`` is its msgid; ``after`` the state it leads to (None: it changes only the term); ``follows`` the states it
    may be recorded in; ``paper`` and ``paper_within_days`` say when its paper is due; ``paper_name`` is the usual paper
    (msgid); ``source`` cites the law; ``only`` are the kinds of stay it exists for.
    """

    name: str
    after: State | None
    follows: frozenset[State]
    paper: PaperRule
    paper_name: str | None
    source: str
    paper_within_days: int = 0
    only: frozenset[StayKind] = frozenset(StayKind)

    @property
    def changes_term(self) -> bool:
        """Whether it carries months and days of its own, decided by a paper."""
        return self.after is None

    def title(self) -> Message:
        """The kind's name as a message."""
        return Message(self.name)


_BEFORE = frozenset({State.NOT_ENTERED})
_HERE = frozenset({State.PRESENT})
_CARE = CARE_STATES
_CARE_OR_HOME = CARE_STATES | {State.SUSPENDED}
_BOOKS = BOOKS_STATES
_WITH_TERM = BY_COURT | {StayKind.VOLUNTARY}
_AT_ONCE, _MAY_FOLLOW, _NOT_NEEDED = PaperRule.AT_ONCE, PaperRule.MAY_FOLLOW, PaperRule.NOT_NEEDED

EFFECTS: dict[MovementKind, Effect] = {
    MovementKind.ADMITTED: Effect(
        N_("Admitted"), State.PRESENT, _BEFORE, _MAY_FOLLOW, N_("Court decision or registration"),
        "L120 Đ34, Đ35, Đ36; L73 Đ32, Đ33", 3,
    ),
    MovementKind.TRANSFERRED_IN: Effect(
        N_("Transferred in from another centre"), State.PRESENT, _BEFORE, _MAY_FOLLOW, N_("Transfer decision"),
        "L120 Đ38.2, Đ38.3", 3,
    ),
    MovementKind.CONVERTED_IN: Effect(
        N_("Changed over to this ground"), State.PRESENT, _BEFORE, _MAY_FOLLOW, N_("Court decision or registration"),
        "L120 Đ37", 3,
    ),
    MovementKind.ESCAPED: Effect(
        N_("Escaped"), State.ESCAPED, _CARE_OR_HOME, _MAY_FOLLOW, N_("Search decision"), "L120 Đ46.2đ, Đ46.2i", 1,
    ),
    MovementKind.RETURNED: Effect(
        N_("Returned after escape"), State.PRESENT, frozenset({State.ESCAPED}), _MAY_FOLLOW,
        N_("Minutes of return"), "L120 Đ29.3; XLVPHC Đ132", 3,
    ),
    MovementKind.TO_HOSPITAL: Effect(
        N_("Sent to hospital"), State.IN_HOSPITAL, _HERE | {State.ON_LEAVE, State.TAKEN_OUT}, _MAY_FOLLOW,
        N_("Hospital referral"), "NĐ 116/2021 Đ67", 3,
    ),
    MovementKind.FROM_HOSPITAL: Effect(
        N_("Back from hospital"), State.PRESENT, frozenset({State.IN_HOSPITAL}), _NOT_NEEDED,
        N_("Hospital discharge paper"), "NĐ 116/2021 Đ67",
    ),
    MovementKind.ON_LEAVE: Effect(
        N_("Went on leave"), State.ON_LEAVE, _HERE, _AT_ONCE, N_("Leave decision"), "NĐ 116/2021 Đ70",
    ),
    MovementKind.BACK_FROM_LEAVE: Effect(
        N_("Back from leave"), State.PRESENT, frozenset({State.ON_LEAVE}), _NOT_NEEDED, None, "NĐ 116/2021 Đ70",
    ),
    MovementKind.TAKEN_OUT: Effect(
        N_("Taken out by order"), State.TAKEN_OUT, _HERE, _AT_ONCE, N_("Order to take out"), "XLVPHC",
    ),
    MovementKind.BROUGHT_BACK: Effect(
        N_("Brought back after order"), State.PRESENT, frozenset({State.TAKEN_OUT}), _NOT_NEEDED,
        N_("Minutes of return"), "XLVPHC",
    ),
    MovementKind.SUSPENDED: Effect(
        N_("Suspended, treated at home"), State.SUSPENDED, _HERE | {State.IN_HOSPITAL, State.ON_LEAVE}, _AT_ONCE,
        N_("Suspension decision"), "L120 Đ39.3, Đ39.4; NĐ 116/2021 Đ58",
    ),
    MovementKind.RESUMED: Effect(
        N_("Back after suspension"), State.PRESENT, frozenset({State.SUSPENDED}), _MAY_FOLLOW,
        N_("Minutes of return"), "L120 Đ39.3", 3,
    ),
    MovementKind.IMPRISONED: Effect(
        N_("Serving a prison sentence"), State.IMPRISONED, _BOOKS - {State.IMPRISONED}, _MAY_FOLLOW,
        N_("Judgment"), "L120 Đ47.1; L73 Đ39; XLVPHC Đ117", 15,
    ),
    MovementKind.RELEASED_FROM_PRISON: Effect(
        N_("Back after prison"), State.PRESENT, frozenset({State.IMPRISONED}), _MAY_FOLLOW,
        N_("Prison release certificate"), "L120 Đ47.1", 3,
    ),
    MovementKind.TERM_REDUCED: Effect(
        N_("Term reduced"), None, _CARE_OR_HOME, _AT_ONCE, N_("Reduction decision"), "NĐ 116/2021 Đ58",
        only=BY_COURT,
    ),
    MovementKind.TERM_EXTENDED: Effect(
        N_("Term lengthened"), None, _CARE_OR_HOME, _AT_ONCE, N_("Decision changing the term"), "XLVPHC",
        only=_WITH_TERM,
    ),
    MovementKind.COMPLETED: Effect(
        N_("Term completed"), State.LEFT, _CARE_OR_HOME, _MAY_FOLLOW, N_("Completion certificate"),
        "L120 Đ35.5, Đ36.5; L73 Đ35.6c; XLVPHC Đ114", 1, only=_WITH_TERM,
    ),
    MovementKind.REDUCED: Effect(
        N_("Released early by reduction"), State.LEFT, _CARE_OR_HOME, _AT_ONCE, N_("Reduction decision"),
        "NĐ 116/2021 Đ58", only=BY_COURT,
    ),
    MovementKind.EXEMPTED: Effect(
        N_("Exempted from the rest"), State.LEFT, _BOOKS - {State.ESCAPED}, _AT_ONCE, N_("Exemption decision"),
        "L120 Đ39.3; L73 Đ39; NĐ 116/2021 Đ58", only=_WITH_TERM,
    ),
    MovementKind.TRANSFERRED_OUT: Effect(
        N_("Transferred to another centre"), State.LEFT, _CARE, _AT_ONCE, N_("Transfer decision"),
        "L120 Đ36.4, Đ38.2, Đ38.3",
    ),
    MovementKind.TO_SOCIAL_PROTECTION: Effect(
        N_("Moved to social protection"), State.LEFT, _CARE, _AT_ONCE, N_("Decision to receive into social protection"),
        "L120 Đ35.6, Đ36.6",
    ),
    MovementKind.DIED: Effect(
        N_("Died"), State.LEFT, _BOOKS, _MAY_FOLLOW, N_("Death certificate"), "NĐ 116/2021", 3,
    ),
    MovementKind.DECISION_CANCELLED: Effect(
        N_("Decision cancelled"), State.LEFT, _BOOKS, _AT_ONCE, N_("Decision cancelling the measure"), "XLVPHC",
    ),
    MovementKind.LAPSED: Effect(
        N_("Time bar passed while escaped"), State.LEFT, frozenset({State.ESCAPED}), _AT_ONCE,
        N_("Decision to close the file"), "XLVPHC Đ108", only=BY_COURT,
    ),
    MovementKind.WITHDRAWN: Effect(
        N_("Stopped voluntary treatment"), State.LEFT, _BOOKS, _MAY_FOLLOW, N_("Minutes of stopping treatment"),
        "L120 Đ35.1a; L73 Đ32", 3, only=frozenset({StayKind.VOLUNTARY}),
    ),
    MovementKind.RELEASED: Effect(
        N_("Released from temporary stay"), State.LEFT, _BOOKS, _MAY_FOLLOW, N_("Hand-over minutes"),
        "L120 Đ37.1", 3, only=frozenset({StayKind.TEMPORARY}),
    ),
    MovementKind.CONVERTED_OUT: Effect(
        N_("Changed over to another ground"), State.LEFT, _CARE, _MAY_FOLLOW, N_("Court decision or registration"),
        "L120 Đ37", 3,
    ),
}  # fmt: skip

#: What begins a stay, what ends it, what changes only its term. ``voided`` is in none: it undoes, it does not move.
ENTRIES = frozenset(kind for kind, effect in EFFECTS.items() if effect.follows == _BEFORE)
EXITS = frozenset(kind for kind, effect in EFFECTS.items() if effect.after is State.LEFT)
TERM_CHANGES = frozenset(kind for kind, effect in EFFECTS.items() if effect.changes_term)
VOIDED_NAME = N_("Voided")

#: The state each kind leads to; kinds that leave the state as it was are not in it.
AFTER: dict[MovementKind, State] = {kind: effect.after for kind, effect in EFFECTS.items() if effect.after is not None}


def name_of(kind: MovementKind) -> str:
    """The msgid of a kind's name, ``voided`` included."""
    return VOIDED_NAME if kind is MovementKind.VOIDED else EFFECTS[kind].name


def may_follow(state: State, stay_kind: StayKind) -> tuple[MovementKind, ...]:
    """The kinds that may be recorded for such a stay in ``state``, in the table's order; none once it has ended."""
    return tuple(kind for kind, effect in EFFECTS.items() if state in effect.follows and stay_kind in effect.only)
