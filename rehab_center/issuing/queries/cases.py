"""A stay as its papers speak of it, read out of the register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from rehab_center.admissions.queries import MovementLine, StayPage, stay_page
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.communes.queries import unit_now
from rehab_center.dossiers.wording import SEXES, paper_words
from rehab_center.issuing.kinds import PaperKind
from rehab_center.issuing.rules.facts import Case, Happened
from rehab_center.issuing.rules.people import law_of
from rehab_center.issuing.rules.table import PAPERS, offered
from rehab_center.permissions import Scope
from rehab_center.residents.queries import PersonPage, person_facts


@dataclass(frozen=True)
class Situation:
    """A stay, its person, and the commune of today where the address is recognised."""

    page: StayPage
    who: PersonPage
    commune: str | None

    @property
    def live(self) -> tuple[MovementLine, ...]:
        """The movements that hold, in their order."""
        return live_of(self.page)

    @property
    def offered(self) -> tuple[PaperKind, ...]:
        """The papers that may be written now."""
        return tuple(kind for kind, _movement_id in offered_to(self.page))

    def movement_for(self, kind: PaperKind, movement_id: int | None = None) -> MovementLine | None:
        """The movement such a paper is about: the one named, else the latest; None where it comes before any."""
        about = [line for line in self.live if line.kind in PAPERS[kind].about]
        if movement_id is not None:
            return next((line for line in about if line.id == movement_id), None)
        return about[-1] if about else None

    def case(self, movement: MovementLine | None, day: date) -> Case:
        """The case as a paper of ``day`` about ``movement`` speaks of it."""
        page, decision = self.page, self.page.decision
        escape = self._last(MovementKind.ESCAPED)
        usable = [paper for paper in self.who.papers if paper.usable_on(day)]
        return Case(
            name=self.who.name_on(day),
            kind=page.kind,
            regime=page.regime,
            file_code=page.file_code,
            admitted_on=page.admitted_on,
            birth=page.person.birth.text,
            sex=SEXES[page.person.sex],
            identity=usable[0].number if usable else None,
            home=self.who.home or None,
            commune=self.commune,
            decision=paper_words(decision) if decision else None,
            decided_by=decision.issuer if decision else None,
            decided_on=decision.issued_on if decision else None,
            months=page.months,
            term_start_on=page.term_start_on,
            term_end_on=page.term_end_on,
            police_unit=page.police_unit,
            happened=_happened(movement),
            escape=_happened(escape),
            search=paper_words(escape.document) if escape and escape.document else None,
        )

    def _last(self, kind: MovementKind) -> MovementLine | None:
        return next((line for line in reversed(self.live) if line.kind is kind), None)


def _happened(line: MovementLine | None) -> Happened | None:
    return Happened(line.kind, line.effective_on, line.effective_time) if line else None


def live_of(page: StayPage) -> tuple[MovementLine, ...]:
    """The movements of a stay that hold, in their order."""
    return tuple(line for line in page.movements if line.voided is None)


def offered_to(page: StayPage) -> tuple[tuple[PaperKind, int | None], ...]:
    """The papers that may be written for a stay now, each with the movement it would be about (None: none yet)."""
    movements = live_of(page)
    kinds = offered((law_of(page.regime), page.kind), page.state.state, [line.kind for line in movements])
    return tuple(
        (kind, next((line.id for line in reversed(movements) if line.kind in PAPERS[kind].about), None))
        for kind in kinds
    )


def situation(session: Session, stay_id: int, *, scope: Scope, today: date) -> Situation:
    """A stay with its person. Raises NotFound, outside the scope too."""
    page = stay_page(session, stay_id, scope=scope, as_of=today)
    return situation_of(session, page, scope=scope, today=today)


def situation_of(session: Session, page: StayPage, *, scope: Scope, today: date) -> Situation:
    """A stay that has been read, with its person."""
    who = person_facts(session, page.person.id, scope=scope)
    now = unit_now(session, who.commune_code, today=today) if who.commune_code else None
    commune = now.units[0] if now and len(now.units) == 1 else who.facts.commune
    return Situation(page, who, _in_a_sentence(commune))


def _in_a_sentence(commune: str | None) -> str | None:
    """ "Xã Hiển Khánh" after "Ủy ban nhân dân"."""
    if commune and commune.startswith(("Xã ", "Phường ", "Thị trấn ", "Đặc khu ")):
        return commune[0].lower() + commune[1:]
    return commune or None
