"""The figures of certificates: how many were given in a period, by trade and level, and to whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission
from rehab_center.courses.queries.report import CourseLine, certificates_issued
from rehab_center.dates import DateRange
from rehab_center.figures.making import times_figure
from rehab_center.figures.values import Counted, Figure
from rehab_center.figures.work_words import LEVELS
from rehab_center.names import slug
from rehab_center.permissions import Scope
from rehab_center.residents.models import Resident
from rehab_center.residents.queries.order import listed_by
from rehab_center.words import N_, Message, message

CERTIFICATES = N_("Certificates given in the period")


@dataclass(frozen=True)
class Given:
    """The certificates first given in a period: those of all trades, and by trade and level."""

    lines: tuple[CourseLine, ...]
    people: tuple[Counted, ...]
    """Everybody with one, in the order of lists, with the day of the first and the number of theirs."""

    def whole(self, code: str, label: Message) -> Figure:
        """All of them."""
        return times_figure(code, label, self.people)

    def by_trade(self) -> list[Figure]:
        """One figure for each trade and level; attestations of classes have no level."""
        return [self._line(line) for line in self.lines]

    def _line(self, line: CourseLine) -> Figure:
        of = _days(line.given)
        level = message(LEVELS[line.level]) if line.level else message(N_("attestation of a class"))
        return times_figure(
            f"given_{line.level or 'none'}_{slug(line.trade)}",
            message(N_("Certificates: %(trade)s, %(level)s"), trade=line.trade, level=level),
            [_with(one, of[one.admission_id]) for one in self.people if one.admission_id in of],
        )


def certificates_given(session: Session, days: DateRange, *, scope: Scope, known_at: datetime) -> Given:
    """Read them: two statements, one where there are none."""
    lines = certificates_issued(session, days, scope=scope, known_at=known_at)
    of = _days(one for line in lines for one in line.given)
    return Given(lines, tuple(_people(session, of)))


def _days(given: Iterable[tuple[int, date]]) -> dict[int, list[date]]:
    """The days on which each stay was first given a certificate."""
    found: dict[int, list[date]] = {}
    for stay_id, on in given:
        found.setdefault(stay_id, []).append(on)
    return found


def _people(session: Session, of: Mapping[int, list[date]]) -> list[Counted]:
    if not of:
        return []
    rows = session.execute(
        select(Admission.id, Resident.id, Admission.file_code, Resident.full_name)
        .join(Resident, Resident.id == Admission.resident_id)
        .where(Admission.id.in_(sorted(of)))
        .order_by(listed_by(session), Admission.id)
    )
    return [Counted(stay, person, code, name, min(of[stay]), len(of[stay])) for stay, person, code, name in rows]


def _with(one: Counted, days: list[date]) -> Counted:
    return replace(one, on=min(days), amount=len(days))
