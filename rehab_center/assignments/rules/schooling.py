"""Whether somebody has the general education that minors are owed, as their record says it. Pure."""

from __future__ import annotations

import re

from rehab_center.names import fold

_CLASS = re.compile(r"(?:lop\s*)?(\d{1,2})(?:\s*/\s*1[02])?")
_DONE = ("trung hoc co so", "thcs", "trung hoc pho thong", "thpt", "trung cap", "cao dang", "dai hoc")
LOWER_SECONDARY = 9
"""The last class of universal education (phổ cập giáo dục trung học cơ sở)."""


def has_finished_school(education: str | None) -> bool:
    """Whether a record such as "9/12", "lớp 10" or "THPT" says that universal education was completed."""
    words = fold(education or "")
    found = _CLASS.fullmatch(words)
    if found:
        return int(found[1]) >= LOWER_SECONDARY
    return any(word in words for word in _DONE) and "chua" not in words
