"""What a rule says: how grave it is, in which words, by what article. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from rehab_center.errors import Blocked, ReasonNeeded
from rehab_center.words import Message


class Severity(StrEnum):
    """BLOCK stops the act; WARN needs a reason, which is stored; REMIND makes a to-do."""

    BLOCK = "block"
    WARN = "warn"
    REMIND = "remind"


@dataclass(frozen=True)
class Finding:
    """One thing a rule has to say: ``source`` cites the article, ``field`` the input it concerns."""

    rule: str
    severity: Severity
    message: Message
    source: str
    field: str | None = None


def settle(findings: Iterable[Finding], reason: str | None) -> tuple[Finding, ...]:
    """Refuse on BLOCK, ask for a reason on WARN, and give back what is left to remind of.

    Raises Blocked, or ReasonNeeded when a WARN comes without a reason.
    """
    found = tuple(findings)
    blocks = [finding for finding in found if finding.severity is Severity.BLOCK]
    if blocks:
        raise Blocked(blocks)
    warnings = [finding for finding in found if finding.severity is Severity.WARN]
    if warnings and not (reason or "").strip():
        raise ReasonNeeded(warnings)
    return tuple(finding for finding in found if finding.severity is Severity.REMIND)
