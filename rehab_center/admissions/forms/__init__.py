"""What is typed about stays, movements and handovers: its shape only."""

from rehab_center.admissions.forms.details import DetailFields, DetailsForm
from rehab_center.admissions.forms.handovers import (
    CloseForm,
    DecisionForm,
    DeliveryForm,
    OpenForm,
    RefuseForm,
    ReopenForm,
    ReviseDecisionForm,
    TakeInForm,
    TogetherForm,
)
from rehab_center.admissions.forms.lines import LineForm, SaidForm
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
    "CloseForm",
    "CorrectForm",
    "DecisionForm",
    "DeliveryForm",
    "DetailFields",
    "DetailsForm",
    "KnownPersonForm",
    "LineForm",
    "MoveForm",
    "NewPersonForm",
    "OpenForm",
    "RefuseForm",
    "ReopenForm",
    "ReviseDecisionForm",
    "SaidForm",
    "StayFields",
    "TakeInForm",
    "TogetherForm",
    "VoidForm",
    "offer_facilities",
    "read_time",
)
