"""Each role's first page: how many are here, what is owed, whose term ends, what was done last.

Owns no table; everything on it is cut to what the reader may open.
"""
