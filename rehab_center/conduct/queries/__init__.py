"""Reading ratings: the page of a month, the run of a stay, what is overdue."""

from __future__ import annotations

from rehab_center.conduct.queries.books import RatingLine, books_of, decided_ratings, lines_of, ratings_before
from rehab_center.conduct.queries.events import Candidate, EventLine, events_of, merit_before, reduction_candidates
from rehab_center.conduct.queries.month import Habits, MonthPage, RatingRow, days_in, habits_of, month_page
from rehab_center.conduct.queries.overdue import LOOKED_BACK, Overdue, overdue
from rehab_center.conduct.queries.stays import StayConduct, ToldEvent, conduct_of_stays

__all__ = (
    "LOOKED_BACK",
    "Candidate",
    "EventLine",
    "Habits",
    "MonthPage",
    "Overdue",
    "RatingLine",
    "RatingRow",
    "StayConduct",
    "ToldEvent",
    "books_of",
    "conduct_of_stays",
    "days_in",
    "decided_ratings",
    "events_of",
    "habits_of",
    "lines_of",
    "merit_before",
    "month_page",
    "overdue",
    "ratings_before",
    "reduction_candidates",
)
