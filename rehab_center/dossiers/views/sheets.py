"""What is printed for one stay: the admission slip, the cover of the file, the list of what is in it."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from rehab_center import clock
from rehab_center.admissions.rules.movements import ENTRIES
from rehab_center.audit.recorder import record
from rehab_center.db import db, transaction
from rehab_center.dossiers.printing import Paper
from rehab_center.dossiers.queries import FilePage
from rehab_center.dossiers.views.blueprint import bp
from rehab_center.dossiers.views.file import page_of, subject_of
from rehab_center.dossiers.wording import SHEET_FILES, SHEET_NAMES, Sheet
from rehab_center.organisation.queries import letterhead_on
from rehab_center.permissions import Permission
from rehab_center.residents.queries import person_facts
from rehab_center.web.access import current_actor, current_scope, requires

_RULE = "/files/<int:stay_id>/sheets/<any('admission', 'cover', 'contents'):sheet>"


@bp.get(_RULE)
@requires(Permission.PEOPLE_VIEW)
def sheet(stay_id: int, sheet: str) -> ResponseReturnValue:
    """The sheet as it prints, on the screen. Looking at it is in the log."""
    page = page_of(stay_id)
    _recorded("file.sheet-opened", page, Sheet(sheet))
    return _paper(page, Sheet(sheet)).preview()


@bp.get(f"{_RULE}/file")
@requires(Permission.PEOPLE_VIEW)
def sheet_file(stay_id: int, sheet: str) -> ResponseReturnValue:
    """The sheet as PDF. Printing it is in the log."""
    page = page_of(stay_id)
    _recorded("file.sheet-printed", page, Sheet(sheet))
    return _paper(page, Sheet(sheet)).answer(made_at=clock.now())


def _recorded(act: str, page: FilePage, sheet: Sheet) -> None:
    with transaction():
        about, details = subject_of(page.stay), {"sheet": SHEET_NAMES[sheet]}
        record(act, actor=current_actor(), at=clock.now(), about=about, details=details)


def _paper(page: FilePage, sheet: Sheet) -> Paper:
    """A sheet bears the first day of the stay, the list of what is in the file the day it is made."""
    stay = page.stay
    day = clock.today() if sheet is Sheet.CONTENTS else stay.admitted_on
    return Paper(
        template="dossiers/sheet.html",
        title=SHEET_NAMES[sheet],
        name=f"{SHEET_FILES[sheet]}-{stay.id}",
        letterhead=letterhead_on(db.session(), stay.facility_id, day),
        day=day,
        given={
            "sheet": sheet,
            "page": page,
            "who": person_facts(db.session(), stay.person.id, scope=current_scope()),
            "entry": next((one for one in stay.movements if one.kind in ENTRIES and one.voided is None), None),
        },
    )
