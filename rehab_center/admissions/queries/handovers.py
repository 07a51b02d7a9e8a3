"""One handover with everybody in it: for its page, and for the minutes that are printed from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission, HandoverDecision, HandoverPerson, Movement
from rehab_center.admissions.queries.handover_rows import birth_of_line, load_handover
from rehab_center.admissions.queries.ledger import began, movements_of
from rehab_center.admissions.rules.handover import HandoverCounts, HandoverState, Outcome, counts_of
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.refusals import RefusalReason
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.admissions.rules.sequence import live
from rehab_center.documents.queries import DocumentLine, document_lines
from rehab_center.errors import NotFound
from rehab_center.permissions import Scope
from rehab_center.residents.kinds import Sex
from rehab_center.residents.queries import PersonBrief, PersonName, briefs_of, person_names
from rehab_center.residents.rules.births import PartialBirth, fuller
from rehab_center.tasks.queries import TaskLine, open_of_residents
from rehab_center.words import N_, message


@dataclass(frozen=True)
class HandoverDecisionLine:
    """A decision the delivery brought; ``police_unit`` is who made the file, the delivering unit unless told.

    ``people``: how many of the delivery come under it, not those back in the stay they left; ``regime`` and ``reason``
    what a human decided once for them all.
    """

    id: int
    document: DocumentLine
    kind: StayKind
    months: int | None
    effective_on: date | None
    police_unit: str | None
    regime: Regime | None
    reason: str | None
    people: int
    version: int


@dataclass(frozen=True)
class HandoverPersonLine:
    """A person as delivered, and what became of them.

    ``full_name`` to ``province`` are as written at the gate, birth and sex as in the records where those say more;
    ``person`` is who it is in the centre's records, None for those refused or still waiting, ``brief`` what the records
    say where the gate wrote nothing. ``months`` is the term of this one as it stands, in closed minutes as they closed;
    ``file_code``, ``admitted_on`` and ``term_end_on`` are of the stay. ``converted``: accepted by a change of ground.
    ``taken_back``: the admission or the return was voided since. ``number`` counts those who stand in the minutes now,
    whoever was taken out; ``owed`` is what the centre still has to do about the person.
    """

    id: int
    number: int
    full_name: str
    birth: PartialBirth
    sex: Sex | None
    identity_number: str | None
    identity_refuted: bool
    address: str | None
    commune: str | None
    district: str | None
    province: str | None
    kind: StayKind
    decision: HandoverDecisionLine | None
    months: int | None
    credit_days: int | None
    note: str | None
    person: PersonName | None
    brief: PersonBrief | None
    outcome: Outcome
    refusal: RefusalReason | None
    refusal_note: str | None
    admission_id: int | None
    file_code: str | None
    admitted_on: date | None
    term_end_on: date | None
    converted: bool
    taken_back: bool
    decided_at: datetime | None
    decided_by: str | None
    owed: tuple[TaskLine, ...]
    version: int

    @property
    def home(self) -> str:
        """The address in one line, as written."""
        return ", ".join(part for part in (self.address, self.commune, self.district, self.province) if part)

    @property
    def waits(self) -> bool:
        """Whether nobody has decided yet."""
        return self.outcome is Outcome.WAITING


@dataclass(frozen=True)
class HandoverPage:
    """All of a handover. Days are Vietnamese days, ``delivered_time`` is "HH:MM" by the clock at the gate.

    ``deliverers`` and ``receivers`` are the people who sign, each with rank or title as written. ``entry`` is
    transferred-in where another centre delivers, by the paper ``transfer``. ``minutes`` is the numbered paper.
    """

    id: int
    facility_id: int
    delivered_on: date
    delivered_time: str | None
    place: str | None
    delivering_unit: str
    deliverers: tuple[str, ...]
    receivers: tuple[str, ...]
    stated_count: int | None
    entry: MovementKind
    transfer: DocumentLine | None
    minutes: DocumentLine | None
    note: str | None
    state: HandoverState
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None
    closed_by: str | None
    version: int
    decisions: tuple[HandoverDecisionLine, ...]
    persons: tuple[HandoverPersonLine, ...]
    counts: HandoverCounts

    @property
    def is_open(self) -> bool:
        """Whether the minutes may still be written in."""
        return self.state is HandoverState.OPEN

    @property
    def taken_back(self) -> int:
        """How many were taken in and voided since."""
        return sum(one.taken_back for one in self.persons)

    def decision(self, decision_id: int) -> HandoverDecisionLine:
        """One of its decisions. Raises NotFound for one of another handover."""
        found = next((one for one in self.decisions if one.id == decision_id), None)
        if found is None:
            raise NotFound(message(N_("There is no such decision")))
        return found

    def line(self, line_id: int) -> HandoverPersonLine:
        """One of its persons. Raises NotFound for one of another handover."""
        found = next((one for one in self.persons if one.id == line_id), None)
        if found is None:
            raise NotFound(message(N_("There is no such person")))
        return found


def handover_page(session: Session, handover_id: int, *, scope: Scope) -> HandoverPage:
    """Everything about one handover, persons in the order they were written down. Raises NotFound for a stranger's."""
    row = load_handover(session, handover_id, scope=scope)
    people = session.scalars(
        select(HandoverPerson).where(HandoverPerson.handover_id == handover_id).order_by(HandoverPerson.position)
    ).all()
    decisions = _decisions(session, handover_id, people)
    persons = _persons(session, people, decisions, scope, still_open=row.state == HandoverState.OPEN)
    papers = document_lines(session, [one for one in (row.minutes_id, row.transfer_id) if one is not None])
    return HandoverPage(
        id=row.id,
        facility_id=row.facility_id,
        delivered_on=row.delivered_on,
        delivered_time=row.delivered_time,
        place=row.place,
        delivering_unit=row.delivering_unit,
        deliverers=tuple((row.deliverers or "").splitlines()),
        receivers=tuple((row.receivers or "").splitlines()),
        stated_count=row.stated_count,
        entry=MovementKind(row.entry),
        transfer=papers.get(row.transfer_id or 0),
        minutes=papers.get(row.minutes_id or 0),
        note=row.note,
        state=HandoverState(row.state),
        opened_at=row.opened_at,
        opened_by=row.opened_by,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
        version=row.version,
        decisions=tuple(decisions.values()),
        persons=persons,
        counts=counts_of([one.outcome for one in persons], converted=sum(one.converted for one in persons)),
    )


