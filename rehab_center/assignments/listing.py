"""The lists: assignments, everybody with their hours, the waiting list, permissions against a rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask import current_app, g, url_for
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from rehab_center import clock
from rehab_center.activities.labels import KINDS
from rehab_center.assignments.forms import box_of
from rehab_center.assignments.kinds import SIDE, Side, Standing
from rehab_center.assignments.labels import (
    ANSWERS,
    ASKERS,
    END_REASONS,
    LOADS,
    OVERRIDE_REASONS,
    PRIORITIES,
    RULES,
    SIDES,
    STANDING_LOOKS,
    STANDINGS,
    WHY_NONE,
)
from rehab_center.assignments.queries import Assigned, OverrideLine, PersonRow, ReviewRow, WishLine
from rehab_center.assignments.queries.overview import Load, WhyNone
from rehab_center.assignments.rules.standing import why_ended
from rehab_center.names import fold
from rehab_center.permissions import Permission
from rehab_center.web.access import may
from rehab_center.web.formatting import say
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import Choice, Column, Listing, Search

Row = TypeVar("Row")

OPEN, RESTS, BOTH = "open", "rests", "near-or-over"


def _decides() -> bool:
    return may(Permission.ASSIGNMENTS_DECIDE)


def _writes() -> bool:
    return may(Permission.ASSIGNMENTS_PROPOSE) or _decides()


def _box(kind: str, key: int, version: int, label: str) -> Markup:
    return Markup('<input class="form-check-input" type="checkbox" name="{}" value="{}" aria-label="{}">').format(
        box_of(kind, key), version, label
    )


def _standing(row: Assigned) -> Markup:
    """The state as a badge, made once in a request for all the rows that have it."""
    badges: dict[Standing, Markup] = g.setdefault("assignment_badges", {})
    if row.standing not in badges:
        macros: Any = current_app.jinja_env.get_template("components/badge.html").module
        badges[row.standing] = macros.badge(STANDINGS[row.standing], *STANDING_LOOKS[row.standing])
    return badges[row.standing]


def _ended(row: Assigned) -> object:
    if row.standing is not Standing.ENDED:
        return None
    return END_REASONS[why_ended(row.dates)]


def _side(row: Assigned) -> object:
    if row.standing is not Standing.ENDED:
        return None
    return SIDES[SIDE[why_ended(row.dates)]]


ASSIGNMENTS = Listing(
    key="assignments",
    title=_l("Assignments to work and classes"),
    columns=(
        Column("choose", _l("Choose (tick)"), narrow=True, in_export=False, when=_decides,
               cell=lambda row: _box("a", row.id, row.version, row.label) if row.is_open else ""),
        Column("code", _l("File code"), sortable=True, cell=lambda row: row.file_code),
        Column("name", _l("Full name"), sortable=True, cell=lambda row: row.full_name,
               link=lambda row: url_for("assignments.stay", stay_id=row.stay_id)),
        Column("activity", _l("Programme"), sortable=True, cell=lambda row: row.activity,
               link=lambda row: url_for("assignments.show", assignment_id=row.id)),
        Column("kind", _l("Kind of programme"), cell=lambda row: KINDS[row.kind], on_page=False),
        Column("starts", _l("From day"), sortable=True, cell=lambda row: row.dates.starts_on),
        Column("ends", _l("Until day"), sortable=True, cell=lambda row: row.dates.last_on),
        Column("standing", _l("State"), cell=_standing, in_export=False),
        Column("standing_words", _l("State"), cell=lambda row: STANDINGS[row.standing], on_page=False),
        Column("ended", _l("Why it ended"), cell=_ended),
        Column("side", _l("On whose side"), cell=_side, on_page=False),
        Column("proposed_by", _l("Proposed by"), cell=lambda row: row.proposed_by, on_page=False),
        Column("decided_by", _l("Decided by"), cell=lambda row: row.decided_by, on_page=False),
    ),
    sort="name",
    search=Search(_l("Name, file code or programme")),
    filters=(
        Choice("standing", _l("State"), [(OPEN, _l("Not over")), (RESTS, _l("Resting, for whatever cause")),
                                         *((one.value, said) for one, said in STANDINGS.items())]),
        Choice("kind", _l("Kind of programme"), [(one.value, said) for one, said in KINDS.items()]),
        Choice("side", _l("On whose side it ended"), [(one.value, SIDES[one]) for one in Side]),
    ),
    empty=_l("Nobody was ever assigned: begin with the people."),
    empty_action=_l("Choose people"),
    empty_endpoint="assignments.people",
    export_permission=Permission.WORK_EXPORT,
)  # fmt: skip

PEOPLE = Listing(
    key="assigned-people",
    title=_l("People and their work and classes"),
    columns=(
        Column("choose", _l("Choose (tick)"), narrow=True, in_export=False, when=_writes,
               cell=lambda row: _box("p", row.stay_id, 0, row.here.full_name)),
        Column("code", _l("File code"), sortable=True, cell=lambda row: row.here.file_code),
        Column("name", _l("Full name"), sortable=True, cell=lambda row: row.here.full_name,
               link=lambda row: url_for("assignments.stay", stay_id=row.stay_id)),
        Column("programmes", _l("Takes part in"), cell=lambda row: ", ".join(one.activity for one in row.taking_part) or
               None),
        Column("hours", _l("Hours of labour a week"), sortable=True, number=True, cell=lambda row: row.hours),
        Column("most", _l("At most a week"), number=True, cell=lambda row: row.most),
        Column("load", _l("Against the limit"), cell=lambda row: LOADS[row.load]),
        Column("why", _l("Why nothing"), cell=lambda row: WHY_NONE[row.why_none] if row.why_none else None),
        Column("term", _l("End of the term"), sortable=True, cell=lambda row: row.here.term_end_on),
    ),
    sort="name",
    search=Search(_l("Name, file code or programme")),
    filters=(
        Choice("load", _l("Against the limit"), [(BOTH, _l("Close to it or over it")),
                                                 *((one.value, said) for one, said in LOADS.items())]),
        Choice("why", _l("Why nothing"), [(one.value, said) for one, said in WHY_NONE.items()]),
    ),
    empty=_l("Nobody is under care."),
    export_permission=Permission.WORK_EXPORT,
)  # fmt: skip

WAITING = Listing(
    key="waiting-list",
    title=_l("Waiting list for work and classes"),
    columns=(
        Column("asked", _l("Asked on"), sortable=True, cell=lambda row: row.asked_on),
        Column("code", _l("File code"), sortable=True, cell=lambda row: row.file_code),
        Column("name", _l("Full name"), cell=lambda row: row.full_name,
               link=lambda row: url_for("assignments.stay", stay_id=row.stay_id)),
        Column("wants", _l("Wants"), cell=lambda row: row.activity or " – ".join(
            str(one) for one in (KINDS[row.kind], row.trade) if one)),
        Column("order", _l("Place in the line"), sortable=True, number=True, cell=lambda row: row.number),
        Column("priority", _l("Priority"), cell=lambda row: PRIORITIES[row.priority] if row.priority else None),
        Column("asker", _l("Who asked"), cell=lambda row: ASKERS[row.asker]),
        Column("note", _l("Note"), cell=lambda row: row.note),
        Column("decision", _l("Answer"), cell=lambda row: ANSWERS[row.decision] if row.decision else None),
        Column("decided", _l("Answered on"), cell=lambda row: row.decided_on),
        Column("reason", _l("Why"), cell=lambda row: row.reason),
        Column("answer", _l("What to do"), in_export=False, when=_writes,
               cell=lambda row: "" if row.decision else _answer_link(row)),
    ),
    sort="order",
    search=Search(_l("Name, file code or programme")),
    filters=(
        Choice("answer", _l("Answer"), [("none", _l("Still waiting")),
                                        *((one.value, said) for one, said in ANSWERS.items())]),
        Choice("kind", _l("Kind of programme"), [(one.value, said) for one, said in KINDS.items()]),
        Choice("priority", _l("Priority"), [(one.value, said) for one, said in PRIORITIES.items()]),
    ),
    empty=_l("Nobody waits for a place."),
    export_permission=Permission.WORK_EXPORT,
)  # fmt: skip

OVERRIDES = Listing(
    key="permissions-against-rules",
    title=_l("Permissions against a rule"),
    columns=(
        Column("code", _l("File code"), sortable=True, cell=lambda row: row.file_code),
        Column("name", _l("Full name"), cell=lambda row: row.full_name,
               link=lambda row: url_for("assignments.show", assignment_id=row.assignment_id)),
        Column("activity", _l("Programme"), cell=lambda row: row.activity),
        Column("rule", _l("Rule not kept"), cell=lambda row: RULES[row.rule]),
        Column("reason", _l("Why"), cell=lambda row: OVERRIDE_REASONS[row.reason]),
        Column("note", _l("Why, in words"), cell=lambda row: row.note),
        Column("signed", _l("Signed on"), sortable=True, cell=lambda row: row.signed_on),
        Column("signer", _l("Signed by"), cell=lambda row: row.signed_by),
        Column("expires", _l("Holds until"), sortable=True, cell=lambda row: row.expires_on),
    ),
    sort="expires",
    search=Search(_l("Name, file code or programme")),
    filters=(
        Choice("when", _l("When"), [("holds", _l("In force")), ("over", _l("Run out"))]),
        Choice("rule", _l("Rule not kept"), [(rule, said) for rule, said in RULES.items()]),
    ),
    empty=_l("The director has let nothing stand against a rule."),
    export_permission=Permission.WORK_EXPORT,
)  # fmt: skip


REVIEW = Listing(
    key="assignments-to-review",
    title=_l("Assignments that a rule speaks against by now"),
    columns=(
        Column("choose", _l("Choose (tick)"), narrow=True, in_export=False, when=_decides,
               cell=lambda row: _box("a", row.line.id, row.line.version, row.line.label)),
        Column("code", _l("File code"), sortable=True, cell=lambda row: row.line.file_code),
        Column("name", _l("Full name"), sortable=True, cell=lambda row: row.line.full_name,
               link=lambda row: url_for("assignments.stay", stay_id=row.line.stay_id)),
        Column("activity", _l("Programme"), sortable=True, cell=lambda row: row.line.activity,
               link=lambda row: url_for("assignments.show", assignment_id=row.line.id)),
        Column("starts", _l("From day"), cell=lambda row: row.line.dates.starts_on),
        Column("why", _l("What speaks against it"), cell=lambda row: "; ".join(say(one.message) for one in row.blocks)),
    ),
    sort="name",
    search=Search(_l("Name, file code or programme")),
    empty=_l("Every assignment that goes on keeps the rules of today."),
    export_permission=Permission.WORK_EXPORT,
)  # fmt: skip


def _answer_link(row: WishLine) -> Markup:
    link = Markup('<a href="{}">{}<span class="visually-hidden">: {}</span></a>')
    answer = link.format(url_for("assignments.answer", wish_id=row.id), _l("Answer the wish"), row.full_name)
    if not _decides():
        return answer
    place = link.format(url_for("assignments.rank", wish_id=row.id), _l("Place …"), row.full_name)
    return Markup("{} · {}").format(answer, place)


def fits_assigned(row: Assigned, choices: dict[str, str]) -> bool:
    """Whether a row stands under these filters."""
    standing = choices.get("standing")
    rests = row.standing in (Standing.AWAY, Standing.PAUSED, Standing.LAPSED)
    by_standing = {None: True, OPEN: row.is_open, RESTS: rests}.get(standing, row.standing == standing)
    over = row.standing is Standing.ENDED
    side = SIDE[why_ended(row.dates)] if over else None
    return by_standing and choices.get("kind") in (None, row.kind) and choices.get("side") in (None, side)


def fits_person(row: PersonRow, choices: dict[str, str]) -> bool:
    """Whether a row stands under these filters."""
    wanted = choices.get("load")
    load = wanted in (None, row.load) or (wanted == BOTH and row.load in (Load.NEAR, Load.OVER))
    why: WhyNone | None = row.why_none
    return load and choices.get("why") in (None, why)


def fits_wish(row: WishLine, choices: dict[str, str]) -> bool:
    """Whether a row stands under these filters."""
    answer = row.decision.value if row.decision else "none"
    ranked = choices.get("priority") in (None, row.priority)
    return ranked and choices.get("answer") in (None, answer) and choices.get("kind") in (None, row.kind)


def fits_override(row: OverrideLine, choices: dict[str, str]) -> bool:
    """Whether a row stands under these filters."""
    when = "holds" if row.expires_on >= clock.today() else "over"
    return choices.get("when") in (None, when) and choices.get("rule") in (None, row.rule)


def words_of_assigned(row: Assigned) -> str:
    """What an assignment is found by."""
    return f"{row.full_name} {row.file_code} {row.activity}"


def words_of_person(row: PersonRow) -> str:
    """What a person's row is found by."""
    return f"{row.here.full_name} {row.here.file_code} {' '.join(one.activity for one in row.open)}"


def words_of_wish(row: WishLine) -> str:
    """What a wish is found by."""
    return f"{row.full_name} {row.file_code} {row.activity or ''} {row.trade or ''}"


def words_of_review(row: ReviewRow) -> str:
    """What an assignment to be looked at is found by."""
    return words_of_assigned(row.line)


def words_of_override(row: OverrideLine) -> str:
    """What a permission is found by."""
    return f"{row.full_name} {row.file_code} {row.activity}"


def chosen(
    rows: Sequence[Row], state: ListState, fits: Callable[[Row, dict[str, str]], bool], words_of: Callable[[Row], str]
) -> list[Row]:
    """The rows that a list state asks for, on all its pages."""
    words = fold(state.q)
    return [row for row in rows if fits(row, dict(state.choices)) and words in fold(words_of(row))]
