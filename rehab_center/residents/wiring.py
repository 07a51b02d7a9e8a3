"""Puts the pages into the program."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask
from sqlalchemy.orm import Session

from rehab_center.documents.uses import DocumentUse, describe_uses
from rehab_center.permissions import Scope
from rehab_center.residents import homes
from rehab_center.residents.cli import residents_commands
from rehab_center.residents.queries import name_changes_by
from rehab_center.words import N_, message


def init_app(app: Flask) -> None:
    """Register the pages, and say on a paper's page whose name it changed."""
    app.register_blueprint(homes.bp)
    app.cli.add_command(residents_commands)
    describe_uses("residents", _names_changed_by)


def _names_changed_by(session: Session, document_id: int, *, scope: Scope) -> Sequence[DocumentUse]:
    return [
        DocumentUse(
            message(N_("Name changed, formerly %(name)s"), name=former),
            person.label,
            "casefile.person",
            {"resident_id": person.id},
        )
        for person, former in name_changes_by(session, document_id, scope=scope)
    ]
