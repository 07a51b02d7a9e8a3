"""The use-cases: merge two records, undo a merge, say that two records are two people. Whole acts, each in the log."""

from rehab_center.merging.services.apart import keep_apart
from rehab_center.merging.services.merge import merge_people
from rehab_center.merging.services.undo import undo_merge

__all__ = ("keep_apart", "merge_people", "undo_merge")
