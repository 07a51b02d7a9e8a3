"""A term as somebody describes it: what the rules answer under the conventions in force. Nothing is stored."""

from __future__ import annotations

from sqlalchemy.orm import Session

from rehab_center.admissions.queries.conventions import conventions_on, policies_of
from rehab_center.admissions.queries.terms import EntryLine, lines_of
from rehab_center.admissions.rules.term_answer import TermAnswer, TermQuestion, answer
from rehab_center.admissions.rules.term_case import Conventions
from rehab_center.errors import DomainError


def answered(session: Session, question: TermQuestion) -> tuple[TermAnswer, tuple[EntryLine, ...]]:
    """The answer with its lines, by the conventions in force on the first day of the term.

    Where the installation has none yet, by the program's own first ones.
    """
    try:
        conventions, first = conventions_on(policies_of(session), question.regime, question.case.start_on), None
    except DomainError:
        conventions = Conventions()
        first = None if question.convention or question.escape_days else question.regime
    found = answer(question, conventions)
    return found, lines_of(session, found.result, first_values_of=first)
