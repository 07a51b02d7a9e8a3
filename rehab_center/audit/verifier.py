"""Checking the log: the chain recomputed, every live row compared with its last recorded content, the guards in place.

Reads in slices, so that memory stays flat however long the log grows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from rehab_center.audit.chain_walk import START, ChainWalk, Mark
from rehab_center.audit.coverage import UNRECORDED
from rehab_center.audit.guards import missing_guards
from rehab_center.audit.live_rows import table_problems
from rehab_center.audit.problems import Problem
from rehab_center.db import Model

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Verification:
    """What a verification found. ``head`` is the hash of the last entry ("" for an empty log).

    ``first`` is the first entry that was recomputed: 1, or the one after the mark it went on from.
    """

    ok: bool
    entries: int
    head: str
    problems: tuple[Problem, ...]
    first: int = 1


def verify(session: Session, key: bytes, progress: Progress | None = None, after: Mark = START) -> Verification:
    """Recompute the chain and compare every covered table with it. ``key`` is the installation's audit key.

    Going on ``after`` a mark skips only the recomputing of what stands before it: every live row is compared with what
    the log last recorded of it in any case. Who edited an old entry, or a row together with the old entry that speaks
    of it, is found from the start only.
    ``session`` must see one state of the database throughout (:func:`rehab_center.audit.services.check_log`).
    ``progress`` is told how many entries of how many have been walked.
    """
    walk = ChainWalk(session, key, progress or (lambda done, total: None), after)
    problems = [*walk.problems(), *missing_guards(session)]
    for table in Model.metadata.sorted_tables:
        if table.name not in UNRECORDED:
            problems += table_problems(session, table, key)
    return Verification(not problems, walk.entries, walk.head, tuple(problems), after.number + 1)
