"""The end of a stay in time and on paper: nobody kept a day too long or let go a day too early unseen.

Words. *The clock of releases* (đồng hồ ra về): on the last day a to-do with an hour; after it "kept past the term" (giữ
quá hạn); "let go early without a paper" (cho về sớm không có giấy) for whoever left before. Both close by a paper, or
when a movement proves them wrong. *Steps* (mốc): how many days ahead the papers of those who leave are prepared. *Days
without a ground* (ngày chưa có căn cứ): days of a stay that no paper covers.

Law. L120 Đ29, Đ35.5, Đ36.5 and Đ37; XLVPHC Đ114; NĐ 116/2021 Đ58. The hour and the steps are practice: policies.
"""
