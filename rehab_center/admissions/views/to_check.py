"""The second person: terms that wait to be checked, a list that is ticked."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from flask import flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from rehab_center import clock
from rehab_center.admissions import queries, services
from rehab_center.admissions.forms.checking import CheckTermsForm
from rehab_center.admissions.queries import UncheckedLine
from rehab_center.admissions.queries.applied_conventions import changes_waiting
from rehab_center.admissions.views.blueprint import bp
from rehab_center.admissions.views.lists import exported, stay_url
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.organisation.queries import facilities
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.formatting import day, number
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import Choice, Column, Days, Listing, Search, list_page

PER_PAGE = 100
"""How many terms one page lets check at first: nobody compares more with their papers in one sitting."""


def _end(row: UncheckedLine) -> object:
    return row.term.end_on or _still(row.left)


def _still(left: int | None) -> object:
    """A clock that stands still, with what is left: two such terms differ in nothing else."""
    if left is None:
        return _("the clock stands still")
    return _("the clock stands still, %(days)s days left to serve", days=number(left))


def _before(row: UncheckedLine) -> object:
    return (row.term.end_before or _still(row.left_before)) if row.term.changed else None


def _opening(row: UncheckedLine) -> str | None:
    """What the old book counts, in short: days, months, up to when, its end."""
    if row.opening is None:
        return None
    facts, said = row.opening.facts, []
    if facts.until_on is not None:
        told = {"days": facts.days, "months": facts.months, "until": day(facts.until_on)}
        said.append(_("%(days)s days, %(months)s months up to %(until)s", **told))
    if facts.book_end_on is not None:
        said.append(_("ends %(day)s", day=day(facts.book_end_on)))
    return "; ".join(said)


def _opening_url(row: UncheckedLine) -> str | None:
    return f"{stay_url(row.term.stay_id)}#opening" if row.opening is not None else None


TO_CHECK = Listing(
    "terms-to-check",
    _l("Terms to be checked"),
    columns=(
        Column("name", _l("Full name"), sortable=True, cell=lambda row: row.person.full_name),
        Column(
            "file_code",
            _l("File code"),
            sortable=True,
            link=lambda row: f"{stay_url(row.term.stay_id)}#term",
        ),
        Column("admitted_on", _l("First day"), sortable=True),
        Column("term_end_on", _l("Term ends"), sortable=True, cell=_end),
        Column("before", _l("Before"), cell=_before),
        Column(
            "waits",
            _l("Waits because"),
            sortable=True,
            cell=lambda row: _("Became another") if row.term.changed else _("Only begun"),
        ),
        Column("opening", _l("By the old book"), cell=_opening, link=_opening_url),
        Column("author", _l("Written by")),
        Column("recorded_at", _l("Written")),
    ),
    sort="waits",
    search=Search(_l("Name or file code")),
    filters=(
        Choice(
            "waits",
            _l("Waits because"),
            (
                ("changed", _l("Became another")),
                ("begun", _l("Only begun")),
                ("opening", _l("Opening by the old book")),
            ),
        ),
        Days("admitted_on", _l("First day")),
        Days("term_end_on", _l("Term ends")),
    ),
    empty=_l("Every term has been checked by a second person."),
    per_page=PER_PAGE,
    export_permission=Permission.PEOPLE_EXPORT,
)


@bp.route("/terms", methods=["GET", "POST"])
@requires(Permission.PEOPLE_VIEW)
def check_terms() -> ResponseReturnValue:
    """Terms nobody but their author has looked at; those compared with their papers are ticked, all in one act."""
    form = CheckTermsForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                count = services.check_terms(session, form.seen(), actor=current_actor(), now=clock.now())
        except DomainError as error:
            form.take(error)
        else:
            flash(_("Checked: %(count)s terms.", count=count))
            return redirect(_back(), 303)
    answer = make_response(_list(form))
    answer.status_code = form.http_status if form.is_submitted() else answer.status_code
    return answer


def _list(form: CheckTermsForm) -> ResponseReturnValue:
    may_check = _may_check()
    all_ticked = request.args.get("tick") == "all" and not form.is_submitted()
    ticked = frozenset(form.stays.data or ())

    def fetch(state: ListState) -> tuple[list[UncheckedLine], int]:
        return queries.checking_list(db.session(), state, scope=current_scope(), today=clock.today())

    def tick(row: UncheckedLine) -> Markup:
        value = f"{row.term.stay_id}-{row.term.calculation}"
        checked = Markup(" checked") if all_ticked or value in ticked else ""
        return Markup(
            '<input class="form-check-input" type="checkbox" name="stays"'
            ' value="{value}" aria-label="{label}"{checked}>'
        ).format(value=value, label=f"{row.person.full_name} {row.file_code}", checked=checked)

    right = (Column("right", _l("Right"), cell=tick, narrow=True, in_export=False),) if may_check else ()
    return list_page(
        replace(TO_CHECK, columns=(*right, *TO_CHECK.columns)),
        fetch,
        "admissions/terms.html",
        on_export=exported("stay.list-exported"),
        form=form,
        may_check=may_check,
        changes=changes_waiting(db.session(), scope=current_scope()),
    )


def _may_check() -> bool:
    centres = facilities(db.session(), scope=current_scope(), day=clock.today())
    return any(queries.may_check(db.session(), current_actor(), one.id, clock.today()) for one in centres)


def _back() -> str:
    """The list as it was searched."""
    asked = TO_CHECK.arguments(TO_CHECK.read(request.args))
    address = url_for("admissions.check_terms")
    return f"{address}?{urlencode(asked)}" if asked else address
