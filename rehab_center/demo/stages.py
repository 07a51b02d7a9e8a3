"""The stages of the invented centre's people: out of the paper book, the latest evaluated, some waiting; plans."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.demo.founding import BUILDER
from rehab_center.permissions import Scope
from rehab_center.stages.kinds import LETTERS, Due, Result, Stage, Step
from rehab_center.stages.queries import BoardRow, board, books_of, lengths_on
from rehab_center.stages.queries.plans import Goal, plans_of
from rehab_center.stages.rules.due import Lengths
from rehab_center.stages.rules.intervals import Change
from rehab_center.stages.rules.old_book import BookLine
from rehab_center.stages.services import Wish, key_old_book, write_changes
from rehab_center.stages.services.change import next_change
from rehab_center.stages.services.plans import PlanFacts, mark_goal, write_plan

_OLD_BOOK = "Theo sổ theo dõi giai đoạn cai nghiện (sổ giấy)"
_LATE = 25
"""Evaluations come up to this many days after they were planned."""
_PROPOSED, _KEPT = 9, 4
"""So many changes wait for the decision; so many were kept in their stage."""
_OFFICER = "Nguyễn Thị Dạy"
_EVALUATED, _PLANS = timedelta(days=90), 24
"""Changes of these last days have an evaluation; so many of the newest people have an individual plan."""
_EVALUATIONS = (
    "Sức khỏe ổn định, chấp hành nội quy, đạt mục tiêu của giai đoạn",
    "Tiếp thu tốt, tham gia đầy đủ các buổi tư vấn, quan hệ đúng mực",
    "Có tiến bộ, giữ vệ sinh chung, gia đình thăm gặp đều",
)
_GOALS = "Tham gia đủ các buổi tư vấn nhóm; chấp hành nội quy; tập thể dục hằng ngày"


def key_stages(session: Session, now: datetime, *, facility_id: int) -> None:
    """Key the paper book for everybody under care, then decide the latest changes by their evaluations: two acts."""
    today = clock.day_of(now)
    page = board(session, scope=Scope(frozenset({facility_id})), as_of=today)
    lengths = lengths_on(session, today)
    written = [line for row in page.rows for line in unwritten(row, lengths, today)]
    last = {row.stay_id: (row, stage, beside, day) for row, stage, beside, day in written}
    evaluated = {
        stay_id: Change(
            stage,
            day,
            alongside=beside,
            result=Result.MET,
            evaluated_by=_OFFICER,
            evaluation=_EVALUATIONS[stay_id % len(_EVALUATIONS)],
            goals=_GOALS,
        )
        for stay_id, (_row, stage, beside, day) in last.items()
        if stage is not Stage.INTAKE and day > today - _EVALUATED
    }
    lines = [
        BookLine(number, "", row.here.file_code, stage, beside, day)
        for number, (row, stage, beside, day) in enumerate(written, start=1)
        if row.stay_id not in evaluated or (stage, day) != last[row.stay_id][1::2]
    ]
    if lines:
        key_old_book(session, facility_id, lines, why=_OLD_BOOK, actor=BUILDER, now=now)
    if evaluated:
        newest = {stay_id: book.last_id for stay_id, book in books_of(session, list(evaluated)).items()}
        wishes = {stay_id: Wish(change, newest[stay_id]) for stay_id, change in evaluated.items()}
        write_changes(session, Step.DECIDED, wishes, why="Hội đồng đánh giá kết luận", actor=BUILDER, now=now)


def unwritten(row: BoardRow, lengths: Lengths, today: date) -> list[tuple[BoardRow, Stage, bool, date]]:
    """The lines of somebody's paper book until a day that are not in the program yet."""
    there = max((change.stage.place for change in row.book.changes), default=-1)
    return [line for line in _book(row, lengths, today) if line[1].place > there]


def _book(row: BoardRow, lengths: Lengths, today: date) -> Iterator[tuple[BoardRow, Stage, bool, date]]:
    random = Random(row.stay_id)
    day = row.here.admitted_on
    days = (row.here.term_end_on - day).days if row.here.term_end_on else 540
    for stage in LETTERS:
        if day > today:
            break
        beside = stage is Stage.LABOUR and random.random() < 0.25
        yield row, stage, beside, day
        day += timedelta(days=max(1, days * lengths.shares[stage] // 100 + random.randint(-3, _LATE)))


def propose_some(session: Session, now: datetime, *, facility_id: int) -> None:
    """Some who are overdue are proposed for the next stage; some are kept in theirs."""
    today = clock.day_of(now)
    page = board(session, scope=Scope(frozenset({facility_id})), as_of=today)
    late = [row for row in page.rows if row.due is Due.OVERDUE]
    change = Change(
        Stage.INTAKE,
        today,
        result=Result.MET,
        evaluated_by=_OFFICER,
        evaluation="Chấp hành tốt nội quy, tham gia đầy đủ các hoạt động",
        goals=_GOALS,
    )
    wishes = {row.stay_id: Wish(next_change(row.book, change, None), row.book.last_id) for row in late[:_PROPOSED]}
    if wishes:
        write_changes(session, Step.PROPOSED, wishes, actor=BUILDER, now=now)
    kept = {
        row.stay_id: Wish(
            Change(row.now.stage, today, result=Result.NOT_MET, evaluated_by=_OFFICER,
                   evaluation="Còn vi phạm nội quy, chưa tham gia đủ các buổi học"),
            row.book.last_id,
        )
        for row in late[_PROPOSED : _PROPOSED + _KEPT]
        if row.now and row.now.beside is None
    }  # fmt: skip
    if kept:
        write_changes(session, Step.DECIDED, kept, why="Hội đồng đánh giá kết luận", actor=BUILDER, now=now)


def plan_some(session: Session, now: datetime, *, facility_id: int) -> None:
    """The newest people have their individual plans; of some a goal is done."""
    today = clock.day_of(now)
    here = board(session, scope=Scope(frozenset({facility_id})), as_of=today).rows
    newest = sorted((row for row in here if row.now), key=lambda row: (row.here.admitted_on, row.stay_id))[-_PLANS:]
    for number, row in enumerate(newest):
        goals = [
            Goal("Cắt cơn an toàn, ăn ngủ ổn định", "Theo dõi hằng ngày; khám lại sau 10 ngày", "Bùi Thị Y Tế",
                 row.here.admitted_on + timedelta(days=30)),
            Goal("Dự đủ các buổi tư vấn nhóm", "Hai buổi mỗi tuần", _OFFICER, today + timedelta(days=60)),
            Goal("Học xong nghề may công nghiệp" if number % 2 else "Học xong nghề mộc", None, "Đỗ Dạy Nghề",
                 today + timedelta(days=200)),
        ]  # fmt: skip
        aims = "Ổn định sức khỏe, ý thức chấp hành; có nghề khi trở về cộng đồng"
        facts = PlanFacts(_OFFICER, aims, goals, seen=0)
        write_plan(session, row.stay_id, facts=facts, actor=BUILDER, now=now)
        if number % 3 == 0:
            first = plans_of(session, row.stay_id)[0].goals[0]
            mark_goal(session, row.stay_id, first.id or 0, done=True, note="Đã ổn định", actor=BUILDER, now=now)
