"""The blueprint of this feature."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("issuing", __name__, url_prefix="/issued-papers")
