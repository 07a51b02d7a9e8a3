"""What is typed about stays, movements and handovers: its shape only."""

from rehab_center.admissions.forms.stays import (
    PERSON_FIELDS,
    CorrectForm,
    KnownPersonForm,
    MoveForm,
    NewPersonForm,
    StayFields,
    VoidForm,
    offer_facilities,
    read_time,
)

__all__ = (
    "PERSON_FIELDS",
    "CorrectForm",
    "KnownPersonForm",
    "MoveForm",
    "NewPersonForm",
    "StayFields",
    "VoidForm",
    "offer_facilities",
    "read_time",
)
