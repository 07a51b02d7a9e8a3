"""Parts of the frame around every page that are the same in many requests: drawn once, then taken as they are.

What a part shows must follow from its key alone, the reader's language and where the program is mounted. A name or a
token stands in it as ``{who}`` and is put in, escaped, for each reader.
"""

from __future__ import annotations

from collections.abc import Hashable

from flask import Flask, current_app, g, request
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from rehab_center.permissions import Actor, Permission
from rehab_center.web.access import may
from rehab_center.web.language import LANGUAGES, current_language
from rehab_center.web.navigation import centre_name, item_of

_MOST = 4000  # an address in front of the program that always differs must not fill the memory


def init_app(app: Flask) -> None:
    """Give ``base.html`` its parts."""
    app.extensions["frame_parts"] = {}
    app.jinja_env.globals.update(
        frame_head=frame_head,
        frame_centre=frame_centre,
        frame_search=frame_search,
        frame_help=frame_help,
        frame_account=frame_account,
        frame_menu=frame_menu,
    )


def frame_head() -> Markup:
    """The style sheets and scripts."""
    return _part("components/_head.html", signed_in=_is_signed_in())


def frame_centre() -> Markup:
    """The name of the centre, which leads home."""
    return _part("components/_centre.html").format(name=centre_name())


def frame_account() -> Markup:
    """The account menu; for a stranger the choice of the language."""
    actor = g.get("actor")
    here = request.full_path if request.method == "GET" else request.path
    who = actor.label if isinstance(actor, Actor) else LANGUAGES[current_language()]
    part = _part("components/_account_menu.html", signed_in=_is_signed_in())
    return part.format(who=who, token=generate_csrf(), here=here)


def frame_search() -> Markup:
    """The search for a person, for who may see people."""
    return _part("components/_search.html", visible=may(Permission.PEOPLE_VIEW))


def frame_help() -> Markup:
    """The help of this very page."""
    return _part("components/_help.html", endpoint=request.endpoint, signed_in=_is_signed_in())


def frame_menu() -> Markup:
    """The menu of who is signed in."""
    actor = g.get("actor")
    rights = actor.permissions if isinstance(actor, Actor) else None
    item = item_of(request.endpoint)
    return _part("components/_menu.html", rights=rights, present=item.endpoint if item else None)


def _is_signed_in() -> bool:
    return isinstance(g.get("actor"), Actor)


def _part(template: str, **facts: Hashable) -> Markup:
    """The part as it was drawn for these facts, which the template gets too."""
    parts: dict[Hashable, Markup] = current_app.extensions["frame_parts"]
    key = (template, current_language(), request.script_root, *facts.values())
    part = parts.get(key)
    if part is None:
        part = Markup(current_app.jinja_env.get_template(template).render(facts))
        if not current_app.debug:
            if len(parts) >= _MOST:
                parts.clear()
            parts[key] = part
    return part
