"""Puts the words and pages into the program."""

from __future__ import annotations

from flask import Flask

from rehab_center.assignments import labels, services

__all__ = ("init_app", "labels", "services")


def init_app(app: Flask) -> None:
    """Register what belongs to this feature."""
