"""What another convention would change: the whole register by it, ranked by harm, on the page, as a file, on paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.admissions.forms.conventions import ProposalForm
from rehab_center.admissions.labels import MOVEMENT_KINDS, REGIMES, STATES, STAY_KINDS
from rehab_center.admissions.labels.conventions import HARM_LOOKS, HARMS
from rehab_center.admissions.queries.convention_changes import (
    EndMoved,
    MovedLine,
    Proposal,
    counted,
    ends_moved,
    with_persons,
)
from rehab_center.admissions.queries.conventions import TERM_POLICIES
from rehab_center.admissions.rules.convention_change import Effect
from rehab_center.admissions.views.blueprint import bp
from rehab_center.admissions.views.lists import exported, stay_url
from rehab_center.audit.recorder import Subject, record
from rehab_center.db import db, transaction
from rehab_center.names import fold
from rehab_center.organisation.choosing import chosen_centre
from rehab_center.organisation.queries import letterhead_on
from rehab_center.permissions import Permission, Scope
from rehab_center.policies.labels import policy_name, since, value_words
from rehab_center.policies.naming import name_key
from rehab_center.policies.queries import in_force
from rehab_center.policies.rules import PolicyKind
from rehab_center.web import pdf
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.formatting import day, number
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import Choice, Column, Days, Listing, Search, list_page

WORDS: dict[str, Any] = {
    "policy_name": policy_name,
    "value_words": value_words,
    "since": since,
    "harms": HARMS,
    "looks": HARM_LOOKS,
}


def _end(end_on: date | None, left: int | None) -> object:
    if end_on is not None:
        return end_on
    return _("the clock stands still, %(days)s days left", days=number(left or 0))


def _state(row: MovedLine) -> object:
    exit_kind = row.moved.state.exit_kind
    return MOVEMENT_KINDS[exit_kind] if exit_kind else STATES[row.moved.state.state]


def paper_words(effect: Effect) -> str:
    """That a paper gives the end, and what would be computed without it; nothing where no paper does."""
    if effect.paper_on is None:
        return ""
    if effect.computed_before is None or effect.computed_after is None:
        return str(_("a decision gives the day %(end)s", end=day(effect.paper_on)))
    return str(
        _(
            "a decision gives the day %(end)s (computed %(before)s, then %(after)s)",
            end=day(effect.paper_on),
            before=day(effect.computed_before),
            after=day(effect.computed_after),
        )
    )


MOVED = Listing(
    "convention-changes",
    _l("Who would leave on another day"),
    columns=(
        Column("harm", _l("What it means"), sortable=True, cell=lambda row: HARMS[row.moved.effect.harm]),
        Column("days", _l("Days"), sortable=True, number=True, cell=lambda row: row.moved.effect.days),
        Column(
            "name",
            _l("Full name"),
            sortable=True,
            cell=lambda row: row.person.full_name,
            link=lambda row: stay_url(row.moved.stay_id),
        ),
        Column("file_code", _l("File code"), sortable=True, cell=lambda row: row.moved.file_code),
        Column("birth", _l("Born"), cell=lambda row: str(row.person.birth)),
        Column("term_start_on", _l("Term begins"), cell=lambda row: row.moved.term_start_on),
        Column(
            "end_before",
            _l("Ends now"),
            sortable=True,
            cell=lambda row: _end(row.moved.effect.end_before, row.moved.effect.left_before),
        ),
        Column(
            "end_after",
            _l("Would end"),
            sortable=True,
            cell=lambda row: _end(row.moved.effect.end_after, row.moved.effect.left_after),
        ),
        Column("paper", _l("By a paper"), cell=lambda row: paper_words(row.moved.effect)),
        Column("state", _l("State"), cell=_state),
        Column("left_on", _l("Left on"), cell=lambda row: None if row.moved.state.on_books else row.moved.state.since),
        Column("kind", _l("Kind of stay"), on_page=False, cell=lambda row: STAY_KINDS[row.moved.kind]),
        Column("regime", _l("Law of the case"), on_page=False, cell=lambda row: REGIMES[row.moved.regime]),
    ),
    sort="harm",
    search=Search(_l("Name or file code")),
    filters=(
        Choice("harm", _l("What it means"), [(harm.value, words) for harm, words in HARMS.items()]),
        Choice("kind", _l("Kind of stay"), [(kind.value, words) for kind, words in STAY_KINDS.items()]),
        Days("end_after", _l("Would end")),
    ),
    empty=_l("Nobody's term would end on another day."),
    export_permission=Permission.PEOPLE_EXPORT,
)


@dataclass(frozen=True)
class Asked:
    """What the address asks for: a policy, and once the form is filled the value thought of."""

    kind: PolicyKind
    form: ProposalForm
    proposal: Proposal | None

    @property
    def arguments(self) -> dict[str, str]:
        """What makes the address again."""
        proposal = self.proposal
        return {"value": proposal.value, "valid_from": day(proposal.valid_from)} if proposal else {}


@bp.get("/terms/conventions/<string:kind>")
@requires(Permission.TERMS_CONVENTIONS)
def convention_change(kind: str) -> ResponseReturnValue:
    """Everybody whose term would end on another day by a value thought of: first the value, then the list."""
    asked = asked_for(kind)
    today = clock.today()
    given: dict[str, Any] = {
        "asked": asked,
        "present": in_force(db.session(), asked.kind, today),
        "query": asked.arguments,
        **WORDS,
    }
    if asked.proposal is None:
        status = 422 if asked.form.errors else 200
        return render_template("admissions/convention_change.html", listing=None, counts={}, **given), status
    moved = ends_moved(db.session(), asked.proposal, scope=current_scope(), today=today)
    return list_page(
        MOVED,
        lambda state: _cut(moved, state),
        "admissions/convention_change.html",
        on_export=exported("term.changes-exported"),
        extra=asked.arguments,
        counts=counted(moved),
        **given,
    )


@bp.get("/terms/conventions/<string:kind>/paper")
@requires(Permission.TERMS_CONVENTIONS)
def convention_paper(kind: str) -> ResponseReturnValue:
    """The list as it prints, for the director's decision; without a value yet, the way back to choose one."""
    asked = asked_for(kind)
    if asked.proposal is None:
        return redirect(url_for("admissions.convention_change", kind=kind), 303)
    return _paper(asked, asked.proposal, "layouts/paper.html")


