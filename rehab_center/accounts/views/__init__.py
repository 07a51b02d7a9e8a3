"""The pages: :mod:`door` for everybody, :mod:`mine` for an account's holder, :mod:`administer` for administrators."""

from __future__ import annotations

from rehab_center.accounts.views import administer, door, mine
from rehab_center.accounts.views.blueprint import bp

__all__ = ["administer", "bp", "door", "mine"]
