"""Looking through a file, what is owed about it, putting right and taking back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center.admissions.queries import movements_of
from rehab_center.admissions.services import convert_stay
from rehab_center.audit.models import AuditEntry
from rehab_center.clock import end_of
from rehab_center.dated import Confidence
from rehab_center.db import transaction
from rehab_center.dossiers.kinds import CopyForm, PaperState
from rehab_center.dossiers.queries import file_list
from rehab_center.dossiers.rules.checklist import OTHER
from rehab_center.dossiers.rules.leaves import Leaves
from rehab_center.dossiers.rules.papers import PaperFacts
from rehab_center.dossiers.services import add_paper, correct_paper, take_back
from rehab_center.errors import Conflict, DomainError, NotFound
from rehab_center.permissions import EVERYWHERE, Actor, Scope
from rehab_center.policies.rules import PolicyKind
from rehab_center.policies.services import set_value
from rehab_center.tasks.kinds import DEEDS
from rehab_center.tasks.models import Task
from rehab_center.web.list_state import ListState
from tests.admissions.stays import decision, stay_facts
from tests.dossiers.conftest import DAY, NOW, Files, there
from tests.residents.persons import make_facility

ABOUT_FILES = ("stay-file", "file-paper")


def owed(session: Session) -> dict[str, date]:
    """What is open about files: the sentence's paper (or the check) and its day."""
    session.rollback()
    tasks = session.scalars(select(Task).where(Task.subject_kind.in_(ABOUT_FILES), Task.closed_at.is_(None)))
    return {task.params.get("paper", "check"): task.due_at.date() for task in tasks if task.due_at}


def acts(session: Session) -> list[str]:
    session.rollback()
    return list(session.scalars(select(AuditEntry.act).where(AuditEntry.act.like("file.%")).order_by(AuditEntry.id)))


def rows(files: Files, **asked: str) -> list[tuple[int, tuple[str, ...]]]:
    """The list of files for some choices."""
    files.session.rollback()
    found, total = file_list(files.session, ListState(choices=asked, sort="file_code"), scope=EVERYWHERE, today=DAY)
    assert total == len(found)
    return [(row.stay_id, row.missing) for row in found]


def test_a_stay_that_begins_owes_the_look_through_its_file(files: Files, session: Session) -> None:
    files.stay()
    assert owed(session) == {"check": DAY + timedelta(days=3)}
    task = session.scalars(select(Task).where(Task.subject_kind == "stay-file")).one()
    assert task.due_at == end_of(DAY + timedelta(days=3))


def test_what_is_not_found_is_missing_and_owed_until_its_day(files: Files, session: Session) -> None:
    stay = files.stay()
    files.check(stay, decision=there(), summary=there(), violation=there(), addiction=there(), proposal=there())
    late, own = DAY + timedelta(days=3), DAY + timedelta(days=10)
    assert owed(session) == {
        "Biên bản giao, nhận người": late,
        "Bản sao giấy tờ tùy thân": late,
        "Biên bản kiểm tra, tạm giữ tư trang, tài sản": late,
        "Phiếu khám sức khỏe khi tiếp nhận, hồ sơ bệnh án": own,
        "Ảnh, danh bản, chỉ bản": own,
        "Phiếu phân loại học viên": own,
        "Bản cam kết chấp hành nội quy có chữ ký": own,
        "Kế hoạch cai nghiện cá nhân": own,
        "Thông báo cho gia đình và Công an cấp xã": own,
    }
    page = files.page(stay)
    assert [paper.line for paper in page.received] == ["decision", "summary", "violation", "addiction", "proposal"]
    assert len(page.missing) == 9
    assert acts(session) == ["file.checked"]


def test_the_decision_ticked_in_is_the_one_the_stay_rests_on(files: Files) -> None:
    stay = files.stay()
    files.check(stay, decision=there())
    page = files.page(stay)
    (paper,) = page.received
    assert paper.document is not None
    assert page.stay.decision is not None
    assert paper.document.id == page.stay.decision.id


def test_a_file_without_papers_misses_everything_the_list_asks_for(files: Files) -> None:
    stay = files.held()
    files.check(stay)
    page = files.page(stay)
    assert {paper.line for paper in page.missing} == {row.asked.code for row in page.rows if row.asked.needed}
    assert "custody" in {paper.line for paper in page.missing}


