"""Draws the icons of ``templates/components/icons.html``: a page has thirty, and a macro takes its time for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, cast

from flask import Flask
from markupsafe import Markup

_DRAWING = Markup(
    '<svg class="icon" width="16" height="16" viewBox="0 0 16 16" fill="currentColor" focusable="false" {}>{}</svg>'
)
_DECORATION = Markup('aria-hidden="true"')


def init_app(app: Flask) -> None:
    """Let every template draw icons: ``icon`` is there without an import."""

    @cache
    def drawer() -> Callable[..., Markup]:
        module: Any = app.jinja_env.get_template("components/icons.html").module
        return cast("Callable[..., Markup]", module.icon)

    app.jinja_env.globals.update(icon_drawer=icon_drawer, icon=lambda name, label=None: drawer()(name, label))


def icon_drawer(shapes: Mapping[str, str]) -> Callable[..., Markup]:
    """The function ``icon(name, label=None)`` of the templates. ``shapes``: the paths of each icon, by its name.

    A label is read aloud; without one the icon only decorates its words. Raises LookupError for a name that is none.
    """

    @cache
    def decoration(name: str) -> Markup:
        return _DRAWING.format(_DECORATION, _shape(name))

    def _shape(name: str) -> Markup:
        if name not in shapes:
            raise LookupError(f"no icon is called {name}")
        return Markup(shapes[name])

    def icon(name: str, label: str | None = None) -> Markup:
        if not label:
            return decoration(name)
        return _DRAWING.format(Markup('role="img" aria-label="{}"').format(label), _shape(name))

    return icon
