"""Puts the words into the program."""

from __future__ import annotations

from flask import Flask

from rehab_center.courses import labels, models

__all__ = ("init_app", "labels", "models")


def init_app(_app: Flask) -> None:
    """Register what belongs to this feature."""
