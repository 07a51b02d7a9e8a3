"""Papers with what was typed into them; their frozen words, their numbers and their files, which only grow."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.db import KeyText, Model, one_of
from rehab_center.issuing.kinds import Book, Numbering, PaperKind, PaperState

_SENSITIVE = {"sensitive": True}


class IssuedPaper(Model):
    """A paper of a stay, from the draft on. What may be typed is here; from the freezing on none of it changes."""

    __tablename__ = "issued_paper"
    __table_args__ = (
        one_of("kind", PaperKind),
        one_of("state", PaperState),
        CheckConstraint("(cancelled_at IS NULL) = (cancelled_by IS NULL)", name="cancelled_by_somebody"),
        CheckConstraint("state <> 'cancelled' OR cancelled_reason IS NOT NULL", name="cancelled_for_a_reason"),
        CheckConstraint("months IS NULL OR months > 0", name="months_positive"),
        CheckConstraint("replaces_id IS NULL OR replaces_id < id", name="replaces_an_earlier_one"),
        Index(None, "admission_id"),
        Index(None, "facility_id", "state"),
        Index(None, "movement_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"))
    kind: Mapped[str]
    #: The movement it is about; null where it comes before any.
    movement_id: Mapped[int | None] = mapped_column(ForeignKey("movement.id"))
    state: Mapped[str] = mapped_column(default=PaperState.DRAFT.value)
    #: Name and file code as the book lists them, and the same folded.
    about: Mapped[str]
    search_key: Mapped[str] = mapped_column(KeyText)
    dated_on: Mapped[date]
    #: Kính gửi and Nơi nhận, one a line; null: as the kind has them.
    addressee: Mapped[str | None]
    recipients: Mapped[str | None]
    circumstances: Mapped[str | None] = mapped_column(info=_SENSITIVE)
    reason: Mapped[str | None] = mapped_column(info=_SENSITIVE)
    companion: Mapped[str | None]
    place: Mapped[str | None]
    ground: Mapped[str | None]
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]
    months: Mapped[int | None]
    relation: Mapped[str | None]
    deceased: Mapped[str | None]
    travel_days: Mapped[int | None]
    signer: Mapped[str | None]
    by_deputy: Mapped[bool] = mapped_column(default=False)
    #: The title of whoever signs by authorisation (TUQ.); null: the head or a deputy.
    authorised: Mapped[str | None]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("issued_paper.id"))
    drafted_at: Mapped[datetime]
    drafted_by: Mapped[str]
    cancelled_at: Mapped[datetime | None]
    cancelled_by: Mapped[str | None]
    cancelled_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class PaperFreeze(Model):
    """The words of a paper as they were printed, with the letterhead of its day. Append-only."""

    __tablename__ = "paper_freeze"
    __table_args__ = (
        UniqueConstraint("paper_id"),
        one_of("numbering", Numbering),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("issued_paper.id"))
    numbering: Mapped[str]
    content: Mapped[dict[str, Any]] = mapped_column(info=_SENSITIVE)
    letterhead: Mapped[dict[str, Any]]
    frozen_at: Mapped[datetime]
    frozen_by: Mapped[str]


class PaperNumber(Model):
    """The number of a paper in its book. Append-only: a number once given is used for ever."""

    __tablename__ = "paper_number"
    __table_args__ = (
        UniqueConstraint("paper_id"),
        UniqueConstraint("document_id"),
        UniqueConstraint("facility_id", "book", "year", "number"),
        one_of("book", Book),
        one_of("numbering", Numbering),
        CheckConstraint("number >= 1", name="counted_from_one"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("issued_paper.id"))
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    book: Mapped[str]
    year: Mapped[int]
    number: Mapped[int]
    #: As printed: "05/QĐ-CSCNMT".
    printed: Mapped[str]
    #: What it is searched by.
    number_key: Mapped[str] = mapped_column(KeyText)
    issued_on: Mapped[date]
    numbering: Mapped[str]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    recorded_at: Mapped[datetime]
    actor: Mapped[str]


class PaperFile(Model):
    """The PDF of a frozen paper: its bytes lie in the instance's ``issued`` folder under their SHA-256."""

    __tablename__ = "paper_file"
    __table_args__ = (
        UniqueConstraint("paper_id"),
        CheckConstraint("size > 0", name="not_empty"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("issued_paper.id"))
    sha256: Mapped[str]
    #: In bytes.
    size: Mapped[int]
    stored_at: Mapped[datetime]


class BookStart(Model):
    """The last number that a book of a year had on paper before the program went on with it. Append-only."""

    __tablename__ = "book_start"
    __table_args__ = (
        one_of("book", Book),
        CheckConstraint("last_number >= 0", name="not_negative"),
        Index(None, "facility_id", "year", "book"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    book: Mapped[str]
    year: Mapped[int]
    last_number: Mapped[int]
    recorded_at: Mapped[datetime]
    entered_by: Mapped[str]
