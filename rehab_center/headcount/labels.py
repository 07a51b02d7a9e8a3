"""The words of this feature."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from rehab_center.admissions.rules.movements import State
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.audit.labels import describe_act, describe_details
from rehab_center.headcount.ledger import Reach
from rehab_center.residents.kinds import Sex

REACHES = {
    Reach.BOOKS: _l("On the books"),
    Reach.CARE: _l("Under care"),
    Reach.PRESENT: _l("Present"),
}
EXPLAINED = {
    Reach.BOOKS: _l("entered and not yet exited"),
    Reach.CARE: _l("on the books less escaped, imprisoned and suspended at home"),
    Reach.PRESENT: _l("under care less those in hospital, on leave or taken out by order"),
}
KINDS = {
    StayKind.COMPULSORY: _l("Compulsory, adults"),
    StayKind.MINOR: _l("Compulsory, 12 to under 18"),
    StayKind.VOLUNTARY: _l("Voluntary"),
    StayKind.TEMPORARY: _l("Temporary stay"),
}
SEXES = {Sex.MALE: _l("Men"), Sex.FEMALE: _l("Women")}
STATES = {
    State.PRESENT: _l("At the centre"),
    State.IN_HOSPITAL: _l("In hospital"),
    State.ON_LEAVE: _l("On leave"),
    State.TAKEN_OUT: _l("Taken out by order"),
    State.SUSPENDED: _l("Suspended at home"),
    State.ESCAPED: _l("Escaped"),
    State.IMPRISONED: _l("Serving a prison sentence"),
    State.LEFT: _l("Left"),
}


def describe() -> None:
    """Tell the log how the acts are called."""
    describe_act("headcount.exported", _l("People of a count exported"))
    describe_details({"as_of": _l("As of"), "first": _l("From"), "last": _l("Until")})
