"""The sentence the ministry asks for, read live: each of its numbers opens onto the people behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from flask import url_for
from markupsafe import Markup, escape

from rehab_center import clock
from rehab_center.db import db
from rehab_center.figures.queries import year_to_date
from rehab_center.organisation.choosing import centres
from rehab_center.organisation.queries import FacilityItem
from rehab_center.periods import AnyDays, Period
from rehab_center.reports import wording
from rehab_center.reports.drafts import draft_page, material
from rehab_center.reports.live import half_year_so_far, live_page
from rehab_center.reports.queries import Cell, ReportPage
from rehab_center.web.formatting import day

_OPEN, _BETWEEN, _CLOSE = "\x02", "\x03", "\x04"
"""Marks around a number while it goes through the wording: characters that no text holds."""
_MARKED = re.compile(f"{_OPEN}([^{_BETWEEN}]*){_BETWEEN}([^{_CLOSE}]*){_CLOSE}")


@dataclass(frozen=True)
class LiveSentence:
    """The sentence with its links, its days, and the address of the people behind each figure, by code."""

    words: Markup
    report: ReportPage
    period: Period
    urls: dict[str, str]
    centre: FacilityItem

    @property
    def book_words(self) -> str:
        """Where the book does not reach so far back; empty where it does."""
        return wording.book_sentence(self.report)

    @property
    def plan_words(self) -> str:
        """The plan it is measured by; empty without one."""
        return wording.plan_sentence(self.report)

    @property
    def days(self) -> str:
        """From which day until which."""
        return f"{day(self.report.line.first)} – {day(self.report.line.last)}"

    @property
    def report_word(self) -> str | None:
        """The period as the page of a new report is asked for it; None for days that no report is issued for."""
        if isinstance(self.period, AnyDays):
            return None
        return f"{self.period.kind}:{self.period.code}"


def sentence_of_today(centre: FacilityItem) -> LiveSentence:
    """The half-year until now, with few statements."""
    now = clock.now()
    period = half_year_so_far(db.session(), now=now)
    return _linked(live_page(db.session(), facility_id=centre.id, period=period, now=now), centre)


def sentence_of(period: Period, centre: FacilityItem) -> LiveSentence:
    """The sentence of any days, out of the very page a report of them would be frozen from."""
    read = material(db.session(), facility_id=centre.id, period=period, now=clock.now())
    return _linked(draft_page(read), centre)


def _linked(report: ReportPage, centre: FacilityItem) -> LiveSentence:
    urls = _urls(report, centre.code if len(centres()) > 1 else None)
    marked = replace(report, cells={code: _mark(cell) if code in urls else cell for code, cell in report.cells.items()})
    words = Markup(
        _MARKED.sub(lambda found: _link(urls[found[1]], found[2]), str(escape(wording.opening_sentence(marked))))
    )
    return LiveSentence(words, report, report.line.period, urls, centre)


def _mark(cell: Cell) -> Cell:
    return (
        replace(cell, printed=f"{_OPEN}{cell.code}{_BETWEEN}{cell.printed}{_CLOSE}") if cell.value is not None else cell
    )


def _link(url: str, printed: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(url, Markup(printed))


def _urls(report: ReportPage, centre: str | None) -> dict[str, str]:
    """Where the people behind each number stand. A percentage leads to those it is measured by."""
    period = report.line.period
    now, before, so_far = period.range, period.same_period_last_year.range, year_to_date(period)

    def new(first: object, last: object) -> str:
        return url_for("figures.new_compulsory", first=first, last=last, centre=centre)

    same = new(day(before.first), day(before.last))
    done = new(day(so_far.first), day(so_far.last))
    plan = url_for("capacity.show", year=period.year, centre=centre)
    return {
        "new_compulsory": new(day(now.first), day(now.last)),
        "new_compulsory_same_period": same,
        "percent_of_same_period": same,
        "new_compulsory_year_to_date": done,
        "percent_of_plan": plan,
        "annual_plan": plan,
        "under_care": url_for("headcount.people", reach="care", as_of=day(now.last), centre=centre),
        "ever_under_care": url_for(
            "headcount.balance_people", first=day(now.first), last=day(now.last), side="ever", centre=centre
        ),
    }
