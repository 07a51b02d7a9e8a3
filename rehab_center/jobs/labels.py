"""What the states of long work are called."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from rehab_center.jobs.models import JobState

STATES = {
    JobState.QUEUED: _l("Waiting its turn"),
    JobState.RUNNING: _l("At work"),
    JobState.DONE: _l("Done"),
    JobState.FAILED: _l("Broken off"),
    JobState.CANCELLED: _l("Stopped"),
}
