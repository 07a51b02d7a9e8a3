"""Writing into a stay that is there what a newer copy of the book knows of it.

What the screens do as an act of their own is done by the same services, each with its entry in the log; what only adds
is part of the row's own act.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission
from rehab_center.admissions.rules.regime import Regime
from rehab_center.admissions.services import StayCorrection, correct_stay
from rehab_center.register.fates import Planned
from rehab_center.register.models import RegisterRow
from rehab_center.register.moving import write_movements
from rehab_center.register.opening import open_anew
from rehab_center.register.papers import Paper, move_facts, write_paper
from rehab_center.register.queries.stays import KnownStay
from rehab_center.register.rules.codes import code_key
from rehab_center.register.rules.comparing import CellChange
from rehab_center.register.rules.fields import Field
from rehab_center.register.rules.older import with_last
from rehab_center.register.rules.readings import ReadRow
from rehab_center.register.rules.statements import (
    DECISION_FIELDS,
    EXIT_PAPER_FIELDS,
    OPENING_FIELDS,
    PERSON_FIELDS,
    STAY_FIELDS,
    as_json,
    relative_words,
    same_name,
    value_of,
)
from rehab_center.register.sources import Import
from rehab_center.residents.models import IdentityPaper, Relative, Resident
from rehab_center.residents.queries import facts_of
from rehab_center.residents.rules.facts import PaperFacts, PersonFacts, RelativeFacts
from rehab_center.residents.rules.identity import number_key
from rehab_center.residents.services import (
    correct_person,
    enter_identity_paper,
    enter_relative,
    fill_in_person,
    withdraw_identity_paper,
    withdraw_relative,
)

Cells = tuple[CellChange, ...]


def update_stay(session: Session, planned: Planned, stay: KnownStay, about: Import) -> None:
    """Write what is new and what has changed. Raises as the services of residents, admissions and documents do."""
    row, cells = planned.row, (*planned.comparison.changes, *planned.comparison.fills)
    _correct_person(session, stay.resident_id, planned, about)
    _correct_stay(session, stay.id, _values(cells, STAY_FIELDS), about)
    write_paper(session, Paper(stay, stay.decision, DECISION_FIELDS, row.decision), cells, about)
    if row.exit:
        write_paper(session, Paper(stay, stay.exit_paper, EXIT_PAPER_FIELDS, row.exit.paper), cells, about)
    _fill_in_person(session, stay.resident_id, planned, about)
    own_exit = move_facts(row.exit) if planned.comparison.adds_exit and row.exit else None
    write_movements(session, stay.id, planned.moves, own_exit, about)
    open_anew(session, stay.id, _values(cells, OPENING_FIELDS), row, about)


def _values(cells: Cells, fields: dict[Field, str]) -> dict[str, Any]:
    return {fields[cell.field]: value_of(cell.field, cell.value or "") for cell in cells if cell.field in fields}


# --- the person ------------------------------------------------------------------------------------------------------


def _correct_person(session: Session, resident_id: int, planned: Planned, about: Import) -> None:
    changes = planned.comparison.changes
    values = _values(changes, PERSON_FIELDS)
    if values:
        resident = session.get_one(Resident, resident_id)
        correct_person(
            session,
            resident_id,
            facts=replace(facts_of(resident), **values),
            expected_version=resident.version,
            actor=about.actor,
            now=about.now,
            reason=about.reason,
        )
    for cell in changes:
        if cell.field is Field.IDENTITY:
            _replace_number(session, resident_id, planned.row, cell, about)
        elif cell.field is Field.CONTACT:
            _replace_relative(session, resident_id, planned.row, cell, about)


def _replace_number(session: Session, resident_id: int, row: ReadRow, cell: CellChange, about: Import) -> None:
    old = session.scalars(
        select(IdentityPaper.id).where(
            IdentityPaper.resident_id == resident_id,
            IdentityPaper.number_key == cell.before,
            IdentityPaper.withdrawn_at.is_(None),
        )
    ).one()
    withdraw_identity_paper(session, resident_id, old, reason=about.reason, actor=about.actor, now=about.now)
    for paper in _papers(row, {cell.value}):
        enter_identity_paper(session, resident_id, facts=paper, actor=about.actor, now=about.now, reason=about.reason)


def _papers(row: ReadRow, keys: set[str | None]) -> tuple[PaperFacts, ...]:
    return tuple(paper for paper in row.person.identity if number_key(paper.number) in keys)


def _replace_relative(session: Session, resident_id: int, row: ReadRow, cell: CellChange, about: Import) -> None:
    """The relation or the telephone has changed: the entry that stands is withdrawn, the right one entered."""
    query = select(Relative).where(Relative.resident_id == resident_id, Relative.withdrawn_at.is_(None))
    standing = session.scalars(query).all()
    for written in row.person.relatives:
        old = next((one for one in standing if same_name(one.name, written.name)), None)
        if old is None or relative_words(RelativeFacts(old.name, old.relation, old.phone)) != cell.here:
            continue
        new = RelativeFacts(old.name, written.relation or old.relation, written.phone or old.phone, old.address)
        withdraw_relative(session, resident_id, old.id, reason=about.reason, actor=about.actor, now=about.now)
        enter_relative(session, resident_id, facts=new, actor=about.actor, now=about.now)
        return


def _fill_in_person(session: Session, resident_id: int, planned: Planned, about: Import) -> None:
    row, person, fills = planned.row, planned.row.person, planned.comparison.fills
    relatives = {cell.value for cell in fills if cell.field is Field.CONTACT}
    aliases = {cell.value for cell in fills if cell.field is Field.ALIAS}
    facts = PersonFacts(
        **{"full_name": person.full_name, "sex": person.sex} | _values(fills, PERSON_FIELDS),
        identity=_papers(row, {cell.value for cell in fills if cell.field is Field.IDENTITY}),
        aliases=tuple(alias for alias in person.aliases if alias.name in aliases),
        relatives=tuple(one for one in person.relatives if relative_words(one) in relatives),
    )
    fill_in_person(
        session,
        resident_id,
        facts=facts,
        facility_id=about.facility_id,
        actor=about.actor,
        now=about.now,
        shared_because=about.reason,
    )


# --- the stay --------------------------------------------------------------------------------------------------------


def _correct_stay(session: Session, stay_id: int, values: dict[str, Any], about: Import) -> None:
    if not values:
        return
    stay = session.get_one(Admission, stay_id)
    if "admitted_on" in values and stay.term_start_on == stay.admitted_on:
        values = {"term_start_on": values["admitted_on"]} | values  # the term begins with the stay
    there = StayCorrection(
        file_code=stay.file_code,
        admitted_on=stay.admitted_on,
        term_start_on=stay.term_start_on,
        months=stay.months,
        credit_days=stay.credit_days,
        decision_effective_on=stay.decision_effective_on,
        times_treated=stay.times_treated,
        regime=Regime(stay.regime),
        note=stay.note,
    )
    correct_stay(
        session,
        stay_id,
        correction=replace(there, **values),
        expected_version=stay.version,
        reason=about.reason,
        nevertheless=about.reason,
        actor=about.actor,
        now=about.now,
    )


# --- for the next copy -----------------------------------------------------------------------------------------------


def remember(session: Session, planned: Planned, stay_id: int, about: Import) -> None:
    """Keep what this copy said of the stay. No entry in the log."""
    if not planned.remembers:
        return
    row = None
    if planned.stay is not None:
        row = session.scalar(select(RegisterRow).where(RegisterRow.admission_id == stay_id))
    if row is None:
        row = RegisterRow(
            admission_id=stay_id, facility_id=about.facility_id, said={}, first_sha256=about.source.sha256
        )
        session.add(row)
    code = planned.memory.plain.get(Field.CODE) or planned.row.code
    row.code_key = code_key(code) if code else None
    now = as_json(planned.memory)
    if row.said:
        row.earlier = with_last(row.earlier, row.said, now)
    row.said = now
    row.filename, row.sha256, row.imported_at = about.source.filename, about.source.sha256, about.now
