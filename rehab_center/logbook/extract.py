"""A part of the log on paper: what was asked for, the entries in words, and by what anybody can tell it is genuine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app, render_template
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit import listing, queries
from rehab_center.audit.conditions import Window
from rehab_center.audit.left_out import LeftOut, left_out
from rehab_center.audit.listing import LogRow
from rehab_center.audit.models import AuditEntry
from rehab_center.audit.recorder import LogHead, log_head
from rehab_center.organisation.queries import Letterhead, facilities, letterhead_on
from rehab_center.permissions import Scope
from rehab_center.web import pdf

MOST_PRINTED = 200
"""How many entries one extract holds: some eighteen pages, and some ten seconds of printing."""


@dataclass(frozen=True)
class Extract:
    """A printed part of the log. ``rows`` newest first; ``cut`` when there are more than are printed.

    ``first`` and ``last`` are the oldest and the newest entry with their hashes, and ``left_out`` accounts for the
    numbers in between; ``head`` is the chain's at that time.
    """

    letterhead: Letterhead | None
    about: str
    filters: tuple[tuple[str, str], ...]
    rows: tuple[LogRow, ...]
    cut: bool
    left_out: LeftOut | None
    first: LogHead | None
    last: LogHead | None
    head: LogHead
    made_at: datetime
    made_by: str

    @property
    def day(self) -> date:
        """The day the paper bears."""
        return clock.day_of(self.made_at)

    @property
    def file_name(self) -> str:
        """The name the file is saved under."""
        return f"trich-nhat-ky-{self.made_at.astimezone(clock.ZONE):%Y%m%d-%H%M}.pdf"


def extract(session: Session, window: Window, *, about: str, made_by: str, now: datetime) -> Extract:
    """The newest MOST_PRINTED entries of a window, ready to be printed."""
    lines = queries.entries_before(session, window, None, limit=MOST_PRINTED + 1)
    shown = lines[:MOST_PRINTED]
    return Extract(
        letterhead=_letterhead(session, window.scope, now),
        about=about,
        filters=tuple(listing.filter_words(window.state)),
        rows=tuple(listing.rows(session, shown)),
        cut=len(lines) > MOST_PRINTED,
        left_out=left_out(session, window, first=shown[-1].number, last=shown[0].number, shown=len(shown))
        if shown
        else None,
        first=_hash_of(session, shown[-1].number) if shown else None,
        last=_hash_of(session, shown[0].number) if shown else None,
        head=log_head(session),
        made_at=now,
        made_by=made_by,
    )


def _letterhead(session: Session, scope: Scope, now: datetime) -> Letterhead | None:
    """The centre's own, where the reader belongs to one."""
    day = clock.day_of(now)
    within = facilities(session, scope=scope, day=day)
    return letterhead_on(session, within[0].id, day) if len(within) == 1 else None


def _hash_of(session: Session, number: int) -> LogHead:
    return LogHead(number, session.scalars(select(AuditEntry.hash).where(AuditEntry.id == number)).one())


def printed(found: Extract) -> bytes:
    """The extract as PDF."""
    return pdf.render(
        render_template("logbook/extract_document.html", extract=found),
        title="Trích nhật ký hệ thống",
        made_at=found.made_at,
        training=bool(current_app.config["DEMO"]),
    )
