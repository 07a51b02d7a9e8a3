"""Writing what a register says, row by row, and remembering what its headings mean.

A row is one act about its person: everything it adds is named by one entry of the log. The caller holds
``transaction()``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.queries import Applicant, spans_of
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.services import StayFacts, open_stay
from rehab_center.audit.recorder import Subject, record
from rehab_center.documents.kinds import DocumentKind
from rehab_center.names import clean, fold
from rehab_center.organisation.queries import letterhead_on
from rehab_center.organisation.rules import initials
from rehab_center.organisation.services import create_facility
from rehab_center.permissions import Actor
from rehab_center.register.fates import Planned
from rehab_center.register.models import ColumnMapping
from rehab_center.register.moving import write_movements
from rehab_center.register.opening import open_by_book
from rehab_center.register.papers import document_of, move_facts
from rehab_center.register.rules.fields import Field
from rehab_center.register.rules.readings import ReadRow
from rehab_center.register.sources import Import, Source
from rehab_center.register.updating import remember, update_stay
from rehab_center.residents.services import add_person, fill_in_person, sum_up_doubts

#: Answers every warning of a whole import where nobody gave a reason. Data, so in the centre's language.
USUAL_REASON = "Nhập từ sổ theo dõi của cơ sở"


def import_row(session: Session, planned: Planned, *, resident_id: int | None, about: Import) -> int:
    """Write one row and give the id of its person: a new stay, or what the book knows or has changed of the one there.

    ``resident_id`` is None for a person not yet known. Raises Blocked, Conflict and DomainError as the services of
    residents and admissions do: then nothing of the row may be kept.
    """
    row = planned.row
    if planned.stay is None:
        resident_id, stay_id = _new_stay(session, row, resident_id, about)
        write_movements(session, stay_id, planned.moves, move_facts(row.exit) if row.exit else None, about)
        open_by_book(session, stay_id, row, about)
    else:
        resident_id, stay_id = planned.stay.resident_id, planned.stay.id
        if planned.writes:
            update_stay(session, planned, planned.stay, about)
    remember(session, planned, stay_id, about)
    label = f"{row.person.full_name} ({row.code})" if row.code else row.person.full_name
    record(
        "register.row-imported" if planned.writes else "register.row-compared",
        actor=about.actor,
        at=about.now,
        about=Subject("resident", resident_id, label),
        reason=about.reason,
        details={"file": about.source.filename, "sheet": row.place.sheet, "row": row.place.row},
    )
    return resident_id


def _new_stay(session: Session, row: ReadRow, resident_id: int | None, about: Import) -> tuple[int, int]:
    """The person, where new, and the stay: their ids."""
    reason, actor, now = about.reason, about.actor, about.now
    who = None
    if resident_id is None:
        who = Applicant(None, row.person.birth, bool(row.person.identity))
        resident_id = add_person(
            session,
            facts=row.person,
            facility_id=about.facility_id,
            actor=actor,
            now=now,
            reason=reason,
            shared_because=reason,
        )
    else:
        fill_in_person(
            session,
            resident_id,
            facts=row.person,
            facility_id=about.facility_id,
            actor=actor,
            now=now,
            shared_because=reason,
        )
    stay_id = open_stay(
        session,
        resident_id=resident_id,
        facility_id=about.facility_id,
        facts=_stay_facts(row, _changed_from(session, row, resident_id)),
        who=who,
        reason=reason,
        old_book=True,
        actor=actor,
        now=now,
    )
    return resident_id, stay_id


def _changed_from(session: Session, row: ReadRow, resident_id: int) -> int | None:
    """The stay that a change of ground ended on the day this one began."""
    if row.entry is not MovementKind.CONVERTED_IN:
        return None
    spans = spans_of(session, resident_id)
    ended = (span for span in spans if span.left_on == row.entered_on)
    return next((span.stay_id for span in ended if span.exit_kind is MovementKind.CONVERTED_OUT), None)


def _stay_facts(row: ReadRow, previous_stay_id: int | None) -> StayFacts:
    return StayFacts(
        kind=row.kind,
        admitted_on=row.entered_on,
        term_start_on=row.term_start_on,
        entry=row.entry,
        file_code=row.code,
        months=row.months,
        decision=document_of(DocumentKind.DECISION, row.decision),
        times_treated=row.times_treated,
        note=row.note,
        left_on=row.left_on,
        previous_admission_id=previous_stay_id,
    )


def record_import(
    session: Session,
    *,
    facility_id: int,
    source: Source,
    counts: Mapping[str, int],
    reason: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Name the whole import in the log once its rows are in; one task stands for all doubts about its people."""
    about = facility_subject(session, facility_id)
    sum_up_doubts(session, facility_id, about=about.label, actor=actor, now=now)
    record(
        "register.imported",
        actor=actor,
        at=now,
        about=about,
        reason=reason,
        details={"file": source.filename, "sha256": source.sha256, **counts},
    )


def record_export(session: Session, *, facility_id: int, filename: str, rows: int, actor: Actor, now: datetime) -> None:
    """Name an export in the log; it changes nothing."""
    record(
        "register.exported",
        actor=actor,
        at=now,
        about=facility_subject(session, facility_id),
        details={"file": filename, "rows": rows},
    )


def facility_subject(session: Session, facility_id: int) -> Subject:
    """The centre as the log names it."""
    return Subject("facility", facility_id, letterhead_on(session, facility_id, clock.today()).name)


def found_facility(session: Session, *, name: str, actor: Actor, now: datetime) -> int:
    """Set up the first centre from the name in a workbook's title, and give its id."""
    proper = sentence_case(name)
    # A code is plain letters: Đ and Ơ of a name are not.
    code = fold(initials(proper)).upper()[:20]
    return create_facility(session, code=code, name=proper, actor=actor, now=now)


def sentence_case(name: str) -> str:
    """A centre's name written all in capitals as it is written in a sentence; the place after "tỉnh" keeps its own."""
    tidy = clean(name)
    if not tidy.isupper():
        return tidy
    words = tidy.lower().split(" ")
    place = max((index for index, word in enumerate(words) if word in ("tỉnh", "phố", "tp", "tp.")), default=len(words))
    words = [word if index <= place else word.capitalize() for index, word in enumerate(words)]
    sentence = " ".join(words)
    return sentence[:1].upper() + sentence[1:]


def remember_columns(
    session: Session,
    facility_id: int,
    meanings: Mapping[str, tuple[str, Field]],
    *,
    actor: Actor,
    now: datetime,
) -> int:
    """Keep what somebody said headings mean: heading key -> (heading as written, field). Gives how many changed."""
    rows = {
        row.heading_key: row
        for row in session.scalars(select(ColumnMapping).where(ColumnMapping.facility_id == facility_id))
    }
    changed = 0
    for key, (heading, field) in meanings.items():
        row = rows.get(key)
        if row is not None and row.field == field.value:
            continue
        changed += 1
        if row is None:
            row = ColumnMapping(facility_id=facility_id, heading_key=key)
            session.add(row)
        row.heading, row.field, row.mapped_at, row.mapped_by = heading, field.value, now, actor.label
    if changed:
        session.flush()
        record("register.columns-mapped", actor=actor, at=now, about=facility_subject(session, facility_id))
    return changed
