"""The papers the centre itself issues for a stay (văn bản cơ sở ban hành), and the books their numbers come from.

A paper is drafted out of the register, looked at as it will print, then numbered and frozen: its words and the bytes of
its PDF never change again. A mistake is cancelled, its number stays used, and another paper takes its place.
Law: L120 Đ34-36, Đ38, Đ39, Đ42, Đ46; L73 Đ31, Đ35, Đ39, Đ40; XLVPHC Đ114; NĐ 116/2021; NĐ 30/2020, Phụ lục I.
"""
