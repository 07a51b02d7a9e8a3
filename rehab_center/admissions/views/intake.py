"""Admitting somebody: find the person, type the stay, check the answers, done. Nothing here needs JavaScript.

The three steps are one form posted with ``step``: "check" shows what would be, "edit" goes back, "confirm" does it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import cast

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions import queries, services
from rehab_center.admissions.forms import KnownPersonForm, NewPersonForm, StayFields, offer_facilities
from rehab_center.admissions.labels import GROUNDS, MOVEMENT_KINDS, REGIMES, STATES, STAY_KINDS
from rehab_center.admissions.queries import Applicant, StayPlan
from rehab_center.admissions.rules.facts import StayFacts
from rehab_center.admissions.views.answers import stay_answers
from rehab_center.admissions.views.blueprint import bp
from rehab_center.db import db, transaction
from rehab_center.errors import Blocked, DomainError, ReasonNeeded
from rehab_center.findings import Finding, Severity
from rehab_center.names import clean
from rehab_center.organisation.queries import facilities
from rehab_center.permissions import Permission
from rehab_center.residents.queries import PersonName, find_people, likely_duplicates, person_facts
from rehab_center.residents.rules.person import check_person
from rehab_center.residents.services import add_person
from rehab_center.web.access import current_actor, current_scope, requires


@dataclass(frozen=True)
class Intake:
    """One way of opening a stay: whom it is about, how its page is called, what is checked and what saves it."""

    title: str
    cancel_url: str
    who: Callable[[], Applicant]
    save: Callable[[Session, StayFacts], int]
    person: PersonName | None = None
    facts: Callable[[], StayFacts] | None = None
    person_findings: Callable[[], tuple[Finding, ...]] = tuple
    duplicates: Callable[[], tuple[object, ...]] = tuple
    context: Mapping[str, object] = field(default_factory=dict)


@bp.route("/new")
@requires(Permission.ADMISSIONS_ADMIT)
def admit_find() -> ResponseReturnValue:
    """Has this person been here before? Search first, then enter somebody new."""
    text = clean(request.args.get("q", ""))[:100]
    hits = find_people(db.session(), text, scope=current_scope()) if text else ()
    return render_template(
        "admissions/admit_find.html",
        text=text,
        hits=[(hit, _stays(hit.person.id)) for hit in hits],
        kinds=STAY_KINDS,
        states=STATES,
        exits=MOVEMENT_KINDS,
    )


def _stays(resident_id: int) -> tuple[queries.StayLine, ...]:
    return queries.stays_of_resident(db.session(), resident_id, scope=current_scope(), as_of=clock.today())


@bp.route("/new/<int:resident_id>", methods=["GET", "POST"])
@requires(Permission.ADMISSIONS_ADMIT)
def admit_known(resident_id: int) -> ResponseReturnValue:
    """A person who is entered already: a second stay is a second row."""
    person = person_facts(db.session(), resident_id, scope=current_scope()).person
    earlier = _stays(resident_id)
    form = KnownPersonForm(admitted_on=clock.today(), times_treated=len(earlier) + 1)

    def save(session: Session, facts: StayFacts) -> int:
        return services.admit(
            session,
            resident_id=resident_id,
            facility_id=form.facility.data,
            facts=facts,
            reason=form.given_reason,
            actor=current_actor(),
            now=clock.now(),
        )

    intake = Intake(
        title=_("Admit %(name)s", name=person.full_name),
        cancel_url=url_for("admissions.admit_find"),
        who=lambda: queries.applicant(db.session(), resident_id, scope=current_scope()),
        save=save,
        person=person,
        context={"earlier": earlier},
    )
    return walk(form, intake)


@bp.route("/new/person", methods=["GET", "POST"])
@requires(Permission.ADMISSIONS_ADMIT)
def admit_new() -> ResponseReturnValue:
    """Somebody entered for the first time, together with the stay; likely duplicates are compared first."""
    form = NewPersonForm(
        full_name=clean(request.args.get("name", ""))[:120], admitted_on=clock.today(), times_treated=1
    )

    def save(session: Session, facts: StayFacts) -> int:
        actor, now, reason = current_actor(), clock.now(), form.given_reason
        facility_id = form.facility.data
        resident_id = add_person(
            session, facts=form.person(), facility_id=facility_id, actor=actor, now=now, reason=reason
        )
        return services.admit(
            session,
            resident_id=resident_id,
            facility_id=facility_id,
            facts=facts,
            reason=reason,
            actor=actor,
            now=now,
        )

    def duplicates() -> tuple[object, ...]:
        if form.another_person.data:
            return ()
        found = likely_duplicates(db.session(), form.person(), scope=current_scope())
        return tuple((match, _stays(match.person.id)) for match in found)

    intake = Intake(
        title=_("Admit somebody new"),
        cancel_url=url_for("admissions.admit_find"),
        who=lambda: Applicant(None, form.person().birth, bool(form.person().identity)),
        save=save,
        person_findings=lambda: check_person(form.person(), today=clock.today()),
        duplicates=duplicates,
    )
    return walk(form, intake)


def walk(form: StayFields, intake: Intake) -> ResponseReturnValue:
    """The steps of any intake: type, check, confirm; what is refused goes back to where it can be mended."""
    offer_facilities(
        form, [(one.id, one.name) for one in facilities(db.session(), scope=current_scope(), day=clock.today())]
    )
    step = request.form.get("step", "") if request.method == "POST" else ""
    if step in ("", "edit"):
        return _fill(form, intake)
    if not form.validate():
        return _fill(form, intake), 422
    likely = intake.duplicates()
    if likely:
        return _fill(form, intake, likely), 422
    return _confirm(form, intake) if step == "confirm" else _check(form, intake)


def _confirm(form: StayFields, intake: Intake) -> ResponseReturnValue:
    try:
        with transaction() as session:
            stay_id = intake.save(session, form.stay())
    except ReasonNeeded:
        return _check(form, intake, status=422)
    except DomainError as error:
        form.take(error)
        return _fill(form, intake), 422
    flash(_("Admitted."))
    return redirect(url_for("admissions.show", stay_id=stay_id), 303)


def _check(form: StayFields, intake: Intake, *, status: int = 200) -> ResponseReturnValue:
    """What would be written, with the computed term and what the rules say."""
    facts = intake.facts() if intake.facts else form.stay()
    try:
        plan = queries.plan_stay(
            db.session(), who=intake.who(), facility_id=form.facility.data, facts=facts, now=clock.now()
        )
        findings = (*intake.person_findings(), *plan.findings)
        _refuse_blocked(findings)
    except DomainError as error:
        form.take(error)
        return _fill(form, intake), 422
    form.findings = tuple(one for one in findings if one.severity is Severity.WARN)
    reminders = [one for one in findings if one.severity is Severity.REMIND]
    return _check_page(form, intake, plan, reminders), status


def _refuse_blocked(findings: tuple[Finding, ...]) -> None:
    blocks = [finding for finding in findings if finding.severity is Severity.BLOCK]
    if blocks:
        raise Blocked(blocks)


def _check_page(form: StayFields, intake: Intake, plan: StayPlan, reminders: list[Finding]) -> str:
    return render_template(
        "admissions/check.html",
        form=form,
        intake=intake,
        plan=plan,
        reminders=reminders,
        lines=queries.lines_of(db.session(), plan.term),
        answers=stay_answers(form, plan, intake.person),
        grounds=GROUNDS,
        regimes=REGIMES,
    )


def _fill(form: StayFields, intake: Intake, duplicates: tuple[object, ...] = ()) -> str:
    return render_template(
        "admissions/admit.html",
        form=form,
        intake=intake,
        duplicates=duplicates,
        is_new=isinstance(form, NewPersonForm),
        next_code=queries.next_code(db.session(), cast(int, form.facility.data)) if form.facility.data else "",
        kinds=STAY_KINDS,
        states=STATES,
        exits=MOVEMENT_KINDS,
        **intake.context,
    )
