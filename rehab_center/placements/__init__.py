"""Where people sleep, and whether all of them are there: khu, phòng, giường; điểm danh.

Owns zones, rooms, beds and the times when a bed is out of use; who slept in which bed from when until when; pairs that
must be kept apart; roll checks with who was missing. Occupancy is intervals and never a counter: a bed is somebody's
from its row's beginning until the row ends or the stay has left, whichever comes first, and in between kept or not as
the centre has decided for people who are away. Law: zones and sexes apart (L73 Đ35.2-3; L120 Đ46.2h); the rest of the
zones is for the minister to say since 01/07/2026 (L120 Đ28.3).
"""
