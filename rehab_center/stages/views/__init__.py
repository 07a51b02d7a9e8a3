"""The pages: everybody with their stage, changing it, an old book, the sheet, one stay."""

from __future__ import annotations

from rehab_center.stages.views import changing, index, old_book, plans, stays
from rehab_center.stages.views.blueprint import bp

__all__ = ("bp", "changing", "index", "old_book", "plans", "stays")
