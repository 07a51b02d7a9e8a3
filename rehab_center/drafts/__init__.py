"""Drafts: what is being typed into a form, kept on the server until the form is saved.

Owns ``draft``. Words: a *page* is the address on which a form is opened, with its arguments; a *sheet* is one copy of
that page in a browser. A draft belongs to one account and is read by that account alone. There is one for each sheet,
so that two tabs with the same form never touch each other's: a page that is opened comes with the latest draft of its
form, and its sheet takes that draft over unless the sheet it came from has gone on meanwhile. It comes from a small
script while somebody types, and from every answer that refuses a form or asks for another step; it goes with the act
that saves the form, in the same transaction. Nothing here knows any form: forms name themselves
(``web/draft_marks.py``).
Law: Nghị định 13/2023/NĐ-CP (personal data): kept no longer than it is needed, hence the setting ``draft_days``.
"""
