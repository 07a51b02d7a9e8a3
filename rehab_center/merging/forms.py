"""The shape of what is typed about doubles."""

from __future__ import annotations

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from rehab_center.merging.rules import FIELDS, HERE, THERE
from rehab_center.web.fields import WholeField
from rehab_center.web.forms import BaseForm, ReasonForm


class MergeForm(ReasonForm):
    """Which value of each field stays; the versions of both records as they were compared."""

    version_here = WholeField(widget=HiddenInput())
    version_there = WholeField(widget=HiddenInput())

    @property
    def chosen(self) -> dict[str, str]:
        """Field -> HERE or THERE, for every field a choice was sent of."""
        sent = {name: request.form.get(f"stays-{name}") for name in FIELDS} if self.is_submitted() else {}
        return {name: side for name, side in sent.items() if side in (HERE, THERE)}

    @property
    def versions(self) -> tuple[int, int]:
        """Both versions as they were compared."""
        return (self.version_here.data or 0, self.version_there.data or 0)


class ApartForm(BaseForm):
    """Why two records are two people."""

    apart_reason = StringField(
        _l("What tells them apart"),
        [InputRequired(), Length(max=500)],
        description=_l("Such as: other parents, asked both of them, both are here now"),
    )


class UndoForm(BaseForm):
    """Why a merge is undone."""

    reason = StringField(_l("Why they are two people after all"), [InputRequired(), Length(max=500)])
