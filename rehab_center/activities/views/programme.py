"""The page of a programme with its week; the week as a workbook and on paper."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.activities import labels, queries
from rehab_center.activities.hooks import sections_of, taken_of
from rehab_center.activities.labels import holiday_words, weekday
from rehab_center.activities.listing import about
from rehab_center.activities.queries import Programme
from rehab_center.activities.queries.board import Week, week_of
from rehab_center.activities.services.following import subject
from rehab_center.activities.views.blueprint import bp
from rehab_center.activities.views.board import day_form
from rehab_center.activities.views.offers import offers
from rehab_center.activities.views.rows import week_rows
from rehab_center.activities.views.words import ages_text, hours, length, times_text
from rehab_center.audit.recorder import record
from rehab_center.db import db, transaction
from rehab_center.documents.queries import document_line
from rehab_center.organisation.queries import letterhead_on
from rehab_center.permissions import Permission
from rehab_center.policies.queries import is_open, whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.stages.labels import STAGES
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.export import download
from rehab_center.web.formatting import day
from rehab_center.web.paper import Paper


@bp.get("/programmes/<int:activity_id>")
@requires(Permission.ACTIVITIES_VIEW)
def programme(activity_id: int) -> ResponseReturnValue:
    """A programme: what it is, its times of the week, and a week of it."""
    one = queries.activity(db.session(), activity_id, current_scope())
    _form, on = day_form()
    today = clock.today()
    taken = taken_of(db.session(), [one.id], today)
    least_hours = whole_on(db.session(), PolicyKind.ELEMENTARY_HOURS, today)
    return render_template(
        "activities/programme.html",
        one=one,
        about=about(one),
        too_few_hours=least_hours if one.facts.is_short_for_its_level(least_hours) else None,
        hours_open=is_open(db.session(), PolicyKind.ELEMENTARY_HOURS, today),
        state=one.state_on(today),
        slots=one.slots_on(today),
        sharing=queries.sharing_its_place(db.session(), one, today=today),
        taken=None if taken is None else taken[one.id],
        week=week_of(db.session(), one.facility_id, on, activity_id=one.id),
        paper=document_line(db.session(), one.document_id) if one.document_id else None,
        stage=list(STAGES.values())[one.facts.min_stage - 1] if one.facts.min_stage else None,
        ages=ages_text(one.facts.min_age, one.facts.max_age),
        sections=sections_of(one.id),
        labels=labels,
        offers=offers(),
        hours=hours,
        length=length,
        holiday_words=holiday_words,
    )


@bp.get("/programmes/<int:activity_id>/week.xlsx")
@requires(Permission.ACTIVITIES_VIEW)
def week_workbook(activity_id: int) -> ResponseReturnValue:
    """The week of a programme as a workbook. That it left the program is in the log."""
    one, week = _asked(activity_id)
    _note("activity.week-exported", one, week)
    heads = [_("Day of the week"), _("Day"), _("Begins at"), _("Ends at"), _("Hours"), _("State"), _("Note")]
    name = f"lich-tuan-{one.id}-{week.monday:%Y-%m-%d}"
    return download("xlsx", name, str(_("Week of a programme")), heads, week_rows(week), [f"{one.name} · {about(one)}"])


@bp.get("/programmes/<int:activity_id>/week")
@requires(Permission.ACTIVITIES_VIEW)
def week_sheet(activity_id: int) -> ResponseReturnValue:
    """The week of a programme as it prints."""
    return _sheet(*_asked(activity_id)).preview()


@bp.get("/programmes/<int:activity_id>/week/file")
@requires(Permission.ACTIVITIES_VIEW)
def week_file(activity_id: int) -> ResponseReturnValue:
    """The week of a programme as PDF. That it was printed is in the log."""
    one, week = _asked(activity_id)
    _note("activity.week-printed", one, week)
    return _sheet(one, week).answer(made_at=clock.now())


def _asked(activity_id: int) -> tuple[Programme, Week]:
    one = queries.activity(db.session(), activity_id, current_scope())
    _form, on = day_form()
    return one, week_of(db.session(), one.facility_id, on, activity_id=one.id)


def _note(act: str, one: Programme, week: Week) -> None:
    with transaction() as session:
        row = queries.load_activity(session, one.id, scope=current_scope())
        details = {"week": f"{day(week.monday)} – {day(week.sunday)}"}
        record(act, actor=current_actor(), at=clock.now(), about=subject(row), details=details)


def _sheet(one: Programme, week: Week) -> Paper:
    return Paper(
        template="activities/week_sheet.html",
        title="Lịch tuần",
        name=f"lich-tuan-{one.id}-{week.monday:%Y-%m-%d}",
        letterhead=letterhead_on(db.session(), one.facility_id, week.monday),
        day=week.monday,
        given={
            "one": one,
            "about": about(one),
            "week": week,
            "labels": labels,
            "weekday": weekday,
            "times": times_text(one.slots_on(week.monday)),
            "hours": hours,
            "length": length,
            "holiday_words": holiday_words,
        },
    )
