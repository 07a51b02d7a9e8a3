"""What the centre notes of a newcomer to place and treat them: phân loại, stage a of the five (L73 Đ29, L120 Đ29.2).

Owns dated rows on the stay: degree of addiction, drug, first time or again, health group, age group, placed as. They
only grow; the latest counts. NĐ 116/2021 Đ64 names the criteria (capacity, term, background, state of addiction,
health, sex, age, education); which steps each has is the centre's own habit, to be confirmed. The health group is a
fact of health: only those who may see health see or set it.
"""
