"""A course for the invented centre of the browser tests: a test, results, an attestation with its scan."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from flask import current_app

from rehab_center import clock
from rehab_center.attendance.kinds import Attended
from rehab_center.attendance.rules.marking import Mark
from rehab_center.attendance.services.marking import mark_session
from rehab_center.courses.kinds import CertificateKind, KindOfTest, Outcome
from rehab_center.courses.services.certificates import Numbered, Paper, issue
from rehab_center.courses.services.keeping import attach_scan
from rehab_center.courses.services.results import decide_results
from rehab_center.courses.services.tests import FactsOfTest, Given, add_test, save_scores
from rehab_center.db import transaction
from tests.admissions.stays import Centre
from tests.attendance.workshop import assign, meet
from tests.courses.lessons import make_programme

_COURSE = "/courses/<int:activity_id>"
_PAGES = ("", "/certificates/new", "/results", "/sheet", "/sheet/file", "/tests/new", "/jobs/<int:stay_id>")


def furnish(centre: Centre) -> dict[str, Any]:
    """Two who learn to sew, one of whom has passed and been certified; gives a sample of each argument."""
    now, today = clock.now(), clock.today()
    yesterday = today - timedelta(days=1)
    activity_id = make_programme(centre, now=now, course_hours=None, begins_on=date(2024, 6, 1), ends_on=None)
    stays = [centre.admit(centre.person(name)) for name in ("Lương Văn Khánh", "Tạ Văn Lâm")]
    for stay_id in stays:
        assign(centre, stay_id, activity_id, yesterday)
    given: dict[str, Any] = {"actor": centre.actor, "now": now}
    lesson = meet(centre, activity_id, yesterday)
    paper = Paper(CertificateKind.ATTESTATION, own=True, issued_on=today, signer="Vũ Văn Trưởng")
    scan: dict[str, Any] = {"content": b"%PDF-1.7\n" + b"c" * 50, "name": "giay-chung-nhan.pdf"}
    folder = Path(current_app.config["INSTANCE"]) / "scans"
    with transaction() as session:
        mark_session(session, lesson, dict.fromkeys(stays, Mark(Attended.PRESENT)), expected_version=0, **given)
    with transaction() as session:
        facts = FactsOfTest(yesterday, KindOfTest.FINAL, "Bài cuối khóa", Decimal(10), "Cô Lụa")
        test_id = add_test(session, activity_id, facts, **given)
        save_scores(session, test_id, {one: Given(Decimal(8)) for one in stays}, expected_version=1, **given)
        passed = dict.fromkeys(stays, Outcome.PASSED)
        decide_results(session, activity_id, passed, on=yesterday, reason="Học đủ trước hạn", newest=0, **given)
        certificate_id = issue(session, activity_id, paper, {stays[0]: Numbered(grade="Khá")}, **given)[0]
        scan_id = attach_scan(session, certificate_id, folder=folder, **scan, **given)
    return {
        **{f"{_COURSE}{page} activity_id": activity_id for page in _PAGES},
        f"{_COURSE}/jobs/<int:stay_id> stay_id": stays[0],
        "/courses/stays/<int:stay_id> stay_id": stays[0],
        "test_id": test_id,
        "certificate_id": certificate_id,
        "/courses/certificates/<int:certificate_id>/scans/<int:scan_id> scan_id": scan_id,
    }
