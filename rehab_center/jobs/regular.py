"""What the worker looks at every minute: short work that is no job, such as a clock that may have passed an hour.

The work does nothing where nothing is due and nothing twice: a machine without a worker does it when somebody signs in.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.exc import OperationalError

log = logging.getLogger(__name__)

Look = Callable[[datetime], object]
"""Gets the moment; works in transactions of its own, inside an application context."""

_looks: dict[str, Look] = {}


def every_minute(name: str, look: Look) -> None:
    """Have the worker call ``look`` about once a minute. ``name`` is the feature's."""
    _looks[name] = look


def look_at_all(now: datetime) -> None:
    """Call them one after the other; what fails is noted and tried again the next minute."""
    for name, look in _looks.items():
        try:
            look(now)
        except OperationalError:
            log.info("the database is busy; %s looks again in a minute", name)
        except Exception:
            log.exception("%s could not look", name)
