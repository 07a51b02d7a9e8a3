"""The house stands as it was drawn. The direction of imports is import-linter's to check (pyproject.toml)."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from rehab_center.features import FEATURES

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "rehab_center"
SOURCES = sorted(PACKAGE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))


def tree(path: Path) -> ast.Module:
    """A file as Python reads it."""
    return ast.parse(path.read_text(encoding="utf-8"))


def calls(path: Path, name: str) -> Iterator[int]:
    """The lines on which ``….name()`` is called."""
    if name not in path.read_text(encoding="utf-8"):
        return
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name:
            yield node.lineno


def ids(path: Path) -> str:
    """A file's name in a test's name."""
    return str(path.relative_to(ROOT))


def test_imports_go_one_way() -> None:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout


def test_only_transaction_commits() -> None:
    found = {ids(path): lines for path in SOURCES if (lines := list(calls(path, "commit")))}
    assert list(found) == ["rehab_center/db.py"]
    assert len(found["rehab_center/db.py"]) == 1


def test_no_file_is_too_long() -> None:
    lengths = {ids(path): len(path.read_text(encoding="utf-8").splitlines()) for path in [*SOURCES, *TESTS]}
    assert not {name: lines for name, lines in lengths.items() if lines > 400}, "split it by use-case"


def test_every_module_and_public_function_says_what_it_is_for() -> None:
    bare = [place for path in SOURCES for place in _without_docstring(path)]
    assert not bare


def _without_docstring(path: Path) -> Iterator[str]:
    module = tree(path)
    if not ast.get_docstring(module):
        yield ids(path)
    for node in module.body:
        public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        if public and not ast.get_docstring(node) and not _registered(node):
            yield f"{ids(path)}:{node.lineno} {node.name}"


def _registered(node: ast.FunctionDef | ast.ClassDef) -> bool:
    """Whether something is only there for a decorator that listens to it."""
    return any("listens_for" in ast.unparse(decorator) for decorator in node.decorator_list)


def test_only_the_clock_reads_the_time() -> None:
    words = {"datetime.now", "datetime.utcnow", "date.today", "datetime.today", "time.time", "time.localtime"}
    readers = {
        ids(path)
        for path in SOURCES
        if any(word in path.read_text(encoding="utf-8") for word in words)  # few: only these are taken apart
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in words
    }
    # The doctor looks at the machine's own clock and zone: that is what it is for.
    assert readers == {"rehab_center/clock.py", "rehab_center/doctor/machine.py"}


def test_what_a_browser_shows_is_waited_for() -> None:
    """Right after a click the old page may still be there, or half of the new one: ``expect`` asks until it holds."""
    hasty = {"count", "is_visible", "is_hidden", "inner_text", "all_inner_texts", "text_content", "input_value"}
    found = [
        f"{ids(path)}:{asked.lineno}"
        for path in TESTS
        if "browser" in path.parts
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Assert)
        for asked in ast.walk(node)
        if isinstance(asked, ast.Call) and isinstance(asked.func, ast.Attribute) and asked.func.attr in hasty
    ]
    assert not found


def test_no_check_is_switched_off() -> None:
    marks = (
        "# no" + "qa",
        "# type: " + "ignore",
        "TO" + "DO",
        "FIX" + "ME",
        "pytest.mark.sk" + "ip",
        "pytest.sk" + "ip(",
    )
    found = [
        f"{ids(path)}: {mark}"
        for path in [*SOURCES, *TESTS]
        for mark in marks
        if mark in path.read_text(encoding="utf-8")
    ]
    assert not found


def test_the_features_are_registered_in_the_order_of_imports() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    rooms = [layer.removeprefix("rehab_center.") for layer in reversed(layers)]
    assert list(FEATURES) == [room for room in rooms if room not in {"db", "web"}]
    packages = {path.parent.name for path in PACKAGE.glob("*/wiring.py")}
    assert packages == set(FEATURES)


def test_tests_mirror_the_package() -> None:
    features = {path.parent.name for path in PACKAGE.glob("*/wiring.py")}
    tested = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir()}
    assert features <= tested
