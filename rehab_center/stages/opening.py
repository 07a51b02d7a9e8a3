"""The stage somebody was in when the program came: asked on the form of an opening, written as the old book has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Admission
from rehab_center.admissions.opening_parts import OpeningPart, OpeningQuestion
from rehab_center.errors import DomainError
from rehab_center.findings import Severity
from rehab_center.permissions import Actor
from rehab_center.stages.kinds import Stage, Step
from rehab_center.stages.labels import STAGES
from rehab_center.stages.queries import books_of, days_of
from rehab_center.stages.rules.changing import check_change
from rehab_center.stages.rules.intervals import Change
from rehab_center.stages.services.change import new_row
from rehab_center.words import N_, message

_STAGE, _ON = "opening_stage", "opening_stage_on"


def _ask(session: Session, stay: Admission, *, today: date) -> Sequence[OpeningQuestion]:
    """Only while the stay is where it began: what was decided since is not written over."""
    changes = books_of(session, [stay.id])[stay.id].changes
    if any(change.stage is not Stage.INTAKE for change in changes):
        return ()
    choices = tuple((stage.value, words) for stage, words in STAGES.items() if stage is not Stage.INTAKE)
    return (
        OpeningQuestion(_STAGE, _l("Stage, by the old book"), choices),
        OpeningQuestion(_ON, _l("In this stage since")),
    )


def _write(
    session: Session, stay: Admission, answers: Mapping[str, str], *, book: str, actor: Actor, now: datetime
) -> None:
    if _STAGE not in answers:
        raise DomainError(message(N_("Choose the stage")), field=_STAGE)
    if _ON not in answers:
        raise DomainError(message(N_("Say since when")), field=_ON)
    change = Change(Stage(answers[_STAGE]), date.fromisoformat(answers[_ON]))
    changes = books_of(session, [stay.id])[stay.id].changes
    days = days_of(session, {stay.id: stay})[stay.id]
    for finding in check_change(changes, change, stay=days, today=clock.day_of(now)):
        if finding.severity is Severity.BLOCK:
            raise DomainError(finding.message, field=_ON)
    session.add(new_row(stay.id, Step.DECIDED, change, why=book, actor=actor, now=now))
    session.flush()


PART = OpeningPart(_l("Stage"), _ask, _write)
