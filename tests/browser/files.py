"""The addresses that lead to a file, not to a page."""

from __future__ import annotations

_UNLIKE_A_FILE = {
    "/people/<int:resident_id>/photos/<int:photo_id>",
    "/communes/shipped",
    "/communes/suggest",
    "/papers/<int:document_id>/scans/<int:scan_id>",
    "/files/papers/<int:paper_id>/scans/<int:file_scan_id>",
    "/attendance/sheets/<int:sheet_id>/scans/<int:scan_id>",
    "/courses/certificates/<int:certificate_id>/scans/<int:scan_id>",
}


def is_file(rule: str) -> bool:
    """Whether it is one by its name, or one of the few whose name does not say so."""
    return rule.endswith(("/file", ".xlsx")) or rule in _UNLIKE_A_FILE
