"""What of stays rests on a paper, for the paper's own page."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.convention_models import ConventionChange
from rehab_center.admissions.models import Admission, BookEndAnswer, Movement, TermOpening, TermOverride
from rehab_center.admissions.rules.movements import MovementKind, name_of
from rehab_center.documents.uses import DocumentUse
from rehab_center.permissions import Scope
from rehab_center.residents.queries import person_names
from rehab_center.words import N_, Message, message


def uses_of_paper(session: Session, document_id: int, *, scope: Scope) -> Sequence[DocumentUse]:
    """Stays decided by the paper and movements allowed by it, within the scope; the conventions it applied."""
    decided = session.scalars(select(Admission).where(Admission.decision_id == document_id).order_by(Admission.id))
    moved = session.execute(
        select(Movement, Admission)
        .join(Admission, Admission.id == Movement.admission_id)
        .where(Movement.document_id == document_id)
        .order_by(Movement.effective_on, Movement.id)
    )
    found: list[tuple[Message, Admission]] = [
        (message(N_("Decision of the stay from %(day)s"), day=stay.admitted_on), stay) for stay in decided
    ]
    found += [
        (
            message(N_("%(kind)s on %(day)s"), kind=Message(name_of(MovementKind(row.kind))), day=row.effective_on),
            stay,
        )
        for row, stay in moved
    ]
    overriding = session.execute(
        select(TermOverride, Admission)
        .join(Admission, Admission.id == TermOverride.admission_id)
        .where(TermOverride.document_id == document_id)
        .order_by(TermOverride.id)
    )
    found += [
        (
            message(N_("The end of the term is %(day)s by it"), day=row.end_on)
            if row.end_on
            else message(N_("The computed end of the term holds again by it since %(day)s"), day=row.made_on),
            stay,
        )
        for row, stay in overriding
    ]
    found += _old_books(session, document_id)
    seen = [(what, stay) for what, stay in found if scope.covers(stay.facility_id)]
    names = person_names(session, [stay.resident_id for _, stay in seen])
    return _conventions(session, document_id) + [
        DocumentUse(
            what,
            f"{names[stay.resident_id].full_name} ({stay.file_code})",
            "admissions.show",
            {"stay_id": stay.id},
        )
        for what, stay in seen
    ]


def _old_books(session: Session, document_id: int) -> list[tuple[Message, Admission]]:
    """The stays of which it is the old book, and those whose computed end was accepted by it."""
    opened = session.execute(
        select(TermOpening, Admission)
        .join(Admission, Admission.id == TermOpening.admission_id)
        .where(TermOpening.document_id == document_id)
        .order_by(TermOpening.id)
    )
    accepted = session.execute(
        select(BookEndAnswer, Admission)
        .join(TermOpening, TermOpening.id == BookEndAnswer.opening_id)
        .join(Admission, Admission.id == TermOpening.admission_id)
        .where(BookEndAnswer.document_id == document_id)
        .order_by(BookEndAnswer.id)
    )
    return [(message(N_("Opening of the term by this old book")), stay) for _row, stay in opened] + [
        (message(N_("The computed end %(day)s was accepted by it"), day=row.computed_on), stay)
        for row, stay in accepted
    ]


def _conventions(session: Session, document_id: int) -> list[DocumentUse]:
    rows = session.scalars(
        select(ConventionChange).where(ConventionChange.document_id == document_id).order_by(ConventionChange.id)
    )
    return [
        DocumentUse(
            message(N_("Convention applied to terms that run on %(day)s"), day=row.decided_on),
            row.actor,
            "admissions.convention_decision",
            {"change_id": row.id},
        )
        for row in rows
    ]
