"""Keeping drafts and letting them go. Nothing here is an act for the log: a draft states nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from rehab_center.drafts import rules
from rehab_center.drafts.models import Draft
from rehab_center.drafts.rules import Pairs, Place, Sending
from rehab_center.errors import DomainError
from rehab_center.words import N_


class DraftTooLarge(DomainError):
    """More was typed than a draft keeps; the form itself can be saved all the same."""


def keep(
    session: Session,
    account_id: int,
    place: Place,
    *,
    sending: Sending,
    came_with: Sending | None = None,
    title: str,
    typed: Pairs,
    now: datetime,
    since: datetime,
) -> bool:
    """Keep what was typed in place of what this sheet kept before; gives whether it was kept.

    ``came_with``: the draft the sheet was opened with, as it stood then. It goes on in this sheet; where another sheet
    has gone on with it meanwhile, this one begins a draft of its own. Not kept is what arrives after its form was
    saved, or after something sent later from the same sheet. Drafts of before ``since`` are forgotten, everybody's.
    Raises DraftTooLarge.
    """
    if rules.too_large(typed):
        raise DraftTooLarge(N_("Too much was typed for a draft to be kept. Save the form now."))
    session.execute(delete(Draft).where(Draft.saved_at < since))
    row = _row(session, account_id, place, sending, came_with)
    if row is None:
        row = Draft(account_id=account_id, page=place.page, form=place.form, version=rules.version_in(typed))
        session.add(row)
    elif rules.is_late(sending, Sending(row.sheet, row.number)):
        return False
    elif row.typed is None:
        if rules.is_echo(sending.sheet, closed_sheet=row.sheet, closed_at=row.saved_at, now=now):
            return False
        row.version = rules.version_in(typed)
    row.sheet, row.number = sending.sheet, sending.number
    row.title, row.typed, row.saved_at = title, [list(pair) for pair in typed], now
    session.flush()
    _let_the_oldest_go(session, account_id)
    return True


def close(
    session: Session,
    account_id: int,
    place: Place,
    *,
    sending: Sending,
    came_with: Sending | None = None,
    now: datetime,
) -> None:
    """The form is saved: its draft is none any more, and what its browser still sends is not kept.

    Drafts of other sheets with the same form stay.
    """
    row = _row(session, account_id, place, sending, came_with)
    if row is None:
        row = Draft(account_id=account_id, page=place.page, form=place.form)
        session.add(row)
    row.sheet, row.number = sending.sheet, sending.number
    row.title, row.typed, row.version, row.saved_at = "", None, None, now
    session.flush()
    _forget_echoes(session, account_id, now=now)


def throw_away(session: Session, account_id: int, draft_id: int) -> None:
    """Forget a draft of this account, if there is one."""
    session.execute(delete(Draft).where(Draft.account_id == account_id, Draft.id == draft_id))


def leave(
    session: Session, account_id: int, place: Place, *, sending: Sending, came_with: Sending | None = None
) -> None:
    """Forget the draft of a form whose words have gone on into another form."""
    row = _row(session, account_id, place, sending, came_with)
    if row is not None:
        session.delete(row)
        session.flush()


def _row(session: Session, account_id: int, place: Place, sending: Sending, came_with: Sending | None) -> Draft | None:
    """The draft of this sheet; else the one it was opened with, where that still stands as it did."""
    here = (Draft.account_id == account_id, Draft.page == place.page, Draft.form == place.form)
    own = session.scalar(select(Draft).where(*here, Draft.sheet == sending.sheet))
    if own is not None or came_with is None:
        return own
    row = session.scalar(select(Draft).where(*here, Draft.sheet == came_with.sheet, Draft.typed.is_not(None)))
    return row if row is not None and rules.goes_on(came_with, Sending(row.sheet, row.number)) else None


def _forget_echoes(session: Session, account_id: int, *, now: datetime) -> None:
    closed = select(Draft.id, Draft.saved_at).where(Draft.account_id == account_id, Draft.typed.is_(None))
    over = [row.id for row in session.execute(closed) if rules.is_forgotten(row.saved_at, now=now)]
    if over:
        session.execute(delete(Draft).where(Draft.id.in_(over)))


def _let_the_oldest_go(session: Session, account_id: int) -> None:
    ids = select(Draft.id).where(Draft.account_id == account_id).order_by(Draft.saved_at.desc(), Draft.id.desc())
    beyond = list(session.scalars(ids.offset(rules.MOST_DRAFTS).limit(rules.MOST_DRAFTS)))
    if beyond:
        session.execute(delete(Draft).where(Draft.id.in_(beyond)))
