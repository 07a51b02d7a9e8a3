"""The pages of the medical post."""

from __future__ import annotations

from rehab_center.health.views import lists, looks, record, statements
from rehab_center.health.views.blueprint import bp

__all__ = ("bp", "lists", "looks", "record", "statements")
