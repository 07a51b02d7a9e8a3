"""The pages: a day, a session, corrections, sheets, hours."""

from __future__ import annotations

from rehab_center.attendance.views import marking
from rehab_center.attendance.views.blueprint import bp

__all__ = ("bp", "marking")
