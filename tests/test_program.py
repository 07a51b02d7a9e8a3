"""The program that tests share: what one of them adds to it, no other one finds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from rehab_center.permissions import Role
from rehab_center.web.first_page import Block, Content, Harm, Line, add_block
from rehab_center.web.navigation import name_centre, warn_everybody
from tests.program import Program

BLOCK = Block("waiting", "", "clock", Harm.OWED, frozenset(Role), lambda _actor: Content((Line("Lê Văn Giao"),)))


@pytest.mark.parametrize(
    "add",
    [
        lambda app: add_block(app, BLOCK),
        lambda app: warn_everybody(app, lambda: "Chỉ đọc"),
        lambda app: name_centre(app, lambda: "Cơ sở khác"),
        lambda app: app.extensions["last_checks"].append(lambda: None),
        lambda app: app.before_request(lambda: None),
    ],
    ids=["block", "warning", "name", "check", "hook"],
)
def test_what_a_test_adds_is_left_to_nobody_else(tmp_path: Path, add: Callable[[Flask], object]) -> None:
    program, url = Program(), f"sqlite:///{tmp_path / 'none.sqlite'}"
    with program.on(tmp_path, url) as first:
        pass
    with program.on(tmp_path, url) as second:
        add(second)
    with program.on(tmp_path, url) as third:
        assert "waiting" not in {block.key for block in third.extensions["first_page"]}
    assert first is second  # whoever adds nothing lends it on
    assert third is not second
