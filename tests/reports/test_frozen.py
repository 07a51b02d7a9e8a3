"""A report is a frozen object: nothing that happens later changes it, and its paper is the same bytes for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.models import AuditEntry
from rehab_center.audit.recorder import record
from rehab_center.audit.services import check_log
from rehab_center.clock import moment_of
from rehab_center.db import db, transaction
from rehab_center.errors import NotFound
from rehab_center.permissions import EVERYWHERE, Actor, Scope
from rehab_center.reports import paper, queries, services
from rehab_center.reports.models import CellMember, Report, ReportCell, ReportFile
from rehab_center.reports.queries import ReportPage
from rehab_center.residents.models import Resident
from rehab_center.web import pdf
from tests.audit.intruder import Refused, intruder
from tests.headcount.book import Book, Move, Stay
from tests.reports.conftest import IN, Build, period
from tests.reports.register import set_the_plan


def page_of(report_id: int) -> ReportPage:
    db.session().rollback()
    return queries.report_page(db.session(), report_id, scope=EVERYWHERE)


def counted() -> dict[str, int]:
    tables = (Report, ReportCell, CellMember, ReportFile)
    return {table.__tablename__: db.session().scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def test_the_figures_of_the_small_register(build: Build) -> None:
    page = page_of(build())
    printed = {code: page[code].printed for code in page.cells}
    assert (printed["new_compulsory"], printed["new_compulsory_same_period"]) == ("5", "4")
    assert (printed["percent_of_same_period"], printed["percent_of_plan"]) == ("125%", "62,50%")
    assert (printed["opening"], printed["total_in"], printed["total_out"]) == ("4", "7", "2")
    assert (printed["under_care"], printed["ever_under_care"], printed["on_books"]) == ("9", "11", "10")


def test_a_reprint_is_the_same_bytes(build: Build) -> None:
    report_id = build()
    page = page_of(report_id)
    first = paper.kept(page)
    assert hashlib.sha256(first).hexdigest() == page.line.sha256
    assert (len(first), first[:5]) == (page.line.size, b"%PDF-")
    assert paper.render(page_of(report_id)) == first
    paper.print_paper(report_id, actor=Actor("ai.do", "Ai đó"))
    assert paper.kept(page_of(report_id)) == first


def test_building_again_is_a_new_number_beside_the_first(build: Build) -> None:
    first = build()
    before = page_of(first)
    second = build()
    assert [page_of(one).line.number for one in (first, second)] == [1, 2]
    assert page_of(first) == before
    assert paper.kept(page_of(first)) != paper.kept(page_of(second))


def test_another_period_begins_at_one(build: Build) -> None:
    build()
    assert page_of(build("2023-H2")).line.number == 1


def test_a_plan_revised_later_changes_no_issued_report(small: Book, build: Build) -> None:
    first = build()
    before = page_of(first)
    set_the_plan(small, 16, number=None)
    assert page_of(first) == before
    assert before.plan is not None
    assert (before.plan.revision, before.plan.target, before.plan.decision) == (1, 8, "12/QĐ-SLĐTBXH ngày 20/12/2023")
    again = page_of(build())
    assert (again["percent_of_plan"].printed, again["annual_plan"].printed) == ("31,25%", "16")
    assert again.plan is not None
    assert again.plan.decision is None


def test_a_late_entry_changes_no_issued_report(small: Book, build: Build) -> None:
    first = build()
    before, people = page_of(first), queries.cell_people(db.session(), first, "new_compulsory", scope=EVERYWHERE)
    small.write([Stay((Move(IN, date(2024, 5, 5)),), name="Ngô Văn Bổ Sung")])
    assert page_of(first) == before
    assert queries.cell_people(db.session(), first, "new_compulsory", scope=EVERYWHERE) == people
    assert page_of(build())["new_compulsory"].value == 6


def test_names_stay_as_they_were(build: Build, actor: Actor) -> None:
    report_id = build()
    with transaction() as session:
        resident = session.scalars(select(Resident).where(Resident.full_name == "Mai Thị Út")).one()
        resident.full_name = "Mai Thị Khác"
        record("test.renamed", actor=actor, at=clock.now())
    people = queries.cell_people(db.session(), report_id, "closing_minor", scope=EVERYWHERE).people
    assert [one.name for one in people] == ["Mai Thị Út"]


def test_nothing_frozen_is_changed_or_removed(app: Flask, build: Build) -> None:
    build()
    db.session().rollback()
    with intruder(app) as somebody:
        for table in ("report", "report_cell", "cell_member", "report_file"):
            for statement in (f"UPDATE {table} SET id = id + 1000", f"DELETE FROM {table}"):
                with pytest.raises(Refused):
                    somebody.do(statement)


# --- refused ----------------------------------------------------------------------------------------------------------


def test_a_period_that_is_not_over_is_refused_in_words(small: Book, actor: Actor) -> None:
    with clock.set_to(moment_of(date(2024, 6, 13), 23)), pytest.raises(services.PeriodNotOver) as refused:
        paper.build(small.facility_id, period(), actor=actor)
    assert refused.value.message.params == {"day": date(2024, 6, 14)}
    assert set(counted().values()) == {0}


def test_on_its_last_day_a_period_may_be_frozen(small: Book, actor: Actor) -> None:
    with clock.set_to(moment_of(date(2024, 6, 14), 16)):
        report_id = paper.build(small.facility_id, period(), actor=actor)
    assert page_of(report_id)["new_compulsory"].value == 5


def test_a_balance_that_does_not_close_is_refused_with_the_people(small: Book, actor: Actor) -> None:
    stay = small.stay(Move(IN, date(2024, 1, 2)), name="Lê Văn Hai")
    (second,) = small.write([Stay((Move(IN, date(2024, 2, 2)),), person=small.person_of(stay))])
    with pytest.raises(services.BalanceDoesNotClose) as refused:
        paper.build(small.facility_id, period(), actor=actor)
    assert {one.admission_id for one in refused.value.causes} == {stay, second}
    assert str(refused.value.message).count("Lê Văn Hai") == 2
    assert set(counted().values()) == {0}


def test_an_empty_centre_has_a_report_too(centre: Book, actor: Actor) -> None:
    page = page_of(paper.build(centre.facility_id, period(), actor=actor))
    assert {cell.printed for cell in page.cells.values()} == {"0", "–"}


def test_a_strangers_report_is_not_found(build: Build, session: Session) -> None:
    report_id = build()
    for scope in (Scope(frozenset()), Scope(frozenset({999}))):
        with pytest.raises(NotFound):
            queries.report_page(session, report_id, scope=scope)
        with pytest.raises(NotFound):
            queries.cell_people(session, report_id, "new_compulsory", scope=scope)
        assert queries.reports(session, scope=scope) == ()


# --- the paper --------------------------------------------------------------------------------------------------------


def test_a_power_cut_between_freezing_and_printing_can_be_made_good(
    small: Book, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object, **__: object) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(pdf, "render", cut)
        with pytest.raises(KeyboardInterrupt):
            paper.build(small.facility_id, period(), actor=actor)
    (line,) = queries.reports(db.session(), scope=EVERYWHERE)
    assert line.sha256 is None
    with pytest.raises(NotFound):
        paper.kept(page_of(line.id))
    paper.print_paper(line.id, actor=actor)
    assert paper.kept(page_of(line.id)).startswith(b"%PDF-")
    assert counted()["report_file"] == 1


def _file(app: Flask, page: ReportPage) -> Path:
    return Path(app.config["INSTANCE"]) / "reports" / f"{page.line.sha256}.pdf"


@pytest.mark.parametrize(
    "harm",
    [
        lambda path: path.write_bytes(path.read_bytes() + b" "),
        lambda path: path.write_bytes(b""),
        lambda path: path.unlink(),
    ],
)
def test_a_damaged_file_is_refused(app: Flask, build: Build, harm: Callable[[Path], object]) -> None:
    page = page_of(build())
    harm(_file(app, page))
    with pytest.raises(paper.PaperDamaged):
        paper.kept(page)


def test_the_file_is_for_the_program_alone(app: Flask, build: Build) -> None:
    path = _file(app, page_of(build()))
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [one.suffix for one in path.parent.iterdir()] == [".pdf"]


def test_the_log_tells_it_and_stays_whole(build: Build, session: Session) -> None:
    report_id = build()
    entries = session.execute(
        select(AuditEntry.act, AuditEntry.about_kind, AuditEntry.about_id).order_by(AuditEntry.id.desc()).limit(2)
    ).all()
    assert [tuple(one) for one in entries] == [
        ("report.printed", "report", report_id),
        ("report.frozen", "report", report_id),
    ]
    page = page_of(report_id)
    head = session.scalar(select(AuditEntry.hash).where(AuditEntry.id == page.log_entry))
    assert page.log_head == head
    assert check_log().problems == ()


def test_a_member_leads_to_the_stay_that_counted(small: Book, build: Build, session: Session) -> None:
    report_id = build()
    out = queries.cell_people(session, report_id, "out_completed", scope=EVERYWHERE)
    (one,) = out.people
    assert (one.name, one.on, one.reason) == ("Đỗ Văn Hết", date(2024, 3, 1), None)
    outside = queries.cell_people(session, report_id, "new_compulsory", scope=EVERYWHERE).just_excluded
    assert {one.name for one in outside} == {"Phạm Văn Nguyện", "Hoàng Văn Chuyển", "Trần Văn Muộn"}
    late = next(one for one in outside if one.name == "Trần Văn Muộn")
    assert late.reason is not None
    assert late.reason.params == {"day": date(2024, 6, 15)}
    away = queries.cell_people(session, report_id, "under_care", scope=EVERYWHERE).just_excluded
    assert [one.name for one in away] == ["Bùi Văn Trốn"]
    assert away[0].reason is not None
    assert str(away[0].reason.params["movement"]) == "Escaped"
