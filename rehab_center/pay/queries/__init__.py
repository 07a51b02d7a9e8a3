"""Norms, quantities of a month, payrolls."""
