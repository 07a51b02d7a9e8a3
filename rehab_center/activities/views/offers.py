"""What a page offers beside each session: addresses that differ by the session's number only, made once in a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from rehab_center.activities.hooks import session_links
from rehab_center.permissions import Permission
from rehab_center.web.access import may

_STANDS_FOR = 987654321
"""A number that no session has, and that stands nowhere else in an address."""
_NO_ICON = Markup()


@dataclass(frozen=True)
class Offer:
    """A link: its address is ``before``, the session's number, ``after``."""

    label: str
    before: str
    after: str
    icon: Markup = _NO_ICON


@dataclass(frozen=True)
class Offers:
    """What the reader may do with a session that takes place, and with one that was cancelled."""

    pages: tuple[Offer, ...]
    cancel: Offer | None
    again: Offer | None


def offers() -> Offers:
    """The offers of this request: the pages of later features, cancelling, planning again."""
    icon: Any = current_app.jinja_env.globals["icon"]
    pages = tuple(
        _offer(str(link.label), link.endpoint, link.argument, Markup(icon(link.icon)))
        for link in session_links
        if may(link.permission)
    )
    if not may(Permission.ACTIVITIES_MANAGE):
        return Offers(pages, None, None)
    return Offers(
        pages,
        _offer(_("Cancel the session …"), "activities.cancel"),
        _offer(_("Let it take place …"), "activities.plan_again"),
    )


def _offer(label: str, endpoint: str, argument: str = "session_id", icon: Markup = _NO_ICON) -> Offer:
    values: dict[str, Any] = {argument: _STANDS_FOR}
    before, _number, after = url_for(endpoint, **values).partition(str(_STANDS_FOR))
    return Offer(label, before, after, icon)
