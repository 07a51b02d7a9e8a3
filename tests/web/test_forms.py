"""Forms read what people type, keep what cannot be read, and take what services refuse."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime

import pytest
from flask import Flask, session
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional

from rehab_center import clock
from rehab_center.errors import Blocked, DomainError, ReasonNeeded
from rehab_center.findings import Finding, Severity, settle
from rehab_center.web.fields import WholeField
from rehab_center.web.forms import BaseForm, DayField, MonthsField, ReasonForm, TextOfField, UploadField
from rehab_center.words import message

pytestmark = pytest.mark.any_database


def _upper(text: str) -> str:
    if not text.isalpha():
        raise ValueError("letters only")
    return text.upper()


class Inner(BaseForm):
    """A part of a form."""

    street = StringField("Street", [InputRequired()])


class Sample(ReasonForm):
    """A field of every kind."""

    name = StringField("Full name", [InputRequired()], description="As on the paper")
    secret = PasswordField("Password")
    note = TextAreaField("Note")
    born_on = DayField("Born on", years_ahead=0)
    entered_on = DayField("Entered on", [InputRequired()])
    months = MonthsField("Months")
    code = TextOfField("Code", parse=_upper)
    kind = SelectField("Kind", choices=[("bb", "Bắt buộc"), ("tn", "Tự nguyện")], default="bb")
    sex = RadioField("Sex", choices=[("m", "Nam"), ("f", "Nữ")], default="m")
    first = BooleanField("First time")
    paper = UploadField("Paper")
    lives_at = FormField(Inner, "Lives at")
    others = FieldList(StringField("Other", [InputRequired()]), "Others")


@pytest.fixture(autouse=True)
def english(small_app: Flask) -> Iterator[None]:
    """Inside a request in English, on a known day."""
    with (
        small_app.test_request_context("/", method="GET"),
        clock.set_to(datetime(2026, 7, 1, 5, tzinfo=clock.ZONE)),
    ):
        session["language"] = "en"
        yield


def _filled(**typed: str) -> Sample:
    return Sample(MultiDict({"name": "A", "entered_on": "1/6/2024", "lives_at-street": "s", **typed}))


@pytest.mark.parametrize("text", ["5/6/24", "05-06-2024", "5.6.2024", "050624", "05062024", "2024-06-05", " 5 6 24 "])
def test_a_day_is_read_as_people_type_it(text: str) -> None:
    form = _filled(entered_on=text)
    assert form.validate()
    assert form.entered_on.data == date(2024, 6, 5)
    assert form.entered_on.echo == "Wednesday, 05/06/2024"
    assert 'value="05/06/2024"' in form.entered_on()


@pytest.mark.parametrize(("text", "year"), [("5/6/26", 2026), ("5/6/27", 1927), ("5/6/85", 1985)])
def test_a_birth_is_never_ahead(text: str, year: int) -> None:
    assert _filled(born_on=text).born_on.data == date(year, 6, 5)


@pytest.mark.parametrize("text", ["31/02/2024", "5/6", "tomorrow", "1/1/1899", "1/1/2200", "<b>"])
def test_what_is_no_day_stays_in_the_box(text: str) -> None:
    form = _filled(entered_on=text)
    assert not form.validate()
    assert form.entered_on.data is None
    assert len(form.entered_on.errors) == 1
    assert f'value="{text}"'.replace("<b>", "&lt;b&gt;") in form.entered_on()


def test_blanks_are_nothing() -> None:
    form = _filled(entered_on="   ")
    assert not form.validate()
    assert form.entered_on.errors == ["This field is required."]


@pytest.mark.parametrize("text", ["18", "18 tháng", "18 THÁNG", "18th", " 18 t "])
def test_months(text: str) -> None:
    assert _filled(months=text).months.data == 18


@pytest.mark.parametrize("text", ["x", "1,5", "-3", "18 năm"])
def test_no_months(text: str) -> None:
    form = _filled(months=text)
    assert not form.validate()
    assert f'value="{text}"' in form.months()


def test_any_value_with_a_text_of_its_own() -> None:
    assert _filled(code="ab").code.data == "AB"
    assert _filled(code="a1").code.process_errors == ["letters only"]


def test_text_is_cleaned_and_a_password_is_not() -> None:
    form = _filled(name=" Đô\u0303  Thi\u0323\u00a0Hoà ", secret="  two  spaces ", note="a  b\r\n\r\n\r\n\r\n c ")
    assert form.name.data == "Đỗ Thị Hoà"
    assert form.secret.data == "  two  spaces "
    assert form.note.data == "a b\n\nc"
    assert _filled(note="  ").note.data is None
    assert _filled(name="A\x00B\x1b", note="a\x00\nb").data["name"] == "AB"
    assert _filled(name="An\u202e\u2066\ufffe").data["name"] == "An"


def test_a_file_or_nothing(small_app: Flask) -> None:
    with small_app.test_request_context(
        "/", method="POST", data={"name": "A", "paper": (io.BytesIO(b"%PDF"), "qd.pdf")}
    ):
        form = Sample()
        assert form.paper.data is not None
        assert form.paper.data.filename == "qd.pdf"
        assert form.has_file
    with small_app.test_request_context("/", method="POST", data={"name": "A", "paper": (io.BytesIO(b""), "")}):
        assert Sample().paper.data is None


def test_a_file_sent_as_a_text_counts_as_not_given(small_app: Flask) -> None:
    sent = {"name": (io.BytesIO(b"A"), "ten.txt"), "version": (io.BytesIO(b"1"), "1")}
    with small_app.test_request_context("/", method="POST", data=sent):
        form = Sample()
        assert not form.validate_on_submit()
        assert form.name.data is None
        assert form.name.errors


def test_the_form_takes_the_submitted_request_only(small_app: Flask) -> None:
    assert Sample().name.data is None
    assert not Sample().validate_on_submit()
    with small_app.test_request_context("/", method="POST", data={"name": "B"}):
        assert Sample().name.data == "B"
        assert Sample(formdata=None).name.data is None


def test_errors_are_listed_in_the_order_of_the_page() -> None:
    form = Sample(MultiDict({"entered_on": "x", "others-0": ""}))
    assert not form.validate()
    assert [error.anchor for error in form.summary()] == ["name", "entered_on", "lives_at-street", "others-0"]
    assert form.summary()[0].label == "Full name"


def test_a_refusal_goes_beside_its_field_or_to_the_top() -> None:
    form = _filled()
    assert form.validate()
    form.take(DomainError(message("before %(day)s", day=date(2024, 6, 1)), field="entered_on"))
    form.take(DomainError("not today"))
    form.take(DomainError("of another form", field="elsewhere"))
    assert form.entered_on.errors == ["before 01/06/2024"]
    assert form.form_errors == ["not today", "of another form"]
    assert [error.anchor for error in form.summary()] == [None, None, "entered_on"]


def _finding(severity: Severity, field: str | None = "entered_on") -> Finding:
    return Finding("9", severity, message("too early"), "Đ37.2", field)


def test_a_rules_block_is_shown_with_its_article_and_not_twice() -> None:
    form = _filled()
    assert form.validate()
    form.take(Blocked([_finding(Severity.BLOCK)]))
    assert form.entered_on.errors == ["too early"]
    assert form.findings[0].source == "Đ37.2"
    assert form.summary() == []
    assert not form.needs_reason


def test_a_warning_asks_for_a_reason_and_goes_through_with_one() -> None:
    form = _filled(reason="other", reason_note="  ")
    assert form.given_reason is None
    with pytest.raises(ReasonNeeded) as refused:
        settle([_finding(Severity.WARN)], form.given_reason)
    form.take(refused.value)
    assert form.needs_reason
    assert form.summary() == []
    assert settle([_finding(Severity.WARN)], _filled(reason="seen").given_reason) == ()


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({}, None),
        ({"reason_note": "words alone"}, None),
        ({"reason": "seen"}, "Checked against the paper original"),
        ({"reason": "seen", "reason_note": "by Lan"}, "Checked against the paper original: by Lan"),
        ({"reason": "other", "reason_note": "by Lan"}, "by Lan"),
    ],
)
def test_the_reason_in_words(typed: dict[str, str], reason: str | None) -> None:
    assert _filled(**typed).given_reason == reason


def _rendered(form: Sample, app: Flask) -> str:
    source = (
        '{% from "components/form.html" import field, error_summary %}'
        '{% from "components/findings.html" import warnings_with_reason %}'
        "{{ error_summary(form) }}"
        "{% for one in form if one.type not in ('FormField', 'FieldList') %}{{ field(one) }}{% endfor %}"
        "{{ warnings_with_reason(form) }}"
    )
    return app.jinja_env.from_string(source).render(form=form)


def test_a_field_says_what_is_wrong_where_a_reader_listens(small_app: Flask) -> None:
    form = _filled(name="", entered_on="31/02/2024")
    assert not form.validate()
    page = _rendered(form, small_app)
    assert '<a href="#name">Full name: This field is required.</a>' in page
    assert 'aria-describedby="name-hint name-error"' in page
    assert 'id="name-error"' in page
    assert 'aria-invalid="true"' in page
    assert page.count('aria-invalid="true"') == 2
    assert 'aria-describedby="entered_on-error entered_on-echo"' in page
    assert 'inputmode="numeric"' in page
    assert "style=" not in page


def test_reasons_are_asked_for_only_when_rules_warn(small_app: Flask) -> None:
    form = _filled()
    assert "needs-reason" not in _rendered(form, small_app)
    form.take(ReasonNeeded([_finding(Severity.WARN)]))
    page = _rendered(form, small_app)
    assert "needs-reason" in page
    assert "Điều 37.2" in page
    assert '<a href="#entered_on">too early</a>' in page


@pytest.mark.parametrize("blank", ["   ", "\x00", "\u200b", "\r\n"])
def test_a_text_that_cleaning_leaves_nothing_of_is_missing(blank: str) -> None:
    form = Sample(MultiDict({"name": blank, "note": blank, "secret": blank}), lives_at={"street": "1"})
    assert not form.validate()
    assert (form.name.data, form.note.data, form.secret.data) == (None, None, blank)
    assert form.name.errors
    assert not form.note.errors


class Counted(BaseForm):
    """A whole number within bounds."""

    days = WholeField("Days", [Optional(), NumberRange(0, 3650)])


@pytest.mark.parametrize("text", ["1" * 400, "1" * 5000, "9223372036854775808", "1e3", "1_0", "١٢", "0,5", "nan"])
def test_what_is_no_whole_number_is_refused_in_words(text: str) -> None:
    form = Counted(MultiDict({"days": text}))
    assert not form.validate()
    assert form.days.errors
    assert form.days.data is None


@pytest.mark.parametrize(("text", "number"), [("12", 12), (" 7 ", 7), ("", None)])
def test_a_whole_number(text: str, number: int | None) -> None:
    form = Counted(MultiDict({"days": text}))
    assert form.validate()
    assert form.days.data == number
