"""On paper: the results of a course, the register, and what the centre itself certifies. Papers are Vietnamese."""

from __future__ import annotations

from dataclasses import replace

from flask import request
from flask.typing import ResponseReturnValue

from rehab_center import clock
from rehab_center.activities.kinds import ActivityKind, CourseLevel
from rehab_center.activities.listing import about
from rehab_center.activities.queries import activity
from rehab_center.courses.forms.tests import box_text, hours_number, points_text
from rehab_center.courses.kinds import CertificateKind, CertificateState, KindOfTest, Outcome, VoidReason
from rehab_center.courses.queries.certificates import CertificatePage, certificate_list
from rehab_center.courses.queries.courses import course_page
from rehab_center.courses.services import keeping
from rehab_center.courses.views.acts import note
from rehab_center.courses.views.blueprint import bp
from rehab_center.courses.views.certificates import REGISTER, asked_course, page_of
from rehab_center.courses.views.courses import subject
from rehab_center.db import db
from rehab_center.errors import NotFound
from rehab_center.organisation.choosing import chosen_centre
from rehab_center.organisation.queries import letterhead_on
from rehab_center.permissions import Permission
from rehab_center.web.access import current_scope, requires
from rehab_center.web.asked import asked_arguments
from rehab_center.web.list_paper import narrowed_words
from rehab_center.web.paper import Paper
from rehab_center.words import N_, message

OUTCOMES = {Outcome.PASSED: "Đạt", Outcome.FAILED: "Không đạt", Outcome.LEFT: "Bỏ dở"}
LEVELS = {CourseLevel.SHORT: "Dưới 3 tháng", CourseLevel.ELEMENTARY: "Sơ cấp"}
CERTIFICATES = {
    CertificateKind.ELEMENTARY: "Chứng chỉ sơ cấp",
    CertificateKind.TRAINING: "Chứng chỉ đào tạo",
    CertificateKind.ATTESTATION: "Giấy chứng nhận",
}
VOIDS = {
    VoidReason.MISTAKE: "Nhập nhầm",
    VoidReason.SPOILT: "Hỏng phôi",
    VoidReason.REVOKED: "Thu hồi",
    VoidReason.REPLACED: "Đã cấp lại",
}
TESTS = {KindOfTest.REGULAR: "thường xuyên", KindOfTest.MODULE: "mô-đun", KindOfTest.FINAL: "cuối khóa"}
_MOST_TESTS = 8
"""As many columns as a lying sheet holds beside names and results."""


@bp.get("/<int:activity_id>/sheet")
@requires(Permission.ACTIVITIES_VIEW)
def sheet(activity_id: int) -> ResponseReturnValue:
    """The results of a course as they will print. That they were looked at is in the log."""
    return _sheet(activity_id, "course.sheet-opened").preview(activity_id=activity_id)


@bp.get("/<int:activity_id>/sheet/file")
@requires(Permission.ACTIVITIES_VIEW)
def sheet_file(activity_id: int) -> ResponseReturnValue:
    """The same as PDF. That it left the program is in the log."""
    return _sheet(activity_id, "course.sheet-printed").answer(made_at=clock.now())


def _sheet(activity_id: int, act: str) -> Paper:
    session, today = db.session(), clock.today()
    page = course_page(session, activity_id, scope=current_scope(), today=today)
    letterhead = letterhead_on(session, page.programme.facility_id, today)
    note(act, subject(page))
    return Paper(
        template="courses/result_sheet.html",
        title="Bảng kết quả khóa học" if page.programme.kind is ActivityKind.VOCATIONAL else "Bảng kết quả lớp học",
        name=f"ket-qua-khoa-hoc-{activity_id}-{today:%Y-%m-%d}",
        letterhead=letterhead,
        day=today,
        given={
            "page": page,
            "one": page.programme,
            "about": about(page.programme),
            "tests": page.standing_tests[-_MOST_TESTS:],
            "hidden_tests": max(0, len(page.standing_tests) - _MOST_TESTS),
            "kinds": TESTS,
            "outcomes": OUTCOMES,
            "levels": LEVELS,
            "box_text": box_text,
            "points_text": points_text,
            "hours_number": hours_number,
            "known_at": clock.now(),
        },
    )


@bp.get("/certificates/sheet")
@requires(Permission.ACTIVITIES_VIEW)
def register_sheet() -> ResponseReturnValue:
    """The register, as it is searched and filtered, as it will print."""
    paper = _register()
    note("certificate.register-printed", rows=len(paper.given["rows"]), form="html")
    return paper.preview(arguments=asked_arguments())


@bp.get("/certificates/sheet/file")
@requires(Permission.WORK_EXPORT)
def register_file() -> ResponseReturnValue:
    """The same as PDF. That it left the program is in the log."""
    paper = _register()
    note("certificate.register-printed", rows=len(paper.given["rows"]), form="pdf")
    return paper.answer(made_at=clock.now())


def _register() -> Paper:
    session, today, centre = db.session(), clock.today(), chosen_centre()
    scope = replace(current_scope(), facility_ids=frozenset({centre.id}))
    # In the order of the book, from the first line: a list for the eye begins with the latest.
    state = replace(REGISTER.read(request.args), export="pdf", sort="issued_on", descending=False)
    rows, _total = certificate_list(session, state, scope=scope, activity_id=asked_course())
    first, last = state.range_of("issued_on")
    course = asked_course()
    only = [f"khóa học: {activity(session, course, scope).name}"] if course else []
    return Paper(
        template="courses/register_sheet.html",
        title="Sổ cấp chứng chỉ",
        name=f"so-cap-chung-chi-{today:%Y-%m-%d}",
        letterhead=letterhead_on(session, centre.id, today),
        day=today,
        given={
            "rows": rows,
            "first": first,
            "last": last,
            "narrowed": "; ".join([*only, *filter(None, [narrowed_words(REGISTER, state)])]),
            "certificates": CERTIFICATES,
            "levels": LEVELS,
            "voids": VOIDS,
            "handed": CertificateState.HANDED,
            "known_at": clock.now(),
        },
    )


@bp.get("/certificates/<int:certificate_id>/paper")
@requires(Permission.ACTIVITIES_VIEW)
def paper(certificate_id: int) -> ResponseReturnValue:
    """What the centre itself certifies, as it will print. That it was looked at is in the log."""
    page = page_of(certificate_id)
    made = _attestation(page)
    note("certificate.opened", keeping.subject_of(page.row))
    return made.preview()


@bp.get("/certificates/<int:certificate_id>/paper/file")
@requires(Permission.ACTIVITIES_VIEW)
def paper_file(certificate_id: int) -> ResponseReturnValue:
    """The same as PDF. That it was made is in the log."""
    page = page_of(certificate_id)
    made = _attestation(page)
    note("certificate.printed", keeping.subject_of(page.row))
    return made.answer(made_at=page.row.recorded_at)


def _attestation(page: CertificatePage) -> Paper:
    row = page.row
    if row.kind is not CertificateKind.ATTESTATION or not row.own or not row.holds:
        raise NotFound(message(N_("The centre prints its own attestations only, and such as hold")))
    return Paper(
        template="courses/attestation.html",
        title="Giấy chứng nhận",
        name=f"giay-chung-nhan-{row.issued_on.year}-{row.id}",
        letterhead=letterhead_on(db.session(), row.facility_id, row.issued_on),
        day=row.issued_on,
        given={"row": row, "replaces": page.replaces, "levels": LEVELS},
    )
