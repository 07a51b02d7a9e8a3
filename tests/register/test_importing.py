"""What an import writes: once, under its papers, for the right person, and nothing that the book does not say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.admissions.services import StayFacts, admit
from rehab_center.audit.models import AuditEntry
from rehab_center.db import Model, transaction
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.models import Document
from rehab_center.documents.rules import DocumentFacts
from rehab_center.permissions import Actor
from rehab_center.register import importing
from rehab_center.register.queries.known import remembered
from rehab_center.register.rules.fields import Field
from rehab_center.register.services import remember_columns, sentence_case
from rehab_center.residents.kinds import Sex
from rehab_center.residents.models import IdentityPaper, Resident, ResidentFacility
from rehab_center.residents.rules.births import born_on
from rehab_center.residents.rules.facts import PaperFacts, PersonFacts
from rehab_center.residents.services import create_person
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.models import Task
from tests.register import books
from tests.register.conftest import Import

LEFT = {"left": date(2023, 9, 5), "reason": "Giảm thời hạn", "paper": "7/QĐ"}


def count(session: Session, model: type[Model]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def counts(told: dict[str, Any]) -> tuple[int, int, int, int, int]:
    return (
        told["imported"],
        told["unchanged"],
        told["updated"],
        len(told["conflicts"]),
        len(told["rejected"]),
    )


def test_a_dry_run_writes_nothing_and_says_what_the_import_then_does(session: Session, import_book: Import) -> None:
    data = books.plain_book(books.plain_row(1, **LEFT), books.plain_row(2), books.plain_row(3, name=""))
    told = import_book(data, dry=True)
    assert counts(told) == (2, 0, 0, 0, 1)
    assert (told["rows"], told["dry_run"], count(session, Resident)) == (3, True, 0)
    written = import_book(data)
    assert written == told | {"dry_run": False}
    assert (count(session, Resident), count(session, Admission), count(session, Movement)) == (2, 2, 3)


def test_the_json_names_a_refused_row_as_the_commands_promise(import_book: Import) -> None:
    [refused] = import_book(books.plain_book(books.plain_row(1, entered="31/02/2023")), dry=True)["rejected"]
    assert list(refused) == ["row", "column", "value", "reason", "code"]
    assert (refused["row"], refused["column"], refused["value"]) == (5, "Ngày tiếp nhận", "31/02/2023")
    assert refused["code"] == "bad-date"


def test_the_same_file_twice_adds_nothing(session: Session, import_book: Import) -> None:
    nameless = {"identity": "", "birth": "", "code": ""}
    data = books.plain_book(
        books.plain_row(1, **LEFT),
        books.plain_row(1, code="HV1B", entered=date(2024, 3, 5)),
        books.plain_row(2, identity="Không có"),
        books.plain_row(3, birth=1983),
        books.plain_row(4, **nameless),
        books.plain_row(5, kind="Tự nguyện", decision="", decided="", issuer="", months=6),
    )
    assert counts(import_book(data)) == (6, 0, 0, 0, 0)
    entries = count(session, AuditEntry)
    for _ in range(2):
        assert counts(import_book(data, dry=True)) == (0, 6, 0, 0, 0)
        assert counts(import_book(data)) == (0, 6, 0, 0, 0)
    assert (count(session, Resident), count(session, Admission)) == (5, 6)
    assert count(session, AuditEntry) == entries


def test_every_row_is_an_act_about_its_person(session: Session, import_book: Import) -> None:
    import_book(books.plain_book(books.plain_row(1, **LEFT), books.plain_row(2)))
    entries = session.scalars(select(AuditEntry).where(AuditEntry.act == "register.row-imported")).all()
    assert [entry.about_label for entry in entries] == ["Nguyễn Văn Bình An (HV00001)", "Nguyễn Văn Cường An (HV00002)"]
    assert entries[0].details == {"file": "so.xlsx", "sheet": "Danh sách", "row": 5}
    assert entries[0].reason == "Nhập sổ"


def test_an_exit_whose_paper_lacks_date_and_issuer_keeps_it_so_and_owes_the_rest(
    session: Session, import_book: Import
) -> None:
    import_book(books.plain_book(books.plain_row(1, **LEFT)))
    paper = session.scalars(select(Document).where(Document.kind == DocumentKind.REDUCTION)).one()
    assert (paper.number, paper.issued_on, paper.issuer, paper.unknown_in_old_book) == ("7/QĐ", None, None, True)
    [task] = session.scalars(select(Task)).all()
    assert (task.kind, task.closed_at) == (TaskKind.PAPER_INCOMPLETE, None)


def test_an_exit_without_any_paper_counts_at_once_and_owes_it(session: Session, import_book: Import) -> None:
    import_book(books.plain_book(books.plain_row(1, **LEFT | {"paper": ""})))
    exit_ = session.scalars(select(Movement).order_by(Movement.id.desc())).first()
    assert exit_ is not None
    assert (exit_.kind, exit_.document_id, exit_.effective_on) == ("reduced", None, date(2023, 9, 5))
    assert session.scalars(select(Task.kind)).all() == [TaskKind.PAPER_MISSING]


def test_an_escape_is_no_exit(session: Session, import_book: Import) -> None:
    import_book(books.plain_book(books.plain_row(1, **LEFT | {"reason": "Bỏ trốn"})))
    kinds = session.scalars(select(Movement.kind).order_by(Movement.id)).all()
    assert kinds == ["admitted", "escaped"]


def test_a_newer_book_adds_the_exit(session: Session, import_book: Import) -> None:
    import_book(books.plain_book(books.plain_row(1)))
    newer = books.plain_book(books.plain_row(1, **LEFT))
    assert counts(import_book(newer, dry=True)) == (0, 0, 1, 0, 0)
    assert counts(import_book(newer)) == (0, 0, 1, 0, 0)
    assert counts(import_book(newer)) == (0, 1, 0, 0, 0)
    assert count(session, Movement) == 2


def test_an_emptied_cell_takes_nothing_away_but_is_said(session: Session, import_book: Import) -> None:
    import_book(books.plain_book(books.plain_row(1, **LEFT)))
    told = import_book(books.plain_book(books.plain_row(1, commune="")))
    assert counts(told) == (0, 0, 0, 1, 0)
    [left] = told["conflicts"]
    assert (left["column"], left["value"], left["here"], left["before"]) == ("Ngày ra", "", "05/09/2023", "05/09/2023")
    assert "xã Hải Anh" in told["warnings"][0]["reason"]
    assert count(session, Movement) == 2
    assert session.scalars(select(Resident.commune)).all() == ["xã Hải Anh"]


def test_what_was_blank_is_filled_in(session: Session, import_book: Import) -> None:
    import_book(books.plain_book(books.plain_row(1, identity="", commune="", issuer="", decided="")))
    fuller = books.plain_book(books.plain_row(1))
    assert counts(import_book(fuller, dry=True)) == (0, 0, 1, 0, 0)
    assert counts(import_book(fuller)) == (0, 0, 1, 0, 0)
    assert counts(import_book(fuller)) == (0, 1, 0, 0, 0)
    assert session.scalars(select(Resident.commune)).all() == ["xã Hải Anh"]
    assert session.scalars(select(Document.issued_on)).all() == [date(2023, 3, 1)]
    assert count(session, IdentityPaper) == 1


def test_a_movement_worded_otherwise_is_not_undone_by_a_book(session: Session, import_book: Import) -> None:
    import_book(books.plain_book(books.plain_row(1, **LEFT)))
    told = import_book(books.plain_book(books.plain_row(1, **LEFT | {"left": date(2023, 9, 9)}, months=24)))
    assert counts(told) == (0, 0, 1, 1, 0)
    [left] = told["conflicts"]
    assert (left["column"], left["value"], left["here"]) == ("Ngày ra", "09/09/2023", "05/09/2023")
    assert told["changes"] == [{"row": 5, "column": "Thời hạn (tháng)", "before": "18", "value": "24"}]
    assert session.scalars(select(Admission.months)).all() == [24]
    assert count(session, Movement) == 2


def entered_by_hand(facility_id: int, actor: Actor, **changes: Any) -> int:
    """Somebody whom the form has entered: the person of plain row 1."""
    row = books.plain_row(1)
    facts = {"full_name": str(row[2]), "sex": Sex.MALE, "birth": born_on(row[3]), "commune": "xã Hải Anh"}
    facts["identity"] = (PaperFacts(str(row[5])),)
    with transaction() as session:
        return create_person(
            session, facts=PersonFacts(**facts | changes), facility_id=facility_id, actor=actor, now=clock.now()
        )


def test_a_person_entered_by_the_form_is_found_by_number(
    session: Session, import_book: Import, facility_id: int, actor: Actor
) -> None:
    entered_by_hand(facility_id, actor)
    assert counts(import_book(books.plain_book(books.plain_row(1)))) == (1, 0, 0, 0, 0)
    assert count(session, Resident) == 1


def test_or_by_name_birth_and_commune(session: Session, import_book: Import, facility_id: int, actor: Actor) -> None:
    entered_by_hand(facility_id, actor, identity=())
    import_book(books.plain_book(books.plain_row(1)))
    assert (count(session, Resident), count(session, IdentityPaper)) == (1, 1)


def test_a_likely_duplicate_is_a_warning(import_book: Import, facility_id: int, actor: Actor) -> None:
    entered_by_hand(facility_id, actor, identity=(PaperFacts("036081999999"),), commune=None)
    told = import_book(books.plain_book(books.plain_row(1)), dry=True)
    assert told["imported"] == 1
    assert "NT-000001" in told["warnings"][0]["reason"]


def test_a_number_of_somebody_else_in_the_database_is_refused(
    import_book: Import, facility_id: int, actor: Actor
) -> None:
    entered_by_hand(facility_id, actor, full_name="Hoàng Văn Khác", birth=born_on(date(1981, 1, 1)))
    for dry in (True, False):
        [refused] = import_book(books.plain_book(books.plain_row(1)), dry=dry)["rejected"]
        assert (refused["code"], refused["row"]) == ("id-of-another", 5)


def test_a_file_code_of_another_stay_in_the_database_is_refused(import_book: Import) -> None:
    import_book(books.plain_book(books.plain_row(1)))
    [refused] = import_book(books.plain_book(books.plain_row(2, code="HV00001")))["rejected"]
    assert (refused["code"], refused["column"]) == ("duplicate-row", "Mã học viên")


def test_a_stay_that_would_overlap_one_in_the_database_is_refused(import_book: Import) -> None:
    import_book(books.plain_book(books.plain_row(1)))
    [refused] = import_book(books.plain_book(books.plain_row(1, code="X2", entered=date(2024, 1, 1))))["rejected"]
    assert refused["code"] == "overlapping-stay"


def test_a_person_known_in_the_database_is_admitted_again(
    session: Session, import_book: Import, facility_id: int, actor: Actor
) -> None:
    resident_id = entered_by_hand(facility_id, actor)
    with transaction() as writing:
        facts = StayFacts(
            kind=StayKind.COMPULSORY,
            admitted_on=date(2024, 1, 10),
            file_code="TAY1",
            months=12,
            decision=DocumentFacts(DocumentKind.DECISION, "1/QĐ", date(2024, 1, 5), "TAND"),
        )
        admit(writing, resident_id=resident_id, facility_id=facility_id, facts=facts, actor=actor, now=clock.now())
    assert counts(import_book(books.plain_book(books.plain_row(1, **LEFT)))) == (1, 0, 0, 0, 0)
    codes = session.scalars(select(Admission.file_code).where(Admission.resident_id == resident_id)).all()
    assert sorted(codes) == ["HV00001", "TAY1"]


def test_a_row_refused_by_the_services_does_not_take_its_batch_with_it(
    session: Session, import_book: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = importing.import_row

    def refusing(session: Session, planned: Any, **rest: Any) -> int:
        done = real(session, planned, **rest)
        if planned.row.code == "HV00002":
            raise importing.DomainError("no", field="months", code="bad-months")
        return done

    monkeypatch.setattr(importing, "import_row", refusing)
    told = import_book(books.plain_book(*[books.plain_row(number) for number in range(1, 4)]))
    assert (told["imported"], told["rejected"][0]["column"]) == (2, "Thời hạn (tháng)")
    assert count(session, Resident) == 2


def test_batches_are_transactions_of_their_own(
    session: Session, import_book: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    data = books.plain_book(
        *[books.plain_row(number) for number in range(1, 5)],
        books.plain_row(5, entered=date(2023, 4, 1), **LEFT),
        books.plain_row(5, code="HV5B", entered=date(2024, 4, 1)),
    )
    assert counts(import_book(data)) == (6, 0, 0, 0, 0)
    assert (count(session, Resident), count(session, ResidentFacility)) == (5, 5)


def test_the_meanings_of_headings_are_remembered_and_in_the_log(
    session: Session, facility_id: int, actor: Actor
) -> None:
    for field, changed in ((Field.ENTERED_ON, 1), (Field.ENTERED_ON, 0), (Field.LEFT_ON, 1)):
        with transaction() as writing:
            given = {"ngay ket thuc": ("Ngày kết thúc", field)}
            assert remember_columns(writing, facility_id, given, actor=actor, now=clock.now()) == changed
    assert remembered(session, facility_id) == {"ngay ket thuc": Field.LEFT_ON}
    acts = session.scalars(select(AuditEntry.act).where(AuditEntry.act == "register.columns-mapped")).all()
    assert len(acts) == 2


def test_a_name_in_capitals_becomes_a_sentence() -> None:
    assert sentence_case("CƠ SỞ CAI NGHIỆN MA TÚY TỈNH NAM ĐỊNH") == "Cơ sở cai nghiện ma túy tỉnh Nam Định"
    assert sentence_case("CƠ SỞ CAI NGHIỆN MA TÚY") == "Cơ sở cai nghiện ma túy"
    assert sentence_case("Cơ sở Cai nghiện số 2") == "Cơ sở Cai nghiện số 2"


def test_one_old_number_may_be_that_of_two_people(session: Session, import_book: Import) -> None:
    first = books.plain_row(1, identity="168123456")
    second = books.plain_row(2, identity="168123456", name="Hoàng Thị Khác")
    data = books.plain_book(first, second)
    told = import_book(data)
    assert counts(told) == (2, 0, 0, 0, 0)
    assert [one["row"] for one in told["warnings"] if one["column"] == "Số CCCD/CMND"] == [6]
    assert count(session, Resident) == 2
    assert counts(import_book(data)) == (0, 2, 0, 0, 0)
    third = books.plain_row(3, identity="168123456", name="Đỗ Văn Nữa")
    assert counts(import_book(books.plain_book(third))) == (1, 0, 0, 0, 0)
    assert session.scalars(select(IdentityPaper.number_key)).all() == ["168123456"] * 3


def test_twelve_digits_are_never_those_of_two_people(import_book: Import) -> None:
    second = books.plain_row(2, identity=books.plain_row(1)[5], name="Hoàng Thị Khác")
    [refused] = import_book(books.plain_book(books.plain_row(1), second))["rejected"]
    assert refused["code"] == "id-of-another"
