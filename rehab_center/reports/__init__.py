"""Issued reports: frozen figures, the people counted in each and just outside, and the paper as it was printed.

Owns ``report``, ``report_cell``, ``cell_member`` and ``report_file``, all append-only. A report is
frozen in one transaction, rendered outside it from what was frozen, and its bytes kept under their SHA-256: a reprint
is the same bytes, building again makes a new numbered report. Layout: Nghị định 30/2020/NĐ-CP; periods: Nghị định
09/2019/NĐ-CP.
"""
