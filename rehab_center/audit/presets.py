"""Ways of looking at the log that are asked for again and again: only changes, only exports, changed terms…

The natures of acts are the log's own; what else is asked often, the features that know the tables register.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import lazy_gettext as _l

from rehab_center.audit.labels import Words, described_acts, writes

Fields = Mapping[str, Sequence[str]]
"""Table -> columns."""


@dataclass(frozen=True)
class Preset:
    """Acts whose names ``chooses``, and acts that changed one of ``fields`` in a record that was there before."""

    label: Words
    chooses: Callable[[str], bool] | None = None
    fields: Fields = field(default_factory=dict)

    @property
    def acts(self) -> tuple[str, ...]:
        """The described acts it chooses."""
        return tuple(act for act in described_acts() if self.chooses and self.chooses(act))


_EXPORT = ("exported", "printed", "downloaded")
_READ = ("viewed", "opened")
_SIGN_IN = ("account.signed_", "account.sign_in", "account.locked")
_OWN = ("audit.", "clock.", "demo.")

_presets: dict[str, Preset] = {}


def nature_of(act: str) -> str:
    """What an act is by its name: ``export``, ``read``, ``sign-in``, ``own`` (of the program itself) or ``change``."""
    if writes(act):
        return "change"
    if act.endswith(_EXPORT):
        return "export"
    if act.endswith(_READ):
        return "read"
    if act.startswith(_SIGN_IN):
        return "sign-in"
    return "own" if act.startswith(_OWN) else "change"


def describe_preset(key: str, preset: Preset) -> None:
    """Offer a way of looking at the log. Raises ValueError when the key is taken by another."""
    if _presets.setdefault(key, preset) is not preset:
        raise ValueError(f"two presets named {key}")


def preset(key: str) -> Preset | None:
    """The preset with this key, None where there is none."""
    return NATURES.get(key) or _presets.get(key)


def prepared() -> dict[str, Preset]:
    """The presets that features registered, in order."""
    return dict(_presets)


def _nature(label: Words, *wanted: str) -> Preset:
    return Preset(label, lambda act: nature_of(act) in wanted)


NATURES: dict[str, Preset] = {
    "change": _nature(_l("Only what was changed"), "change"),
    "read": _nature(_l("Only what was looked at"), "read"),
    "export": _nature(_l("Only exports and prints"), "export"),
    "sign-in": _nature(_l("Only sign-ins"), "sign-in"),
    "own": _nature(_l("Only the program's own acts"), "own"),
}
"""Every act has one nature."""
