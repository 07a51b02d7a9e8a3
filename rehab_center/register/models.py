"""What is remembered of the books offices send: which heading holds what, and what each row said last."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.db import Model, one_of
from rehab_center.register.rules.fields import Field


class ColumnMapping(Model):
    """The meaning somebody gave to a heading that the program did not know. Used for every later book of the centre."""

    __tablename__ = "column_mapping"
    __table_args__ = (
        UniqueConstraint("facility_id", "heading_key"),
        one_of("field", Field),
        CheckConstraint("heading_key <> ''", name="headed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    #: The folded heading, with the folded group heading above it in front.
    heading_key: Mapped[str]
    #: The heading as it was written.
    heading: Mapped[str]
    field: Mapped[str]
    mapped_at: Mapped[datetime]
    mapped_by: Mapped[str]


class RegisterRow(Model):
    """What the last copy of a centre's register said of a stay.

    The next copy is compared with it: without it nobody could tell a cell changed in the book from one changed here.
    ``said`` is a ``rules.statements.Statement`` as JSON; where book and program disagreed it
    keeps what was said before.
    """

    __tablename__ = "register_row"
    __table_args__ = (UniqueConstraint("admission_id"), Index(None, "facility_id", "code_key"))

    id: Mapped[int] = mapped_column(primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    #: The row's file code as compared; None where the book has none.
    code_key: Mapped[str | None]
    said: Mapped[dict[str, Any]] = mapped_column(info={"sensitive": True})
    filename: Mapped[str]
    sha256: Mapped[str]
    imported_at: Mapped[datetime]
    #: Field -> what copies before the last one said of it (``rules.older.Kept``).
    earlier: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), info={"sensitive": True})
    #: The copy in which the row stood first.
    first_sha256: Mapped[str | None]
