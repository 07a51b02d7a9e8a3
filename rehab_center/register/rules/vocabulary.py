"""The usual Vietnamese wordings of a register's headings. Data only.

Headings are compared folded (no tones, đ as d, punctuation as a space). One of a line's patterns must match the whole
folded heading; the first line that does wins, so the narrow ones stand first. What is ambiguous ("Ngày kết thúc") is
left out on purpose: such a column is mapped by hand once and remembered.
"""

from __future__ import annotations

from rehab_center.register.rules.fields import Field, Group

_PERSON = r"( (cua )?(hoc vien|hv|doi tuong|nguoi cai nghien|nguoi nghien|nguoi cai|benh nhan|trai vien|duong su))?"
_PLACE = r"(trai|trung tam|tt|co so|cs|truong|cscn|co so cai nghien|don vi)"
_DAY = r"ngay( thang)?( nam)?"
_RULING = r"(qd|quyet dinh|ban an)"
_CARD = r"(cccd|cmnd|cmt|cmtnd|cc|can cuoc|chung minh|chung minh thu|ho chieu|dinh danh|ddcn|giay to tuy than|gttt)"
_CLOSE = r"(gcn|gxn|giay chung nhan|giay xac nhan)"

#: A heading over several columns.
GROUPS: tuple[tuple[Group, *tuple[str, ...]], ...] = (
    (Group.CONTACT, r".*\b(than nhan|nguoi than|gia dinh|lien he|lien lac|bao tin|bao lanh|giam ho)\b.*"),
    (
        Group.EXIT,
        r"(tinh hinh )?(ra|roi|xuat|tha|giai quyet)\b.*",
        r".*\b(ra|roi) (khoi|" + _PLACE + r")\b.*",
        r".*\b(tai hoa nhap|hoa nhap|chap hanh xong|xuat trai|giai quyet ra|tra ve|ket thuc)\b.*",
    ),
    (Group.DECISION, r".*\b(quyet dinh|qd|ban an|phap ly|can cu)\b.*"),
    (Group.IDENTITY, r".*\b(cccd|cmnd|cmt|can cuoc|chung minh|ho chieu|giay to|dinh danh)\b.*"),
    (Group.SEX, r"gioi( tinh)?|phai|nam nu"),
    (Group.BIRTH, r".*\bsinh\b.*", "tuoi"),
    (
        Group.RESIDENCE,
        r".*\b(thuong tru|ho khau|hktt|cu tru|dia chi|noi o|cho o|que quan|nguyen quan|tam tru)\b.*",
    ),
    (Group.ADMISSION, r".*\b(tiep nhan|vao|nhap trai|thu dung)\b.*"),
    (Group.TERM, r"(thoi han|thoi gian)\b.*"),
    (Group.KIND, r"(hinh thuc|doi tuong|dien|loai|phan loai|che do)\b.*"),
    (Group.NAME, r"(ho (va )?ten|ho ten).*|hoc vien"),
)

