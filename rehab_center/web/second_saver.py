"""Two people saving one record: what stands there now beside what the second one typed, field by field.

Works for every form that is filled from a record. What a field held when the page was opened goes with the form
(``draft-began``): a field the second saver never touched is proposed as the first one left it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, FieldList, FileField, Form, FormField, SelectField, SelectMultipleField
from wtforms.fields.core import UnboundField

from rehab_center.web.draft_marks import THEIRS
from rehab_center.web.formatting import NOTHING, shown

Texts = list[tuple[str, str]]
_ALL = f"{THEIRS}-everything"


@dataclass(frozen=True)
class Dispute:
    """One field on which two savers disagree, in words; ``theirs_texts`` and ``yours_texts`` are what a form sends.

    ``untouched``: the second saver left it as it was, so what the first one wrote is proposed.
    """

    name: str
    field: str
    label: str
    theirs: str
    yours: str
    theirs_texts: Texts
    yours_texts: Texts
    untouched: bool

    @property
    def choice(self) -> str:
        """The name of the two buttons between which one chooses."""
        return f"{THEIRS}-{self.name}"


def disputes(form: Form, given: Iterable[str], theirs: Mapping[str, object], began: str | None) -> tuple[Dispute, ...]:
    """Every field in which the record and the form differ. ``given`` are the fields that come from the record.

    ``theirs`` are values newer than those the form was made with; ``began`` is what :func:`as_given` wrote at first.
    """
    before = _read(began)
    found = (_dispute(form, name, theirs, before) for name in form._fields if name in {*given, *theirs})
    return tuple(one for one in found if one)


def _dispute(form: Form, name: str, newer: Mapping[str, object], before: Texts | None) -> Dispute | None:
    yours = form[name]
    if _is_hidden(yours):
        return None
    theirs = filled(form, name, newer.get(name, yours.object_data))
    if (theirs.data or None) == (yours.data or None) and not yours.process_errors:
        return None
    typed = texts_of(yours)
    return Dispute(
        name=yours.name,
        field=name,
        label=str(yours.label.text),
        theirs=words_of(theirs),
        yours=words_of(yours),
        theirs_texts=texts_of(theirs),
        yours_texts=typed,
        untouched=before is not None and typed == [pair for pair in before if _belongs(pair[0], yours.name)],
    )


def _is_hidden(field: Field) -> bool:
    return bool(field.widget.__class__.__name__ == "HiddenInput")


def _belongs(name: str, field: str) -> bool:
    return name == field or name.startswith(f"{field}-")


def filled(form: Form, name: str, data: object) -> Field:
    """The field ``name`` of ``form`` as it would be with ``data`` and nothing typed."""
    unbound = dict(cast("list[tuple[str, UnboundField[Any]]]", type(form)._unbound_fields))[name]
    options = {
        "name": unbound.name or name,
        "prefix": cast(Any, form)._prefix,
        "translations": form.meta.get_translations(form),
    }
    field: Field = form.meta.bind_field(form, unbound, options)
    offered = form[name]
    if isinstance(field, SelectField) and isinstance(offered, SelectField):
        field.choices = offered.choices
    field.process(None, data)
    return field


def texts_of(field: Field) -> Texts:
    """What a browser would send for a field: (name, text)."""
    if isinstance(field, FormField):
        return [pair for inner in field.form for pair in texts_of(inner)]
    if isinstance(field, FieldList):
        return [pair for entry in field.entries for pair in texts_of(entry)]
    if isinstance(field, BooleanField):
        return [(field.name, "y")] if field.data else []
    if isinstance(field, FileField):
        return []
    if isinstance(field, SelectMultipleField):
        return [(field.name, str(one)) for one in field.data or ()]
    if isinstance(field, SelectField):
        return [] if field.data is None else [(field.name, str(field.data))]
    return [(field.name, str(cast(Any, field)._value()))]


def words_of(field: Field) -> str:
    """A field's value as a person reads it."""
    if isinstance(field, BooleanField):
        return shown(bool(field.data))
    texts = [text for _name, text in texts_of(field) if text]
    if isinstance(field, SelectField) and field.choices:
        labels = {str(choice[0]): str(choice[1]) for choice in field.iter_choices()}
        texts = [labels.get(text, text) for text in texts]
    return ", ".join(texts) or NOTHING


def as_given(form: Form, given: Iterable[str]) -> str:
    """What the fields hold that come from the record, to be told from what is typed later."""
    shown_fields = [name for name in given if name in form and not _is_hidden(form[name])]  # some drop a field
    pairs = [pair for name in shown_fields for pair in texts_of(filled(form, name, form[name].object_data))]
    return json.dumps(pairs, ensure_ascii=False)


def _read(began: str | None) -> Texts | None:
    try:
        pairs = json.loads(began or "")
        return [(str(name), str(text)) for name, text in pairs]
    except (ValueError, TypeError):
        return None


def take_theirs(form: Form, given: Iterable[str], typed: MultiDict[str, str]) -> None:
    """Put theirs into the fields for which the second saver chose it: as it was shown beside yours."""
    chosen = {field.short_name: _read(typed.get(f"{THEIRS}-{field.name}")) for field in form}
    if _ALL in typed:
        chosen |= {name: texts_of(filled(form, name, form[name].object_data)) for name in given}
    for name, texts in chosen.items():
        if texts is not None and not _is_hidden(form[name]):
            form[name].process(MultiDict(texts), form[name].object_data)
