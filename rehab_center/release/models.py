"""What has been done ahead of somebody's release."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.db import Model, one_of
from rehab_center.release.kinds import ReleasePaper


class ReleaseMark(Model):
    """A paper of a release was sent or is ready. Append-only: a later row that names it takes it back.

    ``term_end_on`` is the end of the term it was made for: a notice that names another day has to be sent anew.
    """

    __tablename__ = "release_mark"
    __table_args__ = (
        one_of("paper", ReleasePaper),
        UniqueConstraint("withdraws_id"),
        CheckConstraint("withdraws_id IS NULL OR withdraws_id < id", name="withdrawn_later"),
        Index(None, "admission_id"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    paper: Mapped[str]
    term_end_on: Mapped[date]
    done_on: Mapped[date]
    withdraws_id: Mapped[int | None] = mapped_column(ForeignKey("release_mark.id"))
    recorded_at: Mapped[datetime]
    #: Who wrote it, in the words a person knows them by.
    actor: Mapped[str]
