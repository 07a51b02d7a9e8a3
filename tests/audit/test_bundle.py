"""The bundle: somebody without this program recomputes the chain from it."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from flask import Flask

from rehab_center import clock
from rehab_center.audit import bundle, chain, check_bundle
from rehab_center.audit.recorder import Subject, record
from rehab_center.audit.services import one_state
from rehab_center.db import transaction
from rehab_center.organisation.models import Facility
from rehab_center.permissions import Actor


@pytest.fixture
def written(app: Flask, actor: Actor, tmp_path: Path) -> Path:
    """The bundle of a short log."""
    path = tmp_path / "bundle.zip"
    with app.app_context():
        for number in (1, 2, 3):
            with transaction() as session:
                session.add(Facility(code=f"CS{number}", created_at=clock.now()))
                about = Subject("facility", number, "Cơ sở đặc biệt")
                record("facility.created", actor=actor, at=clock.now(), about=about, details={"rows": number})
        with one_state() as session:
            bundle.write_bundle(session, path)
    return path


def _rewritten(path: Path, name: str, old: str, new: str) -> Path:
    with zipfile.ZipFile(path) as file:
        parts = {one: file.read(one) for one in file.namelist()}
    assert old.encode() in parts[name]
    parts[name] = parts[name].replace(old.encode(), new.encode(), 1)
    with zipfile.ZipFile(path, "w") as file:
        for one, content in parts.items():
            file.writestr(one, content)
    return path


def test_it_checks_itself_with_nothing_but_python(written: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(written) as file:
        file.extract("check_bundle.py", tmp_path)
        head = json.loads(file.read("head.json"))
        assert "entries.jsonl" in file.read("DOC-TRUOC.txt").decode()
    run = [sys.executable, "-I", str(tmp_path / "check_bundle.py"), str(written)]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert (done.returncode, head["entries"]) == (0, 3)
    assert head["hash"] in done.stdout


TAMPERED = [
    ("entries.jsonl", "Cơ sở đặc biệt", "Cơ sở khác", "entry 1"),
    ("changes.jsonl", '"CS2"', '"CS9"', "change 2"),
    ("head.json", '"entries": 3', '"entries": 2', "head"),
]


@pytest.mark.parametrize(("name", "old", "new", "said"), TAMPERED)
def test_what_was_changed_is_named(written: Path, name: str, old: str, new: str, said: str) -> None:
    assert list(check_bundle.faults(str(written))) == []
    (fault,) = check_bundle.faults(str(_rewritten(written, name, old, new)))
    assert said in fault


def test_its_field_lists_are_those_of_the_log() -> None:
    assert (check_bundle.ENTRY, check_bundle.CHANGE) == (chain.ENTRY_FIELDS, chain.CHANGE_FIELDS)
