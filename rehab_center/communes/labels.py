"""The words of this feature, for pages and for the log."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from rehab_center.audit.labels import describe_act, describe_details, describe_subject, describe_table
from rehab_center.communes.kinds import Level, ListMode

MODES = {
    ListMode.EXTENDS: _l("Some units: they are added to the list that ships with the program"),
    ListMode.REPLACES: _l("All units: it takes the place of the list that ships with the program"),
    ListMode.WITHDRAWN: _l("Back to the list that ships with the program"),
}

LEVELS = {
    Level.PROVINCE: _l("Provinces"),
    Level.DISTRICT: _l("Districts (until 30/06/2025)"),
    Level.COMMUNE: _l("Communes"),
}

describe_table(
    "commune_list",
    _l("List of communes and provinces"),
    {
        "mode": _l("What the file holds"),
        "filename": _l("File"),
        "sha256": _l("Fingerprint of the file"),
        "content": _l("Content of the file"),
        "units": _l("Units"),
        "citation": _l("Which decision it follows"),
        "recorded_at": _l("Entered at"),
        "entered_by": _l("Entered by"),
    },
    values={"mode": {mode.value: words for mode, words in MODES.items()}},
    name="filename",
)
describe_subject("commune_list", _l("List of communes and provinces"))
describe_act("communes.loaded", _l("List of communes loaded"))
describe_act("communes.withdrawn", _l("Back to the shipped list of communes"))
describe_details(
    {
        "units": _l("Units"),
        "units_added": _l("Units added"),
        "units_ended": _l("Units ended"),
        "units_renamed": _l("Units called otherwise"),
        "units_mended": _l("Units with other days or successors"),
        "units_gone": _l("Units no longer in the list"),
    }
)
