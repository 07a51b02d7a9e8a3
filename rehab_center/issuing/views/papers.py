"""One paper: how it prints, numbering it, its file, taking it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.audit.recorder import Subject, record
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.issuing import printing, queries, services
from rehab_center.issuing.forms import CancelForm, IssueForm
from rehab_center.issuing.kinds import Book, Numbering, PaperState
from rehab_center.issuing.labels import BOOKS, KINDS, STATE_LOOKS, STATES
from rehab_center.issuing.queries import PaperPage
from rehab_center.issuing.rules.numbers import number_text
from rehab_center.issuing.rules.table import PAPERS, TITLES
from rehab_center.issuing.views.blueprint import bp
from rehab_center.names import slug
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.formatting import say


def page_of(issued_id: int) -> PaperPage:
    """The paper, for whoever may read it: what speaks of health is for those who write it or see health facts."""
    page = queries.paper_page(db.session(), issued_id, scope=current_scope(), today=clock.today())
    if not may_read(page.kind):
        abort(403)
    return page


def may_read(kind: Any) -> bool:
    """Whether the reader may see the words of such a paper."""
    actor = current_actor()
    return not PAPERS[kind].medical or actor.scope.medical or _writes(kind)


def _writes(kind: Any) -> bool:
    actor = current_actor()
    return actor.may(Permission.ISSUING_DRAFT) and any(actor.holds(role) for role in PAPERS[kind].drafted_by)


@bp.get("/<int:issued_id>")
@requires(Permission.PEOPLE_VIEW)
def show(issued_id: int) -> ResponseReturnValue:
    """The paper as it prints, and what may be done with it."""
    page = page_of(issued_id)
    _note("paper.opened", page)
    return printing.body(
        page,
        layout="layouts/paper.html",
        kinds=KINDS,
        states=STATES,
        looks=STATE_LOOKS,
        doubt=page.doubt,
        by_hand=page.numbering is Numbering.HAND,
        may_issue=_may_issue(page),
        writes=_writes(page.kind),
    )


def _may_issue(page: PaperPage) -> bool:
    return services.may_issue(db.session(), current_actor(), page.facility_id, clock.today())


def _note(act: str, page: PaperPage) -> None:
    with transaction():
        about = Subject("issued-paper", page.id, page.about)
        record(act, actor=current_actor(), at=clock.now(), about=about, details={"paper_kind": page.kind.value})


@bp.route("/<int:issued_id>/issue", methods=["GET", "POST"])
@requires(Permission.ISSUING_DRAFT)
def issue(issued_id: int) -> ResponseReturnValue:
    """Check, then number and issue: nothing of it can be changed afterwards. By the post, or by a dated paper."""
    page = page_of(issued_id)
    if not _may_issue(page):
        abort(403)
    if page.state is not PaperState.DRAFT or page.numbering is Numbering.HAND:
        return redirect(url_for(".show", issued_id=issued_id))
    book = Book(page.text.sign)
    number = queries.following_number(db.session(), page.facility_id, book, page.typed.dated_on.year)
    return _freezing(page, services.issue, number_text(number, page.letterhead.number_sign(book.value)))


@bp.route("/<int:issued_id>/to-sign", methods=["GET", "POST"])
@requires(Permission.ISSUING_DRAFT)
def to_sign(issued_id: int) -> ResponseReturnValue:
    """Print for the signature, without a number: the words are frozen from then on."""
    page = page_of(issued_id)
    if page.state is not PaperState.DRAFT or page.numbering is Numbering.MACHINE:
        return redirect(url_for(".show", issued_id=issued_id))
    services.check_post(page.kind, current_actor())
    return _freezing(page, services.print_to_sign, None)


def _freezing(page: PaperPage, act: Callable[..., str | None], number: str | None) -> ResponseReturnValue:
    """The question before the words are frozen, and the act; ``number`` None: it comes after the signing."""
    form, back = IssueForm(version=page.version), url_for(".show", issued_id=page.id)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                printed = act(
                    session,
                    page.id,
                    expected_version=form.version.data or 0,
                    reason=form.given_reason,
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            printing.print_paper(page.id, actor=current_actor())
            flash(_done(printed))
            return redirect(back, 303)
    book = BOOKS[Book(page.text.sign)]
    answer = render_template(
        "issuing/issue.html",
        form=form,
        page=page,
        kinds=KINDS,
        book=book,
        number=number,
        cancel_url=back,
        titles=printing.titles_of(page),
    )
    return answer, form.http_status


def _done(printed: str | None) -> str:
    if printed is None:
        return str(_("Print it, have it signed, then enter its number and attach the scan."))
    return str(_("Issued under number %(number)s.", number=printed))


@bp.post("/<int:issued_id>/print")
@requires(Permission.ISSUING_DRAFT)
def print_again(issued_id: int) -> ResponseReturnValue:
    """Keep the file of a paper that was frozen and, for a power cut, never printed."""
    page_of(issued_id)
    printing.print_paper(issued_id, actor=current_actor())
    return redirect(url_for(".show", issued_id=issued_id), 303)


@bp.get("/<int:issued_id>/file")
@requires(Permission.PEOPLE_VIEW)
def file(issued_id: int) -> ResponseReturnValue:
    """The issued bytes, always the same. Printing them again is in the log."""
    page = page_of(issued_id)
    try:
        content = printing.kept(page)
    except printing.FileDamaged as error:
        flash(say(error), "danger")
        return redirect(url_for(".show", issued_id=issued_id))
    _note("paper.downloaded", page)
    kind = "inline" if "view" in request.args else "attachment"
    disposition = f'{kind}; filename="{file_name(page)}.pdf"'
    return Response(content, mimetype="application/pdf", headers={"Content-Disposition": disposition})


def file_name(page: PaperPage) -> str:
    """What its file is called: its kind in words and its number ("quyet-dinh-truy-tim-05-qd-cscnmt")."""
    words = f"{TITLES[page.kind]} {page.number.printed if page.number else page.stay.file_code}"
    return slug(words, "-")


@bp.route("/<int:issued_id>/cancel", methods=["GET", "POST"])
@requires(Permission.ISSUING_ISSUE)
def cancel(issued_id: int) -> ResponseReturnValue:
    """Cancel what was printed or issued: the number stays used, what it settled is owed again."""
    page = page_of(issued_id)
    form = CancelForm(replace=True)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                following = services.cancel(
                    session,
                    issued_id,
                    reason=form.reason.data or "",
                    replace=bool(form.replace.data),
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("The paper is cancelled; its number stays used."))
            return redirect(url_for(".show", issued_id=following or issued_id), 303)
    answer = render_template(
        "issuing/cancel.html", form=form, page=page, kinds=KINDS, cancel_url=url_for(".show", issued_id=issued_id)
    )
    return answer, form.http_status


@bp.post("/<int:issued_id>/drop")
@requires(Permission.ISSUING_DRAFT)
def drop(issued_id: int) -> ResponseReturnValue:
    """Give a draft up."""
    page = page_of(issued_id)
    try:
        with transaction() as session:
            services.drop(session, issued_id, actor=current_actor(), now=clock.now())
    except DomainError as error:
        flash(say(error), "danger")
        return redirect(url_for(".show", issued_id=issued_id), 303)
    flash(_("The draft is given up."))
    return redirect(url_for("admissions.show", stay_id=page.stay.id), 303)