@bp.get("/terms/conventions/<string:kind>/paper/file")
@requires(Permission.TERMS_CONVENTIONS)
def convention_file(kind: str) -> ResponseReturnValue:
    """The same as PDF. That it was printed is in the log."""
    asked = asked_for(kind)
    if asked.proposal is None:
        return redirect(url_for("admissions.convention_change", kind=kind), 303)
    with transaction():
        about = Subject("facility", chosen_centre().id, chosen_centre().name)
        record("term.changes-printed", actor=current_actor(), at=clock.now(), about=about)
    html = _paper(asked, asked.proposal, "layouts/document.html")
    content = pdf.render(html, title=_title(asked.kind), made_at=clock.now(), training=bool(current_app.config["DEMO"]))
    name = f"thay-doi-ngay-het-han-{clock.today():%Y-%m-%d}.pdf"
    shown = "inline" if "view" in request.args else "attachment"
    return Response(content, mimetype="application/pdf", headers={"Content-Disposition": f'{shown}; filename="{name}"'})


def asked_for(word: str) -> Asked:
    """The policy and the value of the address. 404 for a policy that no term rests on."""
    try:
        kind = PolicyKind(word)
    except ValueError:
        abort(404)
    if kind not in TERM_POLICIES:
        abort(404)
    began = "value" in request.args or "valid_from" in request.args
    form = ProposalForm(request.args if began else None, valid_from=clock.today())
    form.offer(kind)
    whole = began and form.validate() and form.valid_from.data is not None
    proposal = Proposal(kind, form.value.data, form.valid_from.data) if whole and form.valid_from.data else None
    return Asked(kind, form, proposal)


def _title(kind: PolicyKind) -> str:
    return f"Người có ngày hết thời hạn thay đổi: {policy_name(kind)}"


def _paper(asked: Asked, proposal: Proposal, layout: str) -> str:
    centre, today = chosen_centre(), clock.today()
    scope = Scope(frozenset({centre.id}), medical=current_scope().medical)
    moved = ends_moved(db.session(), proposal, scope=scope, today=today)
    return render_template(
        "admissions/convention_paper.html",
        layout=layout,
        title=_title(asked.kind),
        asked=asked,
        proposal=proposal,
        present=in_force(db.session(), asked.kind, today),
        letterhead=letterhead_on(db.session(), centre.id, today),
        paper_day=today,
        counts=counted(moved),
        lines=with_persons(db.session(), moved),
        query=asked.arguments,
        paper_words=paper_words,
        **WORDS,
    )


# --- the list in memory ----------------------------------------------------------------------------------------------


def _cut(moved: Sequence[EndMoved], state: ListState) -> tuple[list[MovedLine], int]:
    """The rows a state asks for; names are read for all only where they decide."""
    harm, kind = state.choice("harm"), state.choice("kind")
    first, last = state.range_of("end_after")
    found = [
        one
        for one in moved
        if (harm is None or one.effect.harm == harm)
        and (kind is None or one.kind == kind)
        and _between(one.effect.end_after, first, last)
    ]
    if not state.q and state.sort != "name":
        found.sort(key=_order(state.sort), reverse=state.descending)
        shown, total = state.cut(found)
        return with_persons(db.session(), shown), total
    words = fold(state.q)
    lines = [
        one
        for one in with_persons(db.session(), found)
        if words in fold(f"{one.person.full_name} {one.moved.file_code}")
    ]
    if state.sort == "name":
        key = name_key(db.session())
        lines.sort(key=lambda one: (key(one.person.full_name), one.moved.stay_id), reverse=state.descending)
    else:
        order = _order(state.sort)
        lines.sort(key=lambda one: order(one.moved), reverse=state.descending)
    return state.cut(lines)


def _between(end_on: date | None, first: date | None, last: date | None) -> bool:
    if first is None and last is None:
        return True
    return end_on is not None and (first is None or end_on >= first) and (last is None or end_on <= last)


def _order(sort: str) -> Callable[[EndMoved], tuple[Any, ...]]:
    keys: dict[str, Callable[[EndMoved], tuple[Any, ...]]] = {
        "harm": lambda one: (one.effect.order, one.file_code),
        "days": lambda one: (one.effect.days or 0, one.file_code),
        "file_code": lambda one: (one.file_code, one.stay_id),
        "end_before": lambda one: (one.effect.end_before or date.max, one.file_code),
        "end_after": lambda one: (one.effect.end_after or date.max, one.file_code),
    }
    return keys[sort]
