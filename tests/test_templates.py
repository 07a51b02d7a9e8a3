"""Every template compiles, has its place, and keeps to the house's rules."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import nodes

from rehab_center.config import ROOT

pytestmark = pytest.mark.any_database

TEMPLATES = ROOT / "templates"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
SHARED = ("layouts/", "components/", "errors/")
PAPERS = ("layouts/document.html", "layouts/paper.html")


@cache
def _source(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


@cache
def _code() -> dict[str, str]:
    """Each module of the program and its words."""
    package = ROOT / "rehab_center"
    return {path.relative_to(package).as_posix(): path.read_text(encoding="utf-8") for path in package.rglob("*.py")}


def _chain(name: str) -> list[str]:
    """The template and those it extends, up to the outermost."""
    chain = [name]
    while found := re.search(r'{% extends "([^"]+)" %}', _source(chain[-1])):
        chain.append(found[1])
    return chain


def _is_fragment(name: str) -> bool:
    return Path(name).name.startswith("_")


def _is_page(name: str) -> bool:
    return not _is_fragment(name) and not name.startswith(("layouts/", "components/")) and name != "base.html"


@pytest.mark.parametrize("name", NAMES)
def test_it_compiles(app: Flask, name: str) -> None:
    app.jinja_env.get_template(name)


@pytest.mark.parametrize("name", [name for name in NAMES if _is_page(name)])
def test_a_page_has_a_title(name: str) -> None:
    assert any(re.search(r"{% block title %}(?!{% endblock)", _source(one)) for one in _chain(name))


@pytest.mark.parametrize("name", [name for name in NAMES if _is_page(name) and not name.startswith(SHARED)])
def test_it_belongs_to_a_feature_and_is_used(app: Flask, name: str) -> None:
    folder = name.split("/", 1)[0]
    assert folder in app.blueprints or (ROOT / "rehab_center" / folder).is_dir()
    used = f'"{name}"'
    others = [_source(one) for one in NAMES if one != name]
    assert any(used in text for text in (*_code().values(), *others)), "no view renders it and no template includes it"


@pytest.mark.parametrize("name", [name for name in NAMES if _is_fragment(name) or name.startswith("components/")])
def test_a_fragment_or_component_is_used(name: str) -> None:
    used = f'"{name}"'
    # A section that a feature hangs into an earlier one's page is named by its code, and so is a part of the frame.
    code = [text for path, text in _code().items() if "/views/" in path or path == "web/frame.py"]
    assert any(used in text for text in (*code, *(_source(one) for one in NAMES if one != name)))


@pytest.mark.parametrize("name", NAMES)
def test_every_macro_that_is_imported_is_used(app: Flask, name: str) -> None:
    source = _source(name)
    tree = app.jinja_env.parse(source)
    imported = [
        alias if isinstance(alias, str) else alias[1]
        for found in tree.find_all(nodes.FromImport)
        for alias in found.names
    ]
    rest = re.sub(r"{% from .*? %}", "", source, flags=re.DOTALL)
    assert [macro for macro in imported if not re.search(rf"\b{macro}\b", rest)] == []


@pytest.mark.parametrize("name", [name for name in NAMES if not set(PAPERS) & set(_chain(name))])
def test_nothing_inline(name: str) -> None:
    source = re.sub(r"{#.*?#}", "", _source(name), flags=re.DOTALL)
    assert not re.search(r"<[a-z][^>]*\s(style|on[a-z]+)=|<style|javascript:|<script(?![^>]*\ssrc=)", source)


@pytest.mark.parametrize("name", NAMES)
def test_a_form_that_posts_carries_its_token(name: str) -> None:
    for form in re.findall(r'<form[^>]*method="post".*?</form>', _source(name), re.DOTALL):
        assert "csrf_token" in form or "token()" in form


def test_no_page_is_given_a_name_of_the_frame(app: Flask) -> None:
    """What a view hands over hides the frame's own: a day called ``today`` breaks the bar above every page."""
    frame = set(app.jinja_env.globals)
    for path, text in _code().items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "render_template":
                given = {one.arg for one in node.keywords}
                assert not given & frame, f"{path}:{node.lineno}"
