"""Tasks that are settled on a page of their own and not by the plain form: later features say so here."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from rehab_center.permissions import Actor
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.queries import TaskLine
from rehab_center.tasks.rules import may_enter_paper

_PAGES: dict[str, tuple[str, str]] = {}


def settle_at(subject_kind: str, endpoint: str, argument: str) -> None:
    """Settle tasks about a kind of subject on the page ``endpoint``, which takes the subject's id as ``argument``."""
    _PAGES[subject_kind] = (endpoint, argument)


def page_that_settles(line: TaskLine, actor: Actor) -> str | None:
    """The address of the page on which the actor settles an open task; None for the task's own."""
    if not line.is_open:
        return None
    if line.kind is TaskKind.PAPER_INCOMPLETE and line.subject_kind == "document":
        return _address("tasks.complete_paper", "document_id", line)
    if line.subject_kind not in _PAGES or not may_enter_paper(actor, line.owner_role):
        return None
    return _address(*_PAGES[line.subject_kind], line)


def _address(endpoint: str, argument: str, line: TaskLine) -> str:
    values: dict[str, Any] = {argument: line.subject_id, "next": request.args.get("next")}
    return url_for(endpoint, **values)
