"""The paper file of a stay: what it must hold, what has come in and what is missing, and the sheets printed for it.

Owns ``file_paper``, and ``file_scan`` for papers without a number of their own. Words: file (hồ sơ học viên), paper of
the file (giấy tờ trong hồ sơ), leaf number (bút lục), proposal file (hồ sơ đề nghị), handover minutes (biên bản giao,
nhận người). Law: Luật Phòng, chống ma túy 120/2025/QH15
Đ34.2, Đ35.3, Đ36.2 and 73/2021/QH14 Đ34 for the content of a proposal file and its leaf numbers; what else belongs in a
resident's file is practice, and a policy says whether it is asked for. Layout of what is printed: Nghị định
30/2020/NĐ-CP.
"""
