"""A convention applied to terms that run: each stay once, lines added, and everything calculated later keeps to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions import applying
from rehab_center.admissions.convention_models import ConventionApplied, ConventionChange
from rehab_center.admissions.models import Admission, TermCheck, TermEntry
from rehab_center.admissions.queries import due, stay_page, term_cache_problems, unchecked_terms
from rehab_center.admissions.queries.applied_conventions import applied_problems, change_page, reach_of
from rehab_center.admissions.queries.convention_changes import Proposal, ends_moved
from rehab_center.admissions.rules.movements import MovementKind as K
from rehab_center.admissions.services import check_terms, refresh_terms
from rehab_center.admissions.services.conventions import (
    ConventionFacts,
    apply_convention,
    decide_convention,
    enter_convention,
)
from rehab_center.audit.models import AuditEntry
from rehab_center.audit.services import check_log
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError, NotPermitted
from rehab_center.jobs.context import Interrupted, JobContext
from rehab_center.jobs.models import Job, JobItem
from rehab_center.jobs.queue import queue_of
from rehab_center.jobs.services import enqueue
from rehab_center.jobs.worker import run_job
from rehab_center.permissions import EVERYWHERE, Actor, Permission, Role
from rehab_center.policies.queries import history
from rehab_center.policies.rules import PolicyKind
from rehab_center.policies.services import withdraw_value
from tests.admissions.stays import NOW, SECOND, Centre, paper

SignIn = Callable[..., FlaskClient]

TODAY = date(2024, 6, 14)
ESCAPE = PolicyKind.ESCAPE_DAYS_OLD


def facts(kind: PolicyKind = ESCAPE, value: str = "counted", valid_from: date = date(2024, 6, 1)) -> ConventionFacts:
    return ConventionFacts(kind, value, valid_from, "QĐ 7/QĐ-CS", paper())


def decide(centre: Centre, given: ConventionFacts | None = None, actor: Actor | None = None) -> int:
    with transaction() as session:
        return decide_convention(
            session, given or facts(), facility_id=centre.facility_id, actor=actor or centre.actor, now=NOW
        )


def apply(centre: Centre, change_id: int, stays: list[int]) -> dict[int, bool]:
    with transaction() as session:
        return apply_convention(session, change_id, stays, actor=centre.actor, now=NOW)


def ends(session: Session) -> dict[int, date | None]:
    """The kept ends; everything that is kept holds what it should."""
    session.rollback()
    session.expire_all()
    assert [*term_cache_problems(session), *applied_problems(session)] == []
    return {row.id: row.term_end_on for row in session.execute(select(Admission.id, Admission.term_end_on))}


@pytest.fixture
def people(centre: Centre) -> dict[str, int]:
    """Escaped for ten days and back (18 months from 10/03/2024); still away; without an escape; gone for good."""
    found = {name: centre.admit() for name in ("back", "away", "never")}
    for name in ("back", "away"):
        centre.move(found[name], K.ESCAPED, date(2024, 5, 1))
    centre.move(found["back"], K.RETURNED, date(2024, 5, 11))
    found["gone"] = centre.admit()
    centre.move(found["gone"], K.TRANSFERRED_OUT, date(2024, 6, 1))
    return found


def test_each_stay_is_reached_once_and_later_calculations_keep_to_it(
    session: Session, centre: Centre, people: dict[str, int]
) -> None:
    back, away, never, gone = (people[name] for name in ("back", "away", "never", "gone"))
    before = ends(session)
    assert (before[back], before[away]) == (date(2025, 9, 20), None)
    reach = reach_of(session, Proposal(ESCAPE, "counted", TODAY), scope=EVERYWHERE, today=TODAY)
    assert (reach.stays, reach.new_lines, reach.by_day) == (3, 2, 0)
    change_id = decide(centre)
    assert apply(centre, change_id, [back, away, never, gone]) == {back: True, away: True, never: False}
    assert apply(centre, change_id, [back, away, never, gone]) == {}
    after = ends(session)
    assert (after[back], after[away], after[never]) == (date(2025, 9, 10), date(2025, 9, 10), date(2025, 9, 10))
    assert after[gone] == before[gone]
    # every line of before is there; the new ones name the value and wait for the second person
    page = stay_page(session, back, scope=EVERYWHERE, as_of=TODAY)
    assert [sheet.end_on for sheet in page.terms] == [date(2025, 9, 10), date(2025, 9, 20), None, date(2025, 9, 10)]
    (line,) = [line for line in page.terms[0].lines if line.ground == "escape"]
    assert line.policy is not None
    assert (line.policy.value, line.policy.kind) == ("counted", ESCAPE)
    assert page.term_unchecked
    assert page.term_before is not None
    # whose term has no line of an escape yet comes to rest on the value with the first one, next week
    centre.move(never, K.ESCAPED, date(2024, 6, 12))
    centre.move(never, K.RETURNED, date(2024, 6, 14))
    assert ends(session)[never] == date(2025, 9, 10)
    with transaction() as writing:
        assert refresh_terms(writing, actor=centre.actor, now=NOW) == 0
    assert ends_moved(session, Proposal(ESCAPE, "counted", TODAY), scope=EVERYWHERE, today=TODAY) == []
    assert not check_log(lambda *_: None).problems


def test_taking_the_value_out_later_moves_nobody_it_was_applied_to(
    session: Session, centre: Centre, people: dict[str, int]
) -> None:
    apply(centre, decide(centre), list(people.values()))
    with transaction() as writing:
        newest = history(writing, ESCAPE)[0].id
        withdraw_value(writing, newest, reason="Nhầm", actor=centre.actor, now=NOW)
    assert ends(session)[people["back"]] == date(2025, 9, 10)
    # and another decision brings back what was: the last calculation counts, none is lost
    again = decide(centre, facts(value="from-escape"))
    apply(centre, again, list(people.values()))
    assert ends(session)[people["back"]] == date(2025, 9, 20)
    ids = session.scalars(select(ConventionApplied.calculation).where(ConventionApplied.admission_id == people["back"]))
    assert list(ids) == [4, 5]


def test_only_new_terms(session: Session, centre: Centre, people: dict[str, int]) -> None:
    before = ends(session)
    with transaction() as writing:
        enter_convention(writing, facts(), actor=centre.actor, now=NOW)
    assert ends(session) == before
    later = centre.admit(admitted_on=date(2024, 6, 2))
    centre.move(later, K.ESCAPED, date(2024, 6, 5))
    centre.move(later, K.RETURNED, date(2024, 6, 9))
    assert ends(session)[later] == date(2025, 12, 2)
    session.rollback()
    # the running ones may still follow, by a decision of their own
    assert len(apply(centre, decide(centre), list(people.values()))) == 3


def test_what_is_refused(session: Session, centre: Centre, people: dict[str, int]) -> None:
    with pytest.raises(DomainError) as to_come:
        decide(centre, facts(valid_from=date(2024, 7, 1)))
    assert to_come.value.field == "valid_from"
    with pytest.raises(DomainError) as same:
        decide(centre, facts(value="from-escape"))
    assert same.value.field == "value"
    clerk = Actor("thu.ky", "Thư ký", permissions=frozenset({Permission.POLICIES_EDIT}))
    with pytest.raises(NotPermitted):
        decide(centre, actor=clerk)
    assert session.scalar(select(func.count()).select_from(ConventionChange)) == 0


def test_one_batch_check_by_a_second_person(session: Session, centre: Centre, people: dict[str, int]) -> None:
    apply(centre, change_id := decide(centre), list(people.values()))
    waiting = change_page(session, change_id, scope=EVERYWHERE).waiting
    assert waiting == ((people["back"], 4), (people["away"], 3))
    session.rollback()
    with pytest.raises(NotPermitted), transaction() as writing:
        check_terms(writing, waiting, actor=centre.actor, now=NOW)
    with transaction() as writing:
        assert check_terms(writing, waiting, actor=SECOND, now=NOW) == 2
    assert change_page(session, change_id, scope=EVERYWHERE).waiting == ()
    assert people["back"] not in unchecked_terms(session, scope=EVERYWHERE)


def test_both_ends_are_due_until_checked(session: Session, centre: Centre, people: dict[str, int]) -> None:
    apply(centre, decide(centre), [people["back"]])
    session.rollback()
    lines = {line.stay_id: line for line in due(session, as_of=date(2025, 9, 8), days=3, scope=EVERYWHERE)}
    line = lines[people["back"]]
    assert (line.term_end_on, line.unchecked) == (date(2025, 9, 10), True)


def test_a_killed_job_goes_on_with_the_stays_left(
    session: Session, app: Flask, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue_of(app).immediate = False
    stays = [centre.admit() for _ in range(5)]
    change_id = decide(centre, facts(PolicyKind.TERM_END_CONVENTION, "day-before"))
    with transaction() as writing:
        job_id = enqueue(writing, applying.KIND, {"change": change_id}, actor=centre.actor, now=NOW)
    monkeypatch.setattr(applying, "AT_ONCE", 2)
    finish = JobContext.finish
    done: list[object] = []

    def stops_in_the_second_batch(self: JobContext, *args: Any) -> None:
        done.append(args)
        if len(done) == 4:
            raise Interrupted
        finish(self, *args)

    monkeypatch.setattr(JobContext, "finish", stops_in_the_second_batch)
    run_job(app, job_id)
    assert session.scalar(select(func.count()).select_from(ConventionApplied)) == 2
    session.rollback()
    monkeypatch.setattr(JobContext, "finish", finish)
    run_job(app, job_id)
    assert set(ends(session).values()) == {date(2025, 9, 9)}
    assert session.scalar(select(func.count()).select_from(ConventionApplied)) == 5
    job = session.get_one(Job, job_id)
    assert (job.state, job.done, job.total) == ("done", 5, 5)
    assert session.scalar(select(func.count()).select_from(JobItem).where(JobItem.finished)) == 5
    calculations = select(TermEntry.admission_id, func.max(TermEntry.calculation)).group_by(TermEntry.admission_id)
    assert {tuple(row) for row in session.execute(calculations)} == {(stay_id, 2) for stay_id in stays}
    said = session.scalars(select(AuditEntry.details).where(AuditEntry.act == "term.convention-decided")).all()
    assert [one["stays"] for one in said] == [5]


def test_the_director_decides_on_the_page(app: Flask, centre: Centre, sign_in: SignIn) -> None:
    today = clock.today()
    stay_id = centre.admit(admitted_on=today - timedelta(days=30), reason="Sổ cũ", now=clock.now())
    kind = PolicyKind.TERM_END_CONVENTION.value
    url = f"/admissions/terms/conventions/{kind}/decide?value=day-before&valid_from={today:%d/%m/%Y}"
    typed = {
        "reach": "running",
        "paper_number": "15/QĐ-CSCN",
        "paper_on": f"{today:%d/%m/%Y}",
        "paper_issuer": "Cơ sở cai nghiện ma túy",
    }
    client = sign_in(Role.DIRECTOR)
    assert client.get(url).status_code == 200
    assert client.post(url, data=typed | {"paper_number": ""}).status_code == 422
    asked = client.post(url, data=typed)
    assert asked.status_code == 200
    assert "15/QĐ-CSCN" in asked.text
    answer = client.post(url, data=typed | {"confirmed": "yes"})
    assert answer.status_code == 303
    with app.app_context():
        (job,) = db.session.scalars(select(Job)).all()
        job_id = job.id
    assert answer.location.endswith(f"/jobs/{job_id}")
    shown = client.get(f"/admissions/terms/conventions/jobs/{job_id}", follow_redirects=True)
    assert "15/QĐ-CSCN" in shown.text
    assert client.post("/admissions/terms/changes/1").status_code in (403, 422)  # who decided does not check
    assert client.get("/admissions/terms/changes/2").status_code == 404
    other = sign_in(Role.DIRECTOR)
    assert other.post("/admissions/terms/changes/1").status_code == 303
    with app.app_context():
        assert db.session.scalars(select(TermCheck.admission_id)).all() == [stay_id]
    assert client.post(url, data=typed | {"confirmed": "yes"}).status_code == 422
    only_new = {"reach": "new", "confirmed": "yes"}
    later = url.replace(f"{today:%d/%m/%Y}", f"{today + timedelta(days=9):%d/%m/%Y}").replace(
        "day-before", "corresponding-day"
    )
    assert client.post(later, data=typed | only_new).status_code == 303
    assert sign_in(Role.INTAKE).get(url).status_code == 403
