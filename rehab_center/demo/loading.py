"""Making the invented centre, or making it anew."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import current_app
from flask_migrate import downgrade, upgrade
from sqlalchemy import func, select

from rehab_center import clock
from rehab_center.accounts import passwords
from rehab_center.accounts.services import administer
from rehab_center.admissions.models import Admission
from rehab_center.audit.models import AuditEntry
from rehab_center.audit.recorder import record
from rehab_center.collecting import collected_rarely
from rehab_center.config import DEMO_MARKER
from rehab_center.db import db, transaction
from rehab_center.demo.build import build
from rehab_center.demo.founding import BUILDER
from rehab_center.demo.gate import deliver
from rehab_center.demo.issued import issue_papers
from rehab_center.demo.openings import open_by_book
from rehab_center.demo.scenario import scenario
from rehab_center.errors import Conflict
from rehab_center.permissions import Role
from rehab_center.residents.models import Resident
from rehab_center.words import N_, message

#: Username, name, post and roles of the accounts for training; all with the same freshly drawn password.
ACCOUNTS = (
    ("quantri", "Lê Quản Trị", "Quản trị hệ thống", (Role.ADMINISTRATOR,)),
    ("tiepnhan", "Trần Thị Tiếp Nhận", "Cán bộ tiếp nhận, hồ sơ", (Role.INTAKE,)),
    ("truc", "Phạm Trực Ca", "Cán bộ quản lý, trực ca", (Role.DUTY,)),
    ("yte", "Bùi Thị Y Tế", "Y sĩ", (Role.MEDICAL,)),
    ("daynghe", "Đỗ Dạy Nghề", "Cán bộ dạy nghề, lao động", (Role.TRAINING,)),
    ("giamdoc", "Vũ Trưởng Cơ Sở", "Trưởng cơ sở", (Role.DIRECTOR,)),
    ("thanhtra", "Hoàng Thanh Tra", "Thanh tra", (Role.INSPECTOR,)),
)
DAYS_OF_WORK = timedelta(days=730)
"""For how long work and classes are told, up to the story's end."""
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike


@dataclass(frozen=True)
class Loaded:
    """What was made: the accounts, and the one password of all of them."""

    facility_id: int
    people: int
    stays: int
    usernames: tuple[str, ...]
    password: str


def load(*, reset: bool, progress: Callable[[int, int], None]) -> Loaded:
    """Build the invented centre into an empty instance, or with ``reset`` anew into one marked as demo.

    Raises Conflict where the instance holds anything else, or the demo already and ``reset`` was not asked for.
    """
    marker = Path(current_app.config["INSTANCE"]) / DEMO_MARKER
    if reset:
        _empty(marker)
    elif _holds_something():
        raise _refusal(marker)
    marker.touch(mode=0o600)
    until = clock.today() - timedelta(days=1)  # whatever the hour, no act of the story is still to come
    story = scenario(until)
    works_from = until - DAYS_OF_WORK if DAYS_OF_WORK else None
    with collected_rarely():
        facility_id = build(story, until=until, progress=progress, works_from=works_from)
    deliver(facility_id, until=until)
    issue_papers(until=until)
    open_by_book(facility_id, until=until)
    password = "".join(secrets.choice(_LETTERS) for _ in range(12))
    _make_accounts(facility_id, password)
    session = db.session()
    people, stays = (session.scalar(select(func.count()).select_from(table)) or 0 for table in (Resident, Admission))
    session.rollback()
    return Loaded(facility_id, people, stays, tuple(username for username, *_ in ACCOUNTS), password)


def _holds_something() -> bool:
    """Whether anything was ever recorded here: accounts without a centre are somebody's beginning too."""
    session = db.session()
    found = session.scalar(select(AuditEntry.id).limit(1)) is not None
    session.rollback()
    return found


def _refusal(marker: Path) -> Conflict:
    if marker.exists():
        return Conflict(message(N_("The invented centre is here already. To build it anew: demo load --reset")))
    return Conflict(message(N_("This instance holds something else; the invented centre never touches it.")))


def _empty(marker: Path) -> None:
    """Take everything out of a demo instance: the database by its own migrations, and the issued papers."""
    if not marker.exists() and _holds_something():
        raise _refusal(marker)
    db.session.remove()
    db.engine.dispose()
    directory = str(Path(current_app.root_path).parent / "migrations")
    downgrade(directory=directory, revision="base")
    upgrade(directory=directory)
    for folder in ("held-files", "issued", "reports", "scans", "uploads"):
        for path in (marker.parent / folder).rglob("*"):
            if path.is_file():
                path.unlink()


def _make_accounts(facility_id: int, password: str) -> None:
    for username, full_name, post, roles in ACCOUNTS:
        password_hash = passwords.hash_of(password, username=username)
        with transaction() as session:
            administer.create(
                session,
                username=username,
                full_name=full_name,
                post=post,
                roles=roles,
                facility_id=None if Role.ADMINISTRATOR in roles else facility_id,
                password_hash=password_hash,
                must_change_password=False,
                actor=BUILDER,
                now=clock.now(),
            )
    with transaction():
        record("demo.loaded", actor=BUILDER, at=clock.now())
