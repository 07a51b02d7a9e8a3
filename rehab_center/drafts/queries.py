"""The drafts of one account. Every query takes the account: nobody reads another's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from rehab_center.drafts.models import Draft
from rehab_center.drafts.rules import Pairs
from rehab_center.errors import NotFound
from rehab_center.web.draft_marks import Kept
from rehab_center.web.list_state import ListState
from rehab_center.words import N_


@dataclass(frozen=True)
class DraftLine:
    """One draft in the list."""

    id: int
    title: str
    page: str
    saved_at: datetime
    typed: Pairs


def drafts_of_page(session: Session, account_id: int, page: str, *, since: datetime) -> tuple[Kept, ...]:
    """An account's drafts of the forms of a page, the latest first."""
    latest_first = (Draft.saved_at.desc(), Draft.id.desc())
    rows = session.scalars(_unsaved(account_id, since).where(Draft.page == page).order_by(*latest_first))
    return tuple(
        Kept(row.id, row.form, _pairs(row), row.version, row.saved_at, (row.sheet, row.number)) for row in rows
    )


def drafts(
    session: Session, account_id: int, state: ListState, *, since: datetime
) -> tuple[tuple[DraftLine, ...], int]:
    """One page of an account's drafts, and how many there are."""
    key = {"title": Draft.title}.get(state.sort, Draft.saved_at)
    order = key.desc() if state.descending else key.asc()
    found = _unsaved(account_id, since).order_by(order, Draft.id)
    rows = session.scalars(found.limit(state.limit).offset(state.offset))
    return tuple(_line(row) for row in rows), count(session, account_id, since=since)


def draft(session: Session, account_id: int, draft_id: int, *, since: datetime) -> DraftLine:
    """One draft. Raises NotFound, also for another's."""
    row = session.scalar(_unsaved(account_id, since).where(Draft.id == draft_id))
    if row is None:
        raise NotFound(N_("There is no such draft"))
    return _line(row)


def count(session: Session, account_id: int, *, since: datetime) -> int:
    """How many drafts an account has."""
    return session.scalar(select(func.count()).select_from(_unsaved(account_id, since).subquery())) or 0


def _unsaved(account_id: int, since: datetime) -> Select[Draft]:
    return select(Draft).where(Draft.account_id == account_id, Draft.typed.is_not(None), Draft.saved_at >= since)


def _line(row: Draft) -> DraftLine:
    return DraftLine(row.id, row.title, row.page, row.saved_at, _pairs(row))


def _pairs(row: Draft) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), str(text)) for name, text in row.typed or ())
