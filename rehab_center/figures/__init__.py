"""The one definition of each figure: its value, how it is printed, the people in it and those just outside.

Owns no table. Page, PDF, workbook and command all take their figures from :func:`queries.period_figures`, so the same
question has one answer. A figure that counts people holds exactly as many people as it says.
"""
