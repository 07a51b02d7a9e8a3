"""The use-cases of a file: ids in, ids out; the caller holds ``transaction()``.

``owe_check``, ``forget_file`` and ``keep_minutes`` are parts of a larger act (a stay begins, or never was; minutes are
closed) and write no entry in the log; the others are whole acts.
"""

from rehab_center.dossiers.rules.papers import PaperFacts
from rehab_center.dossiers.services.check import FileCheck, check_file
from rehab_center.dossiers.services.minutes import keep_minutes
from rehab_center.dossiers.services.owing import forget_file, owe_check
from rehab_center.dossiers.services.papers import add_paper, correct_paper, take_back
from rehab_center.dossiers.services.sheets import attach_scan, open_scan, withdraw_scan

__all__ = (
    "FileCheck",
    "PaperFacts",
    "add_paper",
    "attach_scan",
    "check_file",
    "correct_paper",
    "forget_file",
    "keep_minutes",
    "open_scan",
    "owe_check",
    "take_back",
    "withdraw_scan",
)
