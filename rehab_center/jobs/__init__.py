"""Long work: what a request cannot wait for, with its state and progress in tables.

Owns ``job`` and ``job_item``. Words: a *job* is one piece of long work, asked for by somebody and done by the worker
process; an *item* is a part of it that is finished as a whole or not at all; a *kind* is what a feature registers with
``@handler("register.import", …)``. huey only wakes the worker: the tables are what is true, so a job whose worker was
killed is found by its silent heartbeat and goes on with the items not yet finished.
"""
