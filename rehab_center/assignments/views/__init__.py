"""The pages: the lists, one person's suitability, one assignment, many at once."""

from __future__ import annotations

from rehab_center.assignments.views import lists, many, one, papers, stays, workbook
from rehab_center.assignments.views.blueprint import bp

__all__ = ("bp", "lists", "many", "one", "papers", "stays", "workbook")
