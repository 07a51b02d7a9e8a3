"""The help on a page and on pages of its own; the guides as they print."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from rehab_center.help.texts import guide_of, helps
from rehab_center.permissions import Role

pytestmark = pytest.mark.any_database

SignIn = Callable[..., FlaskClient]


def test_the_question_mark_opens_the_help_of_this_very_page(sign_in: SignIn) -> None:
    client = sign_in(Role.DIRECTOR)
    today, people = client.get("/today").text, client.get("/people").text
    assert '<details class="page-help"' in today
    assert helps()["today"].purpose[0] in today
    assert helps()["casefile"].purpose[0] in people
    assert 'href="/help/casefile"' in people


def test_an_address_that_is_none_has_no_help(sign_in: SignIn) -> None:
    answer = sign_in(Role.DUTY).get("/khong-co-trang-nay")
    assert answer.status_code == 404
    assert "page-help" not in answer.text


def test_each_help_has_a_page_of_its_own(sign_in: SignIn) -> None:
    client = sign_in(Role.DUTY)
    for topic, one in helps().items():
        answer = client.get(f"/help/{topic}")
        assert answer.status_code == 200
        assert one.title in answer.text
    assert client.get("/help/nothing").status_code == 404


def test_the_list_is_cut_to_what_the_reader_may_open_and_begins_with_their_guide(sign_in: SignIn) -> None:
    page = sign_in(Role.MEDICAL).get("/help").text
    assert re.findall(r'href="/help/guides/([a-z]+)"', page)[0] == "medical"
    assert len(re.findall(r'href="/help/guides/[a-z]+"', page)) == len(Role)
    assert 'href="/help/casefile"' in page
    assert 'href="/help/audit.clock"' not in page
    assert 'href="/help/audit.clock"' in sign_in(Role.ADMINISTRATOR).get("/help").text


@pytest.mark.parametrize("role", list(Role))
def test_a_guide_is_shown_as_it_prints_on_two_pages_at_most(sign_in: SignIn, role: Role, tmp_path: Path) -> None:
    client = sign_in(Role.DUTY)
    shown = client.get(f"/help/guides/{role.value}")
    assert shown.status_code == 200
    assert guide_of(role).title in shown.text
    out = tmp_path / "huong-dan.pdf"
    answer = client.get(f"/help/guides/{role.value}/file")
    assert answer.mimetype == "application/pdf"
    out.write_bytes(answer.data)
    said = subprocess.run(["pdfinfo", str(out)], check=True, capture_output=True, text=True).stdout
    pages = re.search(r"^Pages:\s+(\d+)$", said, re.MULTILINE)
    assert pages is not None
    assert int(pages[1]) <= 2
    assert "(A4)" in said
    words = subprocess.run(["pdftotext", str(out), "-"], check=True, capture_output=True, text=True).stdout
    for chapter in guide_of(role).chapters:
        assert chapter.heading in " ".join(words.split())


def test_there_is_no_guide_for_a_post_that_is_none(sign_in: SignIn) -> None:
    client = sign_in(Role.DUTY)
    assert client.get("/help/guides/nobody").status_code == 404
    assert client.get("/help/guides/nobody/file").status_code == 404
