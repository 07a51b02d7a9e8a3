"""Tests and results of courses and classes, certificates with their register, and whether a job was found afterwards.

Words: *test* (bài kiểm tra), *result* (kết quả học tập: đạt, không đạt, bỏ dở), *certificate* (chứng chỉ, giấy chứng
nhận), *register* (sổ cấp chứng chỉ). Hours come from attendance and from nothing else. Certificates of a trade are
given by whoever holds the licence, often not the centre: number and issuer are entered then (domain 3.3).
"""
