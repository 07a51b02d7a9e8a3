"""The week of the whole centre or of one place: on the page, as a workbook, on paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.activities import labels
from rehab_center.activities.forms import DayAskedForm
from rehab_center.activities.labels import holiday_words, weekday
from rehab_center.activities.queries.board import Week, week_of
from rehab_center.activities.queries.calendar import made_until
from rehab_center.activities.views.blueprint import bp
from rehab_center.activities.views.board import day_form
from rehab_center.activities.views.rows import week_rows
from rehab_center.activities.views.words import hours, length
from rehab_center.audit.recorder import record
from rehab_center.db import db, transaction
from rehab_center.organisation.choosing import ARGUMENT, centres, chosen_centre
from rehab_center.organisation.queries import FacilityItem, letterhead_on
from rehab_center.permissions import Permission
from rehab_center.policies.queries import is_open
from rehab_center.policies.rules import PolicyKind
from rehab_center.web.access import current_actor, requires
from rehab_center.web.export import download
from rehab_center.web.formatting import day
from rehab_center.web.paper import Paper


@dataclass(frozen=True)
class _Asked:
    """The week an address asks for: of a centre, or of one of its places."""

    form: DayAskedForm
    centre: FacilityItem
    whole: Week
    place: str | None

    @property
    def week(self) -> Week:
        """The week, cut to the place."""
        return self.whole if self.place is None else self.whole.at(self.place)

    def url(self, endpoint: str, **changes: str) -> str:
        """Another address about the same week and place."""
        given: dict[str, Any] = {
            "on": day(self.whole.monday),
            "place": self.place,
            ARGUMENT: request.args.get(ARGUMENT),
        }
        return url_for(endpoint, **{name: value for name, value in (given | changes).items() if value})


def _asked() -> _Asked:
    form, on = day_form()
    centre = chosen_centre()
    whole = week_of(db.session(), centre.id, on)
    place = request.args.get("place")
    return _Asked(form, centre, whole, place if place in whole.places else None)


@bp.get("/week")
@requires(Permission.ACTIVITIES_VIEW)
def week() -> ResponseReturnValue:
    """Every session of a week, day beside day."""
    asked = _asked()
    return render_template(
        "activities/week.html",
        week=asked.week,
        places=asked.whole.places,
        place=asked.place,
        address=asked.url,
        form=asked.form,
        labels=labels,
        hours=hours,
        holiday_words=holiday_words,
        until=made_until(db.session(), clock.today()),
        ahead_open=is_open(db.session(), PolicyKind.SESSIONS_AHEAD_DAYS, clock.today()),
        centres=centres(),
        chosen=asked.centre,
    )


@bp.get("/week.xlsx")
@requires(Permission.ACTIVITIES_VIEW)
def centre_workbook() -> ResponseReturnValue:
    """The week as a workbook. That it left the program is in the log."""
    asked = _asked()
    _note("activity.week-exported", asked)
    heads = [_("Programme"), _("Kind of programme"), _("Held at"), _("Led by")]
    heads = [_("Day of the week"), _("Day"), _("Begins at"), _("Ends at"), _("Hours"), *heads, _("State"), _("Note")]
    name = f"lich-tuan-{asked.whole.monday:%Y-%m-%d}"
    notes = [asked.place] if asked.place else ()
    return download("xlsx", name, str(_("Week of work and classes")), heads, week_rows(asked.week, names=True), notes)


@bp.get("/week/sheet")
@requires(Permission.ACTIVITIES_VIEW)
def centre_sheet() -> ResponseReturnValue:
    """The week as it prints."""
    return _paper(_asked()).preview()


@bp.get("/week/sheet/file")
@requires(Permission.ACTIVITIES_VIEW)
def centre_file() -> ResponseReturnValue:
    """The week as PDF. That it was printed is in the log."""
    asked = _asked()
    _note("activity.week-printed", asked)
    return _paper(asked).answer(made_at=clock.now())


def _note(act: str, asked: _Asked) -> None:
    with transaction():
        details = {"week": f"{day(asked.whole.monday)} – {day(asked.whole.sunday)}"}
        record(act, actor=current_actor(), at=clock.now(), details=details)


def _paper(asked: _Asked) -> Paper:
    return Paper(
        template="activities/centre_sheet.html",
        title="Lịch lao động, học tập trong tuần",
        name=f"lich-tuan-{asked.whole.monday:%Y-%m-%d}",
        letterhead=letterhead_on(db.session(), asked.centre.id, asked.whole.monday),
        day=asked.whole.monday,
        given={
            "week": asked.week,
            "place": asked.place,
            "address": asked.url,
            "labels": labels,
            "weekday": weekday,
            "hours": hours,
            "length": length,
            "holiday_words": holiday_words,
        },
    )
