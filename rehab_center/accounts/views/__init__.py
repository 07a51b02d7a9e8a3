"""The pages: :mod:`door` for everybody, :mod:`mine` and :mod:`second_factor` for an account's holder,
:mod:`administer` for administrators.
"""

from __future__ import annotations

from rehab_center.accounts.views import administer, door, mine, second_factor
from rehab_center.accounts.views.blueprint import bp

__all__ = ["administer", "bp", "door", "mine", "second_factor"]
