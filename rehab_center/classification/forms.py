"""What is typed when somebody is classified: its shape only."""

from __future__ import annotations

from datetime import date
from typing import cast

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from rehab_center.classification.kinds import AgeGroup, Degree, HealthGroup, Times
from rehab_center.classification.labels import AGE_GROUPS, DEGREES, FIELDS, HEALTH_GROUPS, TIMES
from rehab_center.classification.rules import ClassificationFacts
from rehab_center.residents.kinds import Sex
from rehab_center.residents.labels import SEXES
from rehab_center.web.forms import DayField, ReasonForm


class ClassifyForm(ReasonForm):
    """A classification."""

    classified_on = DayField(FIELDS["classified_on"], [InputRequired()], years_ahead=0)
    degree = SelectField(FIELDS["degree"], choices=[(one.value, words) for one, words in DEGREES.items()])
    drug = StringField(FIELDS["drug"], [Length(max=120)], description=_l("As the person or the file says"))
    times = SelectField(FIELDS["times"], choices=[(one.value, words) for one, words in TIMES.items()])
    health_group = SelectField(
        FIELDS["health_group"],
        choices=[("", _l("Not known yet")), *((one.value, words) for one, words in HEALTH_GROUPS.items())],
        default="",
    )
    age_group = SelectField(
        FIELDS["age_group"],
        choices=[("", _l("Not known yet")), *((one.value, words) for one, words in AGE_GROUPS.items())],
    )
    lives_as = SelectField(
        FIELDS["lives_as"],
        choices=[(sex.value, words) for sex, words in SEXES.items()],
        description=_l("The zone and rooms of this sex; by the body where it differs from the paper"),
    )
    note = TextAreaField(FIELDS["note"], [Length(max=2000)])

    def facts(self) -> ClassificationFacts:
        """The classification as typed."""
        return ClassificationFacts(
            classified_on=cast(date, self.classified_on.data),
            lives_as=Sex(self.lives_as.data),
            degree=Degree(self.degree.data),
            drug=self.drug.data,
            times=Times(self.times.data),
            health_group=HealthGroup(self.health_group.data) if self.health_group.data else None,
            age_group=AgeGroup(self.age_group.data) if self.age_group.data else None,
            note=self.note.data,
        )
