"""Drafts: what is being typed into a form, kept on the server until the form is saved.

Owns ``draft``. Words: a *page* is the address on which a form is opened, with its arguments; a *sheet* is one copy of
that page in a browser. A draft belongs to one account and is read by that account alone; there is one for each form
of each page. It comes from a small script while somebody types, and from every answer that refuses a form or asks for
another step; it goes with the act that saves the form, in the same transaction. Nothing here knows any form: forms
name themselves (``web/draft_marks.py``).
Law: Nghị định 13/2023/NĐ-CP (personal data): kept no longer than it is needed, hence the setting ``draft_days``.
"""
