"""A day put right changes today's end of a term and today's figures, and nothing that was written before."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.queries import stay_page, term_cache_problems
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.permissions import EVERYWHERE
from rehab_center.reports import paper, queries
from tests.admissions.stays import Centre, make_centre
from tests.headcount.book import Book
from tests.reports.conftest import period

SINCE, CLOSING, AFTERWARDS = date(2024, 3, 10), date(2024, 6, 14), date(2024, 6, 20)


def test_a_corrected_escape_changes_todays_end_and_no_issued_report(session: Session, centre: Book) -> None:
    people = Centre(centre.facility_id, centre.actor)
    make_centre(centre.actor)  # the first values of the policies
    stay_id = people.admit(admitted_on=SINCE)
    wrong = people.move(stay_id, MovementKind.ESCAPED, date(2024, 6, 10))
    report_id = paper.build(centre.facility_id, period(), actor=centre.actor)
    session.rollback()
    issued = queries.report_page(session, report_id, scope=EVERYWHERE)
    kept = paper.kept(issued)
    told_at = clock.now()
    told = stay_page(session, stay_id, scope=EVERYWHERE, as_of=CLOSING, known_at=told_at)
    assert (issued["under_care"].printed, issued["on_books"].printed, told.days_left) == ("0", "1", 457)
    session.rollback()

    later = told_at + timedelta(hours=1)  # what is known at a moment includes what is written at it
    with clock.set_to(later):
        people.void(wrong, now=later, reason="Nhầm ngày trốn")
        people.move(stay_id, MovementKind.ESCAPED, AFTERWARDS, now=later)

    page = stay_page(session, stay_id, scope=EVERYWHERE, as_of=AFTERWARDS)
    assert page.days_left == 447
    assert [sheet.remaining_days for sheet in page.terms] == [447, None, 457, None]
    before = stay_page(session, stay_id, scope=EVERYWHERE, as_of=CLOSING, known_at=told_at)
    assert (before.terms, before.state) == (told.terms, told.state)
    again = queries.report_page(session, report_id, scope=EVERYWHERE)
    assert again == issued
    assert paper.kept(again) == kept
    assert list(term_cache_problems(session)) == []
    session.rollback()
    with clock.set_to(later):
        anew = paper.build(centre.facility_id, period(), actor=centre.actor)
    session.rollback()
    assert queries.report_page(session, anew, scope=EVERYWHERE)["under_care"].printed == "1"
