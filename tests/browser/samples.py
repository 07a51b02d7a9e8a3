"""An invented centre that has something on every page, and sample arguments for the address of every page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from flask.testing import FlaskClient
from sqlalchemy import func, select

from rehab_center import clock
from rehab_center.accounts.models import Account
from rehab_center.admissions.applying import KIND
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.admissions.services.conventions import ConventionFacts, decide_convention
from rehab_center.audit.recorder import record
from rehab_center.capacity.rules import Indicator
from rehab_center.capacity.services import set_plan
from rehab_center.conduct.kinds import EventKind
from rehab_center.conduct.rules import EventFacts
from rehab_center.conduct.services import enter_event
from rehab_center.db import db, transaction
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.models import Attachment
from rehab_center.documents.rules import DocumentFacts
from rehab_center.dossiers.kinds import CopyForm, PaperState
from rehab_center.dossiers.models import FilePaper, FileScan
from rehab_center.dossiers.rules.leaves import Leaves
from rehab_center.dossiers.rules.papers import PaperFacts as FilePaperFacts
from rehab_center.dossiers.services import FileCheck, attach_scan, check_file
from rehab_center.drafts.models import Draft
from rehab_center.figures.earlier import enter_earlier_figure
from rehab_center.jobs.models import Job
from rehab_center.jobs.services import enqueue
from rehab_center.organisation.completeness import state_completeness
from rehab_center.organisation.models import FacilityCapacity, FacilityName
from rehab_center.organisation.services import certify_capacity
from rehab_center.periods import PeriodKind, parse_period
from rehab_center.permissions import ROLES, Actor, Permission, Role
from rehab_center.policies.models import PolicyValue
from rehab_center.policies.rules import PolicyKind
from rehab_center.register.work import KIND as IMPORT
from rehab_center.reports.models import Report
from rehab_center.residents.models import IdentityPaper, Resident
from rehab_center.residents.rules.facts import AliasFacts, PaperFacts, RelativeFacts
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.models import Task
from rehab_center.tasks.services import add_paper
from rehab_center.web.access import PUBLIC
from tests import factories, routes
from tests.admissions.stays import Centre, make_centre
from tests.browser import (
    activities,
    assignments,
    at_the_gate,
    attendance,
    courses,
    issued,
    medical,
    newcomer,
    pay,
    places,
    stages,
    terms,
)
from tests.browser.people import make_staff
from tests.merging.doubles import merge
from tests.register.books import plain_book, plain_row

SOMEBODY = Actor(name="kiem.thu", label="Người kiểm thử", origin="test")
PERIOD = "half-year:2024-H1"
PDF = b"%PDF-1.7\n" + b"x" * 50
_ADDRESS = re.compile(r"^GET (?P<rule>\S.*) -> (?P<need>\S+)$")
_PART = re.compile(r"<(?:int|string|any\((?P<options>[^)]*)\)):(?P<name>\w+)>")

#: What a page is asked for behind its plain address.
QUERIES = {
    "/figures/new-compulsory": ("?first=15/12/2023&last=14/6/2024",),
    "/conduct": ("?month=2024-05", "?month=2024-05&q=khong+co+ai"),
    "/headcount": ("?as_of=14/6/2024", "?as_of=31/02/2024"),
    "/headcount/people": ("?reach=care&as_of=14/6/2024",),
    "/headcount/balance": ("?first=15/12/2023&last=14/6/2024",),
    "/headcount/balance/people": ("?first=15/12/2023&last=14/6/2024&side=in",),
    "/log": ("?what=term", "?q=khong+co+ai+ten+the"),
    "/log/extract": ("?what=change",),
    "/activities/week": ("?on=14/6/2024&place=khong+co",),
    "/places": ("?as_of=14/6/2024&kind=compulsory&sex=male", "?kind=minors"),
    "/people": ("?q=khong+co+ai+ten+the", "?q=Nguyen"),
    "/people/<int:resident_id>": ("?as_of=14/6/2024&known_on=14/6/2024",),
    "/tasks/<int:task_id>": ("?here=1",),
    "/today/sentence": ("?first=1/3/2024&last=31/3/2024",),
    "/reports/new": (f"?period={PERIOD}",),
    "/admissions/terms/conventions/<string:kind>": ("?value=day-before&valid_from=1/1/2024",),
    "/admissions/terms/conventions/<string:kind>/paper": ("?value=day-before&valid_from=1/1/2024",),
    "/admissions/terms/conventions/<string:kind>/decide": ("?value=day-before&valid_from=1/1/2024",),
    "/admissions/<int:stay_id>/move": ("?kind=escaped", "?kind=completed"),
    "/admissions/new": ("?q=Hoa",),
}
#: Pages that the head only reads and the training post fills in.
OPENED_BY_TRAINING = {
    "/attendance/sessions/<int:session_id>",
    "/attendance/rooms/<int:room_id>",
    "/attendance/sheets/<int:sheet_id>",
}
#: Pages on which the intake officer finds more to do than anybody else.
OPENED_BY_INTAKE = {
    "/today",
    "/people",
    "/people/<int:resident_id>",
    "/admissions/<int:stay_id>",
    "/admissions/handovers/<int:handover_id>",
}


@dataclass(frozen=True)
class Address:
    """One route that a GET reaches, and who may open it."""

    rule: str
    need: str

    @property
    def reader(self) -> Role | None:
        """The post that opens it here: the one with most rights of those that may; None for what everybody may."""
        if self.need == PUBLIC:
            return None
        if self.rule in OPENED_BY_TRAINING:
            return Role.TRAINING
        if self.rule in OPENED_BY_INTAKE or self.need not in set(Permission):
            return Role.INTAKE
        holders = [role for role in Role if Permission(self.need) in ROLES[role]]
        return max(holders, key=lambda role: len(ROLES[role]))

    def paths(self, samples: dict[str, Any]) -> list[str]:
        """The address with sample arguments, every choice of an ``any(…)`` once, then with its queries.

        Raises KeyError for an argument of which there is no sample yet: add it in ``furnish``.
        """
        parts = list(_PART.finditer(self.rule))
        paths = []
        for values in product(*(_values(part, samples, self.rule) for part in parts)):
            given = iter(values)
            paths.append(_PART.sub(lambda _part, given=given: str(next(given)), self.rule))
        return [*paths, *(paths[0] + query for query in QUERIES.get(self.rule, ()))]


def _values(part: re.Match[str], samples: dict[str, Any], rule: str) -> list[object]:
    if part["options"]:
        return [option.strip(" \"'") for option in part["options"].split(",")]
    own = f"{rule} {part['name']}"
    return [samples[own] if own in samples else samples[part["name"]]]


def addresses() -> list[Address]:
    """Every route of the program that a GET reaches, by the reviewed list; what is static left out."""
    found = (_ADDRESS.match(line) for line in routes.LIST.read_text(encoding="utf-8").splitlines())
    return [Address(one["rule"], one["need"]) for one in found if one and "static" not in one["rule"]]


def furnish(app: Flask) -> dict[str, Any]:
    """Fill an empty database through services and pages; gives a sample for every argument of an address."""
    with app.app_context():
        centre = make_centre(SOMEBODY)
        make_staff(centre.facility_id)
        _settings(centre)
        people = _people(centre) | at_the_gate.furnish(centre) | {"figure_id": _earlier_figure(centre)}
        people |= places.furnish(centre) | issued.furnish(centre, people["movement_id"]) | terms.furnish(centre)
        _papers(centre)
        medical.furnish(centre)
        people |= {"change_id": _decided(centre)} | activities.furnish(centre) | attendance.furnish(centre)
        people |= assignments.furnish(centre) | pay.furnish(centre, people["activity_id"]) | courses.furnish(centre)
        facility_id = centre.facility_id
    upload = _imported(app, facility_id)
    _typed_and_left(app)
    with app.app_context():
        samples = _ids() | people | {"facility_id": facility_id, "upload": upload, "year": 2024}
        db.session.remove()
    return samples | {
        "delegation_id": 1,
        "goal_id": 1,
        "mark_id": 1,
        "kind": PolicyKind.TERM_END_CONVENTION.value,
        "code": "new_compulsory",
        "number": 5,
        "topic": "today",
        "role": "duty",
    }


def _settings(centre: Centre) -> None:
    with transaction() as session:
        certify_capacity(
            session,
            centre.facility_id,
            valid_from=date(2023, 1, 1),
            people=40,
            citation="356/QĐ-UBND",
            actor=centre.actor,
            now=clock.now(),
        )
    with transaction() as session:
        set_plan(
            session,
            facility_id=centre.facility_id,
            year=2024,
            indicator=Indicator.NEW_COMPULSORY,
            target=19,
            actor=centre.actor,
            now=clock.now(),
        )


def _decided(centre: Centre) -> int:
    """A convention applied to the terms that run."""
    paper = DocumentFacts(DocumentKind.OTHER, "15/QĐ-CSCN", date(2024, 6, 1), "Cơ sở cai nghiện ma túy")
    facts = ConventionFacts(PolicyKind.CREDIT_OLD, "no", date(2024, 6, 1), "15/QĐ-CSCN", paper)
    with transaction() as session:
        change_id = decide_convention(
            session, facts, facility_id=centre.facility_id, actor=centre.actor, now=clock.now()
        )
        enqueue(session, KIND, {"change": change_id}, actor=centre.actor, now=clock.now())
    return change_id


def _earlier_figure(centre: Centre) -> int:
    """A figure out of a signed report, of a time that the book does not know."""
    now = clock.now()
    with transaction() as session:
        state_completeness(
            session,
            centre.facility_id,
            complete_from=date(2020, 1, 1),
            reason="Đã đối chiếu",
            actor=centre.actor,
            now=now,
        )
        paper = DocumentFacts(DocumentKind.OTHER, "12/BC-CSCNMT", date(2019, 6, 20), facility_id=centre.facility_id)
        return enter_earlier_figure(
            session,
            facility_id=centre.facility_id,
            period=parse_period(PeriodKind.HALF_YEAR, "2019-H1"),
            value=97,
            paper=paper,
            actor=centre.actor,
            now=now,
        )


def _people(centre: Centre) -> dict[str, Any]:
    """A person with everything a person may have, an escape without its paper, and somebody held temporarily."""
    resident_id = centre.person(
        "Đỗ Thị Hoà",
        identity=(PaperFacts("036182001234"),),
        aliases=(AliasFacts("Hoà còi"),),
        relatives=(RelativeFacts("Đỗ Văn Cha", "Bố", "0912 000 111", "xã Hải Anh"),),
        reason="Giấy tờ ghi như vậy",
    )
    stay_id = centre.admit(resident_id)
    given = newcomer.furnish(centre, resident_id, stay_id)
    centre.move(stay_id, MovementKind.TO_HOSPITAL, date(2024, 6, 1))
    escaped = centre.admit()
    movement_id = centre.move(escaped, MovementKind.ESCAPED, date(2024, 6, 10), with_paper=False)
    held = centre.admit(kind=StayKind.TEMPORARY, months=None, admitted_on=date(2024, 6, 12))
    double = centre.person("Đỗ Thị Hoà", phone="0912 000 222", commune="xã Hải Anh")
    merged = centre.person("Đỗ Thị Hóa")
    _looked_through(centre, stay_id)
    return {
        "resident_id": resident_id,
        "other_id": double,
        "merge_id": merge(centre, double, merged),
        "event_id": _praised(centre, stay_id),
        "stay_id": stay_id,
        "movement_id": movement_id,
        "line_id": stages.furnish(centre, stay_id, escaped),
        **given,
        "/admissions/<int:stay_id>/convert stay_id": held,
    }


def _praised(centre: Centre, stay_id: int) -> int:
    """A reward by its paper."""
    facts = EventFacts(EventKind.PRAISED, clock.today(), "Giúp bạn học chữ")
    paper = DocumentFacts(DocumentKind.OTHER, "5/QĐ-CSCN", issued_on=clock.today(), issuer="Cơ sở cai nghiện")
    with transaction() as session:
        return enter_event(session, stay_id, facts=facts, paper=paper, actor=centre.actor, now=clock.now())


def _looked_through(centre: Centre, stay_id: int) -> None:
    """A file in which something lies, something is missing and something is not needed."""
    came = FilePaperFacts(PaperState.RECEIVED, received_on=clock.today(), copy_form=CopyForm.COPY, leaves=Leaves(2, 3))
    spared = FilePaperFacts(PaperState.NOT_NEEDED, note="không còn thân nhân")
    with transaction() as session:
        found = FileCheck({"summary": came, "notice": spared})
        check_file(session, stay_id, check=found, actor=centre.actor, now=clock.now())
    paper = db.session.scalar(select(FilePaper.id).where(FilePaper.state == PaperState.RECEIVED))
    db.session.rollback()
    folder = Path(current_app.config["INSTANCE"]) / "scans"
    given = {"content": PDF, "name": "tom-tat.pdf", "folder": folder, "actor": centre.actor, "now": clock.now()}
    with transaction() as session:
        attach_scan(session, paper or 0, **given)


def _papers(centre: Centre) -> None:
    facts = DocumentFacts(DocumentKind.OTHER, "77/GM-UBND", facility_id=centre.facility_id)
    with transaction() as session:
        now = clock.now()
        add_paper(
            session,
            facts=facts,
            facility_id=centre.facility_id,
            about="77/GM-UBND",
            due_at=now + timedelta(days=2),
            actor=centre.actor,
            now=now,
        )
        record("stay.admitted", actor=centre.actor, at=now)


def _imported(app: Flask, facility_id: int) -> str:
    """A register with good and refused rows, sent and imported; a scan; a frozen report. Gives the workbook's hash."""
    rows = [plain_row(number) for number in range(1, 13)]
    bad = [
        plain_row(13, entered="31/02/2024"),
        plain_row(14, decision=""),
        plain_row(15, left=date(2023, 1, 1), reason="Hết hạn"),
    ]
    client = _client(app, Role.INTAKE)
    file = {"file": (BytesIO(plain_book(*rows, *bad)), "so-theo-doi.xlsx"), "facility": str(facility_id)}
    path = _followed(client, "/register", file)
    _followed(client, path, {"reason": "old-book", "reason_note": "Sổ cũ"})
    _followed(client, f"/papers/{_incomplete(app)}/scans", {"scan": (BytesIO(PDF), "giay-moi.pdf")})
    _followed(_client(app, Role.DIRECTOR), "/reports", {"period": PERIOD})
    _followed(_client(app, Role.INSPECTOR), "/log/verify", {})
    return path.rpartition("/")[2]


