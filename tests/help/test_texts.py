"""Every page a person opens has its help; the texts are short and readable; every post has its guide."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rehab_center.help.texts import BadHelp, Part, guide_of, help_of, helps, read_pages
from rehab_center.permissions import Role
from tests.browser.files import is_file

#: Addresses that lead on at once.
LEADS_ON = {"today.home"}


def opened_by_people(app: Flask) -> list[str]:
    """The endpoints of pages: what a GET reaches and is neither a file nor the way to another page."""
    return sorted(
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or set())
        and not rule.endpoint.endswith("static")
        and not is_file(rule.rule)
        and rule.endpoint not in LEADS_ON
    )


def test_every_page_has_a_help(app: Flask) -> None:
    lacking = [endpoint for endpoint in opened_by_people(app) if help_of(endpoint) is None]
    assert lacking == [], "write rehab_center/help/pages/<blueprint>.txt, or a section in it for that endpoint"


def test_every_help_is_about_pages_there_are(app: Flask) -> None:
    known = {*app.view_functions, *app.blueprints}
    assert [topic for topic in helps() if topic not in known] == []


def test_helps_are_short() -> None:
    assert {topic: one.lines for topic, one in helps().items() if not 3 <= one.lines <= 8} == {}
    assert [topic for topic, one in helps().items() if not (one.purpose and one.steps and one.trouble)] == []


def test_a_page_without_a_text_of_its_own_has_that_of_its_part() -> None:
    own, part = help_of("today.sentence"), help_of("accounts.confirm")
    assert own is not None
    assert own.topic == "today.sentence"
    assert part is not None
    assert part.topic == "accounts"
    assert help_of("nothing.at_all") is None
    assert help_of(None) is None


@pytest.mark.parametrize("text", ["Một dòng lạc\n[today]\ntitle: A", "[today]\nkhông có tên"])
def test_a_text_that_cannot_be_read_is_said(text: str) -> None:
    with pytest.raises(BadHelp):
        list(read_pages(text))


@pytest.mark.parametrize("role", list(Role))
def test_every_post_has_a_guide_with_what_everybody_needs(role: Role) -> None:
    guide = guide_of(role)
    headings = [chapter.heading for chapter in guide.chapters]
    assert "Từ dùng" in headings
    assert headings[-3:] == ["Dùng chung cho mọi người", "Khi mất điện hoặc mất mạng", "Gọi ai"]
    parts: list[Part] = [part for chapter in guide.chapters for part in chapter.parts]
    assert {"steps", "items", "words", "text"} <= {part.kind for part in parts}
    assert all(line and all(line) for part in parts for line in part.lines)


def test_the_sign_in_page_has_its_help_too(client: FlaskClient) -> None:
    page = client.get("/sign-in").text
    assert "Quên mật khẩu hoặc bị khóa" in page
    assert "/help/" not in page
