"""Numbered official papers and the scans of them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.db import KeyText, Model, one_of
from rehab_center.documents.kinds import DocumentKind, MediaType

_OWN = text("own_book")


class Document(Model):
    """A paper that allows or proves something.

    ``number`` is as written; ``number_key`` is what it is compared by. Date and issuer may be missing because the old
    book never had them (``unknown_in_old_book``) or because nobody has filled them in yet. Numbers of the centre's own
    books are unique per centre, kind and ``book_year``; the numbers of other offices are not ours to police.
    """

    __tablename__ = "document"
    __table_args__ = (
        one_of("kind", DocumentKind),
        CheckConstraint("number <> ''", name="numbered"),
        CheckConstraint("NOT own_book OR (facility_id IS NOT NULL AND book_year IS NOT NULL)", name="own_book_whole"),
        Index(
            "uq_document_own_book",
            "facility_id",
            "kind",
            "book_year",
            "number_key",
            unique=True,
            sqlite_where=_OWN,
            postgresql_where=_OWN,
        ),
        Index(None, "number_key"),
        Index(None, "facility_id", "issued_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    facility_id: Mapped[int | None] = mapped_column(ForeignKey("facility.id"))
    kind: Mapped[str]
    number: Mapped[str]
    number_key: Mapped[str] = mapped_column(KeyText)
    issued_on: Mapped[date | None]
    issuer: Mapped[str | None]
    unknown_in_old_book: Mapped[bool] = mapped_column(default=False)
    own_book: Mapped[bool] = mapped_column(default=False)
    #: The year whose book holds the number; only for our own books.
    book_year: Mapped[int | None]
    note: Mapped[str | None]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class ScanColumns:
    """What is kept of a scan beside its bytes, which lie in the instance's ``scans`` folder under their SHA-256."""

    sha256: Mapped[str]
    name: Mapped[str]
    media_type: Mapped[str]
    #: In bytes.
    size: Mapped[int]
    stored_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Attachment(ScanColumns, Model):
    """A scan of a numbered paper."""

    __tablename__ = "attachment"
    __table_args__ = (
        one_of("media_type", MediaType),
        UniqueConstraint("document_id", "sha256"),
        CheckConstraint("size > 0", name="not_empty"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
