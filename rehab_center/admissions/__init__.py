"""The stay: intake, decision, legal regime, movements, term ledger, its end.

Owns ``admission`` (one stay under one decision), ``movement`` (append-only: who came, left, escaped, returned…) and
``term_entry`` (append-only: why a term ends on its day). Words: stay (đợt cai nghiện), file code (mã học viên),
movement (biến động), under care (đang quản lý), present (có mặt), chuyển diện (change over to another ground).
Law: Luật Phòng, chống ma túy 73/2021/QH14 for cases begun before 01/07/2026, 120/2025/QH15 for those decided since
(its Đ56), Luật Xử lý vi phạm hành chính for the measure and its term, NĐ 116/2021/NĐ-CP Đ58 for reductions.
"""
