"""Who numbers and issues a paper, and whether it is signed as that person may."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from rehab_center.admissions.queries.checking import IssuingRight, issuing_right
from rehab_center.admissions.rules.signs import Signs
from rehab_center.errors import DomainError, NotPermitted
from rehab_center.issuing.kinds import Book
from rehab_center.issuing.rules.facts import Typed
from rehab_center.permissions import Actor, Permission
from rehab_center.words import N_, message

NOT_BY_AUTHORISATION = frozenset({Book.DECISION, Book.PROPOSAL})
"""What only the head or a deputy for the head signs (L120 Đ46.2đ; NĐ 116/2021 Đ58), to be confirmed."""


def may_issue(session: Session, actor: Actor, facility_id: int, day: date) -> bool:
    """Whether the actor numbers and issues papers of a centre: by the post, or by a dated paper."""
    return actor.may(Permission.ISSUING_ISSUE) or issuing_right(session, actor, facility_id, day) is not None


def right_to_issue(
    session: Session, actor: Actor, facility_id: int, day: date, given: Typed, book: Book
) -> IssuingRight | None:
    """The delegation by which the actor issues this paper, None by the post.

    Raises NotPermitted for anybody else, DomainError where the paper is signed otherwise than the delegation says.
    """
    if actor.may(Permission.ISSUING_ISSUE):
        return None
    right = issuing_right(session, actor, facility_id, day)
    if right is None:
        raise NotPermitted(message(N_("Only the head of the centre, or whom a paper names, numbers and issues papers")))
    if right.signs is Signs.DEPUTY and not given.by_deputy:
        raise DomainError(message(N_("By your paper you sign for the head (KT.): say so on the draft")), code="signs")
    if right.signs is Signs.AUTHORISED and given.authorised.casefold() != right.title.casefold():
        words = N_("By your paper you sign by authorisation (TUQ.) as “%(title)s”: say so on the draft")
        raise DomainError(message(words, title=right.title), code="signs")
    return right


def check_signature(given: Typed, book: Book) -> None:
    """Raises DomainError for a paper that two forms of signing are typed for, or one that is not authorised."""
    if not given.authorised:
        return
    if given.by_deputy:
        raise DomainError(
            message(N_("A paper is signed in one form: by the deputy (KT.) or by authorisation (TUQ.)")),
            field="authorised",
        )
    if book in NOT_BY_AUTHORISATION:
        raise DomainError(
            message(N_("Decisions and proposals to a court are signed by the head, or a deputy for the head (KT.)")),
            field="authorised",
        )
