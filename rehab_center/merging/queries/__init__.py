"""What a merge would do, what undoing one would do, and the lists of both."""

from rehab_center.merging.queries.lists import DoubleRow, MergeRow, double_list, merge_list, merges_into
from rehab_center.merging.queries.preview import MergePreview, StayShown, merge_preview
from rehab_center.merging.queries.undo import UndoPlan, load_merge, undo_plan

__all__ = (
    "DoubleRow",
    "MergePreview",
    "MergeRow",
    "StayShown",
    "UndoPlan",
    "double_list",
    "load_merge",
    "merge_list",
    "merge_preview",
    "merges_into",
    "undo_plan",
)
