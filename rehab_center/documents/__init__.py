"""Numbered official papers: what each says, its scans, and what rests on it.

Idea 4 of the design: no day without a legal ground. A paper has a number, a date and an issuer; an old book may lack
the last two, and then they are unknown, not invented. Numbers of the centre's own books are unique per year and kind
(sổ đăng ký văn bản đi, NĐ 30/2020 Điều 15); those of other offices may repeat and only warn.
"""
