"""Lists of units that an administrator loaded."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.communes.kinds import ListMode
from rehab_center.db import Model, one_of
from rehab_center.settled import watch


class CommuneList(Model):
    """One list as it was loaded: one row with the whole file, not a row a unit. Append-only; the last row holds.

    ``content`` is the file's text and ``sha256`` its hash in hexadecimal; both are empty in a row that goes back to the
    shipped list. The text lies in the database, so that backups and several servers have it, and the log's check of
    live rows notices a change of it; the log itself keeps only its hash.
    """

    __tablename__ = "commune_list"
    __table_args__ = (
        one_of("mode", ListMode),
        CheckConstraint("(mode = 'withdrawn') = (content = '')", name="has_content"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mode: Mapped[str]
    filename: Mapped[str]
    sha256: Mapped[str]
    content: Mapped[str] = mapped_column(deferred=True, info={"sensitive": True})
    units: Mapped[int]
    #: The decision the list follows, as the loader names it.
    citation: Mapped[str]
    recorded_at: Mapped[datetime]
    entered_by: Mapped[str]


watch(CommuneList.id, CommuneList.sha256)
