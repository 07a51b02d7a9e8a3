"""Looking at a stay is an act: whoever opens a page about one stands in the log."""

from __future__ import annotations

from rehab_center import clock
from rehab_center.admissions.queries import StayPage
from rehab_center.audit.recorder import Subject, record
from rehab_center.db import transaction
from rehab_center.web.access import current_actor


def note_opened(page: StayPage) -> None:
    """Write down that this stay was looked at. An act of its own: call it after what the page reads."""
    with transaction():
        about = Subject("resident", page.person.id, f"{page.person.full_name} ({page.file_code})")
        record("stay.opened", actor=current_actor(), at=clock.now(), about=about)
