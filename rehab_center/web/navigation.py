"""The menu, in the order of the day, and what the bar above it shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app, g, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.permissions import Actor, Permission
from rehab_center.web.access import may
from rehab_center.web.language import LANGUAGES, current_language


@dataclass(frozen=True)
class MenuItem:
    """A word of the menu and the page it opens; it is marked as the present one on every page of ``blueprints``.

    ``pages`` are pages of other blueprints that are reached from here: their way back begins here too.
    """

    label: object
    endpoint: str
    permission: Permission
    icon: str
    blueprints: tuple[str, ...]
    pages: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """The page's address."""
        return url_for(self.endpoint)

    @property
    def is_current(self) -> bool:
        """Whether the reader is in this part of the program."""
        return item_of(request.endpoint) is self


MENU = (
    MenuItem(
        _l("Today"),
        "today.index",
        Permission.TODAY_VIEW,
        "house",
        ("today", "tasks"),
        ("dossiers.blank_forms", "dossiers.blank_form"),
    ),
    MenuItem(
        _l("People"),
        "casefile.people",
        Permission.PEOPLE_VIEW,
        "people",
        ("casefile", "residents", "photos", "merging", "headcount"),
    ),
    MenuItem(
        _l("Admissions"),
        "admissions.index",
        Permission.PEOPLE_VIEW,
        "person-plus",
        ("admissions", "dossiers", "classification", "belongings", "issuing", "register", "documents", "release"),
    ),
    MenuItem(_l("Places"), "placements.index", Permission.PEOPLE_VIEW, "building", ("placements",)),
    MenuItem(
        _l("Work and classes"),
        "activities.index",
        Permission.ACTIVITIES_VIEW,
        "tools",
        ("activities", "assignments", "attendance", "pay", "courses"),
    ),
    MenuItem(_l("Health"), "health.due", Permission.HEALTH_VIEW, "heart-pulse", ("health",)),
    MenuItem(_l("Stages"), "stages.index", Permission.PEOPLE_VIEW, "diagram-3", ("stages",)),
    MenuItem(_l("Ratings and conduct"), "conduct.index", Permission.PEOPLE_VIEW, "list-check", ("conduct",)),
    MenuItem(_l("Capacity and plan"), "capacity.index", Permission.PLAN_VIEW, "graph-up", ("capacity",)),
    MenuItem(
        _l("Reports"),
        "reports.index",
        Permission.REPORTS_VIEW,
        "file-earmark-text",
        ("reports", "figures", "earlier"),
    ),
    MenuItem(_l("Log"), "audit.index", Permission.AUDIT_VIEW, "journal-check", ("audit", "logbook")),
    MenuItem(
        _l("Settings"),
        "settings.index",
        Permission.SETTINGS_VIEW,
        "gear",
        ("settings", "organisation", "communes", "policies", "accounts", "backups"),
        (
            "admissions.convention_change",
            "admissions.convention_decide",
            "admissions.convention_paper",
            "placements.setup",
            "placements.zone",
            "placements.add_zone",
            "placements.edit_zone",
            "placements.close_zone",
            "placements.add_rooms",
            "placements.edit_room",
            "placements.add_beds",
            "placements.close_room",
            "placements.remove_bed",
        ),
    ),
)


def item_of(endpoint: str | None) -> MenuItem | None:
    """The word of the menu that a page stands under, None for one that stands under none."""
    room = (endpoint or "").partition(".")[0]
    claimed = (item for item in MENU if endpoint in item.pages)
    return next(claimed, None) or next((item for item in MENU if room in item.blueprints), None)


SEARCH_ENDPOINT = "casefile.people"


@dataclass
class Surroundings:
    """What features tell the frame around every page: the centre's name, and warnings that concern everybody."""

    centre_name: Callable[[], str]
    warnings: list[Callable[[], str | None]]


def init_app(app: Flask) -> None:
    """Give every template the frame's values."""
    app.extensions["surroundings"] = Surroundings(lambda: str(_("Drug rehabilitation centre")), [])
    app.jinja_env.globals.update(_frame_globals())
    app.context_processor(lambda: {"actor": _actor()})


def name_centre(app: Flask, name: Callable[[], str]) -> None:
    """Let the bar show the name that ``name()`` gives in each request (the organisation feature)."""
    app.extensions["surroundings"].centre_name = name


def warn_everybody(app: Flask, warning: Callable[[], str | None]) -> None:
    """Show what ``warning()`` says on every page while it says something, such as why the program is read-only."""
    app.extensions["surroundings"].warnings.append(warning)


def menu() -> list[MenuItem]:
    """The items that exist in this program and that the reader may open."""
    return [item for item in MENU if item.endpoint in current_app.view_functions and may(item.permission)]


def exists(endpoint: str) -> bool:
    """Whether this program has that page: links to parts that come later are left out."""
    return endpoint in current_app.view_functions


def _actor() -> Actor | None:
    actor = g.get("actor")
    return actor if isinstance(actor, Actor) else None


def _frame_globals() -> dict[str, object]:
    # Globals, not context: imported macros see them too.
    return {
        "may": may,
        "Permission": Permission,
        "exists": exists,
        "menu": menu,
        "search_url": _search_url,
        "centre_name": centre_name,
        "banners": _banners,
        "today": clock.today,
        "languages": LANGUAGES,
        "language": current_language,
    }


def _search_url() -> str | None:
    visible = exists(SEARCH_ENDPOINT) and may(Permission.PEOPLE_VIEW)
    return url_for(SEARCH_ENDPOINT) if visible else None


def centre_name() -> str:
    """What the bar calls the centre of whoever is reading."""
    surroundings: Surroundings = current_app.extensions["surroundings"]
    return surroundings.centre_name()


def _banners() -> list[object]:
    surroundings: Surroundings = current_app.extensions["surroundings"]
    said = [g.get("read_only_reason"), *(warning() for warning in surroundings.warnings)]
    return [text for text in said if text]
