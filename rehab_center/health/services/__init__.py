"""Use-cases of the medical post."""

from __future__ import annotations

from rehab_center.health.services.looks import owe_look, record_look
from rehab_center.health.services.record import assign_record, keep_note, note_view
from rehab_center.health.services.statements import clear_for_work, keep_check, state_infection

__all__ = (
    "assign_record",
    "clear_for_work",
    "keep_check",
    "keep_note",
    "note_view",
    "owe_look",
    "record_look",
    "state_infection",
)
