"""Every course and class, and one of them with everybody in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.activities.hooks import ProgrammeSection
from rehab_center.activities.kinds import ActivityKind, ProgrammeState
from rehab_center.activities.labels import KINDS, PROGRAMME_LOOKS, PROGRAMME_STATES
from rehab_center.activities.listing import about
from rehab_center.activities.models import Activity
from rehab_center.audit.recorder import Subject
from rehab_center.courses import labels
from rehab_center.courses.forms.tests import box_text, hours_number, points_text
from rehab_center.courses.kinds import Outcome
from rehab_center.courses.queries.courses import CoursePage, course_page, results_of
from rehab_center.courses.queries.due import is_due
from rehab_center.courses.queries.overview import TAUGHT, CourseRow, course_rows
from rehab_center.courses.views.acts import note, note_export
from rehab_center.courses.views.blueprint import bp
from rehab_center.db import db
from rehab_center.names import fold
from rehab_center.permissions import Permission
from rehab_center.policies.queries import is_open
from rehab_center.policies.rules import PolicyKind
from rehab_center.web.access import current_scope, requires
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import Choice, Column, Days, Listing, Search, list_page

POLICIES = (
    PolicyKind.COURSE_HOURS_PERCENT,
    PolicyKind.COURSE_PASS_POINTS,
    PolicyKind.COURSE_FINAL_WEIGHT,
    PolicyKind.COURSE_HOUR_MINUTES,
)
"""What a proposal rests on."""


def _state(row: CourseRow) -> ProgrammeState:
    return row.programme.state_on(clock.today())


def _course_url(row: CourseRow) -> str:
    return url_for("courses.course", activity_id=row.programme.id)


COURSES = Listing(
    "course-results",
    _l("Results of courses and classes"),
    columns=(
        Column("name", _l("Programme"), sortable=True, cell=lambda row: row.programme.name, link=_course_url),
        Column("kind", _l("Kind"), cell=lambda row: KINDS[row.programme.kind], on_page=False),
        Column("about", _l("Trade or subject"), cell=lambda row: about(row.programme)),
        Column("begins_on", _l("From day"), sortable=True, cell=lambda row: row.programme.facts.begins_on),
        Column("last_on", _l("Until day"), sortable=True, cell=lambda row: row.programme.last_on),
        Column("state", _l("State"), cell=lambda row: PROGRAMME_STATES[_state(row)]),
        Column("people", _l("People"), sortable=True, number=True),
        Column("tests", _l("Tests"), number=True),
        Column("passed", _l("Passed"), number=True, cell=lambda row: row.outcomes.get(Outcome.PASSED, 0)),
        Column("failed", _l("Failed"), number=True, cell=lambda row: row.outcomes.get(Outcome.FAILED, 0)),
        Column("left", _l("Gave up the course"), number=True, cell=lambda row: row.outcomes.get(Outcome.LEFT, 0)),
        Column("undecided", _l("Without a result"), sortable=True, number=True),
        Column("certificates", _l("Certificates"), number=True),
    ),
    sort="begins_on",
    descending=True,
    search=Search(_l("Name, trade or provider")),
    filters=(
        Choice("kind", _l("Kind"), [(one.value, KINDS[one]) for one in TAUGHT]),
        Choice(
            "only",
            _l("Only"),
            (
                ("due", _l("Over within a year, and somebody has no result")),
                ("papers", _l("Passed without a certificate")),
            ),
        ),
        Days("begins_on", _l("Begins between")),
    ),
    empty=_l("There is no course or class yet. Describe one under Programmes."),
    export_permission=Permission.WORK_EXPORT,
)


@bp.get("")
@requires(Permission.ACTIVITIES_VIEW)
def index() -> ResponseReturnValue:
    """Every course and class with how far its results are."""
    rows = course_rows(db.session(), scope=current_scope(), today=clock.today())
    return list_page(
        COURSES,
        lambda state: chosen_courses(rows, state),
        "courses/index.html",
        on_export=lambda form, count: note_export("course.list-exported", form, count),
    )


def _wants_papers(row: CourseRow) -> bool:
    passed = row.outcomes.get(Outcome.PASSED, 0)
    return row.programme.kind is ActivityKind.VOCATIONAL and passed > row.certificates


def chosen_courses(rows: Sequence[CourseRow], state: ListState) -> tuple[list[CourseRow], int]:
    """The courses that are searched, filtered and sorted, as many as a page holds, and how many there are in all."""
    words, kind, only = fold(state.q), state.choice("kind"), state.choice("only")
    first, last = state.range_of("begins_on")
    found = [
        row
        for row in rows
        if words in fold(f"{row.programme.name} {about(row.programme)} {row.programme.facts.provider or ''}")
        and (kind is None or row.programme.kind == kind)
        and (only != "due" or (is_due(row.programme.last_on, today=clock.today()) and row.undecided > 0))
        and (only != "papers" or _wants_papers(row))
        and (first is None or row.programme.facts.begins_on >= first)
        and (last is None or row.programme.facts.begins_on <= last)
    ]
    keys: dict[str, Any] = {
        "name": lambda row: fold(row.programme.name),
        "begins_on": lambda row: row.programme.facts.begins_on,
        "last_on": lambda row: (row.programme.last_on is None, row.programme.last_on or clock.today()),
        "people": lambda row: row.people,
        "undecided": lambda row: row.undecided,
    }
    key = keys[state.sort]
    return state.cut(sorted(found, key=lambda row: (key(row), row.programme.id), reverse=state.descending))


def subject(page: CoursePage) -> Subject:
    """A course as the log names it."""
    return Subject("course", page.programme.id, page.programme.name)


@bp.get("/<int:activity_id>")
@requires(Permission.ACTIVITIES_VIEW)
def course(activity_id: int) -> ResponseReturnValue:
    """A course with its tests and everybody in it. That it was opened is in the log."""
    session, today = db.session(), clock.today()
    page = course_page(session, activity_id, scope=current_scope(), today=today)
    note("course.opened", subject(page))
    state = page.programme.state_on(today)
    return render_template(
        "courses/course.html",
        page=page,
        one=page.programme,
        about=about(page.programme),
        kind=KINDS[page.programme.kind],
        state=(PROGRAMME_STATES[state], *PROGRAMME_LOOKS[state]),
        labels=labels,
        box_text=box_text,
        points_text=points_text,
        hours_number=hours_number,
        open_policies=any(is_open(session, kind, today) for kind in POLICIES),
        undecided=sum(one.result is None for one in page.learners),
        without_paper=sum(
            one.result is not None and one.result.outcome is Outcome.PASSED and one.certificate_id is None
            for one in page.learners
        ),
        counts={outcome: sum(_is(one.result, outcome) for one in page.learners) for outcome in Outcome},
    )


def _is(result: Any, outcome: Outcome) -> bool:
    return result is not None and result.outcome is outcome


def section_of_programme(activity_id: int) -> ProgrammeSection | None:
    """The results of a course or class on the page of its programme; labour has none."""
    row = db.session().get(Activity, activity_id)
    if row is None or row.kind not in TAUGHT:
        return None
    found = results_of(db.session(), [activity_id]).values()
    counts = {outcome: sum(one.outcome is outcome for one in found) for outcome in Outcome}
    return ProgrammeSection("courses/_on_programme.html", {"counts": counts, "id": activity_id, "labels": labels})


def heading(page: CoursePage) -> str:
    """What the pages about a course are called."""
    return str(_("Results: %(name)s", name=page.programme.name))
