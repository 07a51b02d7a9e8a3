"""What may be recorded, in the groups a page offers it in."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from rehab_center.admissions.rules.movements import ENTRIES, EXITS, MovementKind


def grouped(kinds: Sequence[MovementKind]) -> list[tuple[str, list[MovementKind]]]:
    """What may follow, as the page offers it: what goes on, and what ends the stay."""
    on = [kind for kind in kinds if kind not in EXITS | ENTRIES]
    ends = [kind for kind in kinds if kind in EXITS - {MovementKind.CONVERTED_OUT}]
    groups: list[tuple[str, list[MovementKind]]] = [(_("It goes on"), on), (_("It ends the stay"), ends)]
    return [(label, group) for label, group in groups if group]
