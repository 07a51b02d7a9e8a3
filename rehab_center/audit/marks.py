"""Where a verification may go on: the last one that found the log sound, as the log itself recorded it.

The mark is an act in the chain: who moved it would have to seal the head anew, and a verification that goes on from it
recomputes it, for it stands behind what it speaks of.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center.audit.chain_walk import START, Mark
from rehab_center.audit.rows import log_table, read_rows

VERIFIED = "audit.verified"
ANCHORED = "audit.anchored"
"""The log's head was written to a file outside the database."""
_LOOKED_AT = 20


def last_mark(session: Session) -> Mark:
    """The newest mark, START where there is none that can be used."""
    table = log_table("audit_entry")
    query = select(table).where(table.c.act == VERIFIED).order_by(table.c.id.desc()).limit(_LOOKED_AT)
    for entry in read_rows(session, table, query):
        details = entry["details"]
        number = _sound_up_to(details) if isinstance(details, dict) else 0
        if 0 < number < entry["id"]:
            return Mark(number, str(details.get("head", "")), _last_change(session, number))
    return START


def _sound_up_to(details: dict[str, Any]) -> int:
    entries = details.get("entries")
    return entries if details.get("result") == "sound" and isinstance(entries, int) else 0


def _last_change(session: Session, number: int) -> int:
    """The number of the last change up to an entry: the one before the first of a later entry."""
    table = log_table("audit_change")
    first_later = session.scalar(select(func.min(table.c.id)).where(table.c.entry_id > number))
    if first_later is not None:
        return int(first_later) - 1
    head = log_table("audit_head")
    return session.scalar(select(head.c.change_id).order_by(head.c.id).limit(1)) or 0
