"""The centre: its dated names, titles, superiors, letterhead and certified capacity; the first page of the settings.

Words: facility (cơ sở), letterhead (phần đầu văn bản), superior (cơ quan chủ quản), head (Giám đốc, since 01/03/2025
Trưởng cơ sở), recipients (nơi nhận), certified capacity (quy mô được duyệt).
Law: Nghị định 30/2020/NĐ-CP, Phụ lục I for what a head of a page must say; the names themselves are data, for they
changed on 01/03/2025 (to Bộ Công an) and 01/07/2025 (provinces merged), and an old report keeps the head of its day.
"""