def _typed_and_left(app: Flask) -> None:
    """A form that the intake officer has begun."""
    marks = {"draft-form": "NewPersonForm", "draft-page": "/admissions/new/person", "draft-sheet": "0" * 32}
    words = {"draft-title": "Tiếp nhận người mới", "full_name": "Phạm Văn Dở", "kind": "compulsory"}
    assert _client(app, Role.INTAKE).post("/my-account/drafts", data=marks | words).status_code == 200


def _client(app: Flask, role: Role) -> FlaskClient:
    client = app.test_client()
    signed_in = client.post("/sign-in", data={"username": role.value, "password": factories.PASSWORD})
    assert signed_in.status_code == 303
    return client


def _followed(client: FlaskClient, path: str, form: dict[str, Any]) -> str:
    answer = client.post(path, data=form)
    assert answer.status_code == 303, answer.text
    return answer.location


def _incomplete(app: Flask) -> int:
    with app.app_context():
        found = db.session.scalar(select(Task.subject_id).where(Task.subject_kind == "document"))
        db.session.remove()
    assert found is not None
    return found


def _ids() -> dict[str, Any]:
    """The row that stands for each kind of thing."""

    def of(column: Any, *conditions: Any) -> int:
        found = db.session.scalar(select(func.min(column)).where(*conditions))
        assert found is not None, column
        return int(found)

    return {
        "draft_id": of(Draft.id, Draft.typed.is_not(None)),
        "account_id": of(Account.id, Account.username == Role.DUTY.value),
        "name_id": of(FacilityName.id),
        "capacity_id": of(FacilityCapacity.id),
        "value_id": of(PolicyValue.id),
        "task_id": of(Task.id, Task.kind == TaskKind.SEARCH_DECISION.value),
        "document_id": of(Task.subject_id, Task.subject_kind == "document"),
        "scan_id": of(Attachment.id),
        "file_scan_id": of(FileScan.id),
        "job_id": of(Job.id, Job.kind == IMPORT),
        "/log/verification/<int:job_id> job_id": of(Job.id, Job.kind == "audit.verify"),
        "/admissions/terms/conventions/jobs/<int:job_id> job_id": of(Job.id, Job.kind == KIND),
        "/log/about/<string:kind>/<int:subject_id> kind": "resident",
        "/log/about/<string:kind>/<int:subject_id> subject_id": of(Resident.id),
        "/log/day/<string:day> day": clock.today().isoformat(),
        "report_id": of(Report.id),
        "paper_id": of(FilePaper.id, FilePaper.state == PaperState.RECEIVED),
        "form_code": "intake",
        "row_id": of(IdentityPaper.id),  # 1, as the only other name's and the only relative's
    }
