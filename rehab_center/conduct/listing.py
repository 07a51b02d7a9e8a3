"""The page of a month as a list, and as a file takes it away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import current_app, g, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from rehab_center.admissions.labels import STAY_KINDS
from rehab_center.admissions.rules.reductions import Rating
from rehab_center.conduct.forms import field_of, text_of
from rehab_center.conduct.kinds import Progress
from rehab_center.conduct.labels import PROGRESS, PROGRESS_LOOKS, RATINGS
from rehab_center.conduct.queries import RatingRow
from rehab_center.db import db
from rehab_center.names import fold
from rehab_center.permissions import Permission
from rehab_center.policies.naming import name_key
from rehab_center.residents.labels import SEXES
from rehab_center.web.access import may
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import Choice, Column, Listing, Search


def _person_url(row: RatingRow) -> str:
    return url_for("conduct.stay", stay_id=row.stay_id)


def rating_words(rating: Rating | None) -> object:
    """A rating in words, None for none."""
    return RATINGS[rating] if rating else None


def _progress(row: RatingRow) -> Markup:
    """The state as a badge, made once in a request for all the rows that have it."""
    badges: dict[Progress, Markup] = g.setdefault("conduct_badges", {})
    if row.progress not in badges:
        macros: Any = current_app.jinja_env.get_template("components/badge.html").module
        badges[row.progress] = macros.badge(PROGRESS[row.progress], *PROGRESS_LOOKS[row.progress])
    return badges[row.progress]


def may_rate() -> bool:
    """Whether the reader proposes or decides ratings."""
    return may(Permission.CONDUCT_PROPOSE) or may(Permission.CONDUCT_DECIDE)


def _choices(row: RatingRow) -> object:
    """Four buttons of which one is chosen; the keyboard's arrows go from one to the other, Tab to the next person."""
    if not may_rate():
        return rating_words(row.book.latest)
    words: dict[Rating, str] = g.setdefault("conduct_words", {one: str(label) for one, label in RATINGS.items()})
    name, latest = field_of(row.stay_id), row.book.latest
    buttons = [
        Markup('<label><input type="radio" name="{}" value="{}"{} aria-label="{}: {}"> {}</label>').format(
            name,
            text_of(rating, row.book.revision),
            Markup(" checked") if rating is latest else "",
            row.full_name,
            said,
            said,
        )
        for rating, said in words.items()
    ]
    return Markup('<span class="rating-choice" role="radiogroup" aria-label="{}">{}</span>').format(
        _("Rating of %(name)s", name=row.full_name), Markup("").join(buttons)
    )


MONTH = Listing(
    key="ratings",
    title=_l("Monthly ratings"),
    columns=(
        Column("code", _l("File code"), sortable=True, cell=lambda row: row.file_code),
        Column("name", _l("Full name"), sortable=True, cell=lambda row: row.full_name, link=_person_url),
        Column("birth", _l("Born"), cell=lambda row: row.birth.text, on_page=False),
        Column("sex", _l("Sex"), cell=lambda row: SEXES[row.sex], on_page=False),
        Column("kind", _l("Ground"), cell=lambda row: STAY_KINDS[row.kind], on_page=False),
        Column("admitted", _l("Admitted"), cell=lambda row: row.admitted_on, on_page=False),
        Column("days", _l("Days under care"), sortable=True, number=True),
        Column("before", _l("Month before"), cell=lambda row: rating_words(row.before)),
        Column("choices", _l("Rating of this month"), cell=_choices, in_export=False),
        Column("proposed", _l("Proposed"), cell=lambda row: rating_words(row.book.proposed), on_page=False),
        Column("decided", _l("Decided (rating)"), cell=lambda row: rating_words(row.book.decided)),
        Column("progress", _l("State"), cell=_progress, in_export=False),
        Column("progress_words", _l("State"), cell=lambda row: PROGRESS[row.progress], on_page=False),
    ),
    sort="name",
    search=Search(_l("Name or file code")),
    filters=(
        Choice("progress", _l("State"), [(one.value, words) for one, words in PROGRESS.items()]),
        Choice("rating", _l("Rating"), [(one.value, words) for one, words in RATINGS.items()]),
        Choice("sex", _l("Sex"), [(one.value, words) for one, words in SEXES.items()]),
        Choice("kind", _l("Ground"), [(one.value, words) for one, words in STAY_KINDS.items()]),
    ),
    empty=_l("Nobody was under care in this month."),
    export_permission=Permission.PEOPLE_EXPORT,
)


def chosen(rows: Sequence[RatingRow], state: ListState) -> list[RatingRow]:
    """The rows that a list state asks for, in its order and on all its pages."""
    words = fold(state.q)
    found = [row for row in rows if _fits(row, state) and words in fold(f"{row.full_name} {row.file_code}")]
    named = name_key(db.session())
    keys: dict[str, Any] = {
        "name": lambda row: (named(row.full_name), row.stay_id),
        "code": lambda row: (row.file_code, row.stay_id),
        "days": lambda row: (row.days, row.stay_id),
    }
    return sorted(found, key=keys[state.sort], reverse=state.descending)


def _fits(row: RatingRow, state: ListState) -> bool:
    latest = row.book.latest
    has = {"progress": row.progress.value, "rating": latest and latest.value, "sex": row.sex, "kind": row.kind}
    return all(state.choice(key) in (None, value) for key, value in has.items())
