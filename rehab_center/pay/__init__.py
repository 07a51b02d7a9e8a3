"""Pay for therapeutic labour: norms and rates, deductions, and the payroll of a month with its sheet to sign.

Owns ``pay_norm`` (dated lines by decision, never overwritten), deductions, payrolls and their frozen lines. Words:
*công* (a day of work), *định mức* (norm), *lưu ký* (custody). Hours and output come from the marks of attendance only;
only labour is paid. Law: the result of labour belongs to the resident (L120 Đ45.2, Đ46.2d); NĐ 116/2021 Đ68. The
formula and the shares are dated policies, to be confirmed.
"""
