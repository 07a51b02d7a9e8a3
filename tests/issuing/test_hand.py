"""Where the office numbers by hand: printed without a number, owed until number and scan are there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.db import transaction
from rehab_center.documents.queries import document_page
from rehab_center.errors import Conflict, DomainError
from rehab_center.issuing import services
from rehab_center.issuing.kinds import PaperKind, PaperState
from rehab_center.issuing.queries import book_sums
from rehab_center.permissions import EVERYWHERE
from rehab_center.policies.rules import PolicyKind
from rehab_center.tasks.queries import of_subject
from tests.issuing.conftest import LATER, TODAY, Office

SCAN = ("ban-ky.pdf", b"%PDF-1.7\n" + b"x" * 50)


@pytest.fixture
def printed(office: Office) -> int:
    """A search decision printed for the signature."""
    office.by_hand(PolicyKind.NUMBERING_DECISIONS)
    stay = office.centre.admit()
    office.centre.move(stay, MovementKind.ESCAPED, date(2024, 6, 12), with_paper=False)
    paper = office.draft(stay, PaperKind.SEARCH_DECISION)
    with pytest.raises(DomainError, match="numbered by hand"):
        office.issue(paper)
    with transaction() as writing:
        services.print_to_sign(
            writing, paper, expected_version=office.page(paper).version, actor=office.actor, now=LATER
        )
    return paper


def owed(session: Session, paper: int) -> int:
    session.rollback()
    return sum(task.is_open for task in of_subject(session, services.TO_SIGN, paper, scope=EVERYWHERE))


def number(office: Office, paper: int, given: int, folder: Path, *, scan: bool = True, day: date = TODAY) -> str:
    with transaction() as writing:
        return services.enter_number(
            writing,
            paper,
            number=given,
            issued_on=day,
            scan=SCAN if scan else None,
            folder=folder,
            actor=office.actor,
            now=LATER,
        )


def test_number_and_scan_close_what_is_owed(session: Session, office: Office, printed: int, tmp_path: Path) -> None:
    frozen = office.page(printed).text
    assert (office.page(printed).state, office.page(printed).number) == (PaperState.TO_BE_NUMBERED, None)
    assert owed(session, printed) == 1
    assert number(office, printed, 17, tmp_path) == "17/QĐ-CSCNMTC"
    assert owed(session, printed) == 0
    page = office.page(printed)
    assert (page.state, page.text) == (PaperState.ISSUED, frozen)
    assert page.number is not None
    assert len(document_page(session, page.number.document_id, scope=EVERYWHERE).scans) == 1


def test_without_the_scan_it_stays_owed(session: Session, office: Office, printed: int, tmp_path: Path) -> None:
    number(office, printed, 17, tmp_path, scan=False)
    assert owed(session, printed) == 1
    with transaction() as writing:
        services.signed_scan(writing, printed, scan=SCAN, folder=tmp_path, actor=office.actor, now=LATER)
    assert owed(session, printed) == 0


def test_a_number_is_used_once_and_not_tomorrow(session: Session, office: Office, printed: int, tmp_path: Path) -> None:
    with pytest.raises(DomainError, match="still to come"):
        number(office, printed, 17, tmp_path, day=date(2024, 6, 15))
    number(office, printed, 17, tmp_path)
    with pytest.raises(Conflict, match="not waiting"):
        number(office, printed, 18, tmp_path)
    other = office.centre.admit(office.centre.person("Lê Văn Hai"))
    office.centre.move(other, MovementKind.ESCAPED, date(2024, 6, 12), with_paper=False)
    paper = office.draft(other, PaperKind.SEARCH_DECISION)
    with transaction() as writing:
        services.print_to_sign(
            writing, paper, expected_version=office.page(paper).version, actor=office.actor, now=LATER
        )
    with pytest.raises(Conflict, match="already in the centre's book"):
        number(office, paper, 17, tmp_path)
    number(office, paper, 20, tmp_path)
    (book,) = book_sums(session, facility_id=office.centre.facility_id, year=2024)
    assert (book.run.first, book.run.missing) == (17, (18, 19))  # the office has them, this program does not


def test_cancelled_before_the_number_nothing_is_owed_about_it(session: Session, office: Office, printed: int) -> None:
    with transaction() as writing:
        services.cancel(writing, printed, reason="Trưởng cơ sở không ký", actor=office.actor, now=LATER)
    assert owed(session, printed) == 0
    assert office.page(printed).state is PaperState.CANCELLED
