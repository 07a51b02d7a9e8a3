"""A paper in words, out of the table, the case and what was typed. Pure."""

from __future__ import annotations

from collections.abc import Callable

from rehab_center.errors import DomainError
from rehab_center.issuing.kinds import PaperKind
from rehab_center.issuing.rules import endings, escapes, moves, proposals
from rehab_center.issuing.rules.facts import Case, Issuer, PaperText, Piece, Typed
from rehab_center.issuing.rules.recipients import addressee, copies, recipients
from rehab_center.issuing.rules.table import variant_of
from rehab_center.words import N_, message

_Wording = Callable[[Case, Typed, Issuer], tuple[tuple[str, ...], tuple[Piece, ...]]]

_WORDED: dict[PaperKind, _Wording] = {
    PaperKind.ESCAPE_NOTICE: escapes.escape_notice,
    PaperKind.SEARCH_DECISION: escapes.search_decision,
    PaperKind.RETURN_NOTICE: escapes.return_notice,
    PaperKind.LEAVE_DECISION: moves.leave_decision,
    PaperKind.TRANSFER_SLIP: moves.transfer_slip,
    PaperKind.TRANSFER_MINUTES: moves.transfer_minutes,
    PaperKind.REDUCTION_PROPOSAL: proposals.reduction,
    PaperKind.SUSPENSION_PROPOSAL: proposals.suspension,
    PaperKind.EXEMPTION_PROPOSAL: proposals.exemption,
    PaperKind.END_NOTICE: endings.end_notice,
    PaperKind.COMPLETION: endings.completion,
    PaperKind.POST_REHAB_NOTICE: endings.post_rehab_notice,
    PaperKind.DEATH_NOTICE: escapes.death_notice,
}
_DECISIONS = frozenset({PaperKind.SEARCH_DECISION, PaperKind.LEAVE_DECISION})


def compose(kind: PaperKind, case: Case, given: Typed, issuer: Issuer) -> PaperText:
    """The paper whole. Raises DomainError where the law of the case has no such paper for that kind of stay."""
    variant = variant_of(kind, case.by)
    if variant is None:
        raise DomainError(message(N_("The law of this case has no such paper")), code="no-such-paper")
    about, body = _WORDED[kind](case, given, issuer)
    day = given.dated_on
    minutes = kind is PaperKind.TRANSFER_MINUTES
    return PaperText(
        title=variant.title,
        subject=variant.subject,
        sign=variant.book.value,
        grounds=about,
        body=body,
        addressees=tuple((given.addressee or addressee(kind, case, day)).splitlines()),
        recipients=given.recipients or recipients(kind, case, day, issuer),
        authority=_authority(issuer) if kind in _DECISIONS else "",
        copies=copies(case, day) if kind is PaperKind.COMPLETION else (),
        parties=moves.PARTIES if minutes else (),
    )


def _authority(issuer: Issuer) -> str:
    """Who decides: "GIÁM ĐỐC CƠ SỞ CAI NGHIỆN …", and "TRƯỞNG CƠ SỞ CAI NGHIỆN …", for that title has the word."""
    head, name = issuer.head_title.upper(), issuer.name.upper()
    word = "CƠ SỞ"
    return f"{head}{name.removeprefix(word)}" if head.endswith(word) and name.startswith(word) else f"{head} {name}"
