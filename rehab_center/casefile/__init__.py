"""The People list, search, and the one page that shows everything about a person.

Owns no table: it brings together what the earlier features know. Looking at a person's page is an act of the log.
"""
