"""The papers in the files of the invented centre: the list is new there, so only the latest files went through it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.queries import stay_page
from rehab_center.demo.founding import BUILDER
from rehab_center.dossiers.kinds import CopyForm, PaperState
from rehab_center.dossiers.queries import file_page
from rehab_center.dossiers.services import FileCheck, PaperFacts, check_file
from rehab_center.permissions import EVERYWHERE
from rehab_center.tasks.queries import of_subject
from rehab_center.tasks.services import close_task

_BY_LIST = timedelta(days=60)
_FRESH = timedelta(days=2)
_BY_HAND = "Đã kiểm tra theo sổ giấy, trước khi có danh mục"
#: What one file in three still lacks.
_LATE = frozenset({"identity", "notice", "plan"})


def look_through(session: Session, stay_id: int, *, number: int, until: date, now: datetime) -> None:
    """Check the file of a stay just begun: by hand in the old days, by the list of late; the newest wait for it."""
    began = clock.day_of(now)
    if began > until - _FRESH:
        return
    if began > until - _BY_LIST:
        _by_list(session, stay_id, number=number, now=now)
        return
    for task in of_subject(session, "stay-file", stay_id, scope=EVERYWHERE):
        close_task(session, task.id, reason=_BY_HAND, expected_version=task.version, actor=BUILDER, now=now)


def _by_list(session: Session, stay_id: int, *, number: int, now: datetime) -> None:
    came_on = clock.day_of(now)
    page = file_page(session, stay_page(session, stay_id, scope=EVERYWHERE, as_of=came_on))
    late = _LATE if number % 3 == 0 else frozenset()
    there = PaperFacts(PaperState.RECEIVED, received_on=came_on, copy_form=CopyForm.COPY)
    found = {row.asked.code: there for row in page.rows if row.asked.needed and row.asked.code not in late}
    check_file(session, stay_id, check=FileCheck(found), actor=BUILDER, now=now)
