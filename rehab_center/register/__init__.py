"""The register as offices keep it: a workbook in, checked by a dry run first, and a workbook out.

Owns ``column_mapping``: which heading holds what, where somebody had to say so. Words: *register* (sổ theo dõi),
*sheet*, *heading*, *data row*; a *refused* row is named by sheet row, column, value and reason and comes back in a
workbook of its own; a *stay* (lượt) is one row, a person met again has a second one.
Nothing is invented: what the old book does not say is owed.

Reading is pure (``rules``); ``queries.known`` and ``plans`` set the rows against the database; ``importing`` writes
them batch by batch through ``services``; ``work`` does so as a job.
"""
