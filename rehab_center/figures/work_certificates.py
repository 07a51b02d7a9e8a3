"""The figures of certificates: how many were given in a period, by trade and level, and to whom."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission
from rehab_center.courses.models import Certificate
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
    people: tuple[tuple[Counted, int], ...]
    """Everybody with one, in the order of lists, with the number of theirs."""

    def whole(self, code: str, label: Message) -> Figure:
        """All of them."""
        return times_figure(code, label, [_with(one, many) for one, many in self.people])

    def by_trade(self) -> list[Figure]:
        """One figure for each trade and level; attestations of classes have no level."""
        return [self._line(line) for line in self.lines]

    def _line(self, line: CourseLine) -> Figure:
        of = Counter(line.admission_ids)
        level = message(LEVELS[line.level]) if line.level else message(N_("attestation of a class"))
        return times_figure(
            f"given_{line.level or 'none'}_{slug(line.trade)}",
            message(N_("Certificates: %(trade)s, %(level)s"), trade=line.trade, level=level),
            [_with(one, of[one.admission_id]) for one, _many in self.people if one.admission_id in of],
        )


def certificates_given(session: Session, days: DateRange, *, scope: Scope, known_at: datetime) -> Given:
    """Read them: two statements, one where there are none."""
    lines = certificates_issued(session, days, scope=scope, known_at=known_at)
    of = Counter(stay_id for line in lines for stay_id in line.admission_ids)
    return Given(lines, tuple((one, of[one.admission_id]) for one in _people(session, days, sorted(of))))


def _people(session: Session, days: DateRange, stay_ids: list[int]) -> list[Counted]:
    if not stay_ids:
        return []
    rows = session.execute(
        select(Admission.id, Resident.id, Admission.file_code, Resident.full_name, func.min(Certificate.first_on))
        .join(Resident, Resident.id == Admission.resident_id)
        .join(Certificate, Certificate.admission_id == Admission.id)
        .where(Admission.id.in_(stay_ids), Certificate.first_on.between(days.first, days.last))
        .group_by(Admission.id, Resident.id, Admission.file_code, Resident.full_name, listed_by(session))
        .order_by(listed_by(session), Admission.id)
    )
    return [Counted(stay, person, code, name, on) for stay, person, code, name, on in rows]


def _with(one: Counted, many: int) -> Counted:
    return Counted(one.admission_id, one.resident_id, one.code, one.name, one.on, many)
