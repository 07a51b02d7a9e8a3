"""Puts the pages into the program."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask
from sqlalchemy.orm import Session

from rehab_center.documents.uses import DocumentUse, describe_uses
from rehab_center.permissions import Scope
from rehab_center.tasks.queries import closed_by
from rehab_center.tasks.views import bp


def init_app(app: Flask) -> None:
    """Register the pages, and say on a paper's page which tasks it closed."""
    app.register_blueprint(bp)
    describe_uses("tasks", _settled_by)


def _settled_by(session: Session, document_id: int, *, scope: Scope) -> Sequence[DocumentUse]:
    return [
        DocumentUse(task.what, task.about, "tasks.close", {"task_id": task.id})
        for task in closed_by(session, document_id, scope=scope)
    ]
