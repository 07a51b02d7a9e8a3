"""Everybody with their stage as a list, and as a file takes it away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import current_app, g, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from rehab_center.admissions.labels import STAY_KINDS
from rehab_center.names import fold
from rehab_center.permissions import Permission
from rehab_center.residents.labels import SEXES
from rehab_center.stages.forms import field_of
from rehab_center.stages.kinds import Due, Stage
from rehab_center.stages.labels import DUE, DUE_LOOKS, STAGES
from rehab_center.stages.queries import BoardRow
from rehab_center.web.access import may
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import Choice, Column, Listing, Search

NO_STAGE, BESIDE, SHOULD = "none", "c+d", "should"


def may_write() -> bool:
    """Whether the reader proposes or decides stages."""
    return may(Permission.STAGES_PROPOSE) or may(Permission.STAGES_DECIDE)


def _stay_url(row: BoardRow) -> str:
    return url_for("stages.stay", stay_id=row.stay_id)


def _stage(row: BoardRow) -> object:
    if row.now is None:
        return None
    if row.now.beside is None:
        return STAGES[row.now.stage]
    return _("%(stage)s; beside it %(other)s", stage=STAGES[row.now.stage], other=STAGES[row.now.beside])


def _due(row: BoardRow) -> Markup:
    """The state as a badge, made once in a request for all the rows that have it."""
    badges: dict[Due, Markup] = g.setdefault("stage_badges", {})
    if row.due not in badges:
        macros: Any = current_app.jinja_env.get_template("components/badge.html").module
        badges[row.due] = macros.badge(DUE[row.due], *DUE_LOOKS[row.due])
    return badges[row.due]


def _ticks() -> bool:
    """Whether this page lets its reader choose people: nobody who may not write, and no look at another day."""
    return may_write() and not g.get("stages_look_back")


def _box(row: BoardRow) -> object:
    return Markup('<input class="form-check-input" type="checkbox" name="{}" value="{}" aria-label="{}">').format(
        field_of(row.stay_id), row.book.last_id, _("Choose %(name)s", name=row.here.full_name)
    )


def _days_over(row: BoardRow) -> object:
    return row.days_over if row.days_over and row.days_over > 0 else None


BOARD = Listing(
    key="stages",
    title=_l("Stages of rehabilitation"),
    columns=(
        Column("choose", _l("Choose (tick)"), cell=_box, narrow=True, in_export=False, when=_ticks),
        Column("code", _l("File code"), sortable=True, cell=lambda row: row.here.file_code),
        Column("name", _l("Full name"), sortable=True, cell=lambda row: row.here.full_name, link=_stay_url),
        Column("sex", _l("Sex"), cell=lambda row: SEXES[row.here.sex], on_page=False),
        Column("kind", _l("Ground"), cell=lambda row: STAY_KINDS[row.here.kind], on_page=False),
        Column("admitted", _l("Admitted"), cell=lambda row: row.here.admitted_on, on_page=False),
        Column("stage", _l("Stage"), sortable=True, cell=_stage),
        Column("since", _l("Since"), sortable=True, cell=lambda row: row.now.since if row.now else None),
        Column("due_on", _l("Evaluation due on"), sortable=True),
        Column("over", _l("Days overdue"), cell=_days_over, number=True),
        Column("proposed", _l("Proposed"), cell=lambda row: STAGES[row.proposed] if row.proposed else None),
        Column("due", _l("State"), cell=_due, in_export=False),
        Column("due_words", _l("State"), cell=lambda row: DUE[row.due], on_page=False),
    ),
    sort="due_on",
    search=Search(_l("Name or file code")),
    filters=(
        Choice(
            "stage",
            _l("Stage"),
            [
                *((one.value, words) for one, words in STAGES.items()),
                (BESIDE, _l("c and d side by side")),
                (NO_STAGE, _l("Stage not known yet")),
            ],
        ),
        Choice(
            "due",
            _l("State"),
            [(SHOULD, _l("Overdue or due soon")), *((one.value, words) for one, words in DUE.items())],
        ),
        Choice("kind", _l("Ground"), [(one.value, words) for one, words in STAY_KINDS.items()]),
        Choice("sex", _l("Sex"), [(one.value, words) for one, words in SEXES.items()]),
    ),
    empty=_l("Nobody was under care on this day."),
    export_permission=Permission.PEOPLE_EXPORT,
)


def chosen(rows: Sequence[BoardRow], state: ListState) -> list[BoardRow]:
    """The rows that a list state asks for, in its order and on all its pages; who has no planned day comes last."""
    words = fold(state.q)
    place = {row.stay_id: number for number, row in enumerate(rows)}  # they come in the order of lists
    found = [row for row in rows if _fits(row, state) and words in fold(f"{row.here.full_name} {row.here.file_code}")]
    keys: dict[str, Any] = {
        "name": lambda row: place[row.stay_id],
        "code": lambda row: (row.here.file_code, row.stay_id),
        "stage": lambda row: (row.now.stage.place if row.now else -1, row.stay_id),
        "since": lambda row: (str(row.now.since) if row.now else "", row.stay_id),
        "due_on": lambda row: (row.due_on is None, str(row.due_on), place[row.stay_id]),
    }
    return sorted(found, key=keys[state.sort], reverse=state.descending)


def _fits(row: BoardRow, state: ListState) -> bool:
    has: dict[str, set[str | None]] = {
        "stage": _stages_of(row),
        "due": {row.due.value, SHOULD if row.due in (Due.OVERDUE, Due.SOON) else None},
        "kind": {row.here.kind.value},
        "sex": {row.here.sex.value},
    }
    return all(state.choice(key) is None or state.choice(key) in values for key, values in has.items())


def _stages_of(row: BoardRow) -> set[str | None]:
    if row.now is None:
        return {NO_STAGE}
    stage: Stage = row.now.stage
    return {stage.value, BESIDE if row.now.beside else None}
