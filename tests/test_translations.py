"""Every sentence has its Vietnamese, with the same places for values."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
PLACES = re.compile(r"%\(\w+\)s")


def _msgids() -> set[str]:
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    keywords = {"_": None, "gettext": None, "N_": None, "_l": None, "lazy_gettext": None}
    found: set[str] = set()
    for folder in ("rehab_center", "templates"):
        # The mapping's patterns are written from the root of the repository.
        here = [(pattern.removeprefix(f"{folder}/"), method) for pattern, method in methods]
        settings = {pattern.removeprefix(f"{folder}/"): given for pattern, given in options.items()}
        for _, _, msgid, _, _ in extract_from_dir(str(ROOT / folder), here, settings, keywords=keywords):
            assert isinstance(msgid, str)
            found.add(msgid)
    return found


def test_vietnamese_is_complete() -> None:
    with (ROOT / "rehab_center/translations/vi/LC_MESSAGES/messages.po").open("rb") as file:
        catalogue = read_po(file, locale="vi")
    assert not catalogue.fuzzy, "without its header the catalogue is not compiled"
    msgids = _msgids()
    assert len(msgids) > 1000, "the extraction found next to nothing"
    written = {msgid: catalogue.get(msgid) for msgid in msgids}
    assert not [msgid for msgid, message in written.items() if message is None or not message.string]
    wrong = [
        msgid
        for msgid, message in written.items()
        if message is not None and set(PLACES.findall(msgid)) != set(PLACES.findall(str(message.string)))
    ]
    assert not wrong