#: A heading that stands by itself. The order is the rank.
ALONE: tuple[tuple[Field, *tuple[str, ...]], ...] = (
    (Field.REFUSED_BECAUSE, r"ly do (khong nhap|bi tu choi|tu choi|chua nhap)( .*)?"),
    (Field.ORDINAL, r"stt|tt|so tt|so thu tu|thu tu|no"),
    (Field.CONTACT_PHONE, r".*\b(dien thoai|sdt|so dt|dtdd|phone|di dong)\b.*", "dt", "dt lien he"),
    (Field.CONTACT_RELATION, r"(moi )?quan he.*", "la gi cua hoc vien"),
    (Field.FATHER, r"(ho (va )?ten |ten )?(cha|bo)( de)?" + _PERSON),
    (Field.MOTHER, r"(ho (va )?ten |ten )?me( de)?" + _PERSON),
    (Field.SPOUSE, r"(ho (va )?ten |ten )?(vo|chong|vo chong|vo hoac chong)" + _PERSON),
    (
        Field.CONTACT,
        r".*\b(than nhan|nguoi than|gia dinh|nguoi nha|lien he khi can)\b.*",
        r".*\bnguoi (lien he|lien lac|bao tin|bao lanh|giam ho)\b.*",
    ),
    (Field.IDENTITY_ISSUED_ON, rf"{_DAY} cap( {_CARD}( .*)?)?"),
    (Field.IDENTITY_ISSUER, rf"(noi|co quan) cap( {_CARD}.*)?"),
    (
        Field.IDENTITY,
        rf"((so|ma|the|so the) )*{_CARD}( .*)?",
        r"so giay to( .*)?|(ma )?so dinh danh.*|ma so (ca nhan|cong dan)",
    ),
    (
        Field.CODE,
        r"(ma|so|ma so|so ma) (so )?(hoc vien|hv|ho so|hs|doi tuong|benh nhan|nguoi cai nghien|trai vien)",
        r"(so|ma so) (vao so|luu tru|luu ho so|so bo|dang bo|theo doi|so theo doi|so cai)",
        r"so dang ky( hoc vien| ho so)?|so danh ba|so hieu hoc vien",
        r"ma|ma so|ms|mshv|mhv",
    ),
    (Field.ALIAS, r".*\b(bi danh|ten goi khac|ten khac|ten thuong goi|biet danh|ten tuc|ten goi o nha)\b.*"),
    (Field.FAMILY_NAME, r"ho( va)?( ten)? (dem|lot|chu lot|chu dem)|ho"),
    (
        Field.NAME,
        rf"(ho (va )?ten|ho va chu dem va ten|ho chu dem va ten)( khai sinh| viet hoa| chu in hoa)?{_PERSON}",
        rf"(ten|danh sach){_PERSON[:-1]}",
        r"hoc vien|ten day du",
    ),
    (Field.GIVEN_NAME, "ten"),
    (Field.BIRTH, r"(ngay|thang|nam)\b.*\bsinh( .*)?|sinh( (ngay|nam).*)?|n sinh|ntns|ns"),
    (Field.SEX, r"gioi( tinh)?( nam nu)?|phai|nam nu|gt"),
    (Field.ETHNICITY, "dan toc"),
    (Field.RELIGION, "ton giao"),
    (Field.NATIONALITY, "quoc tich"),
    (
        Field.TIMES_TREATED,
        r"(so )?lan( thu| vao| cai| cai nghien| vao trai| vao co so| chua benh)*( may)?",
        r"so lan (da )?(cai|vao|di).*|cai lan( thu)?( may)?",
    ),
    (Field.EXIT_ISSUER, rf"(co quan|noi|don vi).*\b(cho ra|ra {_PLACE}|cap giay|chung nhan)\b.*"),
    (
        Field.DECISION_ISSUER,
        rf"(co quan|noi|don vi|toa an|toa|tand|cap|nguoi).*\b({_RULING}|ban hanh|xet xu)\b.*",
        r"(co quan|noi|don vi|nguoi) ky( .*)?|(co quan|noi) (ap dung|dua).*",
        r"(toa|toa an|tand)( .*)?",
    ),
    (
        Field.EXIT_DATE,
        rf"ngay.*\b{_RULING}\b.*\b(ra {_PLACE}|tra tu do|cho ra|hoan thanh)\b.*",
        rf"ngay (cap )?({_CLOSE}|van ban ra|giay ra).*",
    ),
    (
        Field.DECISION,
        rf"so( va)? {_DAY}( cua)?( (ra )?{_RULING}.*)?",
        rf"{_RULING} so( va)? ngay.*|so {_RULING}( va)? ngay.*",
        rf"{_RULING}( (cua )?(toa|toa an|tand)( .*)?| (cai nghien|dua vao|ap dung).*)?",
    ),
    (
        Field.EXIT_NUMBER,
        rf"(so )?({_RULING}|{_CLOSE}|van ban|giay|giay to|cong van)( so)?( cho)?"
        rf" (ra|ra {_PLACE}|hoan thanh|tra tu do|chung nhan|xac nhan|tha|chap hanh xong|giai quyet)( .*)?",
        rf"(so )?{_CLOSE}( .*)?|so giay ra.*",
    ),
    (
        Field.DECISION_DATE,
        rf"{_DAY}( cua)?( ra| ky| ban hanh| co)?( so)? {_RULING}( (cua )?(toa|tand|dua vao|cai nghien|ap dung)( .*)?)?",
        rf"{_RULING} ngay.*|ngay (ban hanh|ky)|ngay ra (qd|quyet dinh)( .*)?",
    ),
    (Field.DECISION_NUMBER, rf"(so|so hieu|so ky hieu) {_RULING}( .*)?|{_RULING} so( .*)?|so hieu van ban"),
    (
        Field.EXIT_REASON,
        rf"ly do( (ra|roi|cho ra|giam|xuat|thoi|cham dut|ket thuc|ra khoi))*( {_PLACE})?( .*)?",
        rf"(hinh thuc|dien|truong hop|nguyen nhan|dang) (ra|roi|xuat)( .*)?|ra {_PLACE} theo dien",
    ),
    (
        Field.BOOK_END,
        r"(ngay )?(het|man) (thoi )?han (theo|trong|tren|ghi( o| trong)?) so( cu)?|ngay het han so( cu)? ghi",
    ),
    (Field.UNCOUNTED_DAYS, r"(so )?ngay khong (duoc )?tinh( vao thoi han| vao han)?( den nay)?"),
    (Field.REDUCED_MONTHS, r"(so )?thang (da )?(duoc )?giam( den nay)?|da (duoc )?giam( may| so)? thang"),
    (Field.OPENING_UNTIL, r"(so |so cu )?tinh den( het)? ngay"),
    (
        Field.TERM_END,
        r"(ngay |thoi diem )?(het|man|den|toi|ket thuc) (thoi )?han( .*)?|ngay het( hieu luc)?|han (ra|ve|cai)",
        r"ngay (du kien|se) ra( .*)?|ngay (ra|hoan thanh|man) du kien|du kien( ngay)? (ra|ve)( .*)?",
        r"thoi (han|gian) (ket thuc|den ngay)",
    ),
    (
        Field.LEFT_ON,
        rf"{_DAY} (thuc te )?(ra|ra khoi|roi|roi khoi|xuat|cho ra|tra ve|ve|tha)( khoi)?( {_PLACE})?( .*)?",
        rf"ra ngay|ra {_PLACE}( ngay)?|ngay (tai )?hoa nhap.*|ngay tra tu do|ngay (thuc te )?chap hanh xong",
        r"thoi (gian|diem) ra( .*)?",
    ),
    (
        Field.TERM_START,
        r"(ngay|thoi diem) (bat dau )?tinh (thoi han|thoi gian)( .*)?|(ngay|thoi diem) bat dau tinh( .*)?",
    ),
    (Field.ENTRY, r"(nguon|noi|truong hop) (tiep nhan|vao|chuyen den)|ly do (vao|tiep nhan)|tiep nhan tu( .*)?"),
    (
        Field.ENTERED_ON,
        rf"{_DAY} (tiep nhan|vao|nhap|thu dung|den|tiep|nhan|dua vao|bat dau cai|bat dau chap hanh)( .*)?",
        rf"vao ngay|tiep nhan( ngay)?|(vao|nhap) {_PLACE}( ngay)?|ngay tn|ngay bat dau",
        r"thoi (gian|diem) (vao|tiep nhan)( .*)?",
    ),
    (
        Field.MONTHS,
        rf"(thoi han|thoi gian|so thang|muc|muc thoi han|han)"
        rf"( (cai|cai nghien|phai cai|bat buoc|ap dung|bi ap dung|chap hanh|thuc hien|dieu tri|chua tri|theo|{_RULING}|"
        rf"tai {_PLACE}))*( tinh theo thang| thang)?",
    ),
    (
        Field.KIND,
        r"(hinh thuc|doi tuong|dien|loai|loai hinh|phan loai|dang|che do)"
        r"( (cai|cai nghien|quan ly|hoc vien|hv|doi tuong|dieu tri|tiep nhan|chap hanh|tham gia|vao|ap dung))*",
        r"bb tn|tn bb|bat buoc tu nguyen",
    ),
    (
        Field.DRUG,
        r"(?!thoi gian|nam |so nam|tien su|lan |hinh thuc|muc do).*\b(ma tuy|chat gay nghien|heroin|chat)\b.*",
        r"loai mt|loai nghien",
    ),
    (Field.EDUCATION, r"(trinh do|hoc van|van hoa|tdvh|tdhv|td vh|td hoc van|lop)( .*)?"),
    (Field.OCCUPATION, r"nghe( nghiep| cu)?( .*)?|viec lam( .*)?|cong viec( .*)?"),
    (Field.ADDRESS, r".*\b(thuong tru|ho khau|hktt|dkhktt|nkhktt|dktt|hkhktt)\b.*"),
    (Field.ADDRESS, r".*\b(dia chi|cu tru|noi o|cho o)\b.*"),
    (Field.COMMUNE, r"(xa|phuong|thi tran|x p|xp|px)( (xa|phuong|thi tran|tt|p|dac khu))*|cap xa"),
    (
        Field.DISTRICT,
        r"(huyen|quan|thi xa|q|h)( (huyen|quan|tp|thanh pho|thi xa|tx|h|q))*",
        r"(tp|thanh pho) thuoc tinh|cap huyen",
    ),
    (Field.PROVINCE, r"(tinh|tinh thanh)( (tp|thanh pho))*|(tp|thanh pho)( tinh)?|cap tinh"),
    (Field.STREET, r"(thon|xom|to|ap|khu pho|so nha|to dan pho|tdp|duong|ban|khoi)( .*)?"),
    (Field.ADDRESS, r"que( quan)?|nguyen quan|sinh quan"),
    (Field.NOTE, r"ghi chu( .*)?|chu thich|gc"),
)

