"""Forms: what shape an input has. Whether it makes sense is for rules and services to say.

Every text is cleaned (one kind of space, NFC); an error keeps what was typed; what a service refuses goes back into the
form with :meth:`BaseForm.take`. The token against forged requests is not the form's business (``web/csrf.py``).

On a page that is opened a form comes with the reader's draft, if there is one (``web/draft_marks.py``). A form filled
from a record that carries its ``version`` shows a second saver both values (``web/second_saver.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, ClassVar

from flask import current_app, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import Field, FieldList, FileField, Form, FormField, PasswordField, SelectField, StringField, TextAreaField
from wtforms.meta import DefaultMeta
from wtforms.validators import Length

from rehab_center.errors import Blocked, Conflict, DomainError, ReasonNeeded
from rehab_center.findings import Finding
from rehab_center.web.draft_marks import BEGAN, draft_of
from rehab_center.web.fields import DayField, MonthsField, ReadField, TextOfField, clean_lines, clean_text
from rehab_center.web.formatting import say
from rehab_center.web.held_files import HeldFile, hold, take
from rehab_center.web.second_saver import Dispute, as_given, disputes, take_theirs

__all__ = (
    "BaseForm",
    "DayField",
    "FieldError",
    "MonthsField",
    "ReadField",
    "ReasonForm",
    "TextOfField",
    "UploadField",
    "clean_lines",
    "clean_text",
)

_AUTO: Any = object()
_UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class _Words:
    """WTForms' own messages out of this program's catalogue (``web/library_words.py`` lists them)."""

    def gettext(self, string: str, /) -> str:
        return str(_(string))

    def ngettext(self, singular: str, plural: str, n: int, /) -> str:
        return str(_(singular if n == 1 else plural))


@dataclass(frozen=True)
class FieldError:
    """One line of the summary at the top: ``anchor`` is the id to jump to, None for the form as a whole."""

    anchor: str | None
    label: str
    message: str


class BaseForm(Form):
    """What every form of the program is. Filled from a submitted request, unless ``formdata=None`` is given.

    On a GET it is filled from the reader's draft, where there is one. ``keeps_draft`` is False for a form in which
    nothing is written that could be lost, such as a search.
    """

    keeps_draft: ClassVar[bool] = True

    class Meta(DefaultMeta):
        """How fields are bound and which language they speak."""

        def get_translations(self, form: Any) -> _Words:
            """WTForms' messages in the reader's language."""
            return _Words()

        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:
            """Clean text (not passwords) before the field's own filters; take choices as pairs or a mapping."""
            kind, given = unbound_field.field_class, unbound_field.kwargs
            if issubclass(kind, StringField) and not issubclass(kind, PasswordField):
                tidy = clean_lines if issubclass(kind, TextAreaField) else clean_text
                options["filters"] = (tidy, *given.get("filters", ()))
            if isinstance(given.get("choices"), list | tuple | Mapping):
                options["choices"] = _choices(given["choices"])
            return super().bind_field(form, unbound_field, options)

    def __init__(self, formdata: Any = _AUTO, obj: object | None = None, prefix: str = "", **values: Any) -> None:
        typed = _submitted() if formdata is _AUTO else formdata
        self.form_key = self.named(prefix)
        self.draft = draft_of(self.form_key) if not typed and self.keeps_draft else None
        if self.draft:
            typed = MultiDict(self.draft.typed)
        self._began: str | None = typed.get(BEGAN) if typed else None
        self._newer: dict[str, object] | None = None
        super().__init__(typed, obj, prefix, **values)
        self.findings: tuple[Finding, ...] = ()
        if self.draft and self._has_version and self.draft.version not in (None, self["version"].object_data):
            self._compare({})

    @classmethod
    def named(cls, prefix: str) -> str:
        """How drafts tell this form from others on the same page."""
        return f"{cls.__name__}:{prefix}" if prefix else cls.__name__

    def process(self, formdata: Any = None, obj: object | None = None, *args: Any, **values: Any) -> None:
        """Fill the fields; a text that cleaning left nothing of was not given: "required" must see it."""
        super().process(formdata, obj, *args, **values)
        self.from_record = tuple(
            name for name in self._fields if name in values or (obj is not None and hasattr(obj, name))
        )
        if formdata:
            take_theirs(self, self.from_record, formdata)
        for field in self:
            if isinstance(field, StringField) and not isinstance(field, PasswordField) and field.data is None:
                field.raw_data = []

    def is_submitted(self) -> bool:
        """Whether the request means to change something."""
        return bool(request) and request.method in _UNSAFE

    def validate_on_submit(self) -> bool:
        """Whether the form was submitted and every field has its shape."""
        return self.is_submitted() and self.validate()

    def take(self, error: DomainError) -> None:
        """Show what a service refused: beside the field it names where the form has it, else at the top.

        The findings of rules go to ``self.findings``, which the layout shows with the articles they rest on; what
        somebody else has saved meanwhile goes to ``self.disputes``, and saving again knows of it.
        """
        if isinstance(error, Conflict) and (error.differences or error.code == "changed-meanwhile"):
            self._compare({one.field: one.theirs for one in error.differences if one.field in self})
        if isinstance(error, Blocked | ReasonNeeded):
            self.findings = error.findings
        if isinstance(error, Blocked):
            for finding in error.findings:
                self._put_beside(finding.field, say(finding.message))
        elif not isinstance(error, ReasonNeeded) and not self._put_beside(error.field, say(error)):
            self.form_errors.append(say(error))

    def _put_beside(self, field: str | None, text: str) -> bool:
        if not field or field not in self:
            return False
        self[field].errors = [*self[field].errors, text]
        return True

    def _compare(self, newer: dict[str, object]) -> None:
        self._newer = newer
        if self._has_version:
            version = self["version"]
            version.process_data(version.object_data)
            version.raw_data = None

    @property
    def _has_version(self) -> bool:
        return "version" in self.from_record

    @property
    def disputes(self) -> tuple[Dispute, ...]:
        """Where somebody else saved meanwhile: every field on which the record and the form disagree."""
        return () if self._newer is None else disputes(self, self.from_record, self._newer, self._began)

    @property
    def corrects_record(self) -> bool:
        """Whether everything in dispute stands in one record, which may be left as the other one saved it."""
        return all(one.field in self.from_record for one in self.disputes)

    @property
    def began_with(self) -> str | None:
        """What the record held when the page was first opened, for forms that a second saver may meet."""
        return (self._began or as_given(self, self.from_record)) if self._has_version else None

    @property
    def http_status(self) -> int:
        """The state of an answer that shows the form: 409 for a second saver, 422 for another refusal, else 200."""
        if not self.is_submitted():
            return 200
        return 422 if self._newer is None else 409

    @property
    def worth_a_draft(self) -> bool:
        """Whether there is something to type, and no password among it: of such a form nothing is ever kept."""
        fields = list(self)
        return self.keeps_draft and bool(fields) and not any(isinstance(field, PasswordField) for field in fields)

    @property
    def needs_reason(self) -> bool:
        """Whether rules only warned: the act goes through once a reason is given."""
        return bool(self.findings) and all(finding.severity == "warn" for finding in self.findings)

    @property
    def has_file(self) -> bool:
        """Whether the form element must be multipart."""
        return any(isinstance(field, FileField) for field in self)

    def summary(self) -> list[FieldError]:
        """Every error in the order of the page, but for what ``findings`` already says."""
        said = {say(finding.message) for finding in self.findings}
        whole = [FieldError(None, "", str(text)) for text in self.form_errors]
        beside = [error for field in self for error in _errors_of(field)]
        return whole + [error for error in beside if error.message not in said]


