"""Two records that are one person: found, compared, merged into one or kept apart, and parted again.

Words: hồ sơ trùng (a double), gộp hồ sơ (to merge), bỏ gộp (to part again), không phải cùng một người (not the same
person). One person merges, after a preview of everything that will change; nobody else has to agree. A merge loses
nothing and is undone by anyone who may merge, so a second look beforehand would cost a centre with one intake officer
more than it guards against; the log tells who did it and why, and the person's page shows it with its way back.
What cannot be undone by itself (a voided movement, a withdrawn identity paper) does ask for a second person.
"""
