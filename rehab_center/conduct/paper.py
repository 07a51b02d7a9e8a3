"""The sheet of a month on paper (bảng xếp loại tháng). Its words are Vietnamese, as the office writes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from rehab_center.admissions.rules.reductions import Rating
from rehab_center.conduct.queries import MonthPage, RatingRow, month_page
from rehab_center.organisation.queries import Letterhead, letterhead_on
from rehab_center.permissions import Scope

WORDS = {Rating.GOOD: "Tốt", Rating.FAIR: "Khá", Rating.AVERAGE: "Trung bình", Rating.POOR: "Kém"}


@dataclass(frozen=True)
class SheetPaper:
    """Everything that stands on the sheet. ``day`` is the day it bears, ``known_at`` when it was made."""

    page: MonthPage
    rows: tuple[RatingRow, ...]
    letterhead: Letterhead
    day: date
    known_at: datetime

    @property
    def decided(self) -> bool:
        """Whether everybody due is decided."""
        return all(row.book.decided for row in self.rows)

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """How many are decided as what; while not all are, how many are proposed."""
        latest = [row.book.decided if self.decided else row.book.latest for row in self.rows]
        return tuple((words, latest.count(rating)) for rating, words in WORDS.items())

    @property
    def unrated(self) -> int:
        """How many have neither."""
        return sum(row.book.latest is None for row in self.rows)

    def words(self, rating: Rating | None) -> str:
        """A rating as it is written."""
        return WORDS[rating] if rating else ""


def sheet_of(
    session: Session, month: date, facility_id: int, *, scope: Scope, today: date, now: datetime
) -> SheetPaper:
    """The sheet of a centre's month: everybody who is due or rated. Raises NotFound where nothing is known of it."""
    page = month_page(session, month, scope=scope, today=today)
    rows = tuple(row for row in page.rows if row.due or row.book.latest)
    return SheetPaper(page, rows, letterhead_on(session, facility_id, today), today, now)
