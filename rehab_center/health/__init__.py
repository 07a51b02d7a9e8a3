"""Health: for now the first look at a newcomer (khám sức khỏe ban đầu), and who still waits for it.

Owns the looks; they only grow, and a correction is a new row that replaces one and says why. Every fact in them is
sensitive: the log says "changed" and keeps a keyed hash. Only those who may see health read them, each reading is an
act of the log, and nothing of them stands on a list, a print or an export for others. Law: a medical check belongs to
the intake (stage a, L73 Đ29, L120 Đ29.2; NĐ 116/2021 Đ67); its deadline is a policy to be confirmed.
"""
