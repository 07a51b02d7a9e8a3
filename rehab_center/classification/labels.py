"""Words for classification."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from rehab_center.audit.labels import describe_act, describe_table
from rehab_center.classification.kinds import AgeGroup, Degree, HealthGroup, Times
from rehab_center.residents.labels import SEXES

DEGREES = {
    Degree.NOT_DETERMINED: _l("Not determined"),
    Degree.MILD: _l("Mild"),
    Degree.MODERATE: _l("Moderate"),
    Degree.SEVERE: _l("Severe"),
}
TIMES = {
    Times.FIRST: _l("For the first time"),
    Times.AGAIN: _l("Again"),
    Times.UNKNOWN: _l("It is not known"),
}
HEALTH_GROUPS = {
    HealthGroup.FIRST: _l("Group I"),
    HealthGroup.SECOND: _l("Group II"),
    HealthGroup.THIRD: _l("Group III"),
    HealthGroup.FOURTH: _l("Group IV"),
    HealthGroup.FIFTH: _l("Group V"),
}
AGE_GROUPS = {
    AgeGroup.MINOR: _l("12 to under 18"),
    AgeGroup.YOUNG: _l("18 to under 30"),
    AgeGroup.MIDDLE: _l("30 to under 45"),
    AgeGroup.OLDER: _l("45 and older"),
}

FIELDS = {
    "classified_on": _l("Classified on"),
    "degree": _l("Degree of addiction"),
    "drug": _l("Drug used"),
    "times": _l("First time or again"),
    "health_group": _l("Health group"),
    "age_group": _l("Age group"),
    "lives_as": _l("Placed as"),
    "note": _l("Note"),
}

describe_table(
    "classification",
    _l("Classification"),
    {**FIELDS, "admission_id": _l("Stay"), "recorded_at": _l("Written at"), "actor": _l("Written by")},
    values={
        "times": {one.value: words for one, words in TIMES.items()},
        "age_group": {one.value: words for one, words in AGE_GROUPS.items()},
        "lives_as": {one.value: words for one, words in SEXES.items()},
    },
    name="classified_on",
)
describe_act("stay.classified", _l("Person classified"))
describe_act("classification.opened", _l("Classification of a stay opened"))
