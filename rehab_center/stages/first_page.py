"""The block of the first page: who is due for an evaluation, and proposals that wait."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.db import db
from rehab_center.permissions import Actor, Permission, Role
from rehab_center.stages import queries
from rehab_center.stages.kinds import Due, Stage
from rehab_center.stages.labels import STAGES
from rehab_center.stages.listing import NO_STAGE, SHOULD
from rehab_center.stages.queries import Board
from rehab_center.web.first_page import Block, Content, Harm, Line
from rehab_center.web.formatting import number

_POSTS = frozenset({Role.TRAINING, Role.MEDICAL, Role.DIRECTOR})


def due(actor: Actor) -> Content:
    """One line a stage, however many people it is about."""
    board = queries.board(db.session(), scope=actor.scope, as_of=clock.today())
    lines = [*_waiting(board, actor), *(line for stage in Stage for line in _overdue(board, stage)), *_unknown(board)]
    return Content(lines=tuple(lines), total=len(lines), all_url=url_for("stages.index", due=SHOULD))


def _waiting(board: Board, actor: Actor) -> list[Line]:
    waiting = board.count(Due.WAITS)
    if not waiting or not actor.may(Permission.STAGES_DECIDE):
        return []
    url = url_for("stages.index", due=Due.WAITS)
    words = _("%(count)s proposed changes of stage", count=number(waiting))
    return [Line(words, "", _("Waits for the decision"), "warn", url, _("Decide the stages"), url)]


def _overdue(board: Board, stage: Stage) -> list[Line]:
    rows = [row for row in board.rows if row.now and row.now.stage is stage]
    late = [row.days_over or 0 for row in rows if row.due is Due.OVERDUE]
    soon = sum(row.due is Due.SOON for row in rows)
    if not late and not soon:
        return []
    url = url_for("stages.index", due=SHOULD, stage=stage)
    what = _("%(late)s overdue for an evaluation, %(soon)s due soon", late=number(len(late)), soon=number(soon))
    when = _("at most %(days)s days overdue", days=number(max(late))) if late else ""
    return [Line(str(STAGES[stage]), what, when, "bad" if late else "", url, _("Evaluate and propose"), url)]


def _unknown(board: Board) -> list[Line]:
    if not board.unknown:
        return []
    url = url_for("stages.index", stage=NO_STAGE)
    words = _("%(count)s people without a stage", count=number(board.unknown))
    return [Line(words, "", "", "", url, _("Give them one"), url)]


BLOCK = Block("stages", _l("Stages to be evaluated"), "diagram-3", Harm.OWED, _POSTS, due)
