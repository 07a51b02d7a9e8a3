"""The log, read: stories of persons, officers, papers, reports and days; extracts on paper; verification by hand.

Owns no table. Words: a *story* is every act about one person or thing, told in order; an *extract* is a part of the log
printed in the office's layout with its range and the chain's head; a *verification* is asked for here and done by a
job. The log itself, its list and its checks are :mod:`rehab_center.audit`, which comes first and knows no other.
"""
