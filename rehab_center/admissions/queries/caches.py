"""Whether each cached end of a term is what its ledger and a fresh calculation say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission, TermEntry
from rehab_center.admissions.queries.conventions import PolicyReader, policies_of
from rehab_center.admissions.queries.ledger import CHUNK, calculated_term, movements_of, term_input
from rehab_center.admissions.rules.sequence import live
from rehab_center.admissions.rules.term_case import TermResult
from rehab_center.audit.problems import Problem
from rehab_center.words import N_, message


def term_cache_problems(session: Session) -> Iterator[Problem]:
    """Every stay whose cached term end differs from its last stored line or from a new calculation.

    Reads the stays piece by piece, so that a large register needs no memory.
    """
    policies = policies_of(session)
    last_id = 0
    while stays := session.scalars(
        select(Admission).where(Admission.id > last_id).order_by(Admission.id).limit(CHUNK)
    ).all():
        last_id = stays[-1].id
        yield from _problems(session, policies, stays)
        session.expunge_all()


def _problems(session: Session, policies: PolicyReader, stays: Sequence[Admission]) -> Iterator[Problem]:
    ids = [stay.id for stay in stays]
    movements = movements_of(session, ids)
    stored = _last_lines(session, ids)
    for stay in stays:
        result = calculated_term(policies, term_input(stay), live(movements[stay.id]))
        calculated = result.end_on if result else None
        if stay.term_end_on != calculated:
            yield Problem(
                "cache",
                f"admission {stay.id}",
                message(
                    N_("The end of term of %(file)s is kept as %(kept)s but calculates as %(calculated)s"),
                    file=stay.file_code,
                    kept=stay.term_end_on,
                    calculated=calculated,
                ),
            )
        elif result is not None and _differs(stored.get(stay.id), result):
            yield Problem(
                "ledger",
                f"admission {stay.id}",
                message(N_("The stored lines of the term of %(file)s do not end as they should"), file=stay.file_code),
            )


def _differs(last: TermEntry | None, result: TermResult) -> bool:
    return last is None or last.running_end_on != result.end_on or last.position != len(result.lines)


def _last_lines(session: Session, ids: Sequence[int]) -> dict[int, TermEntry]:
    latest = (
        select(TermEntry.admission_id, func.max(TermEntry.calculation).label("calculation"))
        .where(TermEntry.admission_id.in_(ids))
        .group_by(TermEntry.admission_id)
        .subquery()
    )
    rows = session.scalars(
        select(TermEntry)
        .join(
            latest,
            (latest.c.admission_id == TermEntry.admission_id) & (latest.c.calculation == TermEntry.calculation),
        )
        .order_by(TermEntry.position)
    )
    return {row.admission_id: row for row in rows}
