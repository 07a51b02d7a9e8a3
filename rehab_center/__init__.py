"""Management system of a compulsory drug-rehabilitation centre."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import Migrate

from rehab_center import config as settings
from rehab_center import features, web
from rehab_center.db import canonical_json, db

ROOT = Path(__file__).resolve().parent.parent


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """The program. ``config`` goes before the environment and the instance folder (tests).

    Raises ConfigurationError when a setting is missing or wrong, RuntimeError when a view states no permission.
    """
    app = Flask(__name__, template_folder="../templates")
    settings.load(app, config)
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", {"json_serializer": canonical_json})
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"))
    web.init_app(app)
    features.init_app(app)
    web.guard(app)
    return app
