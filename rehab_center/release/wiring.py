"""Starts the clock of releases and puts the pages into the program."""

from __future__ import annotations

from flask import Flask, current_app, request

from rehab_center import clock
from rehab_center.admissions import hooks
from rehab_center.admissions.views.sections import show_on_stay
from rehab_center.audit.read_only import read_only_reason
from rehab_center.jobs.regular import every_minute, look_at
from rehab_center.permissions import Permission
from rehab_center.release.first_page import BLOCKS
from rehab_center.release.services.clock import after_movement, after_void, look
from rehab_center.release.views import bp
from rehab_center.release.views.gaps import section_of_stay
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.settling import SettlingPage, settle_at
from rehab_center.web.first_page import add_block

_COMING_IN = frozenset({"accounts.sign_in", "today.index"})
_LOOKED = "release_looked"


def init_app(app: Flask) -> None:
    """Register what belongs to this feature."""
    app.register_blueprint(bp)
    for block in BLOCKS:
        add_block(app, block)
    show_on_stay("release", section_of_stay)
    hooks.after_movement("release", after_movement)
    hooks.after_void("release", after_void)
    every_minute("release", look)
    app.before_request(_look_first)
    completion = SettlingPage("admissions.move", Permission.ADMISSIONS_MOVE, "stay_id", values={"kind": "completed"})
    for kind in (TaskKind.RELEASE_TODAY, TaskKind.ENDED_AT_HOME):
        settle_at(kind, "admission", completion)
    settle_at(TaskKind.UNCHECKED_END, "admission", SettlingPage("admissions.check_terms", Permission.TERMS_CHECK, None))


def _look_first() -> None:
    """A machine without a worker knows the hour too: whoever signs in or opens the first page lets it strike.

    Once a minute and process; the pages of that minute cost nothing.
    """
    if request.endpoint not in _COMING_IN:
        return
    minute = (current_app.instance_path, clock.now().replace(second=0, microsecond=0))
    if current_app.extensions.get(_LOOKED) != minute and read_only_reason() is None:
        current_app.extensions[_LOOKED] = minute
        look_at("release", clock.now())
