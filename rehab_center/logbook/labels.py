"""What only the last of the features can say: headings for acts, the questions asked often, whose rows are whose."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from rehab_center.audit.kin import describe_citations, describe_parts, leave_out
from rehab_center.audit.labels import describe_group
from rehab_center.audit.presets import Preset, describe_preset, nature_of

TERM = Preset(
    _l("Term changed"),
    fields={"admission": ("months", "term_start_on", "term_end_on", "credit_days", "decision_effective_on")},
)
VOIDED = Preset(
    _l("Voided or withdrawn"), lambda act: act.endswith(("voided", "withdrawn", "undone", "unmerged", "cancelled"))
)
LISTS_EXPORTED = Preset(_l("Lists exported"), lambda act: act.endswith("exported"))
PAPERS_EDITED = Preset(
    _l("Papers edited"),
    lambda act: act.startswith("document.") and nature_of(act) == "change",
    fields={"document": ("number", "kind", "issued_on", "issuer")},
)
FAILED_SIGN_INS = Preset(_l("Failed sign-ins"), lambda act: act in ("account.sign_in_failed", "account.locked"))


def describe() -> None:
    """Tell the log."""
    describe_group(_l("Persons"), "resident", "person", "people", "identity-paper", "alias", "relative", "photo")
    describe_group(_l("Belongings and health"), "belonging", "belongings", "health")
    describe_group(_l("Handover at the gate"), "handover", "gate", "refusal", "delivery")
    describe_group(_l("Stays and terms"), "stay", "term", "release", "classification")
    describe_group(_l("Conduct"), "rating", "conduct")
    describe_group(_l("Stages"), "stage")
    describe_group(_l("Work and classes"), "activity", "holiday", "assignment", "wish", "attendance", "sheet", "pay")
    describe_group(_l("Results and certificates"), "course", "certificate")
    describe_group(_l("Places"), "zone", "room", "bed", "apart", "roll", "shift")
    describe_group(_l("Papers"), "document", "file", "blank-form", "guide", "paper", "paper-book")
    describe_group(_l("Tasks"), "task")
    describe_group(_l("Register and its imports"), "register", "movements")
    describe_group(_l("Reports and counts"), "report", "headcount", "figure", "figures", "plan")
    describe_group(_l("Accounts and sign-ins"), "account")
    describe_group(_l("Centre and conventions"), "facility", "policy", "commune", "communes")
    describe_group(_l("Log and safekeeping"), "audit", "clock", "backup", "restore", "demo")
    describe_preset("term", TERM)
    describe_preset("voided", VOIDED)
    describe_preset("lists", LISTS_EXPORTED)
    describe_preset("papers", PAPERS_EDITED)
    describe_preset("failed", FAILED_SIGN_INS)
    describe_parts("resident")
    describe_citations("document")
    leave_out("report_cell", "cell_member")
