"""The log: who did what, when, about whom, why, and what changed by it.

Owns ``audit_entry``, ``audit_change`` and ``audit_head``. A service names the act (:func:`recorder.record`); the
recorder collects what changed at each flush and refuses a commit that nobody named. Entries are chained by hash; the
head is sealed with the installation's own key; :mod:`verifier` recomputes all of it and compares every live row with
what was last recorded of it. Knows other features by their labels only.
"""
