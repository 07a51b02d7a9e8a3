"""Words for what else is asked about a movement."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from rehab_center.admissions.rules.details import CHOICES, Detail
from rehab_center.admissions.rules.relations import Relation, relation_of
from rehab_center.audit.labels import describe_act, describe_table

DETAILS: dict[Detail, Any] = {
    Detail.NOTICED_AT: _l("When it was noticed"),
    Detail.LAST_SEEN: _l("Last seen where and when"),
    Detail.CIRCUMSTANCES: _l("How it happened"),
    Detail.CLOTHES: _l("Clothes and marks"),
    Detail.ON_DUTY: _l("Who was on duty"),
    Detail.FOUND_AT: _l("Where the person was found"),
    Detail.BROUGHT_BY: _l("Brought back by whom"),
    Detail.HOSPITAL: _l("Which hospital"),
    Detail.DECEASED: _l("Who has died"),
    Detail.RELATION: _l("Relation to the resident"),
    Detail.TRAVEL_DAYS: _l("Days of travel, both ways"),
    Detail.ORDERED_BY: _l("Office that gave the order"),
    Detail.CONFIRMED_BY: _l("Health facility that confirmed the illness"),
    Detail.IN_PATIENT_DAYS: _l("Days as an in-patient before"),
    Detail.PLANNED_RETURN: _l("To be back on"),
    Detail.REVIEW_ON: _l("To be looked at again on"),
    Detail.ACCOMPANIED_BY: _l("Who accompanies"),
    Detail.TO_CENTRE: _l("To which centre"),
    Detail.COURT: _l("Court of the judgment"),
    Detail.SENTENCE_MONTHS: _l("Sentence in months"),
    Detail.PLACE: _l("Where the person died"),
    Detail.TOLD: _l("Who has been told"),
    Detail.CAUSE: _l("Cause as on the death certificate"),
}

TOLD: dict[Detail, Any] = {
    Detail.NOTICED_AT: _l("noticed (told)"),
    Detail.LAST_SEEN: _l("last seen (told)"),
    Detail.CIRCUMSTANCES: _l("circumstances (told)"),
    Detail.CLOTHES: _l("clothes and marks (told)"),
    Detail.ON_DUTY: _l("on duty (told)"),
    Detail.FOUND_AT: _l("found at (told)"),
    Detail.BROUGHT_BY: _l("brought back by (told)"),
    Detail.HOSPITAL: _l("hospital (told)"),
    Detail.DECEASED: _l("deceased (told)"),
    Detail.RELATION: _l("relation (told)"),
    Detail.TRAVEL_DAYS: _l("days of travel (told)"),
    Detail.ORDERED_BY: _l("ordered by (told)"),
    Detail.CONFIRMED_BY: _l("illness confirmed by (told)"),
    Detail.IN_PATIENT_DAYS: _l("days as an in-patient before (told)"),
    Detail.PLANNED_RETURN: _l("to be back on (told)"),
    Detail.REVIEW_ON: _l("to be looked at again on (told)"),
    Detail.ACCOMPANIED_BY: _l("accompanied by (told)"),
    Detail.TO_CENTRE: _l("to (told)"),
    Detail.COURT: _l("court (told)"),
    Detail.SENTENCE_MONTHS: _l("sentence in months (told)"),
    Detail.PLACE: _l("at (told)"),
    Detail.TOLD: _l("has been told (told)"),
    Detail.CAUSE: _l("cause (told)"),
}
"""The questions as a story names them before their answers."""

HINTS: dict[Detail, Any] = {
    Detail.NOTICED_AT: _l("Such as: at roll call, 05:30"),
    Detail.DECEASED: _l("Name, for a leave for a funeral"),
    Detail.RELATION: _l("The near family; the list is to be confirmed"),
    Detail.PLANNED_RETURN: _l("The program reminds you when this day has passed"),
    Detail.REVIEW_ON: _l("On this day the program asks whether the person is well again and must be brought back"),
    Detail.TRAVEL_DAYS: _l("They do not count among the days of leave"),
    Detail.TOLD: _l("Family, commune, procuracy: who knows of it, since when"),
    Detail.CAUSE: _l("Only the medical post and the head of the centre can read this"),
}

RELATIONS: dict[Relation, Any] = {
    Relation.FATHER: _l("Father"),
    Relation.MOTHER: _l("Mother"),
    Relation.ADOPTIVE_FATHER: _l("Adoptive father"),
    Relation.ADOPTIVE_MOTHER: _l("Adoptive mother"),
    Relation.FATHER_IN_LAW: _l("Father of the wife or husband"),
    Relation.MOTHER_IN_LAW: _l("Mother of the wife or husband"),
    Relation.HUSBAND: _l("Husband"),
    Relation.WIFE: _l("Wife"),
    Relation.CHILD: _l("Child"),
    Relation.ADOPTED_CHILD: _l("Adopted child"),
    Relation.OLDER_BROTHER: _l("Older brother"),
    Relation.OLDER_SISTER: _l("Older sister"),
    Relation.YOUNGER_SIBLING: _l("Younger brother or sister"),
    Relation.GRANDPARENT: _l("Grandparent"),
    Relation.CARER: _l("Who brought the person up"),
    Relation.OTHER: _l("Another relative"),
}


def answer_words(item: Detail, answer: object) -> Any:
    """An answer as it is read: one out of a list in its words, any other as it was given."""
    relation = relation_of(answer) if item in CHOICES else None
    return RELATIONS[relation] if relation else answer


describe_table(
    "movement_detail",
    _l("Detail of a movement"),
    {
        "movement_id": _l("Movement"),
        "item": _l("Question"),
        "words": _l("Answer in words"),
        "day": _l("Answer: a day"),
        "number": _l("Answer: a number"),
        "health_words": _l("Answer about health"),
        "actor": _l("Written by"),
        "recorded_at": _l("Written"),
    },
    values={"item": {item.value: words for item, words in DETAILS.items()}},
    name="item",
)
describe_act("stay.details-added", _l("Added details to a movement"))
describe_act("stay.deadlines-owed", _l("Opened what is to be done about who turns 18"))
