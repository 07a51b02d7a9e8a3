"""Use-cases of papers: draft, freeze and number, number by hand, cancel, the start of a book."""

from rehab_center.issuing.services.books import start_book
from rehab_center.issuing.services.cancel import cancel, drop
from rehab_center.issuing.services.draft import check_post, correct_draft, start_draft
from rehab_center.issuing.services.hand import TO_SIGN, enter_number, print_to_sign, signed_scan
from rehab_center.issuing.services.issue import adopt, issue, keep_file
from rehab_center.issuing.services.right import may_issue

__all__ = (
    "TO_SIGN",
    "adopt",
    "cancel",
    "check_post",
    "correct_draft",
    "drop",
    "enter_number",
    "issue",
    "keep_file",
    "may_issue",
    "print_to_sign",
    "signed_scan",
    "start_book",
    "start_draft",
)
