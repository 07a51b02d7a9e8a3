"""Unfinished forms."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.db import Model


class Draft(Model):
    """What one account has typed into one copy of a form. Ephemeral: it states nothing until the form is saved.

    A row without ``typed`` says that the sheet's form has just been saved: what its browser sent a moment before, and
    what arrives only now, is no draft any more.
    """

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("account_id", "page", "form", "sheet"), Index(None, "saved_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    #: The address on which the form is opened, with its arguments.
    page: Mapped[str]
    #: Which of the page's forms: the name of its class.
    form: Mapped[str]
    #: The copy of the page that was typed into.
    sheet: Mapped[str]
    #: Which sending of that copy this was: an earlier one may arrive later.
    number: Mapped[int]
    #: What the page called itself, for the list of drafts.
    title: Mapped[str]
    #: Pairs of field and text, in the order of the form.
    typed: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    #: The version of the record when typing began.
    version: Mapped[int | None]
    saved_at: Mapped[datetime]
