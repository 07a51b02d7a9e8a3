"""Two savers of one record: which fields are in dispute, what is proposed, and what the choice puts into the form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, FieldList, SelectField, SelectMultipleField, StringField
from wtforms.widgets import HiddenInput

from rehab_center.errors import Conflict, Difference
from rehab_center.web.fields import DayField, WholeField
from rehab_center.web.forms import BaseForm

RECORD: dict[str, Any] = {
    "version": 4,
    "name": "Nguyễn Văn An",
    "born_on": date(1990, 6, 5),
    "sex": "male",
    "roles": ["intake"],
    "married": True,
    "phones": ["0912 000 111"],
}


class RecordForm(BaseForm):
    """A field of each kind, and a reason that stands in no record."""

    version = WholeField(widget=HiddenInput())
    name = StringField("Name")
    born_on = DayField("Born on")
    sex = SelectField("Sex", choices=[("male", "Man"), ("female", "Woman")])
    roles = SelectMultipleField("Roles", choices=[("intake", "Intake"), ("duty", "Duty")])
    married = BooleanField("Married")
    phones = FieldList(StringField("Phone"), "Phones")
    reason = StringField("Reason")


@pytest.fixture(autouse=True)
def _request(small_app: Flask) -> Iterator[None]:
    with small_app.test_request_context("/records/1", method="POST"):
        yield


def sent(**typed: Any) -> MultiDict[str, str]:
    """What a browser sends of the record, but for what was typed."""
    texts: dict[str, str | list[str]] = {
        "version": "4",
        "name": "Nguyễn Văn An",
        "born_on": "05/06/1990",
        "sex": "male",
        "roles": ["intake"],
        "married": "y",
        "phones-0": "0912 000 111",
        "reason": "gõ nhầm",
    }
    pairs = [
        (name, text) for name, some in (texts | typed).items() for text in ([some] if isinstance(some, str) else some)
    ]
    return MultiDict(pairs)


def refused(form: RecordForm, *differences: Difference) -> RecordForm:
    form.take(Conflict("changed", code="changed-meanwhile", differences=differences))
    return form


def words(form: RecordForm) -> dict[str, tuple[str, str]]:
    return {one.field: (one.theirs, one.yours) for one in form.disputes}


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ({}, {}),
        ({"name": "Nguyễn Văn Ân"}, {"name": ("Nguyễn Văn An", "Nguyễn Văn Ân")}),
        ({"name": ""}, {"name": ("Nguyễn Văn An", "–")}),
        ({"born_on": "6/6/90"}, {"born_on": ("05/06/1990", "06/06/1990")}),
        ({"born_on": "31/2/90"}, {"born_on": ("05/06/1990", "31/2/90")}),
        ({"sex": "female"}, {"sex": ("Man", "Woman")}),
        ({"roles": ["intake", "duty"]}, {"roles": ("Intake", "Intake, Duty")}),
        ({"married": []}, {"married": ("Có", "Không")}),
        ({"phones-0": "0912 000 222"}, {"phones": ("0912 000 111", "0912 000 222")}),
        ({"phones-1": "1080"}, {"phones": ("0912 000 111", "0912 000 111, 1080")}),
        ({"reason": "khác"}, {}),
        ({"version": "3"}, {}),
    ],
)
def test_both_values_of_every_field_in_dispute(
    typed: dict[str, str | list[str]], shown: dict[str, tuple[str, str]]
) -> None:
    form = refused(RecordForm(sent(**typed), **RECORD))
    assert words(form) == shown
    assert form.http_status == 409


def test_saving_again_knows_of_the_other() -> None:
    form = refused(RecordForm(sent(version="3", name="Ân"), **RECORD))
    assert 'value="4"' in str(form.version())


def test_what_a_service_saw_last_is_shown() -> None:
    form = refused(RecordForm(sent(name="Ân"), **RECORD), Difference("name", "Anh", "Ân"))
    assert words(form) == {"name": ("Anh", "Ân")}


def test_a_field_left_alone_is_proposed_as_the_other_left_it() -> None:
    began = RecordForm(None, **RECORD | {"name": "Nguyen Van An", "phones": []}).began_with
    typed = sent(name="Nguyen Van An", born_on="6/6/90", **{"draft-began": str(began)})
    proposed = {one.field: one.untouched for one in refused(RecordForm(typed, **RECORD)).disputes}
    assert proposed == {"name": True, "born_on": False}
    broken = refused(RecordForm(sent(name="x", **{"draft-began": "{"}), **RECORD))
    assert [one.untouched for one in broken.disputes] == [False]


def test_what_is_chosen_of_theirs_is_what_is_saved() -> None:
    typed = sent(name="Ân", sex="female", roles=["duty"], **{"married": [], "phones-0": "1080", "born_on": "1/1/91"})
    shown = refused(RecordForm(typed, **RECORD)).disputes
    chosen = {one.choice: json.dumps(one.theirs_texts) for one in shown if one.field != "born_on"}
    form = RecordForm(
        MultiDict([*typed.items(multi=True), *chosen.items(), ("draft-theirs-born_on", "yours")]), **RECORD
    )
    assert form.validate()
    assert (form.name.data, form.sex.data, form.roles.data, form.married.data, form.phones.data) == (
        "Nguyễn Văn An",
        "male",
        ["intake"],
        True,
        ["0912 000 111"],
    )
    assert form.born_on.data == date(1991, 1, 1)
    assert form.name.raw_data == ["Nguyễn Văn An"], "a step that shows the answers carries it on"


def test_everything_may_stay_as_the_other_saved_it() -> None:
    typed = sent(name="Ân", sex="female", reason="", **{"draft-theirs-everything": "y"})
    form = RecordForm(typed, **RECORD)
    assert {name: form[name].data for name in RECORD} == RECORD
    assert refused(RecordForm(sent(name="Ân"), **RECORD)).corrects_record
    line = RecordForm(sent(name="Ân"), version=4)
    assert not refused(line, Difference("name", "An", "Ân")).corrects_record, "a new line is no correction of one"


@pytest.mark.parametrize("choice", ["[", "{}", "[1]", "theirs", '[["version", "9"]]'])
def test_a_choice_that_no_page_wrote_changes_nothing(choice: str) -> None:
    typed = sent(name="Ân", **{"draft-theirs-version": choice, "draft-theirs-name": "theirs"})
    form = RecordForm(typed, **RECORD)
    assert (form.name.data, form.version.data) == ("Ân", 4)


def test_a_form_without_a_version_is_no_record() -> None:
    form = RecordForm(sent(), name="x")
    assert form.began_with is None
    assert form.http_status == 422
    assert form.disputes == ()
