"""Things, money and personal effects kept for a person: đồ vật, tiền, tư trang tạm giữ.

Owns slips (phiếu), the things on them, and what became of each. All of it only grows: a line entered wrongly is voided
by a later row that says why. Taken in at intake, given back at the exit to whom, on which day, against a signature.
Law: the centre must respect the person's property (L73 Đ35.6b, L120 Đ46.2b); how it is listed is practice.
"""
