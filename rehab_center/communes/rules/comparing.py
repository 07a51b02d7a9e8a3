"""What changes when one list takes another's place. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from rehab_center.communes.rules.units import Gazetteer, Unit


@dataclass(frozen=True)
class Changes:
    """``renamed`` and ``mended`` are pairs, before and after; ``mended`` differ in days, parent or successors only."""

    added: tuple[Unit, ...]
    ended: tuple[Unit, ...]
    renamed: tuple[tuple[Unit, Unit], ...]
    mended: tuple[tuple[Unit, Unit], ...]
    gone: tuple[Unit, ...]

    def __bool__(self) -> bool:
        return any((self.added, self.ended, self.renamed, self.mended, self.gone))

    @property
    def counts(self) -> dict[str, int]:
        """How many of each, for the log."""
        return {name: len(getattr(self, name)) for name in ("added", "ended", "renamed", "mended", "gone")}


def changes(before: Gazetteer, after: Gazetteer) -> Changes:
    """Compare two lists unit by unit: the same code with the same first day is the same unit."""
    old = {unit.key: unit for unit in before.units}
    new = {unit.key: unit for unit in after.units}
    both = [(old[key], unit) for key, unit in new.items() if key in old and old[key] != unit]
    renamed = [pair for pair in both if _called(pair[0]) != _called(pair[1])]
    rest = [pair for pair in both if _called(pair[0]) == _called(pair[1])]
    ended = [later for earlier, later in rest if earlier.valid_to is None and later.valid_to is not None]
    return Changes(
        added=tuple(unit for key, unit in new.items() if key not in old),
        ended=tuple(ended),
        renamed=tuple(renamed),
        mended=tuple(pair for pair in rest if pair[1] not in ended),
        gone=tuple(unit for key, unit in old.items() if key not in new),
    )


def _called(unit: Unit) -> tuple[str, str]:
    return unit.kind, unit.name
