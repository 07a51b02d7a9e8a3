"""Admitting somebody: find the person, type the stay, check the answers, done. Nothing here needs JavaScript.

The steps are one form posted with ``step``: "check" shows what would be, "edit" goes back, "confirm" does it;
"this-person" says that somebody typed as new is known already, "somebody-new" that it was not so after all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions import queries, services
from rehab_center.admissions.forms import (
    PERSON_FIELDS,
    KnownPersonForm,
    NewPersonForm,
    StayFields,
    offer_facilities,
)
from rehab_center.admissions.labels import GROUNDS, MOVEMENT_KINDS, REGIMES, STATES, STAY_KINDS
from rehab_center.admissions.queries import Applicant, StayPlan
from rehab_center.admissions.queries.handover_lists import known_units
from rehab_center.admissions.rules.facts import StayFacts
from rehab_center.admissions.views.answers import stay_answers
from rehab_center.admissions.views.blueprint import bp
from rehab_center.admissions.views.gate import carried_over, stays_of, still_here
from rehab_center.db import db, transaction
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.queries import known_issuers
from rehab_center.errors import Blocked, DomainError, ReasonNeeded
from rehab_center.findings import Finding, Severity
from rehab_center.names import clean
from rehab_center.organisation.queries import facilities
from rehab_center.permissions import Permission
from rehab_center.policies.queries import in_force
from rehab_center.policies.rules import PolicyKind
from rehab_center.residents.queries import (
    PersonName,
    briefs_of,
    known_communes,
    known_provinces,
    likely_duplicates,
    person_facts,
)
from rehab_center.residents.rules.person import check_person
from rehab_center.residents.services import add_person, refuse_numbers_of_others
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.words import N_, message


@dataclass(frozen=True)
class Intake:
    """One way of opening a stay: whom it is about, how its page is called, what is checked and what saves it.

    ``act`` is what the last button says and ``done`` what is said once it has been pressed.
    """

    title: str
    cancel_url: str
    act: str
    done: str
    who: Callable[[], Applicant]
    save: Callable[[Session, StayFacts], int]
    person: PersonName | None = None
    facts: Callable[[], StayFacts] | None = None
    person_findings: Callable[[], tuple[Finding, ...]] = tuple
    duplicates: Callable[[], tuple[object, ...]] = tuple
    context: Mapping[str, object] = field(default_factory=dict)


@bp.route("/new/<int:resident_id>", methods=["GET", "POST"])
@requires(Permission.ADMISSIONS_ADMIT)
def admit_known(resident_id: int) -> ResponseReturnValue:
    """A person who is entered already: a second stay is a second row."""
    person = person_facts(db.session(), resident_id, scope=current_scope()).person
    earlier = stays_of(resident_id)
    times = queries.treatments_before(db.session(), earlier, clock.today()) + 1
    given: dict[str, Any] = {"admitted_on": clock.today(), "times_treated": times}
    form = KnownPersonForm(**(given | carried_over()))
    _count_again(form, times, when="this-person")

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
        act=_("Admit"),
        done=_("Admitted."),
        cancel_url=url_for("admissions.admit_find"),
        who=lambda: queries.applicant(db.session(), resident_id, scope=current_scope()),
        save=save,
        person=person,
        context={"earlier": earlier, "here": still_here(earlier)},
    )
    return walk(form, intake)


@bp.route("/new/person", methods=["GET", "POST"])
@requires(Permission.ADMISSIONS_ADMIT)
def admit_new() -> ResponseReturnValue:
    """Somebody entered for the first time, together with the stay; likely duplicates are compared first."""
    given: dict[str, Any] = {
        "full_name": clean(request.args.get("name", ""))[:120],
        "identity_number": clean(request.args.get("number", ""))[:30],
        "admitted_on": clock.today(),
        "times_treated": 1,
    }
    form = NewPersonForm(**(given | carried_over()))
    _count_again(form, 1, when="somebody-new")

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
        least = in_force(db.session(), PolicyKind.DUPLICATE_SIMILARITY, clock.today()).whole
        found = likely_duplicates(db.session(), form.person(), scope=current_scope(), least=least)
        briefs = briefs_of(db.session(), [match.person.id for match in found])
        stays = {match.person.id: stays_of(match.person.id) for match in found}
        return tuple(
            (match, briefs[one], stays[one], still_here(stays[one])) for match in found if (one := match.person.id)
        )

    def person_findings() -> tuple[Finding, ...]:
        refuse_numbers_of_others(db.session(), form.person(), scope=current_scope())
        return check_person(form.person(), today=clock.today())

    intake = Intake(
        title=_("Admit somebody new"),
        act=_("Admit"),
        done=_("Admitted."),
        cancel_url=url_for("admissions.admit_find"),
        who=lambda: Applicant(None, form.person().birth, bool(form.person().identity)),
        save=save,
        person_findings=person_findings,
        duplicates=duplicates,
    )
    return walk(form, intake)


def _count_again(form: StayFields, times: int, *, when: str) -> None:
    """Another person than the one typed for: which treatment it is was counted for the other."""
    if request.form.get("step") == when:
        form.times_treated.data, form.times_treated.raw_data = times, [str(times)]


def walk(form: StayFields, intake: Intake) -> ResponseReturnValue:
    """The steps of any intake: type, check, confirm; what is refused goes back to where it can be mended."""
    centres = facilities(db.session(), scope=current_scope(), day=clock.today())
    if not centres:
        raise DomainError(message(N_("There is no centre yet: an administrator enters it under Settings, Centres")))
    offer_facilities(form, [(one.id, one.name) for one in centres])
    step = request.form.get("step", "") if request.method == "POST" else ""
    if step in ("", "edit", "somebody-new"):
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
    flash(intake.done)
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
        set_aside=_set_aside(form),
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
        set_aside=_set_aside(form),
        known=_known(),
        next_code=queries.next_code(db.session(), form.facility.data) if form.facility.data else "",
        kinds=STAY_KINDS,
        states=STATES,
        exits=MOVEMENT_KINDS,
        **intake.context,
    )


def _set_aside(form: StayFields) -> list[tuple[str, str]]:
    """What was typed about somebody new before they proved to be known: carried on, should they not be after all."""
    if isinstance(form, NewPersonForm):
        return []
    return [(name, text) for name in PERSON_FIELDS if (text := request.form.get(name, ""))]


def _known() -> dict[str, tuple[str, ...]]:
    """What was typed before in the fields where the same words come again."""
    session, scope = db.session(), current_scope()
    return {
        "issuers": known_issuers(session, scope=scope, kinds=[DocumentKind.DECISION]),
        "communes": known_communes(session, scope=scope),
        "provinces": known_provinces(session, scope=scope),
        "units": known_units(session, scope=scope),
    }
