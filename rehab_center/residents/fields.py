"""Fields for what only persons have."""

from __future__ import annotations

from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.residents.kinds import BirthPrecision
from rehab_center.residents.rules.births import BadBirth, NoSuchDay, PartialBirth, parse_birth
from rehab_center.web.fields import ReadField
from rehab_center.web.formatting import spell_day


class BirthField(ReadField):
    """A birth as far as it is known: 5/6/82, 05061982, 6/1982 or 1982; a whole day is echoed in words."""

    data: PartialBirth | None

    def read(self, text: str) -> PartialBirth:
        """What is known of the birth."""
        try:
            return parse_birth(text, pivot=self.pivot)
        except NoSuchDay:
            raise ValueError(_("There is no %(day)s in the calendar: look at it again.", day=text.strip())) from None
        except BadBirth:
            raise ValueError(_("Type a day as 5/6/1982, a month as 6/1982, or a year as 1982.")) from None

    @property
    def pivot(self) -> int:
        """The last year that a two-digit year may mean: nobody is born after this one."""
        return clock.today().year

    @property
    def echo(self) -> str:
        """The day in words, "" while it is not known to the day."""
        known = self.data is not None and self.data.precision is BirthPrecision.DAY
        return spell_day(self.data.on) if self.data is not None and known else ""
