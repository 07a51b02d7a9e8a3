"""A person is in one place at a time: the stays of one person may touch on a day but never overlap (rule 49)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission
from rehab_center.admissions.queries.ledger import began, movements_of
from rehab_center.admissions.rules.movements import EXITS, MovementKind
from rehab_center.admissions.rules.sequence import live
from rehab_center.findings import Finding, Severity
from rehab_center.words import N_, message


@dataclass(frozen=True)
class Span:
    """One stay from its first day to the day of its exit (None: still on the books)."""

    stay_id: int
    file_code: str
    first_on: date
    left_on: date | None
    exit_kind: MovementKind | None


_OF_PERSON = select(Admission.id, Admission.file_code).where(Admission.resident_id == bindparam("resident"))


def spans_of(session: Session, resident_id: int) -> tuple[Span, ...]:
    """Every stay of a person that really was, in whichever centre, earliest first."""
    codes = {row.id: row.file_code for row in session.execute(_OF_PERSON, {"resident": resident_id})}
    found = []
    for stay_id, movements in movements_of(session, codes).items():
        ordered = live(movements)
        if not began(ordered):
            continue
        ended = ordered[-1] if ordered[-1].kind in EXITS else None
        found.append(
            Span(
                stay_id=stay_id,
                file_code=codes[stay_id],
                first_on=ordered[0].effective_on,
                left_on=ended.effective_on if ended else None,
                exit_kind=ended.kind if ended else None,
            )
        )
    return tuple(sorted(found, key=lambda span: (span.first_on, span.stay_id)))


def check_overlaps(
    session: Session, resident_id: int, first_on: date, left_on: date | None, *, but: int | None = None
) -> tuple[Finding, ...]:
    """Refuse a stay from ``first_on`` to ``left_on`` (None: open) that overlaps another one, ``but`` one of them.

    Leaving and entering on one day is right: somebody may come back on the day of the exit.
    """
    others = (span for span in spans_of(session, resident_id) if span.stay_id != but)
    return tuple(finding for span in others for finding in _collisions(span, first_on, left_on))


def _collisions(other: Span, first_on: date, left_on: date | None) -> Iterator[Finding]:
    if other.exit_kind is MovementKind.DIED and other.left_on is not None and first_on >= other.left_on:
        words = message(N_("This person died on %(day)s (stay %(file)s)"), day=other.left_on, file=other.file_code)
        yield Finding("49", Severity.BLOCK, words, "XLVPHC Đ114", "admitted_on")
        return
    begins_before_the_other_ends = other.left_on is None or first_on < other.left_on
    ends_after_the_other_begins = left_on is None or other.first_on < left_on
    if not (begins_before_the_other_ends and ends_after_the_other_begins):
        return
    if other.left_on is None:
        words = message(
            N_("This person is still on the books under stay %(file)s, entered on %(day)s: close that stay first"),
            file=other.file_code,
            day=other.first_on,
        )
    else:
        words = message(
            N_("This stay would overlap stay %(file)s, from %(first)s to %(last)s"),
            file=other.file_code,
            first=other.first_on,
            last=other.left_on,
        )
    yield Finding("49", Severity.BLOCK, words, "XLVPHC Đ114", "admitted_on")
