"""How a form of a page names itself, so that what is typed into it can be kept and found again.

Every form that ``form_start`` opens carries hidden marks: which form it is, the page on which it is opened, and which
copy of that page this is. Keeping is the ``drafts`` feature's; it says here where its drafts are found.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import Flask, Request, current_app, g, request
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

PREFIX = "draft-"
"""What the names of all marks begin with: no field of a form does."""
FORM, SHEET, PAGE, TITLE, NUMBER, CAME_WITH, BEGAN, THEIRS = (
    PREFIX + word for word in ("form", "sheet", "page", "title", "number", "came-with", "began", "theirs")
)
WHICH = "draft"
"""The argument of a page that says which draft it is to be opened with; NONE: with none of them."""
NONE = "none"

LONGEST_PAGE = 1000
_LONGEST_TITLE = 200
_NAME = re.compile(r"[A-Za-z]{0,60}(:[A-Za-z0-9_-]{1,60})?")
_NUMBER = re.compile(r"[0-9]{1,9}")
_SHEET = re.compile(r"[0-9a-f]{32}")
_CAME_WITH = re.compile(r"([0-9a-f]{32})-([0-9]{1,9})")
_WAYS = frozenset({"next", WHICH})  # where one goes afterwards, or with which draft, does not make it another form


@dataclass(frozen=True)
class Marks:
    """A form as it names itself: its class, the page with its arguments, the copy of it, and what it is called.

    ``number`` counts what was sent from this copy: what was sent earlier may arrive later. ``came_with``: sheet and
    number of the draft that the page was opened with.
    """

    form: str
    page: str
    sheet: str
    title: str = ""
    number: int = 0
    came_with: tuple[str, int] | None = None

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """As they stand in the form."""
        named = ((FORM, self.form), (PAGE, self.page), (SHEET, self.sheet))
        came_with = ((CAME_WITH, f"{self.came_with[0]}-{self.came_with[1]}"),) if self.came_with else ()
        return (*named, (TITLE, self.title), (NUMBER, str(self.number)), *came_with)


@dataclass(frozen=True)
class Kept:
    """A draft: what was typed, when it was last kept, and the version of the record that it began from.

    ``sent`` is the sheet it was typed into, and the number of what was sent last from there.
    """

    id: int
    form: str
    typed: tuple[tuple[str, str], ...]
    version: int | None
    saved_at: datetime
    sent: tuple[str, int]


@dataclass(frozen=True)
class Opened:
    """What ``form_start`` writes: the marks, none where nothing is kept; and the draft that a bare form comes with.

    ``without`` is the address of the same page without that draft.
    """

    marks: tuple[tuple[str, str], ...] = ()
    draft: Kept | None = None
    without: str = ""


Finder = Callable[[str], Sequence[Kept]]
_FINDER = "draft_finder"


def find_with(app: Flask, finder: Finder) -> None:
    """Let ``finder`` give the reader's drafts of a page: one statement, asked once in a request."""
    app.extensions[_FINDER] = finder


def init_app(app: Flask) -> None:
    """Let ``form_start`` write the marks."""
    app.jinja_env.globals["opened"] = opened
    app.jinja_env.filters["page_title"] = _remember_title


def _remember_title(title: str) -> Markup:
    """What the page being shown calls itself, for the marks of its forms; the frame writes it before anything else."""
    g.page_title = Markup(title).unescape().strip()
    return Markup(title)


def draft_of(form: str) -> Kept | None:
    """The draft with which a form of the page comes that is being opened; None while something is sent.

    The reader's latest, unless the address names another or none.
    """
    if not request or request.method not in ("GET", "HEAD"):
        return None
    finder: Finder | None = current_app.extensions.get(_FINDER)
    if finder is None:
        return None
    if "drafts_of_page" not in g:
        g.drafts_of_page = finder(here())
    which = request.args.get(WHICH, "")
    of_form = [draft for draft in g.drafts_of_page if draft.form == form and which != NONE]
    return next((draft for draft in of_form if str(draft.id) == which), of_form[0] if of_form else None)


def here() -> str:
    """The page of this request with its arguments, in one order and without those that only say where to go next."""
    return page_of(request.path, request.query_string.decode(errors="replace"))


def page_of(path: str, query: str) -> str:
    """A page as drafts name it."""
    kept = sorted(pair for pair in parse_qsl(query) if pair[0] not in _WAYS)
    return path + (f"?{urlencode(kept)}" if kept else "")


def opened_with(page: str, which: int | str) -> str:
    """The address of a page that comes with a certain draft, or with NONE."""
    return f"{page}{'&' if '?' in page else '?'}{urlencode({WHICH: which})}"


def _without_draft() -> str:
    others = [pair for pair in parse_qsl(request.query_string.decode(errors="replace")) if pair[0] != WHICH]
    return opened_with(request.path + (f"?{urlencode(others)}" if others else ""), NONE)


def marks_of(sent: Request) -> Marks | None:
    """The marks of the form that a request carries; None where it carries none, or such as no page wrote."""
    form, page, sheet, number = (sent.form.get(name, "") for name in (FORM, PAGE, SHEET, NUMBER))
    if not _SHEET.fullmatch(sheet) or not _NAME.fullmatch(form) or len(page) > LONGEST_PAGE:
        return None
    if not leads_to(page):
        return None
    title = sent.form.get(TITLE, "")[:_LONGEST_TITLE]
    with_draft = _CAME_WITH.fullmatch(sent.form.get(CAME_WITH, ""))
    came_with = (with_draft[1], int(with_draft[2])) if with_draft else None
    return Marks(form, page, sheet, title, int(number) if _NUMBER.fullmatch(number) else 0, came_with)


def leads_to(page: str) -> str | None:
    """The endpoint of a page of this program, None for an address that is none."""
    path, _, query = page.partition("?")
    if not path.startswith("/") or page != page_of(path, query):
        return None
    try:
        endpoint, _arguments = current_app.url_map.bind("localhost").match(path, method="GET")
    except HTTPException:
        return None
    return str(endpoint)


def mark(form: str | None, draft: Kept | None = None) -> Marks:
    """Name a form that is being shown, filled with ``draft``: as the one sent where it goes on, else as a new copy.

    ``form`` is None for one without a class, such as a step that shows the answers of the form before it.
    """
    sent = marks_of(request) if request.method == "POST" else None
    name = form if form is not None else (sent.form if sent else "")
    page = sent.page if sent and leads_to(here()) is None else here()
    same = sent if sent and sent.form == name else None
    sheet = same.sheet if same else secrets.token_hex(16)
    title = sent.title if sent and sent.page == page else g.get("page_title", "")
    came_with = same.came_with if same else draft.sent if draft else None
    marks = Marks(name, page, sheet, title[:_LONGEST_TITLE], same.number if same else 0, came_with)
    g.setdefault("drafts_shown", []).append(marks)
    return marks


def opened(form: Any = None, *, kept: bool = True) -> Opened:
    """What ``form_start`` needs of a form that posts; nothing for a stranger and for what is not kept."""
    if not kept or g.get("actor") is None or (form is not None and not form.worth_a_draft):
        return Opened()
    if form is None:
        draft = draft_of("")
        return Opened(mark(None, draft).pairs(), draft, _without_draft())
    began = form.began_with
    return Opened(
        mark(form.form_key, form.draft).pairs() + (((BEGAN, began),) if began else ()), form.draft, _without_draft()
    )
