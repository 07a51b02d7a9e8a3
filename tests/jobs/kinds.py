"""Kinds of work to test with. Each item it finishes is a line in a file, which shows what was done, and how often."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from rehab_center.db import transaction
from rehab_center.errors import DomainError
from rehab_center.jobs.context import JobContext
from rehab_center.jobs.handlers import handler
from rehab_center.words import message


@handler("test.count", label="Counting", cancellable=True)
def count(context: JobContext) -> dict[str, Any]:
    """Writes each key into the file ``payload["file"]`` and waits ``payload["wait"]`` seconds after it."""
    file = Path(context.payload["file"])
    for key in context.plan([f"item {number}" for number in range(context.payload["items"])]):
        with transaction() as session:
            context.finish(session, key, {"length": len(key)})
        with file.open("a", encoding="utf-8") as lines:
            lines.write(key + "\n")
        time.sleep(context.payload.get("wait", 0))
    return {"counted": sum(1 for _part in context.results())}


@handler("test.refuse", label="Refusing")
def refuse(context: JobContext) -> None:
    """Ends with words for the one who asked."""
    context.advance(1, 3)
    raise DomainError(message("Row %(row)s is empty", row=7))


@handler("test.fault", label="Faulty")
def fault(_context: JobContext) -> None:
    """Ends with a defect."""
    raise ZeroDivisionError("secret detail")
