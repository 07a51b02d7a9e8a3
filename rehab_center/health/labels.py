"""Words for health."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from rehab_center.audit.labels import describe_act, describe_details, describe_table
from rehab_center.health.kinds import (
    Answer,
    CheckResult,
    Clearance,
    Conclusion,
    InfectionGroup,
    NoteKind,
    Purpose,
)

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

CHECK_RESULTS = {
    CheckResult.WELL: _l("Nothing found"),
    CheckResult.FOLLOW: _l("To be followed in the clinic"),
    CheckResult.HOSPITAL: _l("To be sent to hospital"),
}
CHECK_LOOKS = {
    CheckResult.WELL: ("good", "check-circle"),
    CheckResult.FOLLOW: ("warn", "exclamation-triangle"),
    CheckResult.HOSPITAL: ("bad", "hospital"),
}
GROUPS = {InfectionGroup.A: _l("Group A"), InfectionGroup.B: _l("Group B")}
CLEARANCES = {
    Clearance.ALL: _l("Any work and classes"),
    Clearance.NO_HEAVY: _l("No heavy work"),
    Clearance.CLASSES_ONLY: _l("Classes only"),
    Clearance.NOTHING: _l("Neither work nor classes"),
}
CLEARANCE_LOOKS = {
    Clearance.ALL: ("good", "check-circle"),
    Clearance.NO_HEAVY: ("warn", "exclamation-triangle"),
    Clearance.CLASSES_ONLY: ("warn", "mortarboard"),
    Clearance.NOTHING: ("bad", "slash-circle"),
}
NOTES = {
    NoteKind.HIV: _l("HIV"),
    NoteKind.ARV: _l("ARV treatment"),
    NoteKind.TB: _l("Tuberculosis"),
    NoteKind.METHADONE: _l("Methadone"),
    NoteKind.OTHER: _l("Other note"),
}
PURPOSES = {
    Purpose.TREATMENT: _l("Examination and treatment"),
    Purpose.MEDICINE: _l("Giving medicine"),
    Purpose.TRANSFER: _l("Sending to hospital, handing over to another centre"),
    Purpose.DECISION: _l("A decision of the head of the centre"),
    Purpose.AUTHORITY: _l("Request of a court or authority"),
    Purpose.PERSON: _l("Request of the person or the guardian"),
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

_KEPT = {
    "admission_id": _l("Stay"),
    "replaces_id": _l("Replaces"),
    "reason": _l("Why it is replaced"),
    "recorded_at": _l("Written at"),
    "actor": _l("Written by"),
}
CHECK_FIELDS = {
    "checked_on": _l("Checked on"),
    "checked_by": _l("Checked by"),
    "result": _l("Result of the check"),
    "findings": _l("What was found"),
    "again_on": _l("Next check earlier, on"),
}
INFECTION_FIELDS = {
    "infection_group": _l("Group of the disease"),
    "disease": _l("Which disease"),
    "from_on": _l("From day"),
    "until_on": _l("Until day"),
    "basis": _l("Rests on"),
    "withdrawn": _l("The earlier statement was a mistake"),
}
CLEARANCE_FIELDS = {
    "clearance": _l("May be assigned to"),
    "from_on": _l("From day"),
    "until_on": _l("Until day"),
    "reason": _l("Reason, for the medical post alone"),
}
NOTE_FIELDS = {"noted_on": _l("Day of the note"), "kind": _l("About"), "text": _l("Note")}

describe_table("health_check", _l("Health check"), {**CHECK_FIELDS, **_KEPT}, name="recorded_at")
describe_table(
    "infection_statement", _l("Statement of the medical post"), {**INFECTION_FIELDS, **_KEPT}, name="recorded_at"
)
describe_table(
    "work_clearance",
    _l("Clearance for work and classes"),
    {**_KEPT, **CLEARANCE_FIELDS},
    values={"clearance": {one.value: words for one, words in CLEARANCES.items()}},
    name="recorded_at",
)
describe_table("medical_note", _l("Note of the medical record"), {**NOTE_FIELDS, **_KEPT}, name="recorded_at")
describe_table(
    "record_assignment",
    _l("Medical records given to an account"),
    {
        "account_id": _l("Account"),
        "facility_id": _l("Centre"),
        "admission_id": _l("Stay"),
        "granted": _l("May open them"),
        "from_on": _l("From day"),
        "recorded_at": _l("Written at"),
        "actor": _l("Written by"),
    },
    name="recorded_at",
)
describe_act("health.check-kept", _l("Health check written down"))
describe_act("health.statement-kept", _l("Statement of the medical post kept"))
describe_act("health.cleared", _l("Clearance for work and classes given"))
describe_act("health.record-opened", _l("Medical record opened"))
describe_act("health.record-noted", _l("Note added to a medical record"))
describe_act("health.record-assigned", _l("Medical records given or taken"))
describe_act("health.due-exported", _l("List of health checks exported"))
describe_act("health.clearances-exported", _l("List of clearances exported"))
describe_details({"purpose": _l("Purpose")}, values={"purpose": {one.value: words for one, words in PURPOSES.items()}})
