"""The blueprint that every view of this feature hangs on."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("activities", __name__, url_prefix="/activities")
