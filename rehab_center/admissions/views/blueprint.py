"""The one blueprint of this feature's pages."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("admissions", __name__, url_prefix="/admissions")