#: A heading under a group. Anything not here is read as though it stood by itself.
UNDER: dict[Group, tuple[tuple[Field, *tuple[str, ...]], ...]] = {
    Group.DECISION: (
        (Field.DECISION, r"so( va)? ngay( .*)?"),
        (Field.MONTHS, r"(thoi han|thoi gian|so thang|han|muc)( .*)?", "thang"),
        (Field.DECISION_ISSUER, r".*\b(co quan|noi|toa an|toa|tand|ban hanh|don vi|cap nao|nguoi ky|cua)\b.*"),
        (Field.DECISION_DATE, r"(ngay|thang nam|nam)( .*)?"),
        (Field.DECISION_NUMBER, r"so( .*)?|qd( so)?|ky hieu"),
    ),
    Group.EXIT: (
        (Field.EXIT_DATE, rf"{_DAY} ({_RULING}|{_CLOSE}|van ban|giay|cap|ky|ban hanh)( .*)?"),
        (Field.EXIT_ISSUER, r"(co quan|noi|don vi).*"),
        (Field.LEFT_ON, r"(ngay|thang nam|thoi gian|nam)( .*)?"),
        (Field.EXIT_REASON, r"(ly do|hinh thuc|dien|truong hop|nguyen nhan|loai)( .*)?"),
        (Field.EXIT_NUMBER, r"(so|van ban|giay|qd|quyet dinh|gcn|can cu)( .*)?"),
    ),
    Group.IDENTITY: (
        (Field.IDENTITY_ISSUED_ON, r"ngay( .*)?"),
        (Field.IDENTITY_ISSUER, r"(noi|co quan)( .*)?"),
        (Field.IDENTITY, r"so( .*)?|ma so( .*)?"),
    ),
    Group.RESIDENCE: (
        (Field.COMMUNE, r"(xa|phuong|thi tran|p|x)( .*)?|cap xa"),
        (Field.DISTRICT, r"(huyen|quan|thi xa|tp|thanh pho|q|h)( .*)?|cap huyen"),
        (Field.PROVINCE, r"tinh( .*)?|cap tinh"),
        (Field.STREET, r"(thon|xom|to|ap|khu|so nha|so|duong|ban|khoi|chi tiet)( .*)?"),
    ),
    Group.CONTACT: (
        (Field.CONTACT_PHONE, r".*\b(dien thoai|sdt|dt|dtdd)\b.*", "so"),
        (Field.CONTACT_RELATION, r"(moi )?quan he( .*)?"),
        (Field.FATHER, r"(ho (va )?ten |ten )?(cha|bo)"),
        (Field.MOTHER, r"(ho (va )?ten |ten )?me"),
        (Field.SPOUSE, r"(ho (va )?ten |ten )?(vo|chong|vo chong)"),
        (Field.CONTACT, r"(ho (va )?ten|ten|ho ten)( .*)?"),
        (Field.IGNORED, r"(dia chi|noi o|nghe nghiep|nam sinh|so cccd|cccd)( .*)?"),
    ),
    Group.ADMISSION: (
        (Field.ENTERED_ON, r"(ngay|thang nam|thoi gian|nam)( .*)?"),
        (Field.DECISION_NUMBER, r"so (qd|quyet dinh)( .*)?"),
        (Field.TIMES_TREATED, r"lan( .*)?"),
    ),
    Group.TERM: (
        (Field.MONTHS, r"(so )?thang|thoi han( .*)?"),
        (Field.ENTERED_ON, r"(tu|bat dau|ngay vao|ngay bat dau|vao)( .*)?"),
        (Field.TERM_END, r"(den|ket thuc|ngay het|het|ngay ket thuc)( .*)?"),
    ),
    Group.NAME: (
        (Field.FAMILY_NAME, r"ho|ho( va)?( ten)? (dem|lot)"),
        (Field.GIVEN_NAME, "ten"),
    ),
}

#: Headings of columns marked with a cross, and what the cross says.
KIND_CROSSES = {
    "bat buoc": "Bắt buộc",
    "bb": "Bắt buộc",
    "cai nghien bat buoc": "Bắt buộc",
    "tu nguyen": "Tự nguyện",
    "tn": "Tự nguyện",
    "cai nghien tu nguyen": "Tự nguyện",
    "luu tru tam thoi": "Lưu trú tạm thời",
    "luu tru": "Lưu trú tạm thời",
}
