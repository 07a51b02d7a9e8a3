"""Conduct: how a stay is rated month by month, proposed and decided, and what follows from the last ratings.

Owns ratings (xếp loại: tốt, khá, trung bình, kém). Rows only grow: for each stay and calendar month they are counted
from one, the latest decided row is the rating that counts, a later proposal waits for a decision, and whatever takes
the place of something says why. Law: the head of a centre sets how conduct is assessed (NĐ 116/2021 Đ64); the last
three months at least must be rated "khá" for a reduction of the term (NĐ 116/2021 Đ58). Who is due for a rating and
until when is the centre's own habit: policies, to be confirmed.

And rewards (biểu dương, khen, thưởng, đề nghị giảm thời hạn; lập công is merit) and discipline (phê bình, khiển trách,
cảnh cáo, phòng kỷ luật), each by a paper and taken back by a row that says why; whose term could be reduced.
"""
