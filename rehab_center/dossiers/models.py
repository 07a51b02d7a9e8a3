"""What is known of the papers in a file."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.db import Model, one_of
from rehab_center.documents.kinds import MediaType
from rehab_center.documents.models import ScanColumns
from rehab_center.dossiers.kinds import CopyForm, PaperState
from rehab_center.dossiers.rules.checklist import CODES, OTHER

_LIVE = text(f"withdrawn_at IS NULL AND line <> '{OTHER}'")


class FilePaper(Model):
    """One paper of a stay's file: that it is there, that it was looked for and is missing, or that none is needed.

    A file of which nobody has looked has no rows. A tick taken back keeps its row (``withdrawn_at``); what is missing
    from then on is a new one. A line has one live row, but for papers that no list names, which have a ``title``.
    """

    __tablename__ = "file_paper"
    __table_args__ = (
        one_of("line", CODES),
        one_of("state", PaperState),
        one_of("copy_form", CopyForm),
        CheckConstraint(f"(line = '{OTHER}') = (title IS NOT NULL)", name="titled"),
        CheckConstraint("(state = 'received') = (received_on IS NOT NULL)", name="received_on_a_day"),
        CheckConstraint("(state = 'missing') = (due_on IS NOT NULL)", name="missing_until_a_day"),
        CheckConstraint("state <> 'not-needed' OR note IS NOT NULL", name="not_needed_says_why"),
        CheckConstraint("pages IS NULL OR pages > 0", name="pages_positive"),
        CheckConstraint(
            "(leaf_first IS NULL) = (leaf_last IS NULL) AND (leaf_first IS NULL OR leaf_first BETWEEN 1 AND leaf_last)",
            name="leaves_right_way_round",
        ),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_at IS NULL) = (withdrawn_reason IS NULL)",
            name="withdrawn_whole",
        ),
        Index("uq_file_paper_live", "admission_id", "line", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index(None, "state", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    line: Mapped[str]
    title: Mapped[str | None]
    state: Mapped[str]
    received_on: Mapped[date | None]
    #: Until when a missing paper must be there.
    due_on: Mapped[date | None]
    copy_form: Mapped[str | None]
    pages: Mapped[int | None]
    #: Bút lục, both ends included.
    leaf_first: Mapped[int | None]
    leaf_last: Mapped[int | None]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    note: Mapped[str | None]
    noted_at: Mapped[datetime]
    noted_by: Mapped[str]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]
    withdrawn_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class FileScan(ScanColumns, Model):
    """A scan of a paper that has no number of its own."""

    __tablename__ = "file_scan"
    __table_args__ = (
        one_of("media_type", MediaType),
        UniqueConstraint("paper_id", "sha256"),
        CheckConstraint("size > 0", name="not_empty"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("file_paper.id"))
