"""The page of a month: who is rated how, proposing and deciding."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.admissions.rules.reductions import Rating
from rehab_center.audit.recorder import record
from rehab_center.conduct import labels, months, queries, services
from rehab_center.conduct.forms import WhyForm, field_of, text_of, wishes_in
from rehab_center.conduct.kinds import Progress, Stage
from rehab_center.conduct.listing import MONTH, chosen, may_rate
from rehab_center.conduct.queries import MonthPage, RatingRow
from rehab_center.conduct.services import RatingPlan, Wish
from rehab_center.conduct.views.blueprint import bp
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.permissions import Permission
from rehab_center.policies.registry import REGISTRY
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import list_page
from rehab_center.words import Message

_OFFERED = 24
_NAMED = 60
"""How many people a preview names one by one where all are treated alike."""


@bp.get("")
@requires(Permission.PEOPLE_VIEW)
def index() -> ResponseReturnValue:
    """The ratings of a month."""
    page = _month_page()
    overdue = queries.overdue(db.session(), scope=current_scope(), today=clock.today())
    return list_page(
        MONTH,
        lambda state: _cut(page, state),
        "conduct/index.html",
        on_export=lambda _form, rows: _note_export(page, rows),
        extra={"month": months.code_of(page.month)},
        page=page,
        overdue=overdue,
        months=months,
        months_known=_months_known(page.month),
        labels=labels,
        progress=Progress,
        ratings=Rating,
        may_rate=may_rate(),
        propose_url=_address(".propose", page.month),
        decide_url=_address(".decide", page.month),
        decides_from=months.days_of_month(page.month).last,
        policies=[Message(REGISTRY[kind].name) for kind in page.habits.open],
    )


def _cut(page: MonthPage, state: ListState) -> tuple[list[RatingRow], int]:
    rows = chosen(page.rows, state)
    return state.cut(rows)


def _month_page() -> MonthPage:
    month = months.read_month(request.values.get("month")) or month_in_hand()
    return queries.month_page(db.session(), month, scope=current_scope(), today=clock.today())


def month_in_hand() -> date:
    """The month before, until all of it is decided; then the present one."""
    today = clock.today()
    before = months.month_before(months.first_of(today))
    page = queries.month_page(db.session(), before, scope=current_scope(), today=today)
    owed = page.count(Progress.MISSING, Progress.PROPOSED, Progress.CHANGE)
    return before if owed else months.first_of(today)


def _months_known(shown: date) -> list[date]:
    """What the page offers: two years back, and the month it shows."""
    last = months.first_of(clock.today())
    offered = months.months_between(months.month_before(last, _OFFERED), last)
    return offered if shown in offered else sorted({*offered, shown}, reverse=True)


def _address(endpoint: str, month: date) -> str:
    """A page about the list as it is searched, filtered and turned to now."""
    state = MONTH.read(request.args)
    turned = {"page": str(state.page)} if state.page > 1 else {}
    return f"{url_for(endpoint)}?{urlencode({'month': months.code_of(month), **MONTH.arguments(state), **turned})}"


def _note_export(page: MonthPage, rows: int) -> None:
    with transaction():
        details = {"rated_month": months.name_of(page.month), "rated_people": rows}
        record("rating.exported", actor=current_actor(), at=clock.now(), details=details)


# --- proposing and deciding ------------------------------------------------------------------------------------------


@bp.post("/propose")
@requires(Permission.CONDUCT_PROPOSE)
def propose() -> ResponseReturnValue:
    """Propose the ratings chosen on the page, or one rating for everybody of the list who has none."""
    return _write(Stage.PROPOSED)


@bp.post("/decide")
@requires(Permission.CONDUCT_DECIDE)
def decide() -> ResponseReturnValue:
    """Decide the ratings chosen on the page, or everything proposed in the list."""
    return _write(Stage.DECIDED)


def _write(stage: Stage) -> ResponseReturnValue:
    """First what it would do, person by person; then the act."""
    page = _month_page()
    step = request.form.get("step", "")
    wishes = _for_everybody(page, stage) if step == "all" else wishes_in(request.form)
    plan = services.plan_ratings(db.session(), page.month, stage, wishes, scope=current_scope(), now=clock.now())
    back = _address(".index", page.month)
    form = WhyForm()
    if step == "save" and form.validate():
        try:
            with transaction() as session:
                count = services.write_ratings(
                    session,
                    page.month,
                    stage,
                    wishes,
                    why=form.why.data,
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_said(stage, count))
            return redirect(back, 303)
    if not plan.findings and not plan.written and not plan.left_out:
        flash(_("Nothing to write: nobody was chosen, or everything stands so already."))
        return redirect(back, 303)
    return _preview(plan, form, back), 422 if form.summary() else 200


def _said(stage: Stage, count: int) -> str:
    if stage is Stage.DECIDED:
        return str(_("Decided: the ratings of %(count)s people.", count=count))
    return str(_("Proposed: the ratings of %(count)s people.", count=count))


def _for_everybody(page: MonthPage, stage: Stage) -> dict[int, Wish]:
    """Of the list as it was filtered: one rating for whoever has none, or what is proposed."""
    rows = chosen(page.rows, MONTH.read(request.args))
    if stage is Stage.DECIDED:
        return {row.stay_id: Wish(row.book.proposed, row.book.revision) for row in rows if row.book.proposed}
    asked = request.form.get("rating", "")
    rating = Rating(asked) if asked in set(Rating) else Rating.FAIR
    return {row.stay_id: Wish(rating, 0) for row in rows if row.progress is Progress.MISSING}


def _preview(plan: RatingPlan, form: WhyForm, back: str) -> str:
    written = plan.written
    return render_template(
        "conduct/preview.html",
        plan=plan,
        form=form,
        back=back,
        month=months.name_of(plan.month),
        held=[(field_of(one.stay_id), text_of(one.wish.rating, one.wish.seen)) for one in plan.lines if one.is_written],
        counts={rating: sum(one.wish.rating is rating for one in written) for rating in Rating},
        decided=plan.stage is Stage.DECIDED,
        labels=labels,
        most=_NAMED,
        target=_address(".decide" if plan.stage is Stage.DECIDED else ".propose", plan.month),
    )
