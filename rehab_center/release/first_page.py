"""The block of the first page: who must leave today, what happened without a paper, what a check holds up."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import g, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.admissions.first_page import changed
from rehab_center.admissions.queries.checking import delegated_anywhere
from rehab_center.db import db
from rehab_center.permissions import Actor, Permission, Role
from rehab_center.release.labels import GAPS
from rehab_center.release.queries.coverage import GapRow, gaps_here
from rehab_center.release.queries.owed import Pressing, failing, open_of_clock, pressing_checks
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.queries import TaskLine
from rehab_center.tasks.rules import may_enter_paper
from rehab_center.web.first_page import SHOWN, Block, Content, Folded, Harm, Line
from rehab_center.web.formatting import day, moment, number, say

POSTS = frozenset({Role.DUTY, Role.INTAKE, Role.DIRECTOR})
FEW = 5
"""How many people without a ground the page names before it says how many more there are."""


def held_open(actor: Actor) -> tuple[TaskLine, ...]:
    """What the clock holds open, read once in a request: other blocks leave out whom this one names."""
    if "held_open" not in g:
        g.held_open = open_of_clock(db.session(), scope=actor.scope)
    found: tuple[TaskLine, ...] = g.held_open
    return found


def releases(actor: Actor) -> Content | None:
    """Kept past the hour with the hours so far, let go early, to be let go today, and checks that hold an end up."""
    now = clock.now()
    tasks = held_open(actor)
    waiting = pressing_checks(db.session(), changed(actor), today=clock.day_of(now))
    act = _("Check the term") if waiting and _checks(actor) else _("Look at it")
    told = {task.subject_id for task in tasks if task.kind is TaskKind.UNCHECKED_END}
    lines = [_task(actor, task, now) for task in tasks] + [
        _check(one, act) for one in waiting if one.stay_id not in told
    ]
    return Content(lines=tuple(lines[:SHOWN]), total=len(lines), all_url=url_for("release.index"))


def hours_over(since: datetime, now: datetime) -> str:
    """How long something has gone on, in hours and minutes as of now, in days too where it is long."""
    minutes = max(0, int((now - since) / timedelta(minutes=1)))
    hours, rest = divmod(minutes, 60)
    if hours < 48:
        return str(_("%(hours)s hours %(minutes)s minutes", hours=hours, minutes=rest))
    return str(_("%(hours)s hours (%(days)s days)", hours=number(hours), days=number(hours // 24)))


def _task(actor: Actor, task: TaskLine, now: datetime) -> Line:
    what, url = say(task.what), url_for("tasks.close", task_id=task.id, next=request.path)
    person = url_for("casefile.person", resident_id=task.resident_id) if task.resident_id else None
    act, due = _act(actor, task), task.due_at or task.opened_at
    if now < due or task.kind is TaskKind.RELEASE_TODAY:
        return Line(task.about, what, _("before %(moment)s", moment=moment(due)), "warn", person, act, url)
    since = hours_over(due, now)
    when = (
        _("kept %(time)s too long", time=since)
        if task.kind is TaskKind.TERM_OVERRUN
        else _("open for %(time)s", time=since)
    )
    return Line(task.about, what, when, "bad", person, act, url)


def _act(actor: Actor, task: TaskLine) -> str:
    """What the reader can do about it."""
    if task.kind is TaskKind.RELEASE_TODAY and actor.may(Permission.ADMISSIONS_MOVE):
        return str(_("Let go: record it"))
    if task.kind is TaskKind.ENDED_AT_HOME and actor.may(Permission.ADMISSIONS_MOVE):
        return str(_("Record the completion"))
    if task.kind is TaskKind.UNCHECKED_END and _checks(actor):
        return str(_("Check the term"))
    if task.kind in (TaskKind.TERM_OVERRUN, TaskKind.LEFT_EARLY) and may_enter_paper(actor, task.owner_role):
        return str(_("Enter the paper"))
    return str(_("Look at it"))


def _checks(actor: Actor) -> bool:
    """Whether the reader is a second person for some term."""
    return actor.may(Permission.TERMS_CHECK) or delegated_anywhere(db.session(), actor, clock.today())


def _check(one: Pressing, act: str) -> Line:
    before = day(one.before_on) if one.before_on else _("the clock stands still")
    what = _(
        "The term became %(end)s and nobody has checked it; before: %(before)s", end=day(one.end_on), before=before
    )
    when = (
        _("%(days)s days left", days=number(one.days_left))
        if one.days_left >= 0
        else _("%(days)s days past", days=number(-one.days_left))
    )
    return Line(
        f"{one.full_name} ({one.file_code})", what, when, "warn", url_for("admissions.show", stay_id=one.stay_id),
        act, url_for("admissions.check_terms"),
    )  # fmt: skip


def no_ground(actor: Actor) -> Content:
    """How many people have days that no paper covers, the most days first; an old book's in one line."""
    found = gaps_here(db.session(), changed(actor), scope=actor.scope, today=clock.today())
    folded: tuple[Folded, ...] = ()
    if found.old:
        text = _("%(count)s people have days without a ground in the old book", count=number(len(found.old)))
        folded = (Folded(text, url_for("release.gaps", of="old")),)
    days = sum(row.days for row in found.here)
    note = _("%(people)s people, %(days)s days in all", people=number(len(found.here)), days=number(days))
    return Content(
        lines=tuple(_gap(row) for row in found.here[:FEW]),
        total=len(found.here),
        all_url=url_for("release.gaps"),
        folded=folded,
        empty=_("Every day of those here is covered by a paper."),
        note=note if found.here else "",
    )


def _gap(row: GapRow) -> Line:
    stay = row.stay
    what = _("From %(first)s: %(why)s", first=day(row.first), why="; ".join(str(GAPS[gap]) for gap in row.why))
    return Line(
        f"{stay.full_name} ({stay.file_code})",
        what,
        _("%(days)s days", days=number(row.days)),
        "bad",
        url_for("casefile.person", resident_id=stay.resident_id),
        _("Look at the days"),
        url_for("release.stay", stay_id=stay.stay_id),
    )


def cannot_judge(actor: Actor) -> Content:
    """To the administrator: for which stays the clock fails, and how. The head of the centre finds the days by hand."""
    found = failing(db.session(), scope=actor.scope)
    lines = [
        Line(one.file_code, _("The clock of releases fails: %(error)s", error=one.error),
             _("since %(moment)s", moment=moment(one.since)), "bad")
        for one in found[:SHOWN]
    ]  # fmt: skip
    note = _("Tell whoever looks after the program; the head of the centre sees to these people meanwhile.")
    return Content(lines=tuple(lines), total=len(found), note=note if found else "")


BLOCKS = (
    Block("clock-failed", _l("The clock of releases fails"), "exclamation-octagon", Harm.HELD_TOO_LONG,
          frozenset({Role.ADMINISTRATOR}), cannot_judge),
    Block("releases", _l("Let go in time: today, past the hour, without a paper"), "door-open", Harm.HELD_TOO_LONG,
          POSTS, releases),
    Block("no-ground", _l("Days without a ground"), "shield-check", Harm.OWED,
          frozenset({Role.INTAKE, Role.DIRECTOR}), no_ground),
)  # fmt: skip
"""What those who let people go find, and those who answer for the grounds."""
