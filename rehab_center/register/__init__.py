"""The register as offices keep it: a workbook in, checked by a dry run first, and a workbook out.

Owns ``column_mapping``: which heading holds what, where somebody had to say so; ``register_row``: what the last copy of
the book said of each stay, so that the next copy can be compared three ways (``rules.comparing``).
Words: *register* (sổ theo dõi), *sheet*, *heading*, *data row*; a *refused* row is named by sheet row, column, value
and reason and comes back in a workbook of its own; a *stay* (lượt) is one row, a person met again has a second one.
Nothing is invented: what the old book does not say is owed.

What a newer copy may do: new rows and movements come in, blanks are filled in, a cell changed in the book only is a
*change* and waits for somebody's yes, one changed on both sides is a *conflict* and stays as it is here. A movement, an
exit and the ground of a stay are never undone by a book: they are shown. An emptied cell takes nothing away.

An *older copy* (``rules.older``) goes back in more places than it goes on: cells return to what a copy before the last
one said, leavings and the rows of later copies are missing. It is said first, and the newer copy holds.

Reading is pure (``rules``); ``queries.known`` and ``plans`` set the rows against the database; ``importing`` writes
them batch by batch through ``services``; ``work`` does so as a job. A book may be long: its cells, its rows and what is
found of them lie on disk (``reading``, ``spool``), and nobody holds more of them than a part (``book``).
"""
