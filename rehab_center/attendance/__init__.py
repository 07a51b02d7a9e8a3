"""Attendance: who was at which session, for how long, why not; the sheets that are signed and come back.

Owns ``attendance_mark`` (append-only: a later mark names the one it replaces), ``session_roll``, corrections by two
people, and the numbered sheets of paper. Words: *điểm danh* here is that of a session of work or a class, not the
counting of everybody (``placements``). Law: NĐ 116/2021 Đ68 (hours of labour): hours come from marks only.
"""
