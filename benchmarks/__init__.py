"""What is fast enough: each row is the program against a yardstick measured in the same run, and a budget.

``./run bench`` builds an invented centre in a temporary instance, serves it exactly as ``./run serve`` does, prints the
table and exits 1 when a budget is missed. Ratios, because absolute times say more about the machine than about us.
"""
