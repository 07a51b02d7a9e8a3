"""The page that opens the settings: everything that is set, and by whom it may be changed."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from rehab_center.permissions import Permission
from rehab_center.web.access import requires

bp = Blueprint("settings", __name__, url_prefix="/settings")


@bp.get("/")
@requires(Permission.SETTINGS_VIEW)
def index() -> ResponseReturnValue:
    """The parts of the settings that the reader may open."""
    return render_template("settings/index.html")
