"""Forms as a browser holds them: what a page's form would send, taken from its HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_BARE = {"submit", "button", "image", "reset", "file"}


@dataclass
class PageForm:
    """One form of a page: its attributes, what it would send untouched, and how many fields a person can fill."""

    attributes: dict[str, str]
    values: list[tuple[str, str]] = field(default_factory=list)
    visible: int = 0
    kinds: dict[str, str] = field(default_factory=dict)
    """Of every field that has a name, its type; "select" and "textarea" for those."""
    choices: dict[str, list[str]] = field(default_factory=dict)
    """What a field offers, and what each button with a name says."""

    @property
    def data(self) -> dict[str, list[str]]:
        """What it would send, as a test client takes it."""
        data: dict[str, list[str]] = {}
        for name, value in self.values:
            data.setdefault(name, []).append(value)
        return data

    def __getitem__(self, name: str) -> str:
        return self.data[name][0]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._form: PageForm | None = None
        self._text: tuple[str, list[str]] | None = None
        self._select: tuple[str, bool] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = PageForm(given)
            self.forms.append(self._form)
        elif self._form and tag == "input":
            self._input(self._form, given)
        elif self._form and tag in ("select", "textarea"):
            self._form.visible += 1
            self._form.kinds[given.get("name", "")] = tag
            if tag == "textarea":
                self._text = (given.get("name", ""), [])
            else:
                self._select = (given.get("name", ""), False)
        elif self._form and tag == "button" and given.get("name"):
            self._form.choices.setdefault(given["name"], []).append(given.get("value", ""))
        elif self._form and tag == "option" and self._select:
            self._option(self._form, given)

    def _input(self, form: PageForm, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        form.visible += kind != "hidden" and (kind not in _BARE or kind == "file")
        if given.get("name"):
            form.kinds[given["name"]] = kind
        if given.get("name") and kind in ("checkbox", "radio", "submit"):
            form.choices.setdefault(given["name"], []).append(given.get("value", "on"))
        ticked = kind not in ("checkbox", "radio") or "checked" in given
        if given.get("name") and kind not in _BARE and ticked:
            form.values.append((given["name"], given.get("value", "")))

    def _option(self, form: PageForm, given: dict[str, str]) -> None:
        name, chosen = self._select or ("", False)
        form.choices.setdefault(name, []).append(given.get("value", ""))
        if "selected" in given:
            form.values = [pair for pair in form.values if chosen or pair[0] != name]
            form.values.append((name, given.get("value", "")))
            self._select = (name, True)
        elif not chosen and name not in {one for one, _value in form.values}:
            form.values.append((name, given.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self._text:
            self._text[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text and self._form:
            self._form.values.append((self._text[0], "".join(self._text[1]).lstrip("\r\n")))
            self._text = None
        elif tag == "select":
            self._select = None
        elif tag == "form":
            self._form = None


def forms_of(page: str) -> list[PageForm]:
    """Every form of a page that posts."""
    reader = _Reader()
    reader.feed(page)
    return [form for form in reader.forms if form.attributes.get("method") == "post"]


def draft_form(page: str) -> PageForm:
    """The one form of a page that keeps a draft."""
    (found,) = (form for form in forms_of(page) if "data-draft" in form.attributes)
    return found
