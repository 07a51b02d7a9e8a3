"""In what order things wait, and what of an old book is folded away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from rehab_center.tasks.kinds import TaskKind
from rehab_center.today.rules import BY_HARM, FEW, by_harm, without_old_papers, without_old_stays

NOW = datetime(2024, 6, 14, 2, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Task:
    """As much of a task as its order needs."""

    id: int
    kind: TaskKind
    due_at: datetime | None
    opened_at: datetime = NOW - DAY


@dataclass(frozen=True)
class Stay:
    """As much of a stay as folding needs."""

    from_old_book: bool


def test_every_kind_of_task_has_its_place() -> None:
    assert sorted(BY_HARM) == sorted(TaskKind)


@pytest.mark.parametrize(
    ("waiting", "order"),
    [
        # A notice of an escape that is still in time goes before a paper that is late (L120 Đ46.2i).
        ([(TaskKind.PAPER_MISSING, -DAY), (TaskKind.COMMUNE_NOTICE, 20 * HOUR)], [2, 1]),
        ([(TaskKind.SEARCH_DECISION, -DAY), (TaskKind.COMMUNE_NOTICE, DAY)], [2, 1]),
        ([(TaskKind.PAPER_MISSING, DAY), (TaskKind.TERM_OVERRUN, 5 * DAY)], [2, 1]),
        # Within one harm the deadline decides, and what has none comes last.
        ([(TaskKind.PAPER_MISSING, DAY), (TaskKind.PAPER_MISSING, -DAY), (TaskKind.PAPER_MISSING, None)], [2, 1, 3]),
        # What was opened first goes first where all else is the same.
        ([(TaskKind.OTHER, None), (TaskKind.OTHER, None)], [1, 2]),
    ],
)
def test_harm_decides_before_the_deadline(waiting: list[tuple[TaskKind, timedelta | None]], order: list[int]) -> None:
    tasks = [
        Task(number, kind, None if left is None else NOW + left) for number, (kind, left) in enumerate(waiting, start=1)
    ]
    assert [task.id for task in by_harm(tasks)] == order


def test_papers_of_an_old_book_are_folded_where_they_are_many() -> None:
    today = Task(99, TaskKind.PAPER_MISSING, NOW + DAY)
    old = [Task(number, TaskKind.PAPER_MISSING, NOW + 89 * DAY) for number in range(FEW + 1)]
    assert without_old_papers([*old, today]).cases == (today,)
    assert without_old_papers([*old, today]).folded == FEW + 1
    assert len(without_old_papers([*old[1:], today]).cases) == FEW + 1


def test_what_is_due_in_months_is_no_paper_of_an_old_book() -> None:
    """Somebody suspended whom nobody looks at again stays out of sight (L120 Đ39.3), late or not."""
    reviews = [Task(number, TaskKind.REVIEW_DUE, NOW + 89 * DAY) for number in range(FEW + 1)]
    assert without_old_papers(reviews).cases == tuple(reviews)
    assert without_old_papers(reviews).folded == 0


def test_stays_of_an_old_book_are_folded_where_they_are_many() -> None:
    many = [Stay(True)] * (FEW + 1) + [Stay(False)]
    assert without_old_stays(many).cases == (Stay(False),)
    assert without_old_stays(many).folded == FEW + 1
    assert without_old_stays(many[1:]).folded == 0
