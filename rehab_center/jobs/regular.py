"""What the worker looks at every minute: short work that is no job, such as a clock that may have passed an hour.

The work does nothing where nothing is due and nothing twice: a machine without a worker does it when somebody signs in.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.exc import OperationalError

from rehab_center.db import db

log = logging.getLogger(__name__)

Look = Callable[[datetime], object]
"""Gets the moment; works in transactions of its own, inside an application context."""

_looks: dict[str, Look] = {}


def every_minute(name: str, look: Look) -> None:
    """Have the worker call ``look`` about once a minute. ``name`` is the feature's."""
    _looks[name] = look


def look_at_all(now: datetime) -> None:
    """Call them one after the other."""
    for name in _looks:
        look_at(name, now)


def look_at(name: str, now: datetime) -> None:
    """Call one; what fails is noted and tried again the next minute, and keeps nobody from their work."""
    try:
        _looks[name](now)
    except OperationalError:
        db.session.rollback()
        log.info("the database is busy; %s looks again in a minute", name)
    except Exception:
        db.session.rollback()
        log.exception("%s could not look", name)
