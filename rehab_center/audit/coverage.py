"""Which tables the log covers: every one but these."""

from __future__ import annotations

EPHEMERAL = frozenset({"sign_in_attempt", "ended_session", "draft", "job", "job_item"})
"""Throttle, sessions signed out, unfinished forms, long work: they state nothing, so they come and go unrecorded."""

LOG = frozenset({"audit_entry", "audit_change", "audit_head"})
"""The log itself: covered by its chain and its seal."""

UNRECORDED = EPHEMERAL | LOG | {"alembic_version"}
