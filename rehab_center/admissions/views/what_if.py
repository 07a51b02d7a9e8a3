"""Thử tính thời hạn: the officer's what-if, blank or from a stay. It stores nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from rehab_center import clock
from rehab_center.admissions import queries
from rehab_center.admissions.forms.what_if import WhatIfForm
from rehab_center.admissions.labels import GROUNDS
from rehab_center.admissions.queries import StayPage
from rehab_center.admissions.rules.regime import Regime
from rehab_center.admissions.rules.term_answer import TermAnswer, TermQuestion
from rehab_center.admissions.rules.term_case import Ground, TermResult
from rehab_center.admissions.rules.term_input import REGIMES, read_question
from rehab_center.admissions.rules.term_override import standing
from rehab_center.admissions.views.blueprint import bp
from rehab_center.db import db
from rehab_center.permissions import Permission
from rehab_center.policies.rules import TermEndConvention
from rehab_center.web.access import current_scope, requires

_PAUSES = {Ground.ESCAPE: "escape", Ground.IMPRISONMENT: "prison", Ground.SUSPENSION_COUNTED: "suspended-illness"}


@bp.route("/what-if", methods=["GET", "POST"])
@requires(Permission.PEOPLE_VIEW)
def what_if() -> ResponseReturnValue:
    """When a term would end, line by line, by both readings of "month"; what the law has to say about it."""
    stay_id = request.args.get("stay", type=int)
    page = _page(stay_id) if stay_id is not None else None
    overrides = queries.overrides_of(db.session(), [page.id])[page.id] if page else ()
    opening = page.opening.opening.for_term if page and page.opening else None
    form = WhatIfForm(**_of_stay(page))
    given: dict[str, Any] = {"paper": standing(overrides), "lengthened": page is not None and _lengthened(page)}
    given["opening"] = opening
    if form.validate_on_submit():
        question = read_question(form.item())
        if isinstance(question, TermQuestion):
            question = replace(question, case=replace(question.case, overrides=overrides, opening=opening))
            found, lines = queries.answered(db.session(), question)
            given |= {"found": found, "lines": lines, "ends": _both(question)}
        else:
            given |= {"found": TermAnswer(None, question), "lines": (), "ends": ()}
    status = 422 if form.errors else 200
    return render_template("admissions/what_if.html", form=form, grounds=GROUNDS, **given), status


def _both(question: TermQuestion) -> tuple[tuple[str, TermResult], ...]:
    """The end by each reading of what a month is: the centre has still to confirm which."""
    found = [
        (convention.value, queries.answered(db.session(), replace(question, convention=convention))[0].result)
        for convention in TermEndConvention
    ]
    return tuple((name, result) for name, result in found if result is not None)


def _page(stay_id: int) -> StayPage:
    return queries.stay_page(db.session(), stay_id, scope=current_scope(), as_of=clock.today())


def _lengthened(page: StayPage) -> bool:
    """Whether a decision lengthened the term, or reduced it by days: the form has no place for that."""
    lines = page.term.lines if page.term else ()
    return any(line.ground is Ground.EXTENSION or (line.ground is Ground.REDUCTION and line.days) for line in lines)


def _of_stay(page: StayPage | None) -> dict[str, Any]:
    """A stay's own term to begin from; nothing without one."""
    if page is None:
        return {}
    lines = page.term.lines if page.term else ()
    return {
        "regime": _key(page.regime),
        "kind": page.kind.value,
        "starts_on": page.term_start_on,
        "months": page.months,
        "credit_days": page.credit_days or None,
        "reductions": _room(
            [
                {"months": -line.months, "decided_on": line.from_on}
                for line in lines
                if line.ground is Ground.REDUCTION and line.months
            ],
            2,
        ),
        "pauses": _room(_pauses(page), 4),
    }


def _key(regime: Regime) -> str:
    return next(key for key, one in REGIMES.items() if one is regime)


def _pauses(page: StayPage) -> list[dict[str, Any]]:
    lines = page.term.lines if page.term else ()
    return [
        {"kind": _PAUSES[line.ground], "first": line.from_on, "back": line.to_on}
        for line in lines
        if line.ground in _PAUSES
    ]


def _room(rows: list[dict[str, Any]], least: int) -> list[dict[str, Any]]:
    """The rows and always an empty one to try something in."""
    return [*rows, *({} for _ in range(max(1, least - len(rows))))]
