"""The words for backups in the log."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from rehab_center.audit.labels import describe_act, describe_details


def describe() -> None:
    """Tell the log how backups are called."""
    describe_act("backup.made", _l("Backup made"))
    describe_act("backup.removed", _l("Old nightly backups removed"))
    describe_act("backup.list_exported", _l("List of backups exported"))
    describe_act("backup.proven", _l("Backup restored on trial"))
    describe_act("backup.restored", _l("Centre restored from a backup"))
    describe_details(
        {
            "backup_made_at": _l("Backup made at"),
            "files": _l("Files"),
            "encrypted": _l("Encrypted"),
            "lost_from": _l("First entry lost"),
            "lost_to": _l("Last entry lost"),
            "lost_head": _l("Head of the lost log"),
            "lost_acts": _l("Acts to key again"),
        }
    )
