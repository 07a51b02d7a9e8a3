"""A register written straight into the ledger: as many stays as wanted, in one transaction and without any rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.audit.recorder import record
from rehab_center.clock import moment_of
from rehab_center.db import db, transaction
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.models import Document
from rehab_center.documents.rules import DocumentFacts
from rehab_center.documents.services import add_document
from rehab_center.names import fold, sort_key
from rehab_center.permissions import Actor, Scope
from rehab_center.residents.kinds import Sex
from rehab_center.residents.models import Resident
from tests.residents.persons import make_facility

#: When a book is written, where a row says nothing else.
WRITTEN = moment_of(date(2024, 6, 14), 9)


@dataclass(frozen=True)
class Move:
    """A movement to write: ``at`` is when it was recorded."""

    kind: MovementKind
    on: date
    at: datetime = WRITTEN


@dataclass(frozen=True)
class Stay:
    """A stay to write. ``person`` is the resident's id where it is somebody known."""

    moves: tuple[Move, ...]
    kind: StayKind = StayKind.COMPULSORY
    sex: Sex = Sex.MALE
    name: str = "Trần Văn An"
    person: int | None = None
    previous: int | None = None


@dataclass
class Book:
    """A centre's register. Every method commits."""

    facility_id: int
    actor: Actor
    _numbers: count[int] = field(default_factory=lambda: count(1))

    @property
    def scope(self) -> Scope:
        """This centre's people."""
        return Scope(frozenset({self.facility_id}))

    def write(self, stays: Sequence[Stay]) -> list[int]:
        """Write stays with their people and movements; gives the stays' ids."""
        with transaction() as session:
            paper = self._paper(session)
            people = [self._person(session, stay) for stay in stays]
            session.flush()
            rows = [self._stay(stay, person, paper) for stay, person in zip(stays, people, strict=True)]
            session.add_all(rows)
            session.flush()
            for stay, row in zip(stays, rows, strict=True):
                session.add_all(self._movement(row.id, move) for move in stay.moves)
            session.flush()
            record("test.book", actor=self.actor, at=WRITTEN)
            return [row.id for row in rows]

    def stay(self, *moves: Move, kind: StayKind = StayKind.COMPULSORY, name: str = "Trần Văn An") -> int:
        """Write one stay."""
        return self.write([Stay(moves, kind, name=name)])[0]

    def move(self, stay_id: int, *moves: Move) -> list[int]:
        """Write movements of a stay; gives their ids."""
        with transaction() as session:
            rows = [self._movement(stay_id, move) for move in moves]
            session.add_all(rows)
            session.flush()
            record("test.book", actor=self.actor, at=WRITTEN)
            return [row.id for row in rows]

    def void(self, movement_id: int, at: datetime) -> int:
        """Take a movement back."""
        with transaction() as session:
            row = session.get_one(Movement, movement_id)
            void = self._movement(row.admission_id, Move(MovementKind.VOIDED, row.effective_on, at))
            void.voids_id, void.reason = movement_id, "Ghi nhầm"
            session.add(void)
            session.flush()
            record("test.book", actor=self.actor, at=WRITTEN)
            return void.id

    def entry_of(self, stay_id: int) -> int:
        """The id of a stay's first movement."""
        found = db.session().scalar(
            select(Movement.id).where(Movement.admission_id == stay_id).order_by(Movement.id).limit(1)
        )
        assert found is not None
        return found

    def person_of(self, stay_id: int) -> int:
        """Whose stay it is."""
        return db.session().get_one(Admission, stay_id).resident_id

    def _paper(self, session: Session) -> int:
        found = session.scalar(select(Document.id).where(Document.facility_id == self.facility_id).limit(1))
        facts = DocumentFacts(
            DocumentKind.DECISION, "01/QĐ-TA", date(2020, 1, 2), "TAND huyện Vụ Bản", facility_id=self.facility_id
        )
        return found or add_document(session, facts=facts, actor=self.actor, now=WRITTEN)

    def _person(self, session: Session, stay: Stay) -> Resident | int:
        if stay.person is not None:
            return stay.person
        resident = Resident(
            code=f"N{self.facility_id}-{next(self._numbers):05d}",
            full_name=stay.name,
            search_key=fold(stay.name),
            sort_key=sort_key(stay.name),
            birth_precision="unknown",
            sex=stay.sex.value,
            created_at=WRITTEN,
        )
        session.add(resident)
        return resident

    def _stay(self, stay: Stay, person: Resident | int, paper: int) -> Admission:
        first = stay.moves[0].on
        return Admission(
            resident_id=person if isinstance(person, int) else person.id,
            facility_id=self.facility_id,
            kind=stay.kind.value,
            regime=Regime.LAW_2021.value,
            decision_id=paper,
            months=18,
            term_start_on=first,
            admitted_on=first,
            file_code=f"HV{next(self._numbers):05d}",
            previous_admission_id=stay.previous,
            opened_at=WRITTEN,
        )

    def _movement(self, stay_id: int, move: Move) -> Movement:
        return Movement(
            admission_id=stay_id,
            kind=move.kind.value,
            effective_on=move.on,
            recorded_at=move.at,
            actor=self.actor.label,
        )


def make_book(actor: Actor, code: str = "CS1") -> Book:
    """The empty register of a new centre. Inside an application context."""
    return Book(make_facility(actor, code), actor)
