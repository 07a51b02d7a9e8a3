"""Marking, correcting, and sheets of paper."""