def _choices(given: Any) -> Callable[[], list[Any]]:
    # WTForms warns of pairs in a list but takes them from a function, and its own class for them has no types yet.
    pairs = list(given.items() if isinstance(given, Mapping) else given)
    return lambda: pairs


def _submitted() -> Any:
    if not (request and request.method in _UNSAFE):
        return None
    return MultiDict(request.form)


def _errors_of(field: Field) -> Iterator[FieldError]:
    if isinstance(field, FormField):
        for inner in field.form:
            yield from _errors_of(inner)
    elif isinstance(field, FieldList):
        for entry in field.entries:
            yield from _errors_of(entry)
    else:
        for text in field.errors:
            yield FieldError(field.id, str(field.label.text), str(text))


class UploadField(FileField):
    """A file, or None where none was chosen.

    When the form is shown again for another field's sake the file is held (``web/held_files.py``) and need not be
    chosen a second time; a file chosen then replaces it.
    """

    data: FileStorage | None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep a real file only, or the one held from the try before. No other field ever meets a file."""
        held = [_held(one) for one in valuelist]
        chosen = [one for one in request.files.getlist(self.name) if one.filename]
        self.data = next((one for one in [*chosen, *held] if one is not None), None)
        self.raw_data = [self.data] if self.data is not None else []

    def hold(self) -> str | None:
        """Keep a file that is itself in order, and give the key to send instead; None where there is none."""
        if self.data is None or self.errors:
            return None
        self.data.stream.seek(0)
        file = HeldFile(self.data.filename or "", self.data.stream.read())
        return hold(held_files_folder(), file)


def held_files_folder() -> Path:
    """Where files wait that were sent with a form that could not be accepted yet."""
    return Path(current_app.config["INSTANCE"]) / "held-files"


def _held(key: str) -> FileStorage | None:
    file = take(held_files_folder(), key)
    return FileStorage(BytesIO(file.content), filename=file.name) if file else None


REASONS: Mapping[str, Any] = {
    "": _l("Choose a reason"),
    "seen": _l("Checked against the paper original"),
    "order": _l("By written order of the head of the centre"),
    "old-book": _l("Written so in the old book"),
    "later": _l("The paper will follow"),
    "other": _l("Another reason, described below"),
}
"""The short list from which a reason for going past a warning is chosen."""


class ReasonForm(BaseForm):
    """A form whose act rules may warn about: the layout shows these two fields only when they do."""

    reason = SelectField(_l("Why it is right nevertheless"), choices=list(REASONS.items()), default="")
    reason_note = StringField(_l("In your own words"), [Length(max=500)])

    @property
    def given_reason(self) -> str | None:
        """The reason in words for the log, None when none was given. "Another reason" counts only with its words."""
        note = self.reason_note.data or ""
        if self.reason.data in ("", None):
            return None
        if self.reason.data == "other":
            return note or None
        chosen = str(REASONS[self.reason.data])
        return f"{chosen}: {note}" if note else chosen
