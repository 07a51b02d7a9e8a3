"""What is typed about the papers of a file: its shape only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import HiddenInput

from rehab_center import clock
from rehab_center.dossiers.kinds import CopyForm, PaperState
from rehab_center.dossiers.labels import COPIES, FIELDS, STATES
from rehab_center.dossiers.rules.checklist import Asked
from rehab_center.dossiers.rules.leaves import BadLeaves, Leaves, parse_leaves
from rehab_center.dossiers.rules.papers import PaperFacts
from rehab_center.web.fields import DayField, TextOfField, WholeField
from rehab_center.web.forms import BaseForm

_COPY_CHOICES = [("", ""), *((form.value, words) for form, words in COPIES.items())]
_PARTS = ("copy_form", "pages", "leaves", "note")


def _read_leaves(text: str) -> Leaves:
    try:
        return parse_leaves(text)
    except BadLeaves:
        raise ValueError(_("Type leaf numbers as 7 or 1-5.")) from None


def _leaves() -> TextOfField:
    return TextOfField(FIELDS["leaves"], parse=_read_leaves, form=lambda leaves: str(leaves.text))


def _pages() -> WholeField:
    return WholeField(FIELDS["pages"], [Optional(), NumberRange(1, 9999)])


def _copy() -> SelectField:
    return SelectField(FIELDS["copy_form"], choices=_COPY_CHOICES, default="")


def _note() -> StringField:
    return StringField(FIELDS["note"], [Length(max=500)])


class _ReceivedForm(BaseForm):
    """Whatever has a day on which papers came in."""

    received_on = DayField(FIELDS["received_on"])

    def validate_received_on(self, field: DayField) -> None:
        """What has come has not come after today."""
        if field.data is not None and field.data > clock.today():
            raise ValidationError(_("A paper cannot have come after today."))


class CheckForm(_ReceivedForm):
    """A whole file at once; ``check_form`` adds the fields of each line."""

    all_there = BooleanField(_l("Every paper of the list is there"))
    lines: tuple[str, ...] = ()

    def found(self) -> dict[str, PaperFacts]:
        """What was found, by line; lines neither ticked nor marked as not needed are left out."""
        return {line: facts for line in self.lines if (facts := self._facts(line)) is not None}

    def parts(self, line: str) -> list[Any]:
        """The fields of a line beside its two boxes."""
        return [self[f"{line}_{part}"] for part in _PARTS]

    def _is_said(self, line: str) -> bool:
        """Whether a box of the line is ticked, or the one for all."""
        return bool(self[f"{line}_none"].data or self[f"{line}_has"].data or self.all_there.data)

    def _facts(self, line: str) -> PaperFacts | None:
        if self[f"{line}_none"].data:
            return PaperFacts(PaperState.NOT_NEEDED, note=self[f"{line}_note"].data)
        if not self._is_said(line):
            return None
        copy_form = self[f"{line}_copy_form"].data
        return PaperFacts(
            PaperState.RECEIVED,
            received_on=self.received_on.data,
            copy_form=CopyForm(copy_form) if copy_form else None,
            pages=self[f"{line}_pages"].data,
            leaves=self[f"{line}_leaves"].data,
            note=self[f"{line}_note"].data,
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """Also: what is typed beside a line must not be lost because its box was not ticked."""
        whole = super().validate(extra_validators)
        for line in self.lines:
            if not self._is_said(line) and any(part.data for part in self.parts(line)):
                box = self[f"{line}_has"]
                box.errors = [*box.errors, _("Tick this paper, or clear what is typed beside it.")]
                whole = False
        return whole


def check_form(lines: Iterable[Asked], **values: Any) -> CheckForm:
    """The form for the lines of a file that are still open."""
    asked = tuple(lines)
    fields: dict[str, Any] = {"lines": tuple(one.code for one in asked)}
    for one in asked:
        fields |= {
            f"{one.code}_has": BooleanField(one.name),
            f"{one.code}_copy_form": _copy(),
            f"{one.code}_pages": _pages(),
            f"{one.code}_leaves": _leaves(),
            f"{one.code}_note": _note(),
            f"{one.code}_none": BooleanField(STATES[PaperState.NOT_NEEDED]),
        }
    return cast(CheckForm, type("CheckFileForm", (CheckForm,), fields)(**values))


class PaperForm(_ReceivedForm):
    """One paper of a file."""

    version = WholeField(widget=HiddenInput())
    title = StringField(FIELDS["title"], [Length(max=200)])
    state = SelectField(FIELDS["state"], choices=[(state.value, words) for state, words in STATES.items()])
    copy_form = _copy()
    pages = _pages()
    leaves = _leaves()
    document_id = SelectField(FIELDS["document_id"], choices=[("", "")], default="")
    note = _note()

    def offer(self, documents: Sequence[tuple[str, str]]) -> None:
        """The numbered papers that this stay rests on."""
        self.document_id.choices = [("", ""), *documents]

    def facts(self) -> PaperFacts:
        """What was typed."""
        received: date | None = self.received_on.data
        return PaperFacts(
            state=PaperState(self.state.data),
            received_on=received if self.state.data == PaperState.RECEIVED else None,
            copy_form=CopyForm(self.copy_form.data) if self.copy_form.data else None,
            pages=self.pages.data,
            leaves=self.leaves.data,
            document_id=int(self.document_id.data) if self.document_id.data else None,
            note=self.note.data,
            title=self.title.data,
        )


class TakeBackForm(BaseForm):
    """Why a tick no longer holds."""

    version = WholeField(widget=HiddenInput())
    reason = StringField(_l("Why it is taken back"), [InputRequired(), Length(max=500)])
