"""Sheets of paper: numbers without gaps, back or missing, signed or not, owed until they agree with the screen."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.activities.kinds import ActivityKind
from rehab_center.activities.queries import load_activity
from rehab_center.assignments.models import Assignment
from rehab_center.attendance.kinds import Attended, SheetKind, SheetState
from rehab_center.attendance.queries.days import goings_of
from rehab_center.attendance.queries.printed import names_now
from rehab_center.attendance.queries.printed import printed as shown_on
from rehab_center.attendance.queries.sheets import SheetRow, sheet_list, sheet_page
from rehab_center.attendance.rules.marking import Mark
from rehab_center.attendance.services.sheets import (
    Returned,
    attach_scan,
    cancel_sheet,
    open_scan,
    print_day,
    print_sheet,
    settle_difference,
    take_back,
)
from rehab_center.audit.recorder import record
from rehab_center.clock import moment_of
from rehab_center.db import transaction
from rehab_center.errors import Conflict, DomainError, NotFound
from rehab_center.permissions import EVERYWHERE, Actor
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.queries import open_tasks
from rehab_center.web.list_state import ListState
from tests.attendance.workshop import DAY, DURING, NEXT_DAY, Workshop, meet, programme

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def printed(workshop: Workshop, kind: SheetKind = SheetKind.ROLL, session_id: int | None = None) -> int:
    with transaction() as session:
        return print_sheet(session, kind, session_id or workshop.session_id, actor=workshop.centre.actor, now=DURING)


def row_of(session: Session, sheet_id: int, *, later: timedelta = timedelta(0)) -> SheetRow:
    session.rollback()
    return sheet_page(session, sheet_id, scope=EVERYWHERE, now=DURING + later).row


def back(
    session: Session, workshop: Workshop, sheet_id: int, given: Returned, version: int | None = None
) -> SheetState:
    seen = row_of(session, sheet_id).version if version is None else version
    with transaction() as writing:
        return take_back(writing, sheet_id, given, expected_version=seen, actor=workshop.centre.actor, now=NEXT_DAY)


def owed(session: Session) -> list[int]:
    session.rollback()
    return [one.subject_id for one in open_tasks(session, scope=EVERYWHERE, kinds=[TaskKind.SHEET_OWED])]


def test_each_kind_has_its_book_of_the_year(workshop: Workshop, session: Session) -> None:
    numbers = [row_of(session, printed(workshop)).number_text for _time in range(2)]
    numbers.append(row_of(session, printed(workshop, SheetKind.WORK_SLIP)).number_text)
    with transaction() as writing:
        day = print_day(writing, workshop.centre.facility_id, DAY, actor=workshop.centre.actor, now=DURING)
        with pytest.raises(NotFound):
            print_day(writing, 9999, DAY, actor=Actor("la", "Lạ", facility_ids=frozenset()), now=DURING)
    numbers.append(row_of(session, day).number_text)
    with transaction() as writing:  # a new year begins at one
        next_year = print_sheet(
            writing,
            SheetKind.ROLL,
            workshop.session_id,
            actor=workshop.centre.actor,
            now=moment_of(date(2025, 1, 2), 9),
        )
    numbers.append(row_of(session, next_year).number_text)
    assert numbers == ["0001/PĐD-2024", "0002/PĐD-2024", "0001/PGV-2024", "0001/DSDC-2024", "0001/PĐD-2025"]
    lesson = meet(workshop.centre, programme(workshop.centre, "Lớp pháp luật", ActivityKind.EDUCATION), DAY)
    with pytest.raises(DomainError, match="for labour"):
        printed(workshop, SheetKind.WORK_SLIP, lesson)


def test_out_missing_unsigned_then_back(workshop: Workshop, session: Session) -> None:
    sheet_id = printed(workshop)
    assert row_of(session, sheet_id).state is SheetState.OUT
    assert row_of(session, sheet_id, later=timedelta(hours=27)).state is SheetState.MISSING  # 11:00 and 24 hours
    (task,) = open_tasks(session, scope=EVERYWHERE, kinds=[TaskKind.SHEET_OWED])
    assert (task.subject_id, task.due_at) == (sheet_id, moment_of(DAY + timedelta(days=1), 11))
    with transaction() as writing, pytest.raises(Conflict, match="is back"):
        attach_scan(
            writing, sheet_id, content=PNG, name="a.png", folder=Path("/"), actor=workshop.centre.actor, now=DURING
        )
    version = row_of(session, sheet_id).version
    assert back(session, workshop, sheet_id, Returned(signed=False)) is SheetState.UNSIGNED
    with pytest.raises(Conflict, match="has changed this in the meantime"):
        back(session, workshop, sheet_id, Returned(signed=True), version)
    assert owed(session) == [sheet_id]
    assert back(session, workshop, sheet_id, Returned(signed=True)) is SheetState.BACK
    assert owed(session) == []


def test_paper_and_screen_disagree_until_somebody_has_settled_it(workshop: Workshop, session: Session) -> None:
    an = workshop.stays[0]
    workshop.mark(
        {**{stay: Mark(Attended.PRESENT) for stay in workshop.stays}, an: Mark(Attended.REFUSED, note="Không đi")}
    )
    sheet_id = printed(workshop)
    assert back(session, workshop, sheet_id, Returned(signed=True, on_paper=2)) is SheetState.BACK
    # Another count is written down later: it is owed again.
    assert back(session, workshop, sheet_id, Returned(signed=True, on_paper=3)) is SheetState.DIFFERS
    assert owed(session) == [sheet_id]
    back(session, workshop, sheet_id, Returned(signed=False, on_paper=3))
    assert row_of(session, sheet_id).states == (SheetState.DIFFERS, SheetState.UNSIGNED)
    for where in ("lacking", "differs", "unsigned"):  # found by either word
        lacking = ListState(choices={"where": where}, sort="on", descending=True)
        found, total = sheet_list(session, lacking, scope=EVERYWHERE, now=NEXT_DAY)
        assert ([one.id for one in found], total) == ([sheet_id], 1)
    session.rollback()
    back(session, workshop, sheet_id, Returned(signed=True, on_paper=3))
    row = row_of(session, sheet_id)
    assert (row.marked, row.on_paper, row.states) == (2, 3, (SheetState.DIFFERS,))

    def settle(how: str) -> None:
        with transaction() as writing:
            settle_difference(
                writing, sheet_id, how, expected_version=row.version, actor=workshop.centre.actor, now=NEXT_DAY
            )

    with pytest.raises(DomainError, match="how it was settled"):
        settle(" ")
    settle("Giấy ghi nhầm, An từ chối")
    assert owed(session) == []
    assert row_of(session, sheet_id).state is SheetState.BACK
    # A mark put right after the sheet was back shows at once: nobody has to look for it.
    other = printed(workshop)
    assert back(session, workshop, other, Returned(signed=True, on_paper=2)) is SheetState.BACK
    later = NEXT_DAY + timedelta(minutes=5)
    workshop.mark({an: Mark(Attended.PRESENT)}, now=later)
    assert row_of(session, other).state is SheetState.DIFFERS
    assert owed(session) == [other]  # somebody owns it again; the first one, 3 on paper, agrees now
    assert row_of(session, sheet_id).state is SheetState.BACK
    workshop.mark({an: Mark(Attended.SICK)}, now=later + timedelta(minutes=1))
    assert row_of(session, sheet_id).state is SheetState.DIFFERS  # settled with other marks than these
    assert owed(session) == [sheet_id]


def test_the_names_are_those_that_were_printed(workshop: Workshop, session: Session) -> None:
    """An assignment that ends later, a programme with another name: the paper is shown again as it was."""
    sheet_id, actor = printed(workshop), workshop.centre.actor
    with transaction() as writing:
        day_id = print_day(writing, workshop.centre.facility_id, DAY, actor=actor, now=DURING)
        for row in writing.scalars(select(Assignment)):
            row.ends_on, row.ended_by = DAY - timedelta(days=1), "Giám đốc"
        one = load_activity(writing, workshop.activity_id, scope=EVERYWHERE)
        one.name = "Xưởng giày"
        record("activity.edited", actor=actor, at=DURING)
    shown = shown_on(session, row_of(session, sheet_id), scope=EVERYWHERE)
    assert (shown.programme, shown.held_at, shown.kept) == ("Xưởng may", "Nhà xưởng 1", True)
    assert [name.full_name for name in shown.names] == ["Trần Văn An", "Lê Văn Bình", "Phạm Văn Cường"]
    of_day = shown_on(session, row_of(session, day_id), scope=EVERYWHERE)
    assert of_day.names[0].stops == ("07:30–11:00: Xưởng may (Nhà xưởng 1)",)
    now = names_now(session, workshop.session_id, workshop.centre.facility_id, DAY, scope=EVERYWHERE)
    assert (now.names, now.programme) == ((), "Xưởng giày")


def test_a_cancelled_sheet_keeps_its_number_and_a_scan_its_bytes(
    workshop: Workshop, session: Session, tmp_path: Path
) -> None:
    actor = workshop.centre.actor
    spoilt, kept = printed(workshop), printed(workshop)
    with transaction() as writing, pytest.raises(DomainError, match="Say why"):
        cancel_sheet(writing, spoilt, " ", expected_version=1, actor=actor, now=DURING)
    with transaction() as writing:
        cancel_sheet(writing, spoilt, "Máy in hỏng", expected_version=1, actor=actor, now=DURING)
    assert row_of(session, spoilt).state is SheetState.CANCELLED
    assert owed(session) == [kept]
    with pytest.raises(Conflict, match="cancelled"):
        back(session, workshop, spoilt, Returned(signed=True))
    assert row_of(session, printed(workshop)).number == 3
    back(session, workshop, kept, Returned(signed=True))
    with transaction() as writing:
        ids = {
            attach_scan(writing, kept, content=PNG, name="phiếu.png", folder=tmp_path, actor=actor, now=NEXT_DAY)
            for _time in range(2)
        }
    assert len(ids) == 1  # the same bytes again are the same scan
    with transaction() as writing:
        opened = open_scan(writing, kept, ids.pop(), folder=tmp_path, actor=actor, now=NEXT_DAY)
        with pytest.raises(NotFound):
            open_scan(writing, spoilt, 1, folder=tmp_path, actor=actor, now=NEXT_DAY)
    assert (opened.name, opened.content) == ("phiếu.png", PNG)


def test_the_list_of_a_day_says_where_everybody_goes(workshop: Workshop, session: Session) -> None:
    workshop.meet(DAY, 14 * 60, 16 * 60)
    session.rollback()
    goings = goings_of(session, DAY, scope=EVERYWHERE)
    assert [one.full_name for one in goings] == ["Trần Văn An", "Lê Văn Bình", "Phạm Văn Cường"]
    assert goings[0].stops == (("07:30–11:00", "Xưởng may", "Nhà xưởng 1"), ("14:00–16:00", "Xưởng may", "Nhà xưởng 1"))
