"""What is owed, and closing it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from rehab_center import clock
from rehab_center.accounts.labels import ROLES
from rehab_center.audit.labels import subject
from rehab_center.db import db, transaction
from rehab_center.documents.labels import FIELDS as DOCUMENT_FIELDS
from rehab_center.documents.queries import document_lines, document_page, known_issuers
from rehab_center.errors import DomainError, NotPermitted
from rehab_center.organisation.queries import facilities
from rehab_center.permissions import Permission
from rehab_center.tasks import queries, services
from rehab_center.tasks.forms import CompleteForm, PaperForm, SettleForm
from rehab_center.tasks.kinds import DEEDS, ONLY_BY_PAPER, TO_DO, TO_FILL_IN, TaskKind
from rehab_center.tasks.labels import FIELDS, KINDS, usual_paper
from rehab_center.tasks.rules import may_close, may_enter_paper, visible_roles
from rehab_center.tasks.settling import settling_page
from rehab_center.web.access import current_actor, current_scope, requires, safe_next
from rehab_center.web.formatting import moment, say
from rehab_center.web.held import typed_words
from rehab_center.web.listing import Choice, Column, Days, Listing, Search, list_page
from rehab_center.web.navigation import exists

bp = Blueprint("tasks", __name__, url_prefix="/tasks")

_FIRST_COLUMNS = (
    Column("about", FIELDS["about"], sortable=True, link=lambda line: subject_url(line)),
    Column("what", FIELDS["what"], link=lambda line: task_url(line)),
    Column("kind", FIELDS["kind"], sortable=True, cell=lambda line: KINDS[line.kind]),
    Column("owner_role", FIELDS["owner_role"], sortable=True, cell=lambda line: ROLES[line.owner_role]),
)
_FILTERS = (
    Choice("kind", FIELDS["kind"], [(kind.value, words) for kind, words in KINDS.items()]),
    Choice("owner_role", FIELDS["owner_role"], [(role.value, words) for role, words in ROLES.items()]),
)
_SEARCH = Search(_l("Name or code"))

OPEN = Listing(
    "open-tasks",
    _l("Open exceptions"),
    columns=(
        Column(
            "due_at", FIELDS["due_at"], sortable=True, cell=lambda line: due_words(line, clock.now()), in_export=False
        ),
        Column("due", FIELDS["due_at"], cell=lambda line: line.due_at, on_page=False),
        *_FIRST_COLUMNS,
        Column("opened_at", FIELDS["opened_at"], sortable=True),
    ),
    sort="due_at",
    search=_SEARCH,
    filters=(*_FILTERS, Choice("overdue", _l("Deadline"), [("yes", _l("Overdue")), ("no", _l("Still in time"))])),
    empty=_l("Nothing is owed: every movement has its paper."),
    export_permission=Permission.PEOPLE_EXPORT,
)
TO_BE_FILLED_IN = Listing(
    "papers-to-fill-in",
    _l("Papers to fill in"),
    columns=OPEN.columns,
    sort="about",
    search=_SEARCH,
    filters=OPEN.filters[1:],
    empty=_l("No paper lacks its date or issuer."),
    export_permission=Permission.PEOPLE_EXPORT,
)
CLOSED = Listing(
    "closed-tasks",
    _l("Closed tasks"),
    columns=(
        Column("closed_at", FIELDS["closed_at"], sortable=True),
        *_FIRST_COLUMNS,
        Column("closed_by", FIELDS["closed_by"], sortable=True),
        Column("closed_reason", FIELDS["closed_reason"]),
    ),
    sort="closed_at",
    descending=True,
    search=_SEARCH,
    filters=(*_FILTERS, Days("closed_at", FIELDS["closed_at"])),
    empty=_l("Nothing has been closed yet."),
    export_permission=Permission.PEOPLE_EXPORT,
)


def due_words(line: queries.TaskLine, now: datetime) -> object:
    """The deadline, marked in words when it has passed."""
    if not line.overdue_at(now):
        return line.due_at
    return Markup('<span class="badge-state badge-bad">{}</span> {}').format(_("Overdue"), moment(line.due_at))


def task_url(line: queries.TaskLine) -> str:
    """The page of a task; from there one comes back to the list as it stands now."""
    return url_for("tasks.close", task_id=line.id, next=request.full_path.rstrip("?"))


def subject_url(line: queries.TaskLine) -> str | None:
    """The page of whom or what a task concerns, where this program has one."""
    kind, number = (line.subject_kind, line.subject_id)
    if line.resident_id is not None:
        kind, number = "resident", line.resident_id
    words = subject(kind)
    if words.endpoint is None or words.argument is None or not exists(words.endpoint):
        return None
    values: dict[str, Any] = {words.argument: number}
    return url_for(words.endpoint, **values)


@bp.get("")
@requires(Permission.TODAY_VIEW)
def index() -> ResponseReturnValue:
    """What is owed and presses, by deadline."""
    return _list(OPEN, kinds=TO_DO)


@bp.get("/to-fill-in")
@requires(Permission.TODAY_VIEW)
def to_fill_in() -> ResponseReturnValue:
    """Papers whose date or issuer is missing, above all those out of an old book."""
    return _list(TO_BE_FILLED_IN, kinds=TO_FILL_IN)


@bp.get("/closed")
@requires(Permission.TODAY_VIEW)
def closed() -> ResponseReturnValue:
    """What was owed and by what it was closed."""
    return _list(CLOSED, closed=True)


def _list(listing: Listing, *, closed: bool = False, kinds: frozenset[TaskKind] | None = None) -> ResponseReturnValue:
    actor = current_actor()
    counts = {
        key: queries.open_count(
            db.session(), scope=actor.scope, now=clock.now(), roles=visible_roles(actor), kinds=some
        ).open
        for key, some in (("to_do", TO_DO), ("to_fill_in", TO_FILL_IN))
    }
    return list_page(
        listing,
        lambda state: queries.tasks(
            db.session(),
            scope=actor.scope,
            state=state,
            closed=closed,
            now=clock.now(),
            roles=visible_roles(actor),
            kinds=kinds,
        ),
        "tasks/index.html",
        on_export=_note_export,
        counts=counts,
    )


def _note_export(form: str, rows: int) -> None:
    with transaction():
        services.note_export(form=form, rows=rows, actor=current_actor(), now=clock.now())


@bp.route("/<int:task_id>", methods=["GET", "POST"])
@requires(Permission.TODAY_VIEW)
def close(task_id: int) -> ResponseReturnValue:
    """One task; the post that owns it closes it here, by the paper or with a reason."""
    line = queries.task_line(db.session(), task_id, scope=current_scope(), roles=visible_roles(current_actor()))
    if line.is_open and line.kind is TaskKind.PAPER_INCOMPLETE and line.subject_kind == "document":
        return redirect(url_for(".complete_paper", document_id=line.subject_id, next=request.args.get("next")))
    elsewhere = _settled_elsewhere(line)
    if elsewhere is not None:
        return redirect(elsewhere)
    by_paper = "settle" not in request.form
    # Two forms on one page: the one that was not sent must not read the other's fields.
    paper = PaperForm(**_reading(by_paper), version=line.version, **_at_first(line))
    settle = SettleForm(**_reading(not by_paper), prefix="settle-", version=line.version)
    settle.say_it_is_done(line.kind in DEEDS)
    form = paper if by_paper else settle
    if form.validate_on_submit():
        try:
            if by_paper:
                _close_by_paper(line, paper)
            else:
                _close_by_reason(line, settle)
        except NotPermitted:
            raise
        except DomainError as error:
            form.take(error)
        else:
            flash(_("Closed: %(what)s.", what=say(line.what)))
            return redirect(_back(), 303)
    return _task_page(line, paper, settle, form), form.http_status


def _settled_elsewhere(line: queries.TaskLine) -> str | None:
    """The page on which this task is settled, for whoever may open it and has not come from there already."""
    page = settling_page(line.kind, line.subject_kind, line.what.msgid)
    if page is None or not line.is_open or request.method != "GET" or "here" in request.args:
        return None
    if not current_actor().may(page.permission) or not exists(page.endpoint):
        return None
    values: dict[str, Any] = {} if page.argument is None else {page.argument: line.subject_id}
    if page.person is not None:
        values[page.person] = line.resident_id
    return url_for(page.endpoint, **values, **page.values, next=request.args.get("next"))


def _back() -> str:
    """Where the reader came from: a page that showed the task among others, else the list."""
    return safe_next(request.args.get("next")) or url_for(".index")


def _reading(sent: bool) -> dict[str, Any]:
    return {} if sent else {"formdata": None}


def _task_page(line: queries.TaskLine, paper: PaperForm, settle: SettleForm, form: PaperForm | SettleForm) -> str:
    documents = document_lines(db.session(), [line.closed_by_document_id] if line.closed_by_document_id else [])
    return render_template(
        "tasks/close.html",
        task=line,
        kinds=KINDS,
        is_deed=line.kind in DEEDS,
        only_by_paper=line.kind in ONLY_BY_PAPER,
        only_by_check=line.kind is TaskKind.UNCHECKED_END,
        fields=FIELDS,
        roles=ROLES,
        about_url=subject_url(line),
        overdue=line.overdue_at(clock.now()),
        document=documents.get(line.closed_by_document_id or 0),
        paper=paper,
        settle=settle,
        form=form,
        cancel_url=_back(),
        mine=may_close(current_actor(), line.owner_role),
        may_enter=may_enter_paper(current_actor(), line.owner_role),
        typed=typed_words(request.form.items(multi=True)),
    )


def _close_by_paper(line: queries.TaskLine, form: PaperForm) -> None:
    actor, now = current_actor(), clock.now()
    with transaction() as session:
        services.record_document_received(
            session,
            line.id,
            facts=form.facts(line.facility_id),
            scan=_scan_of(form),
            folder=Path(current_app.config["INSTANCE"]) / "scans",
            expected_version=form.version.data or 0,
            actor=actor,
            now=now,
        )


def _scan_of(form: PaperForm) -> tuple[str, bytes] | None:
    file = form.scan.data
    return None if file is None else (file.filename or "", file.read())


def _close_by_reason(line: queries.TaskLine, form: SettleForm) -> None:
    with transaction() as session:
        services.close_task(
            session,
            line.id,
            reason=form.reason.data or "",
            expected_version=form.version.data or 0,
            actor=current_actor(),
            now=clock.now(),
        )


def _at_first(line: queries.TaskLine) -> dict[str, Any]:
    """What the form of the paper holds before anybody has typed: the usual kind, and the centre where it issues it."""
    usual = usual_paper(line.kind, line.subject_kind, line.what.msgid)
    if not usual.own:
        return {"kind": usual.kind.value}
    names = {one.id: one.name for one in facilities(db.session(), scope=current_scope(), day=clock.today())}
    return {"kind": usual.kind.value, "own_book": True, "issuer": names.get(line.facility_id)}


@bp.route("/papers/<int:document_id>", methods=["GET", "POST"])
@requires(Permission.DOCUMENTS_EDIT)
def complete_paper(document_id: int) -> ResponseReturnValue:
    """Fill in a paper's missing date or issuer; what was owed about it closes by itself."""
    page = document_page(db.session(), document_id, scope=current_scope())
    back = safe_next(request.args.get("next")) or url_for("documents.show", document_id=document_id)
    form = CompleteForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.complete_document(
                    session,
                    document_id,
                    issued_on=form.issued_on.data,
                    issuer=form.issuer.data,
                    actor=current_actor(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.take(error)
        else:
            flash(_("Filled in."))
            return redirect(back, 303)
    answer = render_template(
        "tasks/complete_paper.html",
        form=form,
        page=page,
        fields=DOCUMENT_FIELDS,
        waiting=queries.of_subject(db.session(), "document", document_id, scope=current_scope()),
        subject_url=subject_url,
        issuers=known_issuers(db.session(), scope=current_scope()),
        cancel_url=back,
    )
    return answer, 422 if form.is_submitted() else 200
