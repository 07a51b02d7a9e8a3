"""Rule 44: nothing of a person's health reaches anybody who may not see it, on any page, file, log entry or command.

One centre with something on every page; a word that stands nowhere else is planted into every sensitive field, and
every address is fetched as everybody who may open it and not read that word.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from rehab_center import clock
from rehab_center.accounts.models import Account
from rehab_center.audit.models import AuditEntry
from rehab_center.db import db, transaction
from rehab_center.health import services
from rehab_center.health.kinds import Answer, CheckResult, Clearance, Conclusion, InfectionGroup, NoteKind, Purpose
from rehab_center.health.models import HealthLook
from rehab_center.health.queries import notes
from rehab_center.health.rules import CheckFacts, ClearanceFacts, InfectionFacts, LookFacts, NoteFacts
from rehab_center.permissions import ROLES, Actor, Permission, Role
from rehab_center.web import pdf
from tests.browser.samples import SOMEBODY, Address, addresses, furnish
from tests.factories import PASSWORD, make_account

HEALTH, RECORD = "Kimtuoc", "Hoangyen"
"""What is planted: for those who may not see health, and for those who may not open the record."""
OUTSIDE = (Role.INTAKE, Role.DUTY, Role.TRAINING, Role.INSPECTOR, Role.ADMINISTRATOR)
DIRECTOR = "director"


@dataclass(frozen=True)
class House:
    """The furnished centre."""

    app: Flask
    samples: dict[str, Any]
    stay_id: int
    file_code: str

    def client(self, username: str) -> FlaskClient:
        """Somebody signed in."""
        client = self.app.test_client()
        assert client.post("/sign-in", data={"username": username, "password": PASSWORD}).status_code == 303
        return client

    def actor(self, username: str) -> Actor:
        """An account as services see it."""
        account = db.session.scalars(select(Account).where(Account.username == username)).one()
        role = Role(username)
        return Actor(
            username,
            account.full_name,
            account.id,
            permissions=ROLES[role],
            roles=frozenset({role}),
            facility_ids=frozenset({account.facility_id}) if account.facility_id else None,
        )


@pytest.fixture
def house(app: Flask, monkeypatch: pytest.MonkeyPatch) -> House:
    """A centre with something on every page, and canaries in the stay that most of them show."""
    # A PDF would hide its words from a reader of bytes: what is printed is its page.
    monkeypatch.setattr(pdf, "render", lambda html, **_options: html.encode())
    samples = furnish(app)
    with app.app_context():
        house = House(app, samples, samples["stay_id"], "HV00001")
        plant(house)
        db.session.remove()
    return house


def plant(house: House) -> None:
    """A word that stands nowhere else in every sensitive field, and in what is replaced and why."""
    now, stay_id = clock.now(), house.stay_id
    today = clock.day_of(now)
    some = {"actor": SOMEBODY, "now": now}
    last = db.session.scalar(select(func.max(HealthLook.id)).where(HealthLook.admission_id == stay_id))
    db.session.rollback()
    look = LookFacts(
        today, f"{HEALTH} bs", Conclusion.HOSPITAL, injuries=f"{HEALTH} 1", pregnant=Answer.NOT_CHECKED,
        withdrawal_signs=f"{HEALTH} 2", last_use=f"{HEALTH} 3", drugs=f"{HEALTH} 4", infection=Answer.SUSPECTED,
        infection_note=f"{HEALTH} 5", urgent_need=f"{HEALTH} 6", note=f"{HEALTH} 7",
    )  # fmt: skip
    check = CheckFacts(today, f"{HEALTH} bs", CheckResult.FOLLOW, f"{HEALTH} 8", today + timedelta(days=9))
    infection = InfectionFacts(InfectionGroup.B, today, f"{HEALTH} 9", f"{HEALTH} 10")
    clearance = ClearanceFacts(Clearance.CLASSES_ONLY, today, today + timedelta(days=90), f"{HEALTH} 11")
    with transaction() as session:
        services.record_look(session, stay_id, facts=look, replaces=last, why=f"{HEALTH} 12" if last else None, **some)
    with transaction() as session:
        first = services.keep_check(session, stay_id, facts=check, **some)
    with transaction() as session:
        services.keep_check(session, stay_id, facts=check, replaces=first, why=f"{HEALTH} 13", **some)
    with transaction() as session:
        stated = services.state_infection(session, stay_id, facts=infection, **some)
    with transaction() as session:
        services.state_infection(session, stay_id, facts=infection, replaces=stated, why=f"{HEALTH} 14", **some)
    with transaction() as session:
        services.clear_for_work(session, stay_id, facts=clearance, **some)
    assigned = house.actor("medical")
    assigned_id = assigned.account_id or 0
    give = {"account_id": assigned_id, "facility_id": house.samples["facility_id"], "stay_id": stay_id}
    with transaction() as session:
        services.assign_record(session, **give, granted=True, from_on=today, **some)
    note = NoteFacts(today, NoteKind.HIV, f"{RECORD} dương tính")
    with transaction() as session:
        kept = services.keep_note(session, stay_id, facts=note, actor=assigned, now=now)
    with transaction() as session:
        services.keep_note(session, stay_id, facts=note, replaces=kept, why=f"{RECORD} 2", actor=assigned, now=now)
    with transaction() as session:
        services.note_view(session, stay_id, purpose=Purpose.TREATMENT, actor=assigned, now=now)
    assert any(RECORD in line.facts.text for line in notes(db.session(), stay_id, actor=assigned, day=today))
    db.session.rollback()
    with transaction() as session:  # and taken away again: a member of the medical post without assignment
        services.assign_record(session, **give, granted=False, from_on=today, **some)


def _paths(house: House) -> Iterator[tuple[Address, str]]:
    for address in addresses():
        for path in address.paths(house.samples):
            yield address, path


def _texts(content: bytes) -> str:
    """What a reader of the answer could find in it, inside a workbook too."""
    if not content.startswith(b"PK"):
        return content.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(_texts(book.read(name)) for name in book.namelist())


def _leaks(client: FlaskClient, paths: list[str], word: str) -> list[str]:
    """The addresses whose answer holds the word; a list's export too."""
    found = []
    for path in paths:
        answer = client.get(path)
        text = _texts(answer.data)
        if "export=csv" in text and not path.startswith("/communes"):  # ten thousand communes, no people
            again = client.get(f"{path}{'&' if '?' in path else '?'}export=xlsx")
            text += _texts(again.data)
        found += [path] if word.casefold() in text.casefold() else []
    return found


