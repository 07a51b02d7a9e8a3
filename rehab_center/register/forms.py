"""What is filled in to import and to export a register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import InputRequired

from rehab_center.register.rules.fields import Field
from rehab_center.register.rules.headers import Column, Table
from rehab_center.web.forms import BaseForm, DayField, ReasonForm, UploadField


class UploadForm(BaseForm):
    """A workbook, and the centre whose register it is."""

    file = UploadField(_l("Workbook (.xlsx, .xls or .ods)"), [InputRequired()])
    facility = SelectField(_l("Centre"), coerce=int)


class ConfirmForm(ReasonForm):
    """The last word before the import; the reason answers whatever the rules warn about."""


class ExportForm(BaseForm):
    """The day whose register is written, and the centre."""

    keeps_draft = False

    as_of = DayField(_l("As of the end of"), [InputRequired()])
    facility = SelectField(_l("Centre"), coerce=int)


def meanings_given(filled_in: Mapping[str, Any], tables: Iterable[Table]) -> dict[str, tuple[str, Field]]:
    """What the page of headings says each column holds: heading key -> (heading as written, field).

    A column left as it was recognised is not remembered; one that is to hold nothing is.
    """
    found: dict[str, tuple[str, Field]] = {}
    for table in tables:
        for column in table.columns:
            chosen = str(filled_in.get(input_name(column), ""))
            if chosen not in set(Field):
                continue
            if column.meaning is None or column.meaning.field != chosen:
                found[column.key] = (written_heading(column), Field(chosen))
    return found


def input_name(column: Column) -> str:
    """The name of a column's field on the page of headings."""
    return f"column-{column.index}"


def written_heading(column: Column) -> str:
    """A heading with the one above it."""
    return f"{column.group} / {column.heading}" if column.group else column.heading
