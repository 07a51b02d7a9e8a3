"""Use-cases about persons.

Parts of a larger act, which write no entry in the log (the act that calls them does): ``add_person``,
``fill_in_person``, ``recognise_home``, ``make_known_at``, ``add_identity_paper``, ``add_alias``, ``add_relative``.
Everything else is a whole act with its entry.
"""

from __future__ import annotations

from rehab_center.residents.services.details import (
    enter_alias,
    enter_identity_paper,
    enter_relative,
    mark_identity_paper,
    withdraw_alias,
    withdraw_identity_paper,
    withdraw_relative,
)
from rehab_center.residents.services.edit import change_name, correct_person, open_person
from rehab_center.residents.services.enter import (
    add_alias,
    add_identity_paper,
    add_person,
    add_relative,
    create_person,
    fill_in_person,
    make_known_at,
    refuse_numbers_of_others,
)
from rehab_center.residents.services.homes import choose_home, recognise_homes
from rehab_center.residents.services.recognising import recognise_home

__all__ = [
    "add_alias",
    "add_identity_paper",
    "add_person",
    "add_relative",
    "change_name",
    "choose_home",
    "correct_person",
    "create_person",
    "enter_alias",
    "enter_identity_paper",
    "enter_relative",
    "fill_in_person",
    "make_known_at",
    "mark_identity_paper",
    "open_person",
    "recognise_home",
    "recognise_homes",
    "refuse_numbers_of_others",
    "withdraw_alias",
    "withdraw_identity_paper",
    "withdraw_relative",
]
