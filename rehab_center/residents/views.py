"""Correcting a person's record. The person's page itself belongs to the case file."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.communes.queries import unit_now
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError, NotFound
from rehab_center.permissions import Permission
from rehab_center.residents import queries, services
from rehab_center.residents.forms import (
    AliasForm,
    IdentityPaperForm,
    NameChangeForm,
    PersonForm,
    RelativeForm,
    WithdrawForm,
)
from rehab_center.residents.labels import ALIASES, PAPERS
from rehab_center.residents.listing import WITHOUT_PAPER
from rehab_center.residents.rules.facts import PLAIN_FIELDS
from rehab_center.tasks.taking_back import Way
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.forms import BaseForm
from rehab_center.web.listing import list_page
from rehab_center.web.navigation import exists
from rehab_center.words import N_, message

bp = Blueprint("residents", __name__, url_prefix="/people")

_PERSON_PAGE = "casefile.person"


def page_url(resident_id: int) -> str:
    """The person's page, or the form where this program has no such page."""
    endpoint = _PERSON_PAGE if exists(_PERSON_PAGE) else "residents.edit"
    return url_for(endpoint, resident_id=resident_id)


@bp.get("/without-identity-paper")
@requires(Permission.PEOPLE_EDIT)
def without_paper() -> ResponseReturnValue:
    """People of whom no identity paper is known; a name leads to where one is entered."""
    return list_page(
        WITHOUT_PAPER,
        lambda state: queries.without_paper(db.session(), state, scope=current_scope()),
        "residents/doubtful.html",
        on_export=_note_export,
    )


def _note_export(form: str, rows: int) -> None:
    with transaction():
        services.note_export(form=form, rows=rows, actor=current_actor(), now=clock.now())


@bp.route("/<int:resident_id>/edit", methods=["GET", "POST"])
@requires(Permission.PEOPLE_EDIT)
def edit(resident_id: int) -> ResponseReturnValue:
    """The plain fields; beside them papers, names and relatives. A second saver sees both values."""
    page = queries.person_facts(db.session(), resident_id, scope=current_scope())
    form = _person_form(page)
    if not form.is_submitted():
        with transaction() as session:
            services.open_person(session, resident_id, actor=current_actor(), now=clock.now())
    elif form.validate():
        try:
            changed = _correct(resident_id, form)
        except DomainError as error:
            form.take(error)
        else:
            flash(_("Saved.") if changed else _("Nothing was changed."))
            return redirect(page_url(resident_id), 303)
    return _edit_page(page, form), form.http_status


def _person_form(page: queries.PersonPage) -> PersonForm:
    facts = page.facts
    return PersonForm(
        version=page.version,
        full_name=facts.full_name,
        birth=facts.birth if facts.birth.on else None,
        sex=facts.sex.value,
        placed_as=facts.placed_as.value if facts.placed_as else "",
        **{field: getattr(facts, field) for field in PLAIN_FIELDS},
    )


def _correct(resident_id: int, form: PersonForm) -> bool:
    with transaction() as session:
        return services.correct_person(
            session,
            resident_id,
            facts=form.facts(),
            expected_version=form.version.data or 0,
            actor=current_actor(),
            now=clock.now(),
            reason=form.given_reason,
        )


def _edit_page(page: queries.PersonPage, form: PersonForm) -> str:
    return render_template(
        "residents/edit.html",
        page=page,
        form=form,
        home=unit_now(db.session(), page.commune_code, today=clock.today()),
        papers=PAPERS,
        aliases=ALIASES,
        cancel_url=page_url(page.person.id) if exists(_PERSON_PAGE) else None,
    )


@bp.route("/<int:resident_id>/name-change", methods=["GET", "POST"])
@requires(Permission.PEOPLE_EDIT)
def change_name(resident_id: int) -> ResponseReturnValue:
    """Another name from now on, by a civil-status paper."""
    page = queries.person_facts(db.session(), resident_id, scope=current_scope())
    form = NameChangeForm(version=page.version)
    actor = current_actor()
    # The paper is the centre's that knows the person; one of no centre would be shown in all of them.
    centres = queries.centres_of(db.session(), resident_id, scope=actor.scope)

    def act(session: Session) -> None:
        services.change_name(
            session,
            resident_id,
            new_name=form.new_name.data or "",
            paper=form.paper(centres[0] if len(centres) == 1 else None),
            valid_from=form.valid_from.data,
            expected_version=form.version.data or 0,
            actor=actor,
            now=clock.now(),
        )

    return _small_form(page, form, act, "residents/change_name.html")


