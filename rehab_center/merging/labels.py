"""The words of this feature for pages and for the log."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from rehab_center.audit.labels import describe_act, describe_details, describe_table
from rehab_center.merging.queries.lists import ALIKE, SAME_BIRTH, SAME_NUMBER

WHY_ALIKE: dict[str, Any] = {
    SAME_NUMBER: _l("The same identity number"),
    SAME_BIRTH: _l("Like names, the same birth"),
    ALIKE: _l("Like names and births"),
}
MERGE_STATES: dict[str, Any] = {"stands": _l("Merged"), "undone": _l("Undone")}

_RECORDS = {"survivor_id": _l("Leads on to"), "into_id": _l("Merged into"), "merged_id": _l("Merged record")}


def describe() -> None:
    """Tell the log the words for the tables and acts."""
    describe_table(
        "resident_merge",
        _l("Merge of two records"),
        {
            **_RECORDS,
            "merged_at": _l("Merged at"),
            "merged_by": _l("Merged by"),
            "reason": _l("Reason"),
            "moved": _l("What went over"),
            "undone_at": _l("Undone at"),
            "undone_by": _l("Undone by"),
            "undone_reason": _l("Undone because"),
        },
    )
    describe_table(
        "not_same_person",
        _l("Two records told apart"),
        {
            "one_id": _l("First record"),
            "other_id": _l("Second record"),
            "reason": _l("Reason"),
            "decided_at": _l("Compared at"),
            "decided_by": _l("Compared by"),
        },
    )
    describe_act("resident.merged", _l("Another record merged into this person"))
    describe_act("resident.merged-away", _l("Record merged into another person"))
    describe_act("resident.merge-undone", _l("Merge undone: the other record is a person of its own again"))
    describe_act("resident.came-back", _l("Merge undone: this record is a person of its own again"))
    describe_act("resident.kept-apart", _l("Compared with another record: not the same person"))
    describe_act("resident.doubles-exported", _l("List of likely doubles exported"))
    describe_act("resident.merges-exported", _l("List of merged records exported"))
    describe_details({"merged": _l("Merged record"), "into": _l("Merged into"), "other": _l("The other person")})
    describe_details({"rows": _l("Rows"), "form": _l("Form of the file")})
