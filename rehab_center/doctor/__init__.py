"""``./run doctor``: says in words what is wrong with an installation and how to mend it.

Needs no running application: every check stands alone, so that one broken thing does not hide the others.
``machine`` looks at what the system must bring, ``instance`` at folder, keys and settings, ``database`` at the data.
"""
