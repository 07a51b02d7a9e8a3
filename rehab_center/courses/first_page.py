"""The block of the first page: courses that are over and have people without a result."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.activities.kinds import ActivityKind
from rehab_center.courses.queries.due import DueCourse, due_courses
from rehab_center.db import db
from rehab_center.permissions import Actor, Permission, Role
from rehab_center.web.first_page import SHOWN, Block, Content, Harm, Line
from rehab_center.web.formatting import day


def to_decide(actor: Actor) -> Content:
    """One line a course, the one that ended first before the others."""
    found = due_courses(db.session(), scope=actor.scope, today=clock.today())
    return Content(
        lines=tuple(_line(one, actor) for one in found[:SHOWN]),
        total=len(found),
        all_url=url_for("courses.index", kind=ActivityKind.VOCATIONAL.value, only="due"),
    )


def _line(one: DueCourse, actor: Actor) -> Line:
    page = url_for("courses.course", activity_id=one.id)
    decides = actor.may(Permission.COURSES_DECIDE)  # whoever holds both posts
    return Line(
        one.name,
        _("%(count)s people have no result", count=one.people),
        _("course over since %(day)s", day=day(one.last_on)),
        "warn",
        url_for("courses.results", activity_id=one.id) if decides else page,
        _("Decide the results") if decides else _("Look at the course"),
        page,
    )


BLOCK = Block(
    "courses-due",
    _l("Courses without results"),
    "award",
    Harm.UNFINISHED,
    frozenset({Role.TRAINING}),
    to_decide,
)
