"""Stages as intervals, what may follow what, and who is due. Pure."""
