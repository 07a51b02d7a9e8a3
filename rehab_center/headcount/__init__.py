"""Who is here: books, care and presence as of any day and as known at any moment; the balance of a period.

Owns no table. Everything is computed from the movements: a stay's state at the end of a day is
what its last movement on or before that day led to; a voided movement, and one not yet recorded at the moment asked
about, never was. Words: *on the books*, *under care*, *present* as in :mod:`rehab_center.admissions.rules.movements`.
"""
