"""Work and classes: the programmes of therapeutic labour, vocational training and education, and when they meet.

Owns programmes, their weekly slots (rotating weeks too), holidays and the sessions made of the slots, once each. Who
takes part and who was there are rooms of their own. Words: programme (chương trình), slot (ca, tiết trong tuần),
session (buổi). Law: L73 Đ29, L120 Đ29.2 (stages c and d); NĐ 116/2021 Đ68 (labour); BLLĐ 2019 Đ111-112 (rest and
holidays).
"""
