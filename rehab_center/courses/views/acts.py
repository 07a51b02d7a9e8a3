"""Writing through a service from a form, and noting in the log what was looked at or left the program."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.recorder import Subject, record
from rehab_center.db import transaction
from rehab_center.errors import DomainError
from rehab_center.web.access import current_actor
from rehab_center.web.forms import BaseForm


def saved(form: BaseForm, act: Callable[[Session], object], fields: dict[str, str] | None = None) -> bool:
    """Whether a submitted form with its shape went through the service; what it refused stands in the form.

    ``fields``: what the service calls a field -> what the form calls it.
    """
    if not form.validate_on_submit():
        return False
    try:
        with transaction() as session:
            act(session)
    except DomainError as error:
        error.field = (fields or {}).get(error.field or "", error.field)
        form.take(error)
        return False
    return True


def note(act: str, about: Subject | None = None, **details: Any) -> None:
    """Write an act that changes nothing."""
    with transaction():
        record(act, actor=current_actor(), at=clock.now(), about=about, details=details or None)


def note_export(act: str, form: str, rows: int) -> None:
    """A list leaves the program as a file. Called before it does."""
    note(act, rows=rows, form=form)
