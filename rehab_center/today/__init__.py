"""Each role's first page: what needs the reader today, in the order of harm; and the ministry's sentence, read live.

Owns no table. The page shows the blocks of the reader's posts (``web.first_page``); ``people`` and ``watch`` hold those
that no other feature owns.
"""
