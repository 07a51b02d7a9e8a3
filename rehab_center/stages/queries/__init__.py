"""Reading stages: the book of each stay, where everybody is on a day, who is due."""

from __future__ import annotations

from rehab_center.stages.queries.board import Board, BoardRow, board, lengths_on
from rehab_center.stages.queries.books import (
    Book,
    StageLine,
    book_of,
    books_of,
    lines_of,
    load_line,
    stages_on,
)
from rehab_center.stages.queries.days import days_of
from rehab_center.stages.queries.stays import StayStages, stages_of_stays

__all__ = (
    "Board",
    "BoardRow",
    "Book",
    "StageLine",
    "StayStages",
    "board",
    "book_of",
    "books_of",
    "days_of",
    "lengths_on",
    "lines_of",
    "load_line",
    "stages_of_stays",
    "stages_on",
)
