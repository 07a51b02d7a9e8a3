"""The annual plan with its revisions, actual against plan, and the certified capacity against the people here.

Owns ``annual_plan``. A plan is a number somebody decided by a paper for a year; a revision is a new row, and every
figure that compares with the plan says which revision it went by. Indicators are words of :class:`rules.Indicator`.
"""
