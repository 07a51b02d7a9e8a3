"""The register-wide list: which files lack papers."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from rehab_center import clock
from rehab_center.admissions.labels import REGIMES, STAY_KINDS
from rehab_center.audit.recorder import record
from rehab_center.db import db, transaction
from rehab_center.dossiers import queries
from rehab_center.dossiers.queries import FileRow
from rehab_center.dossiers.rules.checklist import LINES
from rehab_center.dossiers.views.blueprint import bp
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.formatting import day
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import Choice, Column, Days, Listing, Search, list_page

_STATES = (
    ("missing", _l("Papers missing")),
    ("unchecked", _l("Not checked yet")),
    ("complete", _l("Nothing missing")),
)


def _file_url(row: FileRow) -> str:
    return url_for("dossiers.show", stay_id=row.stay_id)


def _missing(row: FileRow) -> str:
    if row.missing:
        return "; ".join(row.missing)
    return str(_("Nothing missing") if row.checked else _("Not checked yet"))


def _due(row: FileRow) -> object:
    if row.due_on is None or row.due_on >= clock.today():
        return row.due_on
    return Markup('<span class="badge-state badge-bad">{}</span> {}').format(_("Overdue"), day(row.due_on))


FILES = Listing(
    "files",
    _l("Papers of the files"),
    columns=(
        Column("file_code", _l("File code"), sortable=True, link=_file_url),
        Column("name", _l("Full name"), sortable=True, cell=lambda row: row.person.full_name, link=_file_url),
        Column("kind", _l("Kind of stay"), cell=lambda row: STAY_KINDS[row.kind]),
        Column("admitted_on", _l("First day"), sortable=True),
        Column("missing", _l("Missing"), cell=_missing),
        Column("due_on", _l("Due until"), sortable=True, cell=_due, in_export=False),
        Column("due", _l("Due until"), cell=lambda row: row.due_on, on_page=False),
        Column("papers", _l("Papers in the file"), number=True),
        Column("regime", _l("Law of the case"), on_page=False, cell=lambda row: REGIMES[row.regime]),
    ),
    sort="due_on",
    search=Search(_l("Name or file code")),
    filters=(
        Choice("state", _l("State of the file"), _STATES),
        Choice("paper", _l("Missing paper"), [(line.code, line.name) for line in LINES]),
        Choice("overdue", _l("Deadline"), (("yes", _l("Overdue")), ("no", _l("Still in time")))),
        Choice("kind", _l("Kind of stay"), [(kind.value, words) for kind, words in STAY_KINDS.items()]),
        Choice("books", _l("On the books"), (("here", _l("Still on the books")), ("left", _l("Has left the centre")))),
        Days("admitted_on", _l("First day")),
    ),
    empty=_l("No file yet: each stay has one from its first day."),
    export_permission=Permission.PEOPLE_EXPORT,
)


@bp.get("/files")
@requires(Permission.PEOPLE_VIEW)
def index() -> ResponseReturnValue:
    """The files of every stay, those with the earliest deadline first."""

    def fetch(state: ListState) -> tuple[Sequence[FileRow], int]:
        return queries.file_list(db.session(), state, scope=current_scope(), today=clock.today())

    return list_page(FILES, fetch, "dossiers/index.html", on_export=_exported)


def _exported(form: str, rows: int) -> None:
    with transaction():
        record("file.list-exported", actor=current_actor(), at=clock.now(), details={"form": form, "rows": rows})
