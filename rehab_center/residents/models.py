"""The person, for life. What changes with a stay (state, room, term) is not here and is not cached here."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.db import KeyText, Model, one_of
from rehab_center.residents.kinds import AliasKind, BirthPrecision, PaperKind, Sex

_MERGE_STANDS = text("undone_at IS NULL")
_CITIZEN_ID_IN_USE = text("kind = 'citizen-id' AND withdrawn_at IS NULL")


class Resident(Model):
    """A person. ``code`` is the centre's own for the person; a stay has its own file code.

    ``birth_on`` is the first day that the known part allows (1982 -> 1982-01-01) and is never shown without its
    precision. ``placed_as`` is set only where the body differs from the paper (L73 Đ35.3; L120 Đ46.2h).
    ``search_key`` holds the folded names (aliases too), ``sort_key`` and ``written_key`` the two orders of lists: all
    come from the names. ``written_key`` is null in rows from before it until ``fill_written_keys`` has been there.
    """

    __tablename__ = "resident"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("full_name <> ''", name="named"),
        one_of("birth_precision", BirthPrecision),
        one_of("sex", Sex),
        one_of("placed_as", Sex),
        CheckConstraint("(birth_precision = 'unknown') = (birth_on IS NULL)", name="birth_known_or_not"),
        Index(None, "search_key"),
        Index(None, "sort_key"),
        Index(None, "written_key"),
        Index(None, "birth_on"),
        Index(None, "commune_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(KeyText)
    full_name: Mapped[str]
    search_key: Mapped[str] = mapped_column(KeyText)
    sort_key: Mapped[str] = mapped_column(KeyText)
    birth_on: Mapped[date | None]
    birth_precision: Mapped[str]
    sex: Mapped[str]
    placed_as: Mapped[str | None]
    ethnicity: Mapped[str | None] = mapped_column(info={"sensitive": True})
    religion: Mapped[str | None] = mapped_column(info={"sensitive": True})
    nationality: Mapped[str] = mapped_column(default="Việt Nam")
    education: Mapped[str | None]
    occupation: Mapped[str | None]
    drug_used: Mapped[str | None] = mapped_column(info={"sensitive": True})
    #: Commune, district and province as written that day; districts ended on 01/07/2025, the wording stays.
    commune: Mapped[str | None]
    district: Mapped[str | None]
    province: Mapped[str | None]
    #: House, street, hamlet: what comes before the commune.
    address: Mapped[str | None]
    #: Which unit the three are, where that is known: the key of :class:`communes.rules.units.Unit`. Never shown bare.
    commune_code: Mapped[str | None] = mapped_column(KeyText)
    phone: Mapped[str | None]
    note: Mapped[str | None]
    created_at: Mapped[datetime]
    #: Counts the savings of the fields above; another alias, which only changes the search key, is none.
    version: Mapped[int] = mapped_column(default=1)
    written_key: Mapped[str | None] = mapped_column(KeyText)


class ResidentFacility(Model):
    """Which centres know a person: where the person was entered, and every centre that has admitted them since.

    What a scope can see of people hangs on it; stays belong to a later feature.
    """

    __tablename__ = "resident_facility"

    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"), primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), primary_key=True, index=True)
    since: Mapped[datetime]


class IdentityPaper(Model):
    """One identity paper. ``valid``: may still be used; a ``withdrawn`` one never was this person's.

    A 12-digit number belongs to one person for life (Luật Căn cước 26/2023 Đ12), so nobody else may hold it.
    """

    __tablename__ = "identity_paper"
    __table_args__ = (
        one_of("kind", PaperKind),
        CheckConstraint("number_key <> ''", name="numbered"),
        Index(
            "uq_identity_paper_citizen_id",
            "kind",
            "number_key",
            unique=True,
            sqlite_where=_CITIZEN_ID_IN_USE,
            postgresql_where=_CITIZEN_ID_IN_USE,
        ),
        Index(None, "number_key"),
        Index(None, "resident_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    kind: Mapped[str]
    number: Mapped[str]
    number_key: Mapped[str] = mapped_column(KeyText)
    issued_on: Mapped[date | None]
    issuer: Mapped[str | None]
    valid: Mapped[bool] = mapped_column(default=True)
    note: Mapped[str | None]
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Alias(Model):
    """Another name of a person; for a change of name, the paper that ordered it."""

    __tablename__ = "alias"
    __table_args__ = (
        one_of("kind", AliasKind),
        CheckConstraint("name <> ''", name="named"),
        Index(None, "search_key"),
        Index(None, "resident_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    name: Mapped[str]
    kind: Mapped[str]
    search_key: Mapped[str] = mapped_column(KeyText)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    #: For a former name: the first day on which the person bore the next one. Papers of before keep this name.
    until_on: Mapped[date | None]
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Relative(Model):
    """Somebody to tell: a parent, a spouse, a guardian."""

    __tablename__ = "relative"
    __table_args__ = (CheckConstraint("name <> ''", name="named"), Index(None, "resident_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    name: Mapped[str]
    #: As said: mẹ, vợ, anh trai, người giám hộ.
    relation: Mapped[str | None]
    phone: Mapped[str | None]
    address: Mapped[str | None]
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Photo(Model):
    """A photo of a person: a JPEG without any data of the camera, kept among the scans under its SHA-256.

    None is overwritten: a later one is another row, a ``withdrawn`` one showed somebody else or was no use.
    """

    __tablename__ = "photo"
    __table_args__ = (
        CheckConstraint("width > 0 AND height > 0 AND size > 0", name="not_empty"),
        Index(None, "resident_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    sha256: Mapped[str]
    #: In pixels.
    width: Mapped[int]
    height: Mapped[int]
    #: In bytes.
    size: Mapped[int]
    taken_on: Mapped[date]
    #: Who took or brought it, in the words a person knows them by.
    taken_by: Mapped[str]
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class ResidentMerge(Model):
    """One record was another person's record twice over: ``merged_id`` leads on to ``survivor_id`` from now on.

    The row of the merged person stays, with its code; ``moved`` keeps what went over, so that ``undone_at`` can put it
    back. ``survivor_id`` follows when the survivor is merged in turn, ``into_id`` stays what was decided.
    """

    __tablename__ = "resident_merge"
    __table_args__ = (
        CheckConstraint("merged_id <> survivor_id", name="two_records"),
        CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name="undone_by_somebody"),
        CheckConstraint("undone_at IS NULL OR undone_reason IS NOT NULL", name="undone_says_why"),
        # Nobody is merged away twice at once.
        Index(
            "uq_resident_merge_standing",
            "merged_id",
            unique=True,
            sqlite_where=_MERGE_STANDS,
            postgresql_where=_MERGE_STANDS,
        ),
        Index(None, "survivor_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    survivor_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    into_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    merged_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    merged_at: Mapped[datetime]
    merged_by: Mapped[str]
    reason: Mapped[str | None]
    #: What went over: rows by table, fields with both values. Values of people's lives, so the log only says "changed".
    moved: Mapped[dict[str, Any]] = mapped_column(info={"sensitive": True})
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None]
    undone_reason: Mapped[str | None]


class NotSamePerson(Model):
    """Two records that look alike and are two people: somebody compared them and said why."""

    __tablename__ = "not_same_person"
    __table_args__ = (
        UniqueConstraint("one_id", "other_id"),
        CheckConstraint("one_id < other_id", name="in_order"),
        CheckConstraint("reason <> ''", name="says_why"),
        Index(None, "other_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    one_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    reason: Mapped[str]
    decided_at: Mapped[datetime]
    decided_by: Mapped[str]
