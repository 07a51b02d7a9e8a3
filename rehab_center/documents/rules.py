"""What is written down about a paper, and how numbers of papers compare. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from rehab_center.documents.kinds import DocumentKind
from rehab_center.errors import DomainError
from rehab_center.names import clean, fold
from rehab_center.words import N_, message

_LEADING_ZEROS = re.compile(r"^0+(?=\d)")


@dataclass(frozen=True)
class DocumentFacts:
    """A paper as an office writes it down. ``number`` as written: "120/QĐ-TA".

    ``unknown_in_old_book``: date or issuer are missing because the old book never had them. ``own_book``: the number is
    out of one of the centre's own books, so ``facility_id`` and ``issued_on`` must be there.
    """

    kind: DocumentKind
    number: str
    issued_on: date | None = None
    issuer: str | None = None
    facility_id: int | None = None
    unknown_in_old_book: bool = False
    own_book: bool = False
    note: str | None = None

    @property
    def complete(self) -> bool:
        """Whether number, date and issuer are all there."""
        return bool(self.number and self.issued_on and self.issuer)


def number_key(number: str) -> str:
    """What numbers are compared by: "05/QĐ-TA" and "5 / qđ-ta" are one number."""
    return _LEADING_ZEROS.sub("", fold(number).replace(" ", ""))


def tidied(facts: DocumentFacts, *, today: date) -> DocumentFacts:
    """The facts cleaned.

    Raises DomainError for a paper without a number, one dated after ``today``, or an own book's without centre or date.
    """
    facts = replace(
        facts,
        number=clean(facts.number),
        issuer=clean(facts.issuer or "") or None,
        note=(facts.note or "").strip() or None,
    )
    if not facts.number:
        raise DomainError(message(N_("A paper needs its number")), field="number", code="no-number")
    check_issued_on(facts.issued_on, today=today)
    if facts.own_book and facts.facility_id is None:
        raise DomainError(message(N_("A number out of the centre's own book needs the centre")), field="own_book")
    if facts.own_book and facts.issued_on is None:
        raise DomainError(message(N_("A number out of the centre's own book needs its date")), field="issued_on")
    return facts


def check_issued_on(issued_on: date | None, *, today: date) -> None:
    """Raises DomainError for a paper dated after today."""
    if issued_on is not None and issued_on > today:
        raise DomainError(
            message(N_("A paper cannot be dated after today; %(day)s is still to come"), day=issued_on),
            field="issued_on",
            code="future-document",
        )
