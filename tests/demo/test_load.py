"""``demo load``: where it may go, what it leaves, and the whole centre built once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center import clock, create_app
from rehab_center.accounts.models import Account
from rehab_center.activities.models import ActivitySession
from rehab_center.activities.queries import sessions_of
from rehab_center.admissions.models import Admission
from rehab_center.admissions.queries.book_ends import book_ends
from rehab_center.admissions.queries.handovers import handover_page
from rehab_center.admissions.queries.held import held_people
from rehab_center.admissions.rules.book_end import GapState
from rehab_center.admissions.rules.handover import HandoverState
from rehab_center.assignments.queries import override_lines, review, wish_lines
from rehab_center.attendance.models import AttendanceMark
from rehab_center.attendance.queries.sessions import current
from rehab_center.audit.verifier import verify
from rehab_center.capacity.models import AnnualPlan
from rehab_center.config import DEMO_MARKER
from rehab_center.db import db
from rehab_center.demo import loading
from rehab_center.demo.gate import HELD, NEWCOMERS
from rehab_center.demo.story import Story
from rehab_center.errors import Conflict
from rehab_center.figures.new_admissions import new_compulsory
from rehab_center.figures.queries import period_figures
from rehab_center.headcount.queries import balance, head_count
from rehab_center.pay.kinds import PayrollState
from rehab_center.pay.queries.payrolls import open_payrolls, payroll_page
from rehab_center.periods import Period, PeriodKind, days_of
from rehab_center.permissions import EVERYWHERE, Actor, Role
from rehab_center.residents.models import Resident
from rehab_center.tasks.kinds import DEEDS, TaskKind
from rehab_center.tasks.queries import open_tasks
from tests import database, factories
from tests.demo.test_build import STORY
from tests.residents.persons import make_facility

# `./run demo` makes the invented centre in SQLite; every service it calls is tested on both kinds of database.
pytestmark = pytest.mark.any_database


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A story of three people in place of the long one, who do not work."""
    monkeypatch.setattr(loading, "DAYS_OF_WORK", timedelta(0))
    monkeypatch.setattr(loading, "scenario", lambda _until: Story(list(STORY.people), list(STORY.stays)))


def _quiet(_done: int, _total: int) -> None:
    pass


def _marker(app: Flask) -> Path:
    return Path(app.config["INSTANCE"]) / DEMO_MARKER


@pytest.mark.usefixtures("short", "session")
def test_it_goes_into_an_empty_instance_and_marks_it(app: Flask) -> None:
    made = loading.load(reset=False, progress=_quiet)
    assert _marker(app).exists()
    assert (made.people, made.stays) == (4 + len(NEWCOMERS), 5 + len(NEWCOMERS))
    pages = [handover_page(db.session(), one, scope=EVERYWHERE) for one in (1, 2)]
    db.session.rollback()
    assert [(page.state, page.counts.accepted, page.counts.refused, page.counts.waiting) for page in pages] == [
        (HandoverState.CLOSED, len(NEWCOMERS) + 1, 1, 0),
        (HandoverState.OPEN, 0, 0, 2),
    ]
    client = app.test_client()
    answer = client.post("/sign-in", data={"username": "giamdoc", "password": made.password})
    assert answer.status_code == 303
    assert client.get("/today").status_code == 200
    with pytest.raises(Conflict, match="here already"):
        loading.load(reset=False, progress=_quiet)


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("reset", [False, True])
def test_it_never_touches_anything_else(app: Flask, session: Session, actor: Actor, reset: bool) -> None:
    make_facility(actor)
    with pytest.raises(Conflict, match="something else"):
        loading.load(reset=reset, progress=_quiet)
    assert not _marker(app).exists()
    assert session.scalar(select(func.count()).select_from(Resident)) == 0


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("reset", [False, True])
def test_an_instance_with_accounts_is_not_empty(app: Flask, session: Session, reset: bool) -> None:
    factories.make_account("that", Role.ADMINISTRATOR)
    with pytest.raises(Conflict, match="something else"):
        loading.load(reset=reset, progress=_quiet)
    assert session.scalar(select(func.count()).select_from(Account)) == 1


@pytest.mark.usefixtures("short")
def test_reset_makes_it_anew(app: Flask, session: Session) -> None:
    loading.load(reset=False, progress=_quiet)
    paper = Path(app.config["INSTANCE"]) / "reports" / "old.pdf"
    paper.parent.mkdir(exist_ok=True)
    paper.write_bytes(b"%PDF")
    made = loading.load(reset=True, progress=_quiet)
    assert not paper.exists()
    session = db.session()
    assert session.scalar(select(func.count()).select_from(Resident)) == 4 + len(NEWCOMERS)
    assert session.scalar(select(func.min(Resident.id))) == 1
    assert verify(session, app.config["AUDIT_KEY"]).ok
    answer = app.test_client().post("/sign-in", data={"username": "truc", "password": made.password})
    assert answer.status_code == 303


# --- the whole centre, once -------------------------------------------------------------------------------------------

#: The centre for training lives in a SQLite file of its own, whatever the shell is set up for (``./run demo``); on
#: PostgreSQL the short story above is built and read.
on_its_own_database = pytest.mark.any_database


DAYS_OF_WORK = timedelta(days=40)
"""Of attendance: whatever happens in two years happens in these, a month's payroll on the ninth after it too."""