def test_what_the_file_before_a_change_of_ground_has_serves_and_is_not_owed_again(
    files: Files, session: Session
) -> None:
    held = files.held()
    files.check(held, identity=there(pages=2), prints=there(), custody=there())
    facts = stay_facts(admitted_on=DAY, months=24, decision=decision(DAY - timedelta(days=4)))
    session.rollback()
    deeds = select(func.count()).select_from(Task).where(Task.kind.in_(DEEDS))
    before = session.scalar(deeds)
    with transaction() as writing:
        stay = convert_stay(writing, held, facts=facts, actor=files.centre.actor, now=NOW)
    served = {row.asked.code: row.served_by for row in files.page(stay).rows if row.served_by}
    assert served == {"identity": "HV00001", "prints": "HV00001"}
    assert session.scalar(deeds) == before
    files.check(stay, notice=there())
    page = files.page(stay)
    there_now = {paper.line: paper for paper in page.received}
    assert set(there_now) == {"identity", "prints", "notice"}
    assert (there_now["identity"].pages, there_now["identity"].note) == (
        2,
        "Trong hồ sơ HV00001 (trước khi chuyển diện)",
    )
    assert {"decision", "belongings"} <= {paper.line for paper in page.missing}


def test_what_comes_later_settles_what_was_owed(files: Files, session: Session) -> None:
    stay = files.stay()
    files.check(stay)
    before = len(owed(session))
    files.check(stay, handover=there(pages=2, copy_form=CopyForm.ORIGINAL), identity=there())
    assert len(owed(session)) == before - 2
    closed = session.scalars(
        select(Task.closed_reason).where(Task.subject_kind == "file-paper", Task.closed_at.is_not(None))
    )
    assert set(closed) == {"Đã có trong hồ sơ"}


def test_what_is_not_needed_says_why_and_is_owed_no_more(files: Files, session: Session) -> None:
    stay = files.stay()
    files.check(stay)
    with pytest.raises(DomainError) as refused:
        files.check(stay, notice=PaperFacts(PaperState.NOT_NEEDED))
    assert refused.value.field == "notice_note"
    files.check(stay, notice=PaperFacts(PaperState.NOT_NEEDED, note="không còn thân nhân"))
    assert "Thông báo cho gia đình và Công an cấp xã" not in owed(session)


def test_two_who_tick_the_same_paper(files: Files) -> None:
    stay = files.stay()
    files.check(stay, summary=there())
    with pytest.raises(Conflict) as refused:
        files.check(stay, summary=there(pages=3))
    assert refused.value.field == "summary_has"
    assert files.page(stay).received[0].pages is None


def test_leaves_of_two_papers_do_not_meet(files: Files) -> None:
    stay = files.stay()
    with pytest.raises(DomainError) as refused:
        files.check(stay, summary=there(leaves=Leaves(1, 3)), violation=there(leaves=Leaves(3, 4)))
    assert refused.value.field == "violation_leaves"
    assert not files.page(stay).checked
    files.check(stay, summary=there(leaves=Leaves(1, 3)), violation=there(leaves=Leaves(5, 6)), addiction=there())
    page = files.page(stay)
    assert page.gaps == (Leaves(4, 4),)
    assert [paper.line for paper in page.unnumbered] == ["addiction"]  # L120 Đ35.3 điểm b
    assert page.numbered_by is not None


def test_a_tick_taken_back_keeps_the_old_line_and_is_missed_again(files: Files, session: Session) -> None:
    stay = files.stay()
    files.check(stay, summary=there(pages=2))
    paper = files.page(stay).received[0]
    with transaction() as writing:
        take_back(
            writing,
            paper.id,
            reason="Của người khác",
            expected_version=paper.version,
            actor=files.centre.actor,
            now=NOW,
        )
    page = files.page(stay)
    assert [(one.id, one.pages, one.withdrawn_reason) for one in page.taken_back] == [(paper.id, 2, "Của người khác")]
    assert "summary" in {one.line for one in page.missing}
    assert "Bản tóm tắt lý lịch" in owed(session)
    with pytest.raises(Conflict), transaction() as writing:
        take_back(
            writing, paper.id, reason="nữa", expected_version=paper.version + 1, actor=files.centre.actor, now=NOW
        )
    assert acts(session) == ["file.checked", "file.paper-taken-back"]


