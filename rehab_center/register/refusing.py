"""What the services refuse of a row, said of the row's own column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rehab_center.errors import DomainError
from rehab_center.register.fates import Planned, Step
from rehab_center.register.plans import refused_with_moves
from rehab_center.register.rules.fields import Field
from rehab_center.register.rules.headers import Table
from rehab_center.register.rules.reader import labelled
from rehab_center.register.rules.readings import Problem, Refusal

#: Where the services' own names for an input stand in a register, and the code of a refusal there.
_PLACES: dict[str, tuple[Field, str]] = {
    "identity_number": (Field.IDENTITY, "id-of-another"),
    "birth": (Field.BIRTH, "bad-birth-date"),
    "full_name": (Field.NAME, "no-name"),
    "file_code": (Field.CODE, "duplicate-row"),
    "admitted_on": (Field.ENTERED_ON, "overlapping-stay"),
    "decision_number": (Field.DECISION_NUMBER, "no-decision"),
    "decision_on": (Field.DECISION_DATE, "bad-date"),
    "issued_on": (Field.DECISION_DATE, "bad-date"),
    "months": (Field.MONTHS, "bad-months"),
    "effective_on": (Field.LEFT_ON, "bad-date"),
    "kind": (Field.EXIT_REASON, "bad-exit-reason"),
    "until_on": (Field.OPENING_UNTIL, "bad-opening"),
    "days": (Field.UNCOUNTED_DAYS, "bad-opening"),
    "book_end_on": (Field.BOOK_END, "bad-opening"),
}


def refused_by_services(planned: Planned, error: DomainError, tables: Mapping[str, Table]) -> Planned:
    """The row with what the services said."""
    row = planned.row
    column, code = _PLACES.get(error.field or "", (Field.NAME, "refused"))
    label, value = labelled(tables[row.place.sheet], row.place.row - 1, column)
    refusal = Refusal(row.place, (Problem(label, value, error.code or code, error.message),))
    return refused_with_moves(replace(planned, step=Step.REFUSED, refusal=refusal), tables)
