"""Finding doubles, comparing two records, merging them or keeping them apart, and undoing a merge."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.admissions.labels import MOVEMENT_KINDS, STATES, STAY_KINDS
from rehab_center.audit.recorder import record
from rehab_center.db import db, transaction
from rehab_center.errors import Conflict, DomainError
from rehab_center.merging import queries, services
from rehab_center.merging.forms import ApartForm, MergeForm, UndoForm
from rehab_center.merging.listing import DOUBLES, MERGES
from rehab_center.merging.queries import MergePreview
from rehab_center.names import clean
from rehab_center.permissions import Permission
from rehab_center.policies.queries import whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.residents.labels import FIELDS, PAPERS, SEXES
from rehab_center.residents.queries import MergedAway, find_people, likely_pairs, person_facts, survivor_of
from rehab_center.residents.queries.photos import latest_photos
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.asked import asked_arguments
from rehab_center.web.formatting import say
from rehab_center.web.listing import list_page

bp = Blueprint("merging", __name__, url_prefix="/people")

MOST_HITS = 20
"""How many people a search for the other record shows."""


@bp.get("/doubles")
@requires(Permission.PEOPLE_EDIT)
def doubles() -> ResponseReturnValue:
    """Pairs of records that may be one person."""
    return list_page(
        DOUBLES,
        lambda state: queries.double_list(db.session(), state, scope=current_scope(), least=_least()),
        "residents/doubtful.html",
        on_export=lambda form, rows: _note_export("resident.doubles-exported", form, rows),
        least=_least(),
    )


@bp.get("/merges")
@requires(Permission.PEOPLE_EDIT)
def merges() -> ResponseReturnValue:
    """What was merged, by whom, and what was undone again."""
    return list_page(
        MERGES,
        lambda state: queries.merge_list(db.session(), state, scope=current_scope()),
        "residents/doubtful.html",
        on_export=lambda form, rows: _note_export("resident.merges-exported", form, rows),
    )


def _note_export(act: str, form: str, rows: int) -> None:
    with transaction():
        record(act, actor=current_actor(), at=clock.now(), details={"rows": rows, "form": form})


def _least() -> int:
    return whole_on(db.session(), PolicyKind.DUPLICATE_SIMILARITY, clock.today())


@bp.get("/<int:resident_id>/same-as")
@requires(Permission.PEOPLE_EDIT)
def find(resident_id: int) -> ResponseReturnValue:
    """The other record of this person: the likely ones first, any other by a search."""
    page = person_facts(db.session(), resident_id, scope=current_scope())
    text = clean(request.args.get("q", ""))[:100]
    hits = find_people(db.session(), text, scope=current_scope(), limit=MOST_HITS) if text else ()
    likely = [
        (pair, pair.other if pair.one.id == resident_id else pair.one)
        for pair in likely_pairs(db.session(), scope=current_scope(), least=_least(), of=[resident_id])
    ]
    hits = tuple(hit for hit in hits if hit.person.id != resident_id)
    return render_template(
        "merging/find.html",
        page=page,
        text=text,
        hits=hits,
        likely=likely,
        photos=latest_photos(db.session(), [*(hit.person.id for hit in hits), *(one.id for _pair, one in likely)]),
        sexes=SEXES,
    )


@bp.route("/<int:resident_id>/same-as/<int:other_id>", methods=["GET", "POST"])
@requires(Permission.PEOPLE_EDIT)
def compare(resident_id: int, other_id: int) -> ResponseReturnValue:
    """Two records side by side; what stays is chosen field by field, and then they are merged."""
    try:
        preview = _preview(resident_id, other_id)
    except MergedAway as error:
        return _merged_already(error)
    form = MergeForm(version_here=preview.here.version, version_there=preview.there.version)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.merge_people(
                    session,
                    resident_id,
                    other_id,
                    chosen=form.chosen,
                    expected_versions=form.versions,
                    actor=current_actor(),
                    now=clock.now(),
                    reason=form.given_reason,
                )
        except DomainError as error:
            form.take(error)
            preview = _preview(resident_id, other_id)
            form.version_here.raw_data = form.version_there.raw_data = None
            form.version_here.data, form.version_there.data = preview.here.version, preview.there.version
        else:
            flash(_("Merged. Search by the old code or name leads here, and the merge can be undone."))
            return redirect(url_for("casefile.person", resident_id=resident_id), 303)
    return _compare_page(preview, form, ApartForm()), 422 if form.is_submitted() else 200


def _preview(resident_id: int, other_id: int) -> MergePreview:
    return queries.merge_preview(db.session(), resident_id, other_id, scope=current_scope(), today=clock.today())


def _merged_already(error: MergedAway) -> ResponseReturnValue:
    flash(_("One of the two was merged already. This is the record it leads to."))
    return redirect(url_for("casefile.person", resident_id=error.survivor_id), 303)


def _compare_page(preview: MergePreview, form: MergeForm, apart: ApartForm) -> str:
    if not form.is_submitted():
        form.findings = tuple(one for one in preview.findings if one.severity == "warn")
    return render_template(
        "merging/compare.html",
        page=preview,
        form=form,
        apart=apart,
        chosen={pair.name: pair.stays for pair in preview.pairs} | form.chosen,
        blocks=[one for one in preview.findings if one.severity == "block"],
        reminders=[one for one in preview.findings if one.severity == "remind"],
        fields=FIELDS,
        sexes=SEXES,
        papers=PAPERS,
        kinds=STAY_KINDS,
        states=STATES,
        exits=MOVEMENT_KINDS,
    )


@bp.post("/<int:resident_id>/not-same-as/<int:other_id>")
@requires(Permission.PEOPLE_EDIT)
def keep_apart(resident_id: int, other_id: int) -> ResponseReturnValue:
    """Two records are two people; the pair is offered no more."""
    try:
        preview = _preview(resident_id, other_id)
    except MergedAway as error:
        return _merged_already(error)
    apart = ApartForm()
    if apart.validate():
        try:
            with transaction() as session:
                services.keep_apart(
                    session,
                    resident_id,
                    other_id,
                    reason=apart.apart_reason.data or "",
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            apart.take(error)
        else:
            flash(_("Kept apart: the two are not offered as one person any more."))
            return redirect(url_for(".doubles"), 303)
    form = MergeForm(formdata=None, version_here=preview.here.version, version_there=preview.there.version)
    return _compare_page(preview, form, apart), 422


@bp.route("/merges/<int:merge_id>/undo", methods=["GET", "POST"])
@requires(Permission.PEOPLE_EDIT)
def undo(merge_id: int) -> ResponseReturnValue:
    """What undoing a merge would do, and doing it."""
    try:
        plan = queries.undo_plan(db.session(), merge_id, scope=current_scope())
    except Conflict as error:
        flash(say(error.message))
        return redirect(url_for(".merges"), 303)
    form = UndoForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                back = services.undo_merge(
                    session, merge_id, reason=form.reason.data or "", actor=current_actor(), now=clock.now()
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("Undone: these are two people again."))
            return redirect(url_for("casefile.person", resident_id=back), 303)
    answer = render_template("merging/undo.html", page=plan, form=form, fields=FIELDS, sexes=SEXES)
    return answer, 422 if form.is_submitted() else 200


def lead_on(error: MergedAway) -> ResponseReturnValue:
    """Whoever opens a record that was merged away is led to the same page of the one it was merged into."""
    given: dict[str, Any] = dict(request.view_args or {})
    asked = given.get("resident_id")
    if asked is None or survivor_of(db.session(), asked) != error.survivor_id:
        return render_template("errors/404.html"), 404
    flash(_("This record was merged into another one: here is the one that stays."))
    if request.method != "GET" or request.endpoint is None:
        return redirect(url_for("casefile.person", resident_id=error.survivor_id), 303)
    given = asked_arguments() | given | {"resident_id": error.survivor_id}
    return redirect(url_for(request.endpoint, **given), 302)
