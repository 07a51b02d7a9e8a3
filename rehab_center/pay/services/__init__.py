"""Entering norms and deductions; preparing, submitting and signing payrolls."""