def _readable(house: House, roles: tuple[Role, ...]) -> list[str]:
    """The addresses that an account with these roles may open."""
    rights = {permission.value for role in roles for permission in ROLES[role]}
    return [path for one, path in _paths(house) if one.need not in set(Permission) or one.need in rights]


def _about(house: House) -> list[str]:
    """What is read about the person by many, and every entry of the log about health."""
    with house.app.app_context():
        entries = db.session.scalars(select(AuditEntry.id).where(AuditEntry.act.startswith("health."))).all()
        db.session.remove()
    stay_id, person = house.stay_id, house.samples["resident_id"]
    pages = ["/today", "/tasks", "/health/clearances", f"/people/{person}", f"/admissions/{stay_id}"]
    return [*pages, *(f"/log/{number}" for number in entries)]


def _no_address_tells_of_health(house: House) -> None:
    """As somebody who holds every post that sees no health, every address; then what matters most as each post."""
    with house.app.app_context():
        make_account("nhieu.vai", *OUTSIDE, facility_id=house.samples["facility_id"])
    everybody = house.client("nhieu.vai")
    assert _leaks(everybody, _readable(house, OUTSIDE) + _about(house), HEALTH) == []
    for path in ("/people", "/admissions", "/log", "/tasks"):
        assert house.file_code not in everybody.get(f"{path}?q={HEALTH}").text
    record = f"/admissions/{house.stay_id}/health/record"
    for role in OUTSIDE:
        client = house.client(role.value)
        assert _leaks(client, _about(house), HEALTH) == [], role
        assert client.get(f"/admissions/{house.stay_id}/health").status_code == 403
        assert [client.get(path).status_code for path in (record, f"{record}/new")] == [403, 403]
        assert client.post(record, data={"purpose": "treatment"}).status_code == 403


def _the_record_is_for_few(house: House) -> None:
    """Staff of the medical post who are not assigned see health and never the record; the director sees both."""
    record = f"/admissions/{house.stay_id}/health/record"
    medical, director = house.client("medical"), house.client(DIRECTOR)
    health = medical.get(f"/admissions/{house.stay_id}/health").text
    assert all(f"{HEALTH} {number}" in health for number in range(1, 15) if number != 12)
    assert medical.post(record, data={"purpose": "treatment"}).status_code == 403
    assert _leaks(medical, _readable(house, (Role.MEDICAL,)), RECORD) == []
    assert RECORD not in director.get(record).text  # first what for
    assert RECORD in director.post(record, data={"purpose": "decision"}).text
    assert director.post(record, data={"purpose": RECORD}).status_code == 422
    with house.app.app_context():
        opened = select(AuditEntry).where(AuditEntry.act == "health.record-opened").order_by(AuditEntry.id.desc())
        entry = db.session.scalars(opened.limit(1)).one()
        assert (entry.details, entry.actor) == ({"purpose": "decision"}, DIRECTOR)
        db.session.remove()
    assert _leaks(director, [*_about(house), f"/admissions/{house.stay_id}/health"], RECORD) == []


def _no_command_tells_of_it(house: House, tmp_path: Path) -> None:
    runner = house.app.test_cli_runner()
    book, log, bundle = (str(tmp_path / name) for name in ("so.xlsx", "nhat-ky.xlsx", "goi.zip"))
    commands = [
        ["stay", "show", house.file_code], ["due", "--as-of", "2024-06-14", "--days", "900"], ["headcount"],
        ["register", "export", book], ["audit", "export", log], ["audit", "bundle", bundle], ["audit", "verify"],
    ]  # fmt: skip
    said = ""
    for command in commands:
        answer = runner.invoke(args=command)
        assert answer.exit_code == 0, (command, answer.output)
        said += answer.output
    said += "".join(_texts(Path(name).read_bytes()) for name in (book, log, bundle))
    assert HEALTH not in said
    assert RECORD not in said


@pytest.mark.any_database
def test_nothing_of_health_reaches_anybody_else(house: House, tmp_path: Path) -> None:
    """Rule 44, in one centre: furnishing it takes longer than all the questions."""
    _no_address_tells_of_health(house)
    _the_record_is_for_few(house)
    _no_command_tells_of_it(house, tmp_path)
