"""The People list and the page of a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.admissions import labels as admissions_labels
from rehab_center.admissions.queries import StayPage
from rehab_center.audit.labels import act_label, detail_value_label
from rehab_center.audit.recorder import Subject, record
from rehab_center.casefile import people as people_query
from rehab_center.casefile import search
from rehab_center.casefile.forms import LookForm
from rehab_center.casefile.happening import Happening
from rehab_center.casefile.listing import NEVER_ADMITTED, NEVER_LOOKS, PEOPLE
from rehab_center.casefile.page import CasePage, case_page
from rehab_center.classification import labels as classification_labels
from rehab_center.conduct import labels as conduct_labels
from rehab_center.conduct import months
from rehab_center.conduct.rules.words import event_words
from rehab_center.db import db, transaction
from rehab_center.health import labels as health_labels
from rehab_center.permissions import Permission
from rehab_center.residents import labels as residents_labels
from rehab_center.stages import labels as stages_labels
from rehab_center.stages.kinds import LETTERS
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.formatting import day, number, say, shown
from rehab_center.web.listing import list_page

bp = Blueprint("casefile", __name__, url_prefix="/people")


_MONTHS_SHOWN = 6


@dataclass(frozen=True)
class TermWords:
    """The bar of a term: its label, how far it is in words and in days out of all its days, and its tone."""

    label: str
    words: str
    done: int
    whole: int
    tone: str


@bp.get("")
@requires(Permission.PEOPLE_VIEW)
def people() -> ResponseReturnValue:
    """Everybody in reach, with search as one types. From the bar a whole file code or number opens its person."""
    if request.args.get("open"):
        found = search.meant(db.session(), request.args.get("q", ""), scope=current_scope())
        if found is not None:
            return redirect(url_for(".person", resident_id=found))
    return list_page(
        PEOPLE,
        lambda state: people_query.people(db.session(), state, scope=current_scope()),
        "casefile/people.html",
        on_export=_exported,
    )


def _exported(form: str, rows: int) -> None:
    with transaction():
        record("people.exported", actor=current_actor(), at=clock.now(), details={"rows": rows, "form": form})


@bp.get("/<int:resident_id>")
@requires(Permission.PEOPLE_VIEW)
def person(resident_id: int) -> ResponseReturnValue:
    """One person, today or as of a day, as known now or at the end of a day. Looking is recorded."""
    form = LookForm(request.args)
    form.validate()
    as_of, known_on = form.as_of.data or clock.today(), form.known_on.data
    known_at = clock.end_of(known_on) if known_on else None
    page = case_page(db.session(), resident_id, scope=current_scope(), as_of=as_of, known_at=known_at)
    answer = render_template(
        "casefile/person.html",
        page=page,
        form=form,
        as_of=as_of,
        known_on=known_on,
        looks_back=known_on is not None or as_of != clock.today(),
        now=clock.now(),
        entries=[_entry(one) for one in page.happenings],
        term=term_words(page.stay) if page.stay else None,
        labels=admissions_labels,
        words=residents_labels,
        classification=classification_labels,
        health=health_labels,
        stages={"labels": stages_labels, "letters": LETTERS},
        conduct={"labels": conduct_labels, "months": months, "shown": _MONTHS_SHOWN, "words": event_words},
        never=(NEVER_ADMITTED, *NEVER_LOOKS),
    )
    _note_look(page, as_of=as_of, known_on=known_on)
    return answer


def _note_look(page: CasePage, *, as_of: date, known_on: date | None) -> None:
    who = page.who.person
    label = f"{who.full_name} ({page.stay.file_code if page.stay else who.code})"
    back = {"as_of": day(as_of)} if as_of != clock.today() else {}
    back |= {"known_on": day(known_on)} if known_on else {}
    if page.stay and page.stay.id in page.health:
        back |= {"health": page.stay.file_code}  # a look at facts of health is told apart in the log
    with transaction():
        about = Subject("resident", who.id, label)
        record("person.viewed", actor=current_actor(), at=clock.now(), about=about, details=back)


def _entry(one: Happening) -> dict[str, object]:
    """A happening as the timeline shows it. The title leads to the paper, but for what was taken back."""
    leads = one.document_id is not None and one.voided is None
    title = act_label(one.title) if isinstance(one.title, str) else one.title
    kind = detail_value_label("paper_kind", one.paper_kind) if one.paper_kind else None
    told = [
        f"{admissions_labels.TOLD[line.item]}: {shown(admissions_labels.answer_words(line.item, line.answer))}"
        for line in one.answers
        if line.answer is not None
    ]
    return {
        "day": one.day,
        "title": f"{title}: {kind}" if kind else title,
        "text": " · ".join([*(say(part) for part in one.text), *told]),
        "icon": one.icon,
        "tone": one.tone,
        "url": url_for("documents.show", document_id=one.document_id) if leads else None,
        "voided": one.voided,
        "meta": one.meta,
    }


def term_words(stay: StayPage) -> TermWords | None:
    """The bar of a stay's term; None for a stay without one."""
    if stay.term is None:
        return None
    end, left = stay.term_end_on, stay.days_left or 0
    if end is None:
        return TermWords(_("The clock stands still"), _("%(days)s days left to serve", days=number(left)), 0, 0, "warn")
    whole, done = (end - stay.term_start_on).days, (stay.as_of - stay.term_start_on).days
    label = _("Term until %(day)s", day=day(end))
    if not stay.state.on_books:
        return TermWords(label, _("the stay has ended"), done, whole, "")
    if left < 0:
        return TermWords(label, _("%(days)s days past the end of the term", days=number(-left)), done, whole, "bad")
    words = _("%(days)s days left", days=number(left)) if left else _("ends today")
    return TermWords(label, words, done, whole, "")
