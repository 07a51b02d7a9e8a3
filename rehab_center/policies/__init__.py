"""What the law and the centre's own conventions say from a day on: dated values, each with its citation.

Words: policy (thông số, quy ước), in force (đang áp dụng), to be confirmed (cần xác nhận), citation (căn cứ).
A value that changes is data here, entered on a screen; a formula that changes is a function of the feature it is about.
"""