@pytest.fixture(scope="module")
def whole(databases: database.Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """The invented centre as ``./run demo`` builds it, with less of work and classes. The slow one: half a minute."""
    instance = tmp_path_factory.mktemp("demo")
    with databases.fresh(instance) as url:
        app = create_app(database.configuration(instance, url))
        with app.app_context():
            with pytest.MonkeyPatch.context() as shorter:
                shorter.setattr(loading, "DAYS_OF_WORK", DAYS_OF_WORK)
                loading.load(reset=False, progress=_quiet)
            yield db.session()
            db.session.remove()
            db.engine.dispose()


@on_its_own_database
def test_the_numbers_of_the_announcement(whole: Session) -> None:
    first_half, year_before = (Period(PeriodKind.HALF_YEAR, year, 1).range for year in (2024, 2023))
    assert head_count(whole, as_of=date(2024, 6, 14), scope=EVERYWHERE).under_care == 413
    assert [
        len(new_compulsory(whole, one, scope=EVERYWHERE, known_at=None)[0]) for one in (first_half, year_before)
    ] == [
        125,
        105,
    ]
    plans = whole.scalars(select(AnnualPlan.target).where(AnnualPlan.year == 2024)).all()
    assert plans == [190]


@on_its_own_database
def test_every_half_year_closes(whole: Session) -> None:
    closing = None
    for year in range(2022, clock.today().year + 1):
        for number in (1, 2):
            found = balance(whole, Period(PeriodKind.HALF_YEAR, year, number).range, scope=EVERYWHERE)
            assert found.closes, (year, number)
            assert closing in (None, found.opening)
            closing = found.closing


@on_its_own_database
def test_the_log_verifies_and_the_clock_is_believed(whole: Session) -> None:
    assert verify(whole, database.configuration(Path(), "")["AUDIT_KEY"]).ok


@on_its_own_database
def test_an_old_book_gives_another_end(whole: Session) -> None:
    found = book_ends(whole, scope=EVERYWHERE, today=clock.today())
    assert found
    assert all(one.closed.state is GapState.OPEN and one.days == 9 for one in found)


@on_its_own_database
def test_it_lives_until_today(whole: Session) -> None:
    latest = whole.scalar(select(func.max(Admission.admitted_on)))
    assert latest is not None
    assert (clock.today() - latest).days < 30
    doubts = (TaskKind.IDENTITY_PAPER, TaskKind.POSSIBLE_DUPLICATE)
    owed = open_tasks(whole, scope=EVERYWHERE)
    assert sum(task.kind in doubts for task in owed) < 40, "Today is not flooded by who is in doubt"
    of_files = {"stay-file", "file-paper"}
    later = frozenset(doubts) | DEEDS  # what the gate left to be done about those of the last days
    kinds = sorted(task.kind.value for task in owed if task.kind not in later and task.subject_kind not in of_files)
    assert sum(task.kind in DEEDS for task in owed) < 100
    waiting = kinds.count("health-look")  # of those who came on the last day
    assert waiting < 15
    told_apart = ["discipline-ended", "health-look", "left-early", "return-due", "sheet-owed"]
    rest = [kind for kind in kinds if kind not in told_apart]
    assert rest == [*["paper-missing"] * 3, "search-decision", "temporary-long"]
    assert kinds.count("left-early") == 1
    assert kinds.count("return-due") < 4
    night = handover_page(whole, 1, scope=EVERYWHERE)
    assert (night.state, night.counts.returned, night.counts.converted, night.counts.refused) == (
        HandoverState.CLOSED,
        1,
        1,
        1,
    )
    assert sum(line.identity_number is None and line.person is not None for line in night.persons) >= 1
    assert handover_page(whole, 2, scope=EVERYWHERE).is_open
    (held,) = held_people(whole, night.facility_id, scope=EVERYWHERE, day=clock.today())
    assert held.person.full_name == HELD[0], "somebody whose ground can be changed by whoever practises"
    converted = whole.scalar(select(func.count()).where(Admission.previous_admission_id.is_not(None)))
    assert converted


@on_its_own_database
def test_people_work_and_learn_by_the_rules(whole: Session) -> None:
    today = clock.today()
    marks: Counter[str] = Counter()
    worked: Counter[tuple[int, date]] = Counter()
    query = (
        select(AttendanceMark.admission_id, ActivitySession.on, AttendanceMark.attended, AttendanceMark.minutes)
        .join(ActivitySession, ActivitySession.id == AttendanceMark.activity_session_id)
        .where(current())
    )
    for stay, on, attended, minutes in whole.execute(query):
        marks[attended] += 1
        worked[stay, on] += minutes or 0
    assert 0.90 < marks["present"] / marks.total() < 0.96
    assert 0 < marks["refused"] < marks.total() / 100
    assert {"sick", "late", "visit"} <= marks.keys()
    assert max(worked.values()) <= 8 * 60
    against = {each.rule for row in review(whole, today=today, scope=EVERYWHERE) for each in row.blocks}
    assert against <= {"apart", "clearance-against", "after-term"}, "what came up after somebody was assigned"
    (signed,) = override_lines(whole, scope=EVERYWHERE)
    assert (signed.rule, signed.expires_on > today) == ("min-stage", True)
    assert len(wish_lines(whole, scope=EVERYWHERE)) > 5
    assert len(sessions_of(whole, today, today + timedelta(days=6), scope=EVERYWHERE)) > 30
    figures, _balance = period_figures(
        whole, days_of(today - timedelta(days=30), today), scope=EVERYWHERE, known_at=clock.now(), plan=None
    )
    (waiting,) = open_payrolls(whole, scope=EVERYWHERE, today=today)
    page = payroll_page(whole, waiting.id, scope=EVERYWHERE, now=clock.now())
    assert (waiting.state, page.totals.people > 20, page.totals.deducted > 0) == (PayrollState.SUBMITTED, True, True)
    for code in ("labour_people", "course_people", "class_people", "sessions_held", "sessions_cancelled",
                 "corrections", "overrides_in_force", "certificates", "sheets_missing", "refusals"):  # fmt: skip
        assert figures[code].value, code
