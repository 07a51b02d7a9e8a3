"""Use-cases about persons.

Parts of a larger act, which write no entry in the log (the act that calls them does): ``add_person``,
``fill_in_person``, ``place_person``, ``recognise_home``, ``make_known_at``, ``add_identity_paper``, ``add_alias``,
``add_relative``, ``write_facts``, ``put_field``, ``refresh_keys``, and all of ``doubts``. Everything else is a whole
act with its entry.
"""

from __future__ import annotations

from rehab_center.residents.services.details import (
    ask_withdrawal,
    enter_alias,
    enter_identity_paper,
    enter_relative,
    mark_identity_paper,
    note_export,
    withdraw_alias,
    withdraw_identity_paper,
    withdraw_relative,
)
from rehab_center.residents.services.doubts import (
    close_settled_doubts,
    owe_comparison,
    owe_identity_paper,
    settle_identity_paper,
    sum_up_doubts,
)
from rehab_center.residents.services.edit import change_name, correct_person, open_person, put_field, write_facts
from rehab_center.residents.services.enter import (
    add_alias,
    add_identity_paper,
    add_person,
    add_relative,
    create_person,
    fill_in_person,
    make_known_at,
    refuse_numbers_of_others,
    subject_of,
)
from rehab_center.residents.services.homes import choose_home, recognise_homes
from rehab_center.residents.services.names import refresh_keys
from rehab_center.residents.services.placing import place_person
from rehab_center.residents.services.recognising import recognise_home

__all__ = [
    "add_alias",
    "add_identity_paper",
    "add_person",
    "add_relative",
    "ask_withdrawal",
    "change_name",
    "choose_home",
    "close_settled_doubts",
    "correct_person",
    "create_person",
    "enter_alias",
    "enter_identity_paper",
    "enter_relative",
    "fill_in_person",
    "make_known_at",
    "mark_identity_paper",
    "open_person",
    "place_person",
    "note_export",
    "owe_comparison",
    "owe_identity_paper",
    "put_field",
    "refresh_keys",
    "recognise_home",
    "recognise_homes",
    "refuse_numbers_of_others",
    "settle_identity_paper",
    "subject_of",
    "sum_up_doubts",
    "withdraw_alias",
    "withdraw_identity_paper",
    "withdraw_relative",
    "write_facts",
]
