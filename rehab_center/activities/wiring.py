"""Puts the words and pages into the program."""

from __future__ import annotations

from flask import Flask

from rehab_center.activities import labels, services
from rehab_center.activities.uses import uses_of_paper
from rehab_center.documents.uses import describe_uses

__all__ = ("init_app", "labels", "services")


def init_app(app: Flask) -> None:
    """Register what belongs to this feature."""
    describe_uses("activities", uses_of_paper)
