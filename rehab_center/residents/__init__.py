"""The person (học viên as a human being, not as a stay): names, birth, identity papers, relatives, address.

A person is not a stay: a second admission finds the same person. Words: căn cước (12 digits), CMND (9 digits), bí danh
(alias), giới tính trên giấy tờ and bố trí theo (sex on paper, placed as). Law: TT 07/2016/TT-BCA Điều 7 and
Luật Căn cước 26/2023 Điều 12 (the number), L73 Đ35.3 and L120 Đ46.2h (placing by the body), Luật Hộ tịch 2014 (a change
of name against the correction of a mistake).
"""
