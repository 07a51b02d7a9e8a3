"""The "check your answers" lists: what was typed, in words, in the order of the form."""

from __future__ import annotations

from flask_babel import gettext as _

from rehab_center.admissions.forms import MoveForm, NewPersonForm, StayFields
from rehab_center.admissions.labels import DETAILS, MOVEMENT_KINDS, STAY_KINDS, answer_words
from rehab_center.admissions.queries import StayPlan
from rehab_center.admissions.rules.movements import EFFECTS, MovementKind, PaperRule
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.residents.kinds import Sex
from rehab_center.residents.labels import SEXES
from rehab_center.residents.queries import PersonName
from rehab_center.residents.rules.person import tidied
from rehab_center.web.formatting import day

Answers = list[tuple[object, object]]


def stay_answers(form: StayFields, plan: StayPlan, person: PersonName | None) -> Answers:
    """The person, the stay and its decision; what was left out and has no meaning is left out here."""
    facts = form.stay()
    has_term = facts.kind is not StayKind.TEMPORARY
    rows: Answers = [(_("Resident"), person.label)] if person else []
    if isinstance(form, NewPersonForm):
        rows = _person(form)
    rows += [
        (form.kind.label.text, STAY_KINDS[StayKind(facts.kind)]),
        (_("Decision"), paper_words(facts.decision)),
        (form.decision_effective_on.label.text, facts.decision_effective_on),
        (form.police_unit.label.text, facts.police_unit),
        (_("Term in months"), facts.months),
        (form.credit_days.label.text, facts.credit_days or None),
        (form.times_treated.label.text, facts.times_treated if has_term else None),
        (form.admitted_on.label.text, facts.admitted_on),
        (form.entry_time.label.text, facts.entry_time),
        (form.term_start_on.label.text, facts.starts_on if has_term else None),
        (form.file_code.label.text, plan.file_code),
    ]
    if facts.entry is MovementKind.TRANSFERRED_IN:
        rows += [
            (form.entry.label.text, MOVEMENT_KINDS[facts.entry]),
            (_("Transfer decision"), paper_words(facts.entry_paper)),
        ]
    rows.append((form.note.label.text, facts.note))
    return [(label, value) for label, value in rows if value not in (None, "")]


def _person(form: NewPersonForm) -> Answers:
    facts = tidied(form.person())
    home = ", ".join(part for part in (facts.address, facts.commune, facts.district, facts.province) if part)
    return [
        (form.full_name.label.text, facts.full_name),
        (form.birth.label.text, str(facts.birth) or _("birth date not known")),
        (form.sex.label.text, SEXES[Sex(facts.sex)]),
        *([(form.placed_as.label.text, SEXES[facts.placed_as])] if facts.placed_as else []),
        (form.identity_number.label.text, form.identity_number.data or _("no identity paper")),
        (_("Home"), home),
        (form.occupation.label.text, facts.occupation),
        (form.drug_used.label.text, facts.drug_used),
    ]


def move_answers(form: MoveForm) -> Answers:
    """A movement as typed."""
    facts = form.facts()
    rows: Answers = [
        (form.kind.label.text, MOVEMENT_KINDS[facts.kind]),
        (form.effective_on.label.text, facts.effective_on),
        (form.effective_time.label.text, facts.effective_time),
        (_("Months"), facts.months),
        (_("Days"), facts.days),
        *((DETAILS[item], answer_words(item, answer)) for item, answer in facts.details.items()),
        (_("Paper"), paper_words(facts.document) or _without_paper(facts.kind)),
        (form.note.label.text, facts.note),
    ]
    return [(label, value) for label, value in rows if value not in (None, "")]


def _without_paper(kind: MovementKind) -> str:
    return str(_("none needed") if EFFECTS[kind].paper is PaperRule.NOT_NEEDED else _("comes later"))


def paper_words(paper: DocumentFacts | None) -> str:
    """A paper in one line: number, date, issuer; nothing where there is none."""
    if paper is None:
        return ""
    parts = [paper.number, day(paper.issued_on) if paper.issued_on else _("date not known")]
    return " · ".join([*parts, paper.issuer or _("issuer not known")])
