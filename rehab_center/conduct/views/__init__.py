"""The pages: a month, its sheet on paper, the ratings of one stay."""

from __future__ import annotations

from rehab_center.conduct.views import events, months, reductions, sheet, stays
from rehab_center.conduct.views.blueprint import bp

__all__ = ("bp", "events", "months", "reductions", "sheet", "stays")
