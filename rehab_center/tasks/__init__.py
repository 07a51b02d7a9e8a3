"""To-dos and open exceptions: what is owed, about whom, by which post, until when, and what closed it.

An *open exception* (việc còn nợ) is opened by an act whose paper is not there yet: the movement counts at once, the
exception stands with its deadline until the paper comes. It is never deleted, only closed, by a paper or with a reason.
"""
