"""Reading files: one stay's, and the list of all."""

from __future__ import annotations

from rehab_center.dossiers.queries.files import (
    ChecklistRow,
    FilePage,
    PaperLine,
    asking_on,
    file_page,
    live_papers,
    load_paper,
    paper_line,
    papers_of_stay,
)
from rehab_center.dossiers.queries.lists import FileRow, file_list

__all__ = (
    "ChecklistRow",
    "FilePage",
    "FileRow",
    "PaperLine",
    "asking_on",
    "file_list",
    "file_page",
    "live_papers",
    "load_paper",
    "paper_line",
    "papers_of_stay",
)
