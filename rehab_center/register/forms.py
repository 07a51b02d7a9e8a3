"""What is filled in to import and to export a register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from rehab_center.register.rules.fields import Field
from rehab_center.register.rules.headers import Column, Table
from rehab_center.web.forms import BaseForm, DayField, ReasonForm, UploadField

ALL, TICKED, NONE = "all", "ticked", "none"


class UploadForm(BaseForm):
    """A workbook, and the centre whose register it is."""

    file = UploadField(_l("Workbook (.xlsx, .xls or .ods)"), [InputRequired()])
    facility = SelectField(_l("Centre"), coerce=int)


class ConfirmForm(ReasonForm):
    """The last word before the import; the reason answers whatever the rules warn about.

    ``changes`` says which changed cells are written: of all rows, of those ticked, or of none. It is asked only where
    there are any, and then it must be answered.
    """

    changes = RadioField(
        _l("Cells changed in the book"),
        choices=[
            (ALL, _l("Write the changes of every row")),
            (TICKED, _l("Write the changes of the rows ticked above only")),
            (NONE, _l("Leave all changes for now; write only what is new")),
        ],
        validate_choice=False,
    )

    def answers(self, *, asked: bool) -> bool:
        """Whether the changes are decided about, where there are any; says so beside the field."""
        if not asked or self.changes.data in (ALL, TICKED, NONE):
            return True
        self.changes.errors = [_("Say what is to be done with the changed cells.")]
        return False

    def confirmed(self, ticked: Sequence[str]) -> str | list[str]:
        """What goes into the job: ``all``, ``none``, or the keys of the rows ticked."""
        return list(ticked) if self.changes.data == TICKED else self.changes.data or ALL


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
