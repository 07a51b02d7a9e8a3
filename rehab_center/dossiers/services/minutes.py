"""Closed handover minutes lie in the file of everybody they brought: the centre writes them, nobody looks for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from rehab_center.admissions.hooks import Closed
from rehab_center.admissions.models import Admission
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.dossiers.kinds import CopyForm, PaperState
from rehab_center.dossiers.models import FilePaper
from rehab_center.dossiers.queries import asking_on, live_papers
from rehab_center.dossiers.rules.checklist import HANDOVER, OTHER, checklist
from rehab_center.dossiers.rules.papers import PaperFacts
from rehab_center.dossiers.services.owing import Handling, handling
from rehab_center.dossiers.services.papers import write_paper
from rehab_center.permissions import Actor

_OF_A_RETURN = "Biên bản giao, nhận người (nhận trở lại)"


def keep_minutes(session: Session, closed: Closed, *, actor: Actor, now: datetime) -> None:
    """Tick the minutes into each file; in the file of somebody brought back they lie beside those of the first day.

    What somebody has noted of them by hand stays as it is, but for the number it lacks. No entry in the log.
    """
    facts = PaperFacts(
        PaperState.RECEIVED,
        received_on=closed.delivered_on,
        copy_form=CopyForm.ORIGINAL,
        document_id=closed.minutes_id,
    )
    for stay_id in closed.began:
        act = handling(session, session.get_one(Admission, stay_id), actor=actor, now=now)
        if _asks_for_minutes(act):
            _tick(act, facts)
    for stay_id in closed.went_on:
        act = handling(session, session.get_one(Admission, stay_id), actor=actor, now=now)
        _add(act, replace(facts, title=_OF_A_RETURN))


def _asks_for_minutes(act: Handling) -> bool:
    asking, _ = asking_on(act.session, act.stay.admitted_on)
    asked = checklist(StayKind(act.stay.kind), Regime(act.stay.regime), asking)
    return any(one.code == HANDOVER for one in asked)


def _tick(act: Handling, facts: PaperFacts) -> None:
    paper = next((one for one in live_papers(act.session, act.stay.id) if one.line == HANDOVER), None)
    if paper is None or paper.state == PaperState.MISSING:
        write_paper(act, HANDOVER, facts, paper=paper)
    else:
        _give_number(act, paper, facts)


def _add(act: Handling, facts: PaperFacts) -> None:
    others = [one for one in live_papers(act.session, act.stay.id) if one.line == OTHER and one.title == facts.title]
    paper = next((one for one in others if one.received_on == facts.received_on), None)
    if paper is None:
        write_paper(act, OTHER, facts)
    else:
        _give_number(act, paper, facts)


def _give_number(act: Handling, paper: FilePaper, facts: PaperFacts) -> None:
    if paper.state == PaperState.RECEIVED and paper.document_id is None and facts.document_id is not None:
        paper.document_id = facts.document_id
        act.session.flush()