def _decisions(session: Session, handover_id: int, people: Sequence[HandoverPerson]) -> dict[int, HandoverDecisionLine]:
    rows = session.scalars(
        select(HandoverDecision).where(HandoverDecision.handover_id == handover_id).order_by(HandoverDecision.id)
    ).all()
    papers = document_lines(session, [row.document_id for row in rows])
    return {
        row.id: HandoverDecisionLine(
            id=row.id,
            document=papers[row.document_id],
            kind=StayKind(row.kind),
            months=row.months,
            effective_on=row.effective_on,
            police_unit=row.police_unit,
            regime=Regime(row.regime) if row.regime else None,
            reason=row.reason,
            people=sum(one.decision_id == row.id and one.outcome != Outcome.RETURNED for one in people),
            version=row.version,
        )
        for row in rows
    }


def _persons(
    session: Session,
    people: Sequence[HandoverPerson],
    decisions: Mapping[int, HandoverDecisionLine],
    scope: Scope,
    *,
    still_open: bool,
) -> tuple[HandoverPersonLine, ...]:
    known = [one.resident_id for one in people if one.resident_id is not None]
    names, briefs = person_names(session, known), briefs_of(session, known)
    owed: dict[int, list[TaskLine]] = {}
    for task in open_of_residents(session, known, scope=scope):
        owed.setdefault(task.resident_id or 0, []).append(task)
    stay_ids = [one.admission_id for one in people if one.admission_id is not None]
    stays = {stay.id: stay for stay in session.scalars(select(Admission).where(Admission.id.in_(stay_ids)))}
    voided = _taken_back(session, people)
    return tuple(
        _line(
            number,
            one,
            decision=decisions.get(one.decision_id or 0),
            person=names.get(one.resident_id or 0),
            brief=briefs.get(one.resident_id or 0),
            stay=stays.get(one.admission_id or 0),
            taken_back=one.id in voided,
            still_open=still_open,
            owed=tuple(owed.get(one.resident_id or 0, ())),
        )
        for number, one in enumerate(people, start=1)
    )


def _taken_back(session: Session, people: Sequence[HandoverPerson]) -> set[int]:
    """Whose admission or return was voided: a stay whose entry was voided never was, unless entered again."""
    stay_ids = [one.admission_id for one in people if one.admission_id is not None]
    entered = {stay_id: began(live(rows)) for stay_id, rows in movements_of(session, stay_ids).items()}
    moves = [one.movement_id for one in people if one.movement_id is not None]
    voided = set(session.scalars(select(Movement.voids_id).where(Movement.voids_id.in_(moves))))
    return {
        one.id
        for one in people
        if one.movement_id in voided or (one.admission_id is not None and not entered[one.admission_id])
    }


def _line(
    number: int,
    row: HandoverPerson,
    *,
    decision: HandoverDecisionLine | None,
    person: PersonName | None,
    brief: PersonBrief | None,
    stay: Admission | None,
    taken_back: bool,
    still_open: bool,
    owed: tuple[TaskLine, ...],
) -> HandoverPersonLine:
    outcome = Outcome(row.outcome)
    birth = birth_of_line(row)
    given = stay.months if stay and still_open and outcome is Outcome.ACCEPTED else None
    return HandoverPersonLine(
        id=row.id,
        number=number,
        full_name=row.full_name,
        birth=fuller(birth, person.birth) if person and (still_open or birth.on is None) else birth,
        sex=Sex(row.sex) if row.sex else person.sex if person else None,
        identity_number=row.identity_number,
        identity_refuted=row.identity_refuted,
        address=row.address,
        commune=row.commune,
        district=row.district,
        province=row.province,
        kind=StayKind(row.kind),
        decision=decision,
        months=given or row.months or (decision.months if decision else None),
        credit_days=stay.credit_days if stay and outcome is Outcome.ACCEPTED else row.credit_days,
        note=row.note,
        person=person,
        brief=brief,
        outcome=outcome,
        refusal=RefusalReason(row.refusal) if row.refusal else None,
        refusal_note=row.refusal_note,
        admission_id=row.admission_id,
        file_code=stay.file_code if stay else None,
        admitted_on=stay.admitted_on if stay else None,
        term_end_on=stay.term_end_on if stay else None,
        converted=outcome is Outcome.ACCEPTED and stay is not None and stay.previous_admission_id is not None,
        taken_back=taken_back,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        owed=owed if outcome in (Outcome.ACCEPTED, Outcome.RETURNED) else (),
        version=row.version,
    )
