"""One paper of a file: putting it right, adding one, taking a tick back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.queries import StayPage, stay_page
from rehab_center.db import db, transaction
from rehab_center.documents.queries import DocumentLine
from rehab_center.dossiers import services
from rehab_center.dossiers.forms import PaperForm, TakeBackForm
from rehab_center.dossiers.kinds import PaperState
from rehab_center.dossiers.queries import PaperLine, paper_line
from rehab_center.dossiers.rules.checklist import OTHER
from rehab_center.dossiers.views.blueprint import bp
from rehab_center.errors import DomainError
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, requires, safe_next
from rehab_center.web.formatting import day
from rehab_center.web.forms import BaseForm


@bp.route("/files/<int:stay_id>/papers/new", methods=["GET", "POST"])
@requires(Permission.DOCUMENTS_EDIT)
def add(stay_id: int) -> ResponseReturnValue:
    """Note a paper that the list does not name."""
    stay = stay_page(db.session(), stay_id, scope=current_scope(), as_of=clock.today())
    form = PaperForm(received_on=clock.today(), state=PaperState.RECEIVED.value)
    form.offer(_documents(stay))

    def write(session: Session) -> None:
        services.add_paper(session, stay_id, facts=form.facts(), actor=current_actor(), now=clock.now())

    if form.validate_on_submit() and _done(form, write):
        flash(_("The papers are noted."), "success")
        return redirect(url_for("dossiers.show", stay_id=stay_id), 303)
    return _form_page(form, stay, None)


@bp.route("/files/papers/<int:paper_id>", methods=["GET", "POST"])
@requires(Permission.DOCUMENTS_EDIT)
def edit(paper_id: int) -> ResponseReturnValue:
    """Note that a missing paper has come, or put right what was noted; a second saver sees both values."""
    paper = paper_line(db.session(), paper_id, scope=current_scope())
    stay = stay_page(db.session(), paper.admission_id, scope=current_scope(), as_of=clock.today())
    form = PaperForm(**_at_first(paper))
    form.offer(_documents(stay))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.correct_paper(
                    session,
                    paper_id,
                    facts=form.facts(),
                    expected_version=form.version.data or 0,
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The papers are noted."), "success")
            return redirect(_back(paper.admission_id), 303)
    return _form_page(form, stay, paper)


def _at_first(paper: PaperLine) -> dict[str, Any]:
    """What the form holds before anybody types: a missing paper that is opened has usually come today."""
    missing = paper.state is PaperState.MISSING
    return {
        "version": paper.version,
        "title": paper.name if paper.line == OTHER else None,
        "state": (PaperState.RECEIVED if missing else paper.state).value,
        "received_on": paper.received_on or clock.today(),
        "copy_form": paper.copy_form.value if paper.copy_form else "",
        "pages": paper.pages,
        "leaves": paper.leaves,
        "document_id": str(paper.document.id) if paper.document else "",
        "note": paper.note,
    }


def _documents(stay: StayPage) -> list[tuple[str, str]]:
    papers = [stay.decision, *(movement.document for movement in stay.movements if movement.voided is None)]
    return [(str(key), words) for key, words in {one.id: _document_words(one) for one in papers if one}.items()]


def _document_words(document: DocumentLine) -> str:
    return f"{document.number}, {day(document.issued_on)}" if document.issued_on else document.number


def _form_page(form: PaperForm, stay: StayPage, paper: PaperLine | None) -> ResponseReturnValue:
    answer = render_template(
        "dossiers/paper.html",
        form=form,
        stay=stay,
        paper=paper,
        titled=paper is None or paper.line == OTHER,
        cancel_url=_back(stay.id),
    )
    return answer, form.http_status


@bp.route("/files/papers/<int:paper_id>/take-back", methods=["GET", "POST"])
@requires(Permission.DOCUMENTS_EDIT)
def take_back(paper_id: int) -> ResponseReturnValue:
    """Take back what was noted of a paper: the old line stays, the paper is missing again."""
    paper = paper_line(db.session(), paper_id, scope=current_scope())
    form = TakeBackForm(version=paper.version)

    def write(session: Session) -> None:
        services.take_back(
            session,
            paper_id,
            reason=form.reason.data or "",
            expected_version=form.version.data or 0,
            actor=current_actor(),
            now=clock.now(),
        )

    if form.validate_on_submit() and _done(form, write):
        flash(_("Taken back; the old line stays in the file's history."), "success")
        return redirect(_back(paper.admission_id), 303)
    answer = render_template(
        "dossiers/take_back.html",
        form=form,
        paper=paper,
        again=paper.line != OTHER and paper.state is not PaperState.MISSING,
        cancel_url=_back(paper.admission_id),
    )
    return answer, 422 if form.is_submitted() else 200


def _done(form: BaseForm, write: Callable[[Session], None]) -> bool:
    try:
        with transaction() as session:
            write(session)
    except DomainError as error:
        form.take(error)
        return False
    return True


def _back(stay_id: int) -> str:
    return safe_next(request.args.get("next")) or url_for("dossiers.show", stay_id=stay_id)
