"""The one definition of each figure: its value, how it is printed, the people in it and those just outside.

Page, PDF, workbook and command all take their figures from :func:`queries.period_figures`, so the same question has one
answer. A figure that counts people holds exactly as many people as it says. Where the book does not reach so far back
there is no number, but for figures of earlier periods that were entered from their signed reports: those it owns.
"""
