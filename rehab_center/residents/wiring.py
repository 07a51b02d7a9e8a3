"""Puts the pages into the program."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from rehab_center.audit.caches import register_check
from rehab_center.documents.uses import DocumentUse, describe_uses
from rehab_center.permissions import Permission, Scope
from rehab_center.residents import homes, photo_views
from rehab_center.residents.cli import residents_commands
from rehab_center.residents.hanging import Hanging, hangs_on_resident
from rehab_center.residents.models import Alias, IdentityPaper, Photo, Relative, ResidentMerge
from rehab_center.residents.queries import merge_problems, name_changes_by
from rehab_center.residents.rules.searching import exact_form, search_form
from rehab_center.residents.services.doubts import IMPORTED
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.models import Task
from rehab_center.tasks.settling import SettlingPage, settle_at
from rehab_center.words import N_, message


def init_app(app: Flask) -> None:
    """Register the pages, whose name a paper changed, and what of a person goes over when two records are merged."""
    app.register_blueprint(homes.bp)
    app.cli.add_command(residents_commands)
    app.register_blueprint(photo_views.bp)
    describe_uses("residents", _names_changed_by)
    register_check("resident_merge", merge_problems)
    paper = SettlingPage("residents.add_identity_paper", Permission.PEOPLE_EDIT, "resident_id")
    settle_at(TaskKind.IDENTITY_PAPER, "resident", paper)
    paperless = SettlingPage("residents.without_paper", Permission.PEOPLE_EDIT, None)
    settle_at(TaskKind.IDENTITY_PAPER, IMPORTED, paperless)
    taking_back = SettlingPage(
        "residents.withdraw", Permission.PEOPLE_EDIT, "row_id", person="resident_id", values={"kind": "identity-paper"}
    )
    settle_at(TaskKind.VOID_REQUEST, "identity_paper", taking_back)
    for one in _HANGING:
        hangs_on_resident(one)


_HANGING = (
    Hanging(IdentityPaper, _l("Identity papers"), same=lambda row: _standing(row, row.kind, row.number_key)),
    Hanging(Alias, _l("Other names"), same=lambda row: _standing(row, exact_form(row.name))),
    Hanging(Relative, _l("Relatives"), same=lambda row: _standing(row, search_form(row.name), row.relation)),
    Hanging(Photo, _l("Photos"), same=lambda row: None if row.withdrawn_at else row.sha256),
    Hanging(Task, _l("What is owed, or was")),
    # Whoever was merged into this person before is led on to the one that stays.
    Hanging(
        ResidentMerge,
        _l("Records merged before"),
        column="survivor_id",
        same=lambda row: None if row.undone_at else row.id,
    ),
)


def _standing(row: IdentityPaper | Alias | Relative, *parts: object) -> tuple[object, ...] | None:
    """What a row is told apart by; None for one that was taken away: it stays with the record it was taken from."""
    return None if row.withdrawn_at is not None else parts


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
