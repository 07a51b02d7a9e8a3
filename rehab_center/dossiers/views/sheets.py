"""What is printed for a stay, or for everybody of a handover: admission slip, cover and contents of the file."""

from __future__ import annotations

from typing import Any

from flask.typing import ResponseReturnValue

from rehab_center import clock
from rehab_center.admissions.queries.handovers import HandoverPage, handover_page
from rehab_center.admissions.queries.returns import returns_of
from rehab_center.admissions.rules.handover import Outcome
from rehab_center.admissions.rules.movements import ENTRIES
from rehab_center.audit.recorder import record
from rehab_center.db import db, transaction
from rehab_center.dossiers import wording
from rehab_center.dossiers.queries import FilePage
from rehab_center.dossiers.views.blueprint import bp
from rehab_center.dossiers.views.file import page_of, subject_of
from rehab_center.dossiers.wording import OF_TODAY, SHEET_FILES, SHEET_NAMES, Sheet
from rehab_center.errors import NotFound
from rehab_center.organisation.queries import letterhead_on
from rehab_center.permissions import Permission
from rehab_center.residents.queries import person_facts
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.paper import Paper
from rehab_center.words import N_, message

_SHEET = "sheets/<any('admission', 'return', 'cover', 'contents', 'checklist'):sheet>"
_RULE = f"/files/<int:stay_id>/{_SHEET}"
_FOR_ALL = f"/files/handovers/<int:handover_id>/{_SHEET}"


@bp.get(_RULE)
@requires(Permission.PEOPLE_VIEW)
def sheet(stay_id: int, sheet: str) -> ResponseReturnValue:
    """The sheet as it prints, on the screen. Looking at it is in the log."""
    page = page_of(stay_id)
    _recorded("file.sheet-opened", [page], Sheet(sheet))
    return _paper(page, Sheet(sheet)).preview()


@bp.get(f"{_RULE}/file")
@requires(Permission.PEOPLE_VIEW)
def sheet_file(stay_id: int, sheet: str) -> ResponseReturnValue:
    """The sheet as PDF. Printing it is in the log."""
    page = page_of(stay_id)
    _recorded("file.sheet-printed", [page], Sheet(sheet))
    return _paper(page, Sheet(sheet)).answer(made_at=clock.now())


@bp.get(_FOR_ALL)
@requires(Permission.PEOPLE_VIEW)
def handover_sheets(handover_id: int, sheet: str) -> ResponseReturnValue:
    """The sheet of everybody a handover brought and the centre took in, as it prints, each on a page of its own."""
    handover, pages = _brought(handover_id, Sheet(sheet))
    _recorded("file.sheet-opened", pages, Sheet(sheet))
    return _papers(handover, pages, Sheet(sheet)).preview()


@bp.get(f"{_FOR_ALL}/file")
@requires(Permission.PEOPLE_VIEW)
def handover_sheets_file(handover_id: int, sheet: str) -> ResponseReturnValue:
    """The same as one PDF. It is in the log of everybody whose sheet is in it."""
    handover, pages = _brought(handover_id, Sheet(sheet))
    _recorded("file.sheet-printed", pages, Sheet(sheet))
    return _papers(handover, pages, Sheet(sheet)).answer(made_at=clock.now())


def _brought(handover_id: int, sheet: Sheet) -> tuple[HandoverPage, list[FilePage]]:
    """Those taken in by the handover, in its order; of the paper of a return those brought back.

    Raises NotFound where there is nobody.
    """
    handover = handover_page(db.session(), handover_id, scope=current_scope())
    outcome = Outcome.RETURNED if sheet is Sheet.RETURN else Outcome.ACCEPTED
    brought = [one for one in handover.persons if one.outcome is outcome and not one.taken_back]
    pages = [page_of(one.admission_id) for one in brought if one.admission_id is not None]
    if not pages:
        raise NotFound(message(N_("Nobody of this handover has been taken in.")))
    return handover, pages


def _recorded(act: str, pages: list[FilePage], sheet: Sheet) -> None:
    with transaction():
        for page in pages:
            about, details = subject_of(page.stay), {"printed": SHEET_NAMES[sheet]}
            record(act, actor=current_actor(), at=clock.now(), about=about, details=details)


def _paper(page: FilePage, sheet: Sheet) -> Paper:
    """A sheet bears the day of which it speaks, a list of what is in the file the day it is made."""
    stay, said = page.stay, _filled_in(page, sheet)
    back = said["back"]
    day = clock.today() if sheet in OF_TODAY else back.movement.effective_on if back else stay.admitted_on
    return Paper(
        template="dossiers/sheet.html",
        title=SHEET_NAMES[sheet],
        name=f"{SHEET_FILES[sheet]}-{stay.id}",
        letterhead=letterhead_on(db.session(), stay.facility_id, day),
        day=day,
        given={"sheet": sheet, "wording": wording, **said},
    )


def _papers(handover: HandoverPage, pages: list[FilePage], sheet: Sheet) -> Paper:
    day = clock.today() if sheet in OF_TODAY else handover.delivered_on
    return Paper(
        template="dossiers/handover_sheets.html",
        title=SHEET_NAMES[sheet],
        name=f"{SHEET_FILES[sheet]}-giao-nhan-{handover.id}",
        letterhead=letterhead_on(db.session(), handover.facility_id, day),
        day=day,
        given={
            "sheet": sheet,
            "wording": wording,
            "handover": handover,
            "everybody": [_filled_in(page, sheet, handover.id) for page in pages],
        },
    )


def _filled_in(page: FilePage, sheet: Sheet, handover_id: int | None = None) -> dict[str, Any]:
    """What a sheet says about one stay; ``back`` is the return it speaks of, by this handover where one is meant.

    Raises NotFound for the paper of a return of somebody who never came back.
    """
    back = None
    if sheet is Sheet.RETURN:
        returns = returns_of(db.session(), page.stay)
        back = next((one for one in returns if handover_id in (None, one.handover_id)), None)
        if back is None:
            raise NotFound(message(N_("This person was not brought back into this stay.")))
    return {
        "back": back,
        "page": page,
        "who": person_facts(db.session(), page.stay.person.id, scope=current_scope()),
        "entry": next((one for one in page.stay.movements if one.kind in ENTRIES and one.voided is None), None),
    }
