"""The list of people without an identity paper."""

from __future__ import annotations

from flask import url_for
from flask_babel import lazy_gettext as _l

from rehab_center.permissions import Permission
from rehab_center.residents.labels import SEXES
from rehab_center.web.listing import Column, Listing, Search

WITHOUT_PAPER = Listing(
    "without-identity-paper",
    _l("People without identity paper"),
    columns=(
        Column("code", _l("Person's code"), sortable=True),
        Column(
            "name",
            _l("Full name"),
            sortable=True,
            cell=lambda person: person.full_name,
            link=lambda person: url_for("residents.add_identity_paper", resident_id=person.id),
        ),
        Column("birth", _l("Born"), sortable=True, cell=lambda person: person.birth.text),
        Column("sex", _l("Sex"), cell=lambda person: SEXES[person.sex]),
    ),
    sort="name",
    search=Search(_l("Name or code")),
    empty=_l("Everybody has an identity paper."),
    export_permission=Permission.PEOPLE_EXPORT,
)
