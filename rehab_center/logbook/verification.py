"""Verifying the log from a page: a job, for a long log takes minutes, and its result in words with what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit import wording
from rehab_center.audit.problems import Problem
from rehab_center.audit.services import Extent, check_log, record_verification
from rehab_center.audit.wording import MOST_PROBLEMS, ProblemWords
from rehab_center.db import transaction
from rehab_center.jobs.context import JobContext
from rehab_center.jobs.handlers import handler
from rehab_center.words import Message

KIND = "audit.verify"


@handler(KIND, label=_l("Verifying the log"), done_endpoint="logbook.verified", cancellable=True)
def _verify(context: JobContext) -> dict[str, Any]:
    found = check_log(context.advance, extent=Extent(context.payload.get("extent", Extent.WHOLE)))
    with transaction() as session:
        number = record_verification(session, found, actor=context.actor, now=clock.now())
    return {
        "entry": number,
        "ok": found.ok,
        "first": found.first,
        "entries": found.entries,
        "problems": len(found.problems),
        "found": [_as_json(problem) for problem in found.problems[:MOST_PROBLEMS]],
    }


def _as_json(problem: Problem) -> dict[str, Any]:
    return {
        "kind": problem.kind,
        "where": problem.where,
        "msgid": problem.what.msgid,
        "params": dict(problem.what.params),
        "difference": dict(problem.difference),
    }


@dataclass(frozen=True)
class Result:
    """What a finished verification found; ``problems`` are the first of ``count``, each with its advice."""

    entry: int
    ok: bool
    first: int
    entries: int
    count: int
    problems: tuple[tuple[ProblemWords, str], ...]


def result(session: Session, given: dict[str, Any]) -> Result:
    """A job's result in words."""
    found = [
        Problem(one["kind"], one["where"], Message(one["msgid"], one["params"]), one["difference"])
        for one in given.get("found", [])
    ]
    words = wording.problems(session, found)
    return Result(
        entry=int(given["entry"]),
        ok=not given["problems"],
        first=int(given.get("first", 1)),
        entries=int(given.get("entries", 0)),
        count=int(given["problems"]),
        problems=tuple((one, advice(problem)) for one, problem in zip(words, found, strict=True)),
    )


_ADVICE = {
    "log": _l("The log itself was touched. Take the last backup from before, compare it, and report it."),
    "unguarded": _l("Ask whoever looks after the machine who removed it; ./run doctor says how to put it back."),
    "edited": _l("Compare it with the paper in the file and put it right in the program, with the reason."),
    "deleted": _l("Find it in the last backup and enter it again in the program, with the reason."),
    "smuggled": _l("Nobody entered this in the program. Find out who knows of it before it is relied on."),
}


def advice(problem: Problem) -> str:
    """What to do about a problem."""
    kind = "log" if problem.where.startswith("audit_") else problem.kind
    return str(_ADVICE.get(kind) or _l("Keep the machine as it is and report it."))
