"""The pages of issued papers."""

from rehab_center.issuing.views.blueprint import bp
from rehab_center.issuing.views.books import book, book_file, index
from rehab_center.issuing.views.drafts import edit, for_movement, new
from rehab_center.issuing.views.numbers import book_start, number
from rehab_center.issuing.views.papers import cancel, drop, file, issue, print_again, show, to_sign
from rehab_center.issuing.views.stay import section_of_stay

__all__ = (
    "book",
    "book_file",
    "book_start",
    "bp",
    "cancel",
    "drop",
    "edit",
    "file",
    "for_movement",
    "index",
    "issue",
    "new",
    "number",
    "print_again",
    "section_of_stay",
    "show",
    "to_sign",
)
