"""Provinces, districts and communes with their changes: what an address as written means, and what it is called today.

Words: unit (đơn vị hành chính), commune (xã, phường, thị trấn, đặc khu), district (huyện, quận, thị xã, thành phố thuộc
tỉnh; none since 01/07/2025), province (tỉnh, thành phố), successor (đơn vị kế tiếp: which units took the ground over).
What somebody wrote is never rewritten; beside it stands the unit it was recognised as, if it was.
Law: Nghị quyết 202/2025/QH15 and Quyết định 19/2025/QĐ-TTg (34 provinces, 3.321 communes, codes of five digits);
the resolutions of 2023-2025 that merged communes and districts before, and those of 2026 that made provinces cities and
communes wards. ``units.csv`` is the list that ships with the program; its head says where each part of it comes from
and how far it goes. An administrator may load another.
"""
