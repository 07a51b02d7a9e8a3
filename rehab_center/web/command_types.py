"""What commands read: days and moments, refused with exit code 2 when they are none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

import click

from rehab_center.clock import ZONE, end_of
from rehab_center.dates import in_the_calendar
from rehab_center.periods import BadPeriod, Period, PeriodKind, parse_period
from rehab_center.web.addresses import GREATEST

_YEARS = "Năm phải nằm trong khoảng từ 1900 đến 2199."


class DayType(click.ParamType[date]):
    """A day in ISO form."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read 2024-06-14."""
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"“{value}” không phải là ngày dạng 2024-06-14.", param, ctx)
        if not in_the_calendar(day):
            self.fail(_YEARS, param, ctx)
        return day


class MomentType(click.ParamType[datetime]):
    """A moment in ISO form on Vietnam's clock; a bare day means its end."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read 2024-06-14 or 2024-06-14T17:30, or a moment with its own zone."""
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"“{value}” không phải là thời điểm dạng 2024-06-14T17:30.", param, ctx)
        if not in_the_calendar(moment.date()):
            self.fail(_YEARS, param, ctx)
        if len(str(value)) == len("2024-06-14"):
            return end_of(moment.date())
        return moment if moment.tzinfo else moment.replace(tzinfo=ZONE)


ROW_NUMBER = click.IntRange(1, GREATEST)
"""The number of a report or of another row, as far as a database counts."""
DAY = DayType()
MOMENT = MomentType()
F = TypeVar("F", bound=Callable[..., Any])


def json_option(command: F) -> F:
    """``--json`` for a command that always answers in JSON: taken, and nothing changes."""
    return click.option("--json", is_flag=True, expose_value=False, help="Machine-readable on stdout (always so).")(
        command
    )


def period(kind: PeriodKind, word: str) -> Period:
    """A period as the command line names it. Raises click.BadParameter."""
    try:
        return parse_period(kind, word)
    except BadPeriod:
        examples = {
            PeriodKind.MONTH: "2024-06",
            PeriodKind.QUARTER: "2024-Q2",
            PeriodKind.HALF_YEAR: "2024-H1",
            PeriodKind.NINE_MONTHS: "2024-9M",
            PeriodKind.YEAR: "2024",
        }
        raise click.BadParameter(f"“{word}” không phải là kỳ báo cáo dạng {examples[kind]}.") from None
