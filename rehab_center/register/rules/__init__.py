"""Reading a workbook as a register: pure, cells in, rows and refusals out.

``guards`` look at the file before ``reading`` opens it, ``headers`` finds the table in a sheet by the wordings in
``vocabulary``, ``rows`` tells data from all the rest, ``parse`` reads a row through ``reader``, ``crosscheck`` sets the
rows against each other, and ``registers`` does it all.
"""
