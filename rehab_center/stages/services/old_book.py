"""Stages out of an old book, many lines in one act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Admission
from rehab_center.audit.recorder import record
from rehab_center.errors import DomainError, NotPermitted
from rehab_center.findings import Severity
from rehab_center.names import clean
from rehab_center.permissions import Actor, Permission, Scope
from rehab_center.residents.queries import person_names
from rehab_center.stages.kinds import Step
from rehab_center.stages.queries import books_of, days_of
from rehab_center.stages.rules.changing import check_change
from rehab_center.stages.rules.intervals import Change
from rehab_center.stages.rules.old_book import BadLine, BookLine
from rehab_center.stages.services.change import new_row
from rehab_center.words import N_, message


@dataclass(frozen=True)
class Keyed:
    """A line that will be written, and whose it is."""

    line: BookLine
    stay_id: int
    full_name: str

    @property
    def change(self) -> Change:
        """What it says."""
        return Change(self.line.stage, self.line.begins_on, self.line.alongside)


@dataclass(frozen=True)
class BookPlan:
    """What keying pasted lines would do: what is written, and what is refused and why, each in the pasted order.

    ``there``: how many lines say what stands already, such as the first stage, which began with the stay.
    """

    written: tuple[Keyed, ...]
    refused: tuple[BadLine, ...]
    there: int = 0


def plan_old_book(
    session: Session, facility_id: int, lines: Iterable[BookLine | BadLine], *, scope: Scope, now: datetime
) -> BookPlan:
    """What keying these lines for a centre would do."""
    read = list(lines)
    refused = [line for line in read if isinstance(line, BadLine)]
    good = [line for line in read if isinstance(line, BookLine)]
    stays = _stays(session, facility_id, {line.code for line in good}) if scope.covers(facility_id) else {}
    by_id = {stay.id: stay for stay in stays.values()}
    days = days_of(session, by_id)
    known: dict[int, list[Change]] = defaultdict(list)
    for stay_id, book in books_of(session, list(by_id)).items():
        known[stay_id] += book.changes
    names = person_names(session, [stay.resident_id for stay in stays.values()])
    today = clock.day_of(now)
    written: list[Keyed] = []
    there = 0
    for line in sorted(good, key=lambda line: (line.begins_on, line.number)):
        stay = stays.get(line.code)
        if stay is None:
            words = message(N_("Nobody has the file code %(code)s here"), code=line.code)
            refused.append(BadLine(line.number, line.text, words))
            continue
        keyed = Keyed(line, stay.id, names[stay.resident_id].full_name)
        if any((one.stage, one.begins_on) == (line.stage, line.begins_on) for one in known[stay.id]):
            there += 1
            continue
        findings = check_change(known[stay.id], keyed.change, stay=days[stay.id], today=today)
        stop = next((one for one in findings if one.severity is Severity.BLOCK), None)
        if stop:
            refused.append(BadLine(line.number, line.text, stop.message))
            continue
        known[stay.id].append(keyed.change)
        written.append(keyed)
    return BookPlan(
        tuple(sorted(written, key=lambda keyed: keyed.line.number)),
        tuple(sorted(refused, key=lambda line: line.number)),
        there,
    )


def _stays(session: Session, facility_id: int, codes: set[str]) -> dict[str, Admission]:
    found: dict[str, Admission] = {}
    wanted = sorted(codes)
    for start in range(0, len(wanted), 500):
        query = select(Admission).where(
            Admission.facility_id == facility_id, Admission.file_code.in_(wanted[start : start + 500])
        )
        found |= {stay.file_code: stay for stay in session.scalars(query)}
    return found


def key_old_book(
    session: Session,
    facility_id: int,
    lines: Iterable[BookLine | BadLine],
    *,
    why: str | None,
    actor: Actor,
    now: datetime,
) -> BookPlan:
    """Write what can be written of these lines in one act, as decided, and give what was done.

    ``why`` names the book; it answers every warning. Raises NotPermitted, DomainError (field ``why``, or ``lines``
    where nothing can be written).
    """
    if not actor.may(Permission.STAGES_DECIDE):
        raise NotPermitted(message(N_("This is for somebody else to do")))
    why = clean(why or "") or None
    if not why:
        raise DomainError(message(N_("Say which book this comes from")), field="why")
    plan = plan_old_book(session, facility_id, lines, scope=actor.scope, now=now)
    if not plan.written:
        raise DomainError(message(N_("None of these lines can be written")), field="lines")
    session.add_all(
        new_row(keyed.stay_id, Step.DECIDED, keyed.change, why=why, actor=actor, now=now) for keyed in plan.written
    )
    session.flush()
    people = len({keyed.stay_id for keyed in plan.written})
    details = {"staged_people": people, "staged_lines": len(plan.written)}
    record("stage.keyed", actor=actor, at=now, reason=why, details=details)
    return plan
