"""Stages: in which of the five stages of rehabilitation a stay is on any day, how it got there, who is due.

Owns stage changes (giai đoạn của quy trình cai nghiện) as rows that only grow: proposed, decided, declined, taken back.
A stage begins on a day with an evaluation of the one before and lasts until the next; education and labour may go side
by side. The end of a stay ends its stage by query, no row is written for it. Law: the five stages a–đ (L73 Đ29;
L120 Đ29.2), all of them for everybody (L120 Đ29.3); under the older law a voluntary stay may end after a, b and c. No
law gives their lengths: planned shares of the term are policies, to be confirmed.
"""
