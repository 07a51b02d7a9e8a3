"""The list of likely doubles and the list of merges as pages show them and files take them away."""

from __future__ import annotations

from flask import get_template_attribute, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from rehab_center.merging.labels import MERGE_STATES, WHY_ALIKE
from rehab_center.merging.queries import DoubleRow, MergeRow
from rehab_center.merging.queries.lists import why_alike
from rehab_center.permissions import Permission
from rehab_center.residents.labels import SEXES
from rehab_center.residents.queries import PersonName
from rehab_center.web.listing import Choice, Column, Days, Listing, Search


def compare_url(row: DoubleRow) -> str:
    """The page where a pair is compared: the record entered first is the one that stays."""
    return url_for("merging.compare", resident_id=row.pair.one.id, other_id=row.pair.other.id)


def _photo(person: PersonName, photo_id: int | None) -> Markup:
    draw = get_template_attribute("components/photo.html", "photo")
    return Markup(draw(person.id, photo_id, person.full_name, small=True))


def _who(person: PersonName) -> str:
    return " · ".join((person.label, person.birth.text or _("birth date not known"), str(SEXES[person.sex])))


def _undo_url(row: MergeRow) -> str | None:
    return None if row.undone_at else url_for("merging.undo", merge_id=row.id)


DOUBLES = Listing(
    "likely-doubles",
    _l("Records that may be one person"),
    columns=(
        Column("likeness", _l("Alike, out of 100"), sortable=True, cell=lambda row: row.pair.likeness, number=True),
        Column("why", _l("What they have in common"), cell=lambda row: WHY_ALIKE[why_alike(row.pair)]),
        Column(
            "photo_of_one",
            _l("Photo"),
            cell=lambda row: _photo(row.pair.one, row.photo_of_one),
            in_export=False,
        ),
        Column("one", _l("Entered first"), sortable=True, cell=lambda row: _who(row.pair.one), link=compare_url),
        Column(
            "photo_of_other",
            _l("Photo"),
            cell=lambda row: _photo(row.pair.other, row.photo_of_other),
            in_export=False,
        ),
        Column("other", _l("Entered later"), sortable=True, cell=lambda row: _who(row.pair.other), link=compare_url),
    ),
    sort="likeness",
    descending=True,
    search=Search(_l("Name or code")),
    filters=(Choice("why", _l("What they have in common"), list(WHY_ALIKE.items())),),
    empty=_l("No two records look like one person."),
    export_permission=Permission.PEOPLE_EXPORT,
)
MERGES = Listing(
    "merges",
    _l("Merged records"),
    columns=(
        Column("merged_at", _l("Merged at"), sortable=True),
        Column("merged", _l("Merged record"), cell=lambda row: row.merged.label, link=_undo_url),
        Column(
            "survivor",
            _l("Merged into"),
            cell=lambda row: row.survivor.label,
            link=lambda row: url_for("casefile.person", resident_id=row.survivor.id),
        ),
        Column("merged_by", _l("Merged by")),
        Column("reason", _l("Reason")),
        Column("state", _l("State"), cell=lambda row: MERGE_STATES["undone" if row.undone_at else "stands"]),
        Column("undone_by", _l("Undone by")),
        Column("undone_reason", _l("Undone because")),
    ),
    sort="merged_at",
    descending=True,
    search=Search(_l("Name or code")),
    filters=(Choice("state", _l("State"), list(MERGE_STATES.items())), Days("merged_at", _l("Merged at"))),
    empty=_l("No record has been merged yet."),
    export_permission=Permission.PEOPLE_EXPORT,
)
