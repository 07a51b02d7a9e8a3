"""Whether each cached end of a term is what its ledger and a fresh calculation say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission, TermEntry
from rehab_center.admissions.queries.conventions import policies_of
from rehab_center.admissions.queries.ledger import CHUNK, calculated_term, movements_of, term_input
from rehab_center.admissions.queries.overrides import overrides_of
from rehab_center.admissions.rules.sequence import live
from rehab_center.admissions.rules.term_case import TermResult
from rehab_center.audit.problems import Problem
from rehab_center.words import N_, message


def term_cache_problems(session: Session) -> Iterator[Problem]:
    """Every stay whose cached term end differs from its last stored line or from a new calculation.

    Reads the stays piece by piece, so that a large register needs no memory.
    """
    for stays in _pieces(session):
        yield from (_problem(stay, result) for stay, result in _out_of_step(session, stays))
        session.expunge_all()


def stays_out_of_step(session: Session) -> Iterator[int]:
    """The ids of the stays that :func:`term_cache_problems` would name, for whoever puts them right."""
    for stays in _pieces(session):
        yield from [stay.id for stay, _result in _out_of_step(session, stays)]


def _pieces(session: Session) -> Iterator[Sequence[Admission]]:
    last_id = 0
    while stays := session.scalars(
        select(Admission).where(Admission.id > last_id).order_by(Admission.id).limit(CHUNK)
    ).all():
        last_id = stays[-1].id
        yield stays


def _out_of_step(session: Session, stays: Sequence[Admission]) -> Iterator[tuple[Admission, TermResult | None]]:
    policies = policies_of(session)
    ids = [stay.id for stay in stays]
    movements, overrides = movements_of(session, ids), overrides_of(session, ids)
    stored = _last_lines(session, ids)
    for stay in stays:
        result = calculated_term(policies, term_input(stay, overrides[stay.id]), live(movements[stay.id]))
        if stay.term_end_on != _end(result) or (result is not None and _differs(stored.get(stay.id), result)):
            yield stay, result


def _end(result: TermResult | None) -> date | None:
    return result.end_on if result else None


def _problem(stay: Admission, result: TermResult | None) -> Problem:
    if stay.term_end_on != _end(result):
        words = message(
            N_("The end of term of %(file)s is kept as %(kept)s but calculates as %(calculated)s"),
            file=stay.file_code,
            kept=stay.term_end_on,
            calculated=_end(result),
        )
        return Problem("cache", f"admission {stay.id}", words)
    words = message(N_("The stored lines of the term of %(file)s do not end as they should"), file=stay.file_code)
    return Problem("ledger", f"admission {stay.id}", words)


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
