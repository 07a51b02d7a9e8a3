"""Which kind of paper a movement usually rests on."""

from __future__ import annotations

from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.documents.kinds import DocumentKind
from rehab_center.words import N_

_KINDS = {
    MovementKind.ADMITTED: DocumentKind.DECISION,
    MovementKind.TRANSFERRED_IN: DocumentKind.TRANSFER,
    MovementKind.CONVERTED_IN: DocumentKind.DECISION,
    MovementKind.ESCAPED: DocumentKind.ESCAPE_DECISION,
    MovementKind.RETURNED: DocumentKind.HANDOVER,
    MovementKind.TO_HOSPITAL: DocumentKind.HOSPITAL,
    MovementKind.FROM_HOSPITAL: DocumentKind.HOSPITAL,
    MovementKind.ON_LEAVE: DocumentKind.LEAVE,
    MovementKind.TAKEN_OUT: DocumentKind.EXTRACTION,
    MovementKind.BROUGHT_BACK: DocumentKind.HANDOVER,
    MovementKind.SUSPENDED: DocumentKind.SUSPENSION,
    MovementKind.RESUMED: DocumentKind.HANDOVER,
    MovementKind.IMPRISONED: DocumentKind.EXTRACTION,
    MovementKind.TERM_REDUCED: DocumentKind.REDUCTION,
    MovementKind.COMPLETED: DocumentKind.CERTIFICATE,
    MovementKind.REDUCED: DocumentKind.REDUCTION,
    MovementKind.EXEMPTED: DocumentKind.SUSPENSION,
    MovementKind.TRANSFERRED_OUT: DocumentKind.TRANSFER,
    MovementKind.DIED: DocumentKind.DEATH,
    MovementKind.CONVERTED_OUT: DocumentKind.DECISION,
    MovementKind.RELEASED: DocumentKind.HANDOVER,
}


TEMPORARY_PAPER = N_("Paper on the temporary stay")
"""What a stay rests on while the file for the court is being made (L120 Đ37.1): no court has decided yet."""

OWN_PAPERS = frozenset(
    {
        MovementKind.ESCAPED,
        MovementKind.RETURNED,
        MovementKind.TO_HOSPITAL,
        MovementKind.ON_LEAVE,
        MovementKind.BROUGHT_BACK,
        MovementKind.RESUMED,
        MovementKind.COMPLETED,
        MovementKind.WITHDRAWN,
        MovementKind.RELEASED,
    }
)
"""Movements whose paper the centre itself usually issues."""


def paper_kind_of(kind: MovementKind) -> DocumentKind:
    """The kind of the paper that allows such a movement."""
    return _KINDS.get(kind, DocumentKind.OTHER)
