"""Times of the week, holidays and what a programme asks for, in words."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _

from rehab_center.activities.labels import WEEKDAYS
from rehab_center.activities.rules.slots import Slot, clock_text
from rehab_center.web.formatting import number


def times_text(slots: Iterable[Slot]) -> str:
    """ "Thứ Hai – Thứ Sáu 07:30–11:00; …": days that share their hours stand together."""
    grouped: dict[tuple[int, int, int], list[int]] = {}
    for slot in slots:
        grouped.setdefault((slot.begins, slot.ends, slot.every_weeks), []).append(slot.weekday)
    return "; ".join(
        f"{_days_text(sorted(set(days)))} {hours(begins, ends)}{_often(every)}"
        for (begins, ends, every), days in sorted(grouped.items(), key=lambda item: (min(item[1]), item[0]))
    )


def _days_text(days: list[int]) -> str:
    """Three days or more that follow each other are told by the first and the last."""
    runs: list[list[int]] = []
    for one in days:
        if runs and one == runs[-1][-1] + 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    return ", ".join(
        f"{WEEKDAYS[run[0]]} – {WEEKDAYS[run[-1]]}" if len(run) > 2 else ", ".join(str(WEEKDAYS[one]) for one in run)
        for run in runs
    )


def length(minutes: int) -> str:
    """Minutes as hours: "4", "3,5", "0,75"."""
    return number(minutes // 60) if minutes % 60 == 0 else number(minutes / 60, 1 if minutes % 6 == 0 else 2)


def hours(begins: int, ends: int) -> str:
    """ "07:30–11:00"."""
    return f"{clock_text(begins)}–{clock_text(ends)}"


def _often(every: int) -> str:
    return " " + str(_("(every %(weeks)s weeks)", weeks=every)) if every > 1 else ""


def ages_text(least: int | None, most: int | None) -> str | None:
    """ "16–55", "from 16"; None where every age may."""
    if least is not None and most is not None:
        return f"{least}–{most}"
    if least is not None:
        return str(_("from the age of %(age)s", age=least))
    return str(_("up to the age of %(age)s", age=most)) if most is not None else None