def test_a_second_saver_sees_both_values(files: Files) -> None:
    stay = files.stay()
    files.check(stay, summary=there(pages=2))
    paper = files.page(stay).received[0]
    with transaction() as writing:
        correct_paper(
            writing, paper.id, facts=there(pages=3), expected_version=paper.version, actor=files.centre.actor, now=NOW
        )
    with pytest.raises(Conflict) as refused, transaction() as writing:
        correct_paper(
            writing, paper.id, facts=there(pages=4), expected_version=paper.version, actor=files.centre.actor, now=NOW
        )
    assert [(one.field, one.theirs, one.yours) for one in refused.value.differences] == [("pages", 3, 4)]


def test_a_paper_that_no_list_names(files: Files) -> None:
    stay = files.stay()
    with pytest.raises(DomainError) as refused, transaction() as writing:
        add_paper(writing, stay, facts=there(), actor=files.centre.actor, now=NOW)
    assert refused.value.field == "title"
    for title in ("Giấy ra viện", "Đơn xin thăm gặp"):
        with transaction() as writing:
            add_paper(writing, stay, facts=there(title=title), actor=files.centre.actor, now=NOW)
    page = files.page(stay)
    assert [(one.line, one.name) for one in page.others] == [(OTHER, "Giấy ra viện"), (OTHER, "Đơn xin thăm gặp")]


def test_a_change_of_convention_drops_what_is_asked_for_no_longer(files: Files, session: Session) -> None:
    stay = files.stay()
    files.check(stay)
    with transaction() as writing:
        set_value(
            writing,
            PolicyKind.FILE_PRACTICE_PAPERS,
            value="no",
            valid_from=date(2020, 1, 1),
            citation="Công văn 15/CV",
            confidence=Confidence.CONFIRMED,
            actor=files.centre.actor,
            now=NOW,
        )
    files.check(stay)
    assert set(owed(session)) == {
        "Quyết định của Tòa án nhân dân",
        "Bản tóm tắt lý lịch",
        "Biên bản vi phạm",
        "Xác nhận tình trạng nghiện ma túy",
        "Văn bản đề nghị của Trưởng Công an cấp xã",
    }


def test_a_stay_that_never_was_owes_nothing(files: Files, session: Session) -> None:
    stay = files.stay()
    files.check(stay)
    (entry,) = movements_of(session, [stay])[stay]
    files.centre.void(entry.id, now=NOW)
    assert owed(session) == {}
    assert rows(files) == []


def test_the_list_of_files(files: Files) -> None:
    lacking, complete, unchecked = files.stay("Lê Văn Một"), files.stay("Lê Văn Hai"), files.stay("Lê Văn Ba")
    codes = [row.asked.code for row in files.page(complete).rows]
    files.check(complete, **{code: there() for code in codes})
    files.check(lacking, **{code: there() for code in codes if code not in {"handover", "plan"}})
    assert rows(files, state="missing") == [(lacking, ("Biên bản giao, nhận người", "Kế hoạch cai nghiện cá nhân"))]
    assert rows(files, state="complete") == [(complete, ())]
    assert rows(files, state="unchecked") == [(unchecked, ())]
    assert [stay for stay, _ in rows(files, paper="plan")] == [lacking]
    assert rows(files, paper="identity") == []
    assert rows(files, overdue="yes") == []
    late, _ = file_list(
        files.session,
        ListState(choices={"overdue": "yes"}, sort="due_on"),
        scope=EVERYWHERE,
        today=DAY + timedelta(days=4),
    )
    assert [(row.stay_id, row.due_on) for row in late] == [(lacking, DAY + timedelta(days=3))]


def test_another_centres_files_are_not_found(files: Files, actor: Actor) -> None:
    stay = files.stay()
    files.check(stay, summary=there())
    paper = files.page(stay).received[0]
    other = make_facility(actor, "CS2")
    stranger = Actor(name="la", label="Người lạ", facility_ids=frozenset({other}))
    with pytest.raises(NotFound), transaction() as writing:
        correct_paper(writing, paper.id, facts=there(), expected_version=paper.version, actor=stranger, now=NOW)
    with pytest.raises(NotFound), transaction() as writing:
        add_paper(writing, stay, facts=there(title="x"), actor=stranger, now=NOW)
    found, total = file_list(files.session, ListState(sort="due_on"), scope=Scope(frozenset({other})), today=DAY)
    assert (list(found), total) == ([], 0)
