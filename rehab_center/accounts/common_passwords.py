"""The passwords that are tried first, here and everywhere: those of the public lists with ten characters or more.

Folded (small letters, no tones) and without spaces. Data only.
"""

from __future__ import annotations

_LISTED = """
0123456789 0987654321 1029384756 1122334455 1234567890 12345678910 1234512345 123456123456 1234567891
123123123123 1231231234 1020304050 9876543210 147258369a 1472583690 0909090909 0912345678 0987654322 1111111111
123456789a 123456789q 123456789abc 12345678aa 1234567890a 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc
zaq12wsxcde3 q1w2e3r4t5 qwerty12345 qwerty123456 qwertyuiop qwertyuiop123 asdfghjkl123 zxcvbnm123
qazwsxedc123 abc1234567 abc123456789 abcd123456 abcd1234567 abcdef1234 abcdefghij aa12345678 aa123456789 a123456789
a1234567890 q123456789 password12 password123 password1234 password12345 passw0rd123 p@ssw0rd123 p@ssword123
administrator admin12345 admin123456 admin@1234 admin@12345 admin@123456 adminadmin adminpassword welcome123
changeme123 letmein123 iloveyou123 iloveyou1234 princess123 football123 superman123 trustno1234 test123456
testtest123 default123 server1234 user123456 guest12345 root123456
matkhau123 matkhau1234 matkhau12345 matkhau123456 matkhaumoi matkhaumoi123 matkhaucuatoi quanly1234 quanly12345
quantri123 quantri1234 quantrivien quantrihethong nhanvien123 nhanvien1234 canbo12345 trungtam123 trungtam1234
cainghien123 cainghienmatuy trungtamcainghien cosocainghien cosocainghienmatuy hocvien123 hocvien1234 matuy12345
vietnam123 vietnam1234 vietnam12345 vietnam@123 vietnam2020 vietnam2021 vietnam2022 vietnam2023 vietnam2024
vietnam2025 vietnam2026 vietnamvodich hanoi123456 saigon123456 hochiminh123 anhyeuem123 anhyeuem1234 emyeuanh123
yeuem12345 iloveyouem toiyeuvietnam khongbiet123 khongcogi123 khongnoi123 maiyeuem123 motconvit123 chinhsua123
tuantuan123 nguyenvana nguyenvana123 tranvanb123 hoanghon123 abcxyz1234 xinchao123 xinchao1234 chaoanhem123
"""

COMMON = frozenset(_LISTED.split())