@bp.route("/<int:resident_id>/identity-papers/new", methods=["GET", "POST"])
@requires(Permission.PEOPLE_EDIT)
def add_identity_paper(resident_id: int) -> ResponseReturnValue:
    """Enter an identity paper."""
    page = queries.person_facts(db.session(), resident_id, scope=current_scope())
    form = IdentityPaperForm()

    def act(session: Session) -> None:
        services.enter_identity_paper(
            session,
            resident_id,
            facts=form.facts(),
            actor=current_actor(),
            now=clock.now(),
            reason=form.given_reason,
        )

    return _small_form(page, form, act, "residents/add_identity_paper.html")


@bp.post("/<int:resident_id>/identity-papers/<int:paper_id>/<any(usable, unusable):state>")
@requires(Permission.PEOPLE_EDIT)
def mark_identity_paper(resident_id: int, paper_id: int, state: str) -> ResponseReturnValue:
    """Say whether a paper may still be used."""
    with transaction() as session:
        services.mark_identity_paper(
            session, resident_id, paper_id, valid=state == "usable", actor=current_actor(), now=clock.now()
        )
    flash(_("Saved."))
    return redirect(url_for(".edit", resident_id=resident_id, _anchor="papers"), 303)


@bp.route("/<int:resident_id>/other-names/new", methods=["GET", "POST"])
@requires(Permission.PEOPLE_EDIT)
def add_alias(resident_id: int) -> ResponseReturnValue:
    """Enter another name."""
    page = queries.person_facts(db.session(), resident_id, scope=current_scope())
    form = AliasForm()

    def act(session: Session) -> None:
        services.enter_alias(session, resident_id, facts=form.facts(), actor=current_actor(), now=clock.now())

    return _small_form(page, form, act, "residents/add_alias.html")


@bp.route("/<int:resident_id>/relatives/new", methods=["GET", "POST"])
@requires(Permission.PEOPLE_EDIT)
def add_relative(resident_id: int) -> ResponseReturnValue:
    """Write down somebody to tell."""
    page = queries.person_facts(db.session(), resident_id, scope=current_scope())
    form = RelativeForm()

    def act(session: Session) -> None:
        services.enter_relative(session, resident_id, facts=form.facts(), actor=current_actor(), now=clock.now())

    return _small_form(page, form, act, "residents/add_relative.html")


_WITHDRAWALS = {
    "identity-paper": services.withdraw_identity_paper,
    "other-name": services.withdraw_alias,
    "relative": services.withdraw_relative,
}


@bp.route(
    "/<int:resident_id>/withdraw/<any('identity-paper', 'other-name', relative):kind>/<int:row_id>",
    methods=["GET", "POST"],
)
@requires(Permission.PEOPLE_EDIT)
def withdraw(resident_id: int, kind: str, row_id: int) -> ResponseReturnValue:
    """Take away a paper, name or relative that never was this person's, or is no more."""
    page = queries.person_facts(db.session(), resident_id, scope=current_scope())
    what = _named(page, kind, row_id)
    form = WithdrawForm()
    asks = kind == "identity-paper" and _must_ask(row_id)
    withdrawal = services.ask_withdrawal if asks else _WITHDRAWALS[kind]

    def act(session: Session) -> None:
        withdrawal(session, resident_id, row_id, reason=form.reason.data or "", actor=current_actor(), now=clock.now())

    return _small_form(page, form, act, "residents/withdraw.html", what=what, asks=asks)


def _must_ask(paper_id: int) -> bool:
    return queries.way_to_withdraw(db.session(), paper_id, actor=current_actor(), now=clock.now()) is Way.ASK


def _named(page: queries.PersonPage, kind: str, row_id: int) -> str:
    names = {
        "identity-paper": {paper.id: paper.number for paper in page.papers},
        "other-name": {alias.id: alias.name for alias in page.aliases},
        "relative": {relative.id: relative.name for relative in page.relatives},
    }[kind]
    if row_id not in names:
        raise NotFound(message(N_("There is no such entry")))
    return names[row_id]


def _small_form(
    page: queries.PersonPage, form: BaseForm, act: Callable[[Session], None], template: str, **context: object
) -> ResponseReturnValue:
    """Show a form, or do what it says and go back to the person's record."""
    back = url_for(".edit", resident_id=page.person.id)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                act(session)
        except DomainError as error:
            form.take(error)
        else:
            flash(_("Saved."))
            return redirect(back, 303)
    return render_template(template, page=page, form=form, cancel_url=back, **context), form.http_status
