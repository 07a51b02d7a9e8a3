"""Assignments: who works and learns where, from which day to which, by whose decision, and what the rules say to it.

Owns assignments (phân công lao động, học nghề, học tập), their planned pauses, the director's overrides of a rule, and
the waiting list. A state is never stored: it follows from the dated columns, from the movements (whoever is away is
suspended, and is back with the return) and from the programme. Law: at most 8 hours a day and 48 a week (NĐ 116/2021
Đ68), a full day of rest in the week (BLLĐ 2019 Đ111), the limits of minors (BLLĐ 2019 Đ146, Đ147).
"""
