"""Attendance for the invented centre of the browser tests: a session marked yesterday, one corrected late, a sheet."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import current_app

from rehab_center import clock
from rehab_center.attendance.kinds import Attended, SheetKind
from rehab_center.attendance.rules.marking import Mark
from rehab_center.attendance.services.corrections import propose_correction
from rehab_center.attendance.services.marking import mark_session
from rehab_center.attendance.services.sheets import Returned, attach_scan, print_sheet, take_back
from rehab_center.db import transaction
from tests.admissions.stays import Centre
from tests.attendance.workshop import assign, meet, programme


def furnish(centre: Centre) -> dict[str, Any]:
    """Two who work; gives a sample of each."""
    now, today = clock.now(), clock.today()
    workshop = programme(centre, "Xưởng đan lát")
    stays = [centre.admit(centre.person(name)) for name in ("Hồ Văn Giang", "Vũ Văn Hải")]
    for stay_id in stays:
        assign(centre, stay_id, workshop)
    marked, late = (meet(centre, workshop, today - timedelta(days=days)) for days in (1, 4))
    wanted = {stays[0]: Mark(Attended.PRESENT), stays[1]: Mark(Attended.REFUSED, note="Không chịu ra xưởng")}
    given: dict[str, Any] = {"actor": centre.actor, "now": now}
    with transaction() as session:
        mark_session(session, marked, wanted, expected_version=0, **given)
    with transaction() as session:
        correction_id = propose_correction(
            session, late, wanted, reason="Sổ giấy chuyển muộn", expected_version=0, **given
        )
    with transaction() as session:
        sheet_id = print_sheet(session, SheetKind.ROLL, marked, **given)
        take_back(session, sheet_id, Returned(signed=True, on_paper=2), expected_version=1, **given)
        scan: dict[str, Any] = {"content": b"%PDF-1.7\n" + b"x" * 50, "name": "phieu.pdf"}
        folder = Path(current_app.config["INSTANCE"]) / "scans"
        scan_id = attach_scan(session, sheet_id, folder=folder, **scan, **given)
    return {
        **{f"/attendance/paper/<string:which>{end} which": "sheets" for end in ("", "/file")},
        **{f"/courses/paper/<string:which>{end} which": "courses" for end in ("", "/file")},
        "/attendance/sessions/<int:session_id> session_id": marked,
        **{f"/attendance/stays/<int:stay_id>{page} stay_id": stays[1] for page in ("", "/sheet", "/sheet/file")},
        "correction_id": correction_id,
        "sheet_id": sheet_id,
        "/attendance/sheets/<int:sheet_id>/scans/<int:scan_id> scan_id": scan_id,
    }
