"""Words for health."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from rehab_center.audit.labels import describe_act, describe_table
from rehab_center.health.kinds import Answer, Conclusion

ANSWERS = {
    Answer.NOT_CHECKED: _l("Not checked"),
    Answer.NO: _l("No"),
    Answer.SUSPECTED: _l("Suspected"),
    Answer.YES: _l("Yes"),
}
CONCLUSIONS = {
    Conclusion.FIT: _l("Fit to stay"),
    Conclusion.OBSERVE: _l("May stay, to be watched in the clinic"),
    Conclusion.HOSPITAL: _l("To be sent to hospital"),
    Conclusion.NOT_TO_ADMIT: _l("Not to be admitted: report to the court"),
}
LOOKS = {
    Conclusion.FIT: ("good", "check-circle"),
    Conclusion.OBSERVE: ("warn", "exclamation-triangle"),
    Conclusion.HOSPITAL: ("bad", "hospital"),
    Conclusion.NOT_TO_ADMIT: ("bad", "slash-circle"),
}

FIELDS = {
    "looked_on": _l("Checked on"),
    "looked_by": _l("Checked by"),
    "height": _l("Height"),
    "weight": _l("Weight"),
    "pulse": _l("Pulse"),
    "temperature": _l("Temperature"),
    "pressure": _l("Blood pressure"),
    "injuries": _l("Visible injuries"),
    "pregnant": _l("Pregnant"),
    "withdrawal_signs": _l("Signs of withdrawal"),
    "last_use": _l("Last use"),
    "drugs": _l("Drugs used"),
    "infection": _l("Suspicion of an infectious disease"),
    "infection_note": _l("Which disease"),
    "urgent_need": _l("Urgent need"),
    "conclusion": _l("Conclusion"),
    "note": _l("Note"),
}

describe_table(
    "health_look",
    _l("First health check"),
    {
        **{name: words for name, words in FIELDS.items() if name != "pressure"},
        "systolic": _l("Blood pressure, upper"),
        "diastolic": _l("Blood pressure, lower"),
        "admission_id": _l("Stay"),
        "replaces_id": _l("Replaces"),
        "reason": _l("Why it is replaced"),
        "recorded_at": _l("Written at"),
        "actor": _l("Written by"),
    },
    name="recorded_at",
)
describe_act("health.first-look", _l("First health check kept"))
describe_act("health.viewed", _l("Health check looked at"))
