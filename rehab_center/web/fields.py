"""Fields that read what people type: days, months, and anything else with a text of its own.

Each is a plain text box. What cannot be read stays in the box with the error beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from wtforms import Field, IntegerField
from wtforms.form import BaseForm
from wtforms.validators import StopValidation
from wtforms.widgets import TextInput

from rehab_center import clock
from rehab_center.dates import BadDate, in_the_calendar, parse_date
from rehab_center.names import clean, fold
from rehab_center.web.formatting import day, spell_day


def clean_text(value: str | None) -> str | None:
    """One line of text: NFC, single spaces, trimmed, no control characters; None for nothing."""
    return clean(value) or None if value else None


def clean_lines(value: str | None) -> str | None:
    """Several lines of text, each cleaned, the ends trimmed; None for nothing."""
    lines = (value or "").replace("\r\n", "\n").split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(clean(line) for line in lines)).strip() or None


class ReadField(Field):
    """A text box whose text :meth:`read` turns into a value. ``data`` is that value, None when empty or unreadable."""

    widget = TextInput()
    data: Any

    def read(self, text: str) -> object:
        """The value that ``text`` means: the text itself, where a kind of field reads no more into it.

        Raises ValueError with the words to show.
        """
        return text

    def write(self, value: Any) -> str:
        """The text for a value."""
        return str(value)

    def _value(self) -> str:
        if self.raw_data and (self.process_errors or self.errors or self.data is None):
            return str(self.raw_data[0])
        return "" if self.data is None else self.write(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed."""
        text = clean_text(str(valuelist[0])) if valuelist else None
        self.data = None
        if text is None:
            self.raw_data = []  # blanks are nothing: "required" must see it
        else:
            self.data = self.read(text)

    def pre_validate(self, form: BaseForm) -> None:
        """What cannot be read needs no further checks: they would only hide why."""
        if self.process_errors:
            raise StopValidation


class DayField(ReadField):
    """A day, typed as 5/6/24, 050624, 5.6.2024 or 05-06-2024; the page echoes "thứ Tư, 05/06/2024".

    A two-digit year means this century up to ``years_ahead`` years from now, else the one before (births: 0).
    """

    data: date | None

    def __init__(
        self, label: Any = None, validators: list[Any] | None = None, *, years_ahead: int = 20, **options: Any
    ) -> None:
        super().__init__(label, validators, **options)
        self.years_ahead = years_ahead

    def read(self, text: str) -> date:
        """A day of the calendar between 1900 and 2199."""
        try:
            found = parse_date(text, pivot=self.pivot)
        except BadDate:
            raise ValueError(_("This is no day of the calendar. Type it as 5/6/2024 or 050624.")) from None
        if not in_the_calendar(found):
            raise ValueError(_("The year must lie between 1900 and 2199."))
        return found

    def write(self, value: date) -> str:
        """dd/mm/yyyy."""
        return day(value)

    @property
    def pivot(self) -> int:
        """The last year that a two-digit year may mean."""
        return clock.today().year + self.years_ahead

    @property
    def echo(self) -> str:
        """The day in words, "" while there is none."""
        return spell_day(self.data) if self.data else ""


_MONTHS = re.compile(r"(\d{1,3})(?:\s*(?:thang|th|t|months?|m)\.?)?")


_WHOLE = re.compile(r"-?[0-9]{1,9}")


class WholeField(IntegerField):
    """A whole number in plain digits, none longer than a number of the database may be."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed; nothing is no number. Raises ValueError for what is no digit, ``1_0`` and ``١٢`` too."""
        if not valuelist or not str(valuelist[0]).strip():
            self.data = None
            return
        if not _WHOLE.fullmatch(str(valuelist[0]).strip()):
            self.data = None
            raise ValueError(self.gettext("Not a valid integer value."))
        super().process_formdata(valuelist)


class MonthsField(ReadField):
    """A whole number of months: "18", "18 tháng"."""

    data: int | None

    def read(self, text: str) -> int:
        """The number of months."""
        found = _MONTHS.fullmatch(fold(text))
        if not found:
            raise ValueError(_("Type a whole number of months, such as 18."))
        return int(found[1])


class TextOfField(ReadField):
    """A field for any value with a text form: give it ``parse`` (raises ValueError with its words) and ``form``."""

    def __init__(
        self,
        label: Any = None,
        validators: list[Any] | None = None,
        *,
        parse: Callable[[str], object],
        form: Callable[[Any], str] = str,
        **options: Any,
    ) -> None:
        super().__init__(label, validators, **options)
        self._parse, self._form_text = parse, form

    def read(self, text: str) -> object:
        """What ``parse`` makes of it."""
        return self._parse(text)

    def write(self, value: Any) -> str:
        """What ``form`` makes of it."""
        return self._form_text(value)
