"""Who numbers the centre's own papers, book by book. Data only."""

from __future__ import annotations

from rehab_center.policies.rules import OPEN, FirstValue, Policy, PolicyKind, ValueType
from rehab_center.words import N_

_SOURCE = "Thông lệ; Nghị định 30/2020/NĐ-CP, chờ cơ sở xác nhận"
_CHOICES = {
    "machine": N_("The program gives the number"),
    "hand": N_("The clerk enters it after the signing"),
}

NUMBERING: tuple[Policy, ...] = tuple(
    Policy(
        kind,
        ValueType.CHOICE,
        name,
        N_("The program gives the next number when a paper is issued, or the number is entered after the signing."),
        (FirstValue("machine", _SOURCE, OPEN),),
        choices=_CHOICES,
    )
    for kind, name in (
        (PolicyKind.NUMBERING_DECISIONS, N_("Who numbers decisions (QĐ)")),
        (PolicyKind.NUMBERING_NOTICES, N_("Who numbers notices (TB)")),
        (PolicyKind.NUMBERING_PROPOSALS, N_("Who numbers proposals (TTr)")),
        (PolicyKind.NUMBERING_CERTIFICATES, N_("Who numbers certificates (GCN, GXN)")),
        (PolicyKind.NUMBERING_MINUTES, N_("Who numbers slips and minutes (PC, BB)")),
    )
)
"""One for each group of books."""
