"""Entering papers, correcting them, filling them in; reading them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from rehab_center.audit.models import AuditEntry
from rehab_center.audit.recorder import record
from rehab_center.db import transaction
from rehab_center.documents import queries, services
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.models import Document
from rehab_center.documents.rules import DocumentFacts
from rehab_center.errors import Conflict, DomainError, NotFound
from rehab_center.permissions import EVERYWHERE, Actor, Scope
from rehab_center.web.list_state import ListState
from tests.residents.persons import NOW, make_facility

PDF = b"%PDF-1.7\n" + b"x" * 50
DECISION = DocumentFacts(DocumentKind.DECISION, "120/QĐ-TA", date(2024, 6, 1), "TAND huyện A")


def add(actor: Actor, facts: DocumentFacts = DECISION, **changes: Any) -> int:
    with transaction() as session:
        document_id = services.add_document(session, facts=replace(facts, **changes), actor=actor, now=NOW)
        record("stay.admitted", actor=actor, at=NOW)
    return document_id


def numbers(session: Session, state: ListState | None = None, scope: Scope = EVERYWHERE) -> list[str]:
    session.rollback()
    lines, total = queries.documents(session, scope=scope, state=state or ListState())
    assert total == len(lines)
    return [line.number for line in lines]


def test_a_paper_is_kept_as_written(session: Session, actor: Actor) -> None:
    line = queries.document_line(session, add(actor))
    assert (line.number, line.issued_on, line.issuer, line.complete) == (
        "120/QĐ-TA",
        date(2024, 6, 1),
        "TAND huyện A",
        True,
    )


def test_an_old_books_paper_lacks_what_it_lacks(session: Session, actor: Actor) -> None:
    line = queries.document_line(session, add(actor, issued_on=None, issuer=None, unknown_in_old_book=True))
    assert (line.issued_on, line.issuer, line.unknown_in_old_book, line.complete) == (None, None, True, False)


def test_numbers_of_our_own_book_are_unique_per_year_and_kind(session: Session, actor: Actor) -> None:
    centre, other = make_facility(actor, "CS1"), make_facility(actor, "CS2")
    own = DocumentFacts(DocumentKind.CERTIFICATE, "05/GCN", date(2024, 1, 5), "Cơ sở", centre, own_book=True)
    add(actor, own)
    with pytest.raises(Conflict) as refused:
        add(actor, own, number="5/gcn", issued_on=date(2024, 3, 1))
    assert refused.value.code == "number-taken"
    add(actor, own, issued_on=date(2023, 1, 5))
    add(actor, own, kind=DocumentKind.NOTICE)
    add(actor, own, facility_id=other)
    add(actor, own, own_book=False)


def test_the_database_itself_keeps_our_numbers_unique(session: Session, actor: Actor) -> None:
    centre = make_facility(actor)
    add(actor, DocumentFacts(DocumentKind.CERTIFICATE, "5/GCN", date(2024, 1, 5), "Cơ sở", centre, own_book=True))
    with pytest.raises(IntegrityError):
        _add_behind_the_service(actor, centre)


def _add_behind_the_service(actor: Actor, centre: int) -> None:
    with transaction() as session:
        session.add(
            Document(
                facility_id=centre,
                kind="certificate",
                number="5/GCN",
                number_key="5/gcn",
                own_book=True,
                book_year=2024,
                created_at=NOW,
            )
        )
        record("stay.admitted", actor=actor, at=NOW)


def test_numbers_of_other_offices_may_repeat_and_the_page_says_so(session: Session, actor: Actor) -> None:
    first, second = add(actor), add(actor)
    third = add(actor, issued_on=date(2020, 1, 1))
    assert [line.id for line in queries.document_page(session, first, scope=EVERYWHERE).alike] == [second]
    assert queries.document_page(session, third, scope=EVERYWHERE).alike == ()


def test_filling_in_keeps_what_is_there(session: Session, actor: Actor) -> None:
    document = add(actor, issuer=None, unknown_in_old_book=True)
    with transaction() as writing:
        changed = services.fill_in_document(
            writing, document, issued_on=date(2020, 1, 1), issuer=" TAND  huyện B ", actor=actor, now=NOW
        )
        record("document.completed", actor=actor, at=NOW)
    assert changed
    line = queries.document_line(session, document)
    assert (line.issued_on, line.issuer, line.unknown_in_old_book) == (date(2024, 6, 1), "TAND huyện B", False)


def correct(session: Session, actor: Actor, document: int, *, version: int = 1, **changes: Any) -> None:
    edit = services.DocumentEdit("120/QĐ-TA", date(2024, 6, 1), "TAND huyện A", None)
    with transaction() as writing:
        services.correct_document(
            writing,
            document,
            edit=replace(edit, **changes),
            expected_version=version,
            reason="gõ nhầm",
            actor=actor,
            now=NOW,
        )


def test_a_correction_is_recorded_with_its_reason(session: Session, actor: Actor) -> None:
    document = add(actor)
    correct(session, actor, document, number="121/QĐ-TA")
    assert queries.document_line(session, document).number == "121/QĐ-TA"
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.act, entry.reason, entry.about_kind) == ("document.corrected", "gõ nhầm", "document")


def test_the_second_corrector_sees_both_values(session: Session, actor: Actor) -> None:
    document = add(actor)
    correct(session, actor, document, issuer="TAND huyện B")
    with pytest.raises(Conflict) as refused:
        correct(session, actor, document, issuer="TAND huyện C")
    assert [(one.field, one.theirs, one.yours) for one in refused.value.differences] == [
        ("issuer", "TAND huyện B", "TAND huyện C")
    ]


def test_a_correction_does_not_take_a_number_of_our_book(session: Session, actor: Actor) -> None:
    centre = make_facility(actor)
    own = DocumentFacts(DocumentKind.CERTIFICATE, "5/GCN", date(2024, 1, 5), "Cơ sở", centre, own_book=True)
    add(actor, own)
    document = add(actor, own, number="6/GCN")
    with pytest.raises(Conflict) as refused:
        correct(session, actor, document, number="05/GCN")
    assert refused.value.code == "number-taken"
    correct(session, actor, document, number="7/GCN")


def test_scans_are_attached_opened_and_withdrawn(session: Session, actor: Actor, tmp_path: Path) -> None:
    document = add(actor)
    given: dict[str, Any] = {"folder": tmp_path, "actor": actor, "now": NOW}
    with transaction() as writing:
        scan = services.attach_scan(writing, document, content=PDF, name="../../quyết định.pdf", **given)
    page = queries.document_page(session, document, scope=EVERYWHERE)
    assert [(one.id, one.name, one.size) for one in page.scans] == [(scan, "quyết định.pdf", len(PDF))]
    assert page.line.scans == 1
    with transaction() as writing:
        opened = services.open_scan(writing, document, scan, **given)
    assert (opened.content, opened.media_type) == (PDF, "application/pdf")
    with transaction() as writing:
        services.withdraw_scan(writing, document, scan, reason="của giấy khác", actor=actor, now=NOW)
    with pytest.raises(NotFound), transaction() as writing:
        services.open_scan(writing, document, scan, **given)
    with transaction() as writing:
        assert services.attach_scan(writing, document, content=PDF, name="x.pdf", **given) == scan
    acts = session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()
    assert acts[-4:] == [
        "document.scan-attached",
        "document.scan-opened",
        "document.scan-withdrawn",
        "document.scan-attached",
    ]


def test_a_scan_of_another_paper_is_not_found(session: Session, actor: Actor, tmp_path: Path) -> None:
    first, second = add(actor), add(actor)
    with transaction() as writing:
        scan = services.attach_scan(writing, first, content=PDF, name="a.pdf", folder=tmp_path, actor=actor, now=NOW)
    with pytest.raises(NotFound), transaction() as writing:
        services.open_scan(writing, second, scan, folder=tmp_path, actor=actor, now=NOW)


def test_another_centres_paper_is_not_found(session: Session, actor: Actor) -> None:
    here, there = make_facility(actor, "CS1"), make_facility(actor, "CS2")
    document, everybodys = add(actor, facility_id=there), add(actor, number="9")
    scope = Scope(frozenset({here}))
    local = Actor("lan", "Lan", account_id=7, facility_ids=frozenset({here}))
    with pytest.raises(NotFound):
        queries.document_page(session, document, scope=scope)
    with pytest.raises(NotFound):
        correct(session, local, document)
    with pytest.raises(NotFound):
        add(local, facility_id=there)
    assert queries.document_page(session, everybodys, scope=scope).line.number == "9"
    assert numbers(session, scope=scope) == ["9"]


def test_the_list_is_searched_filtered_and_sorted(session: Session, actor: Actor, tmp_path: Path) -> None:
    scanned = add(actor, number="1/A", issued_on=date(2024, 1, 1))
    add(actor, number="2/A", issued_on=date(2023, 1, 1), kind=DocumentKind.NOTICE)
    add(actor, number="3/B", issued_on=None)
    with transaction() as writing:
        services.attach_scan(writing, scanned, content=PDF, name="a.pdf", folder=tmp_path, actor=actor, now=NOW)
    assert numbers(session, ListState(sort="issued_on", descending=True)) == ["1/A", "2/A", "3/B"]
    assert numbers(session, ListState(sort="issued_on")) == ["2/A", "1/A", "3/B"]
    assert numbers(session, ListState(sort="number", descending=True)) == ["3/B", "2/A", "1/A"]
    assert numbers(session, ListState(q="/a", sort="number")) == ["1/A", "2/A"]
    assert numbers(session, ListState(q="%")) == []
    assert numbers(session, ListState(choices={"kind": "notice"})) == ["2/A"]
    assert numbers(session, ListState(choices={"missing": "date-or-issuer"})) == ["3/B"]
    assert numbers(session, ListState(choices={"missing": "scan"}, sort="number")) == ["2/A", "3/B"]
    assert numbers(session, ListState(days={"issued_on": (date(2024, 1, 1), date(2024, 1, 1))})) == ["1/A"]
    lines, total = queries.documents(session, scope=EVERYWHERE, state=ListState(page=2, per_page=2, sort="number"))
    assert ([line.number for line in lines], total) == (["3/B"], 3)


def test_one_paper_is_found_again_and_several_are_not(session: Session, actor: Actor) -> None:
    centre = make_facility(actor)
    document = add(actor, facility_id=centre)
    asked: dict[str, Any] = {"facility_id": centre, "kind": DocumentKind.DECISION, "number": "120 / qđ-ta"}
    assert queries.find_document(session, **asked) == document
    assert queries.find_document(session, **asked, issued_on=date(2020, 1, 1)) is None
    assert queries.find_document(session, **asked, issuer="TAND huyện A") == document
    assert queries.find_document(session, **(asked | {"facility_id": None})) is None
    add(actor, facility_id=centre)
    session.rollback()
    assert queries.find_document(session, **asked) is None


def test_no_such_paper(session: Session) -> None:
    with pytest.raises(DomainError):
        queries.document_line(session, 99)
    assert queries.document_lines(session, []) == {}
