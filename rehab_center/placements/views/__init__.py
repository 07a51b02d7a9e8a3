"""Pages of places: the map, a room, a bed, the beds of a person, setting up, who is kept apart."""

from __future__ import annotations

from rehab_center.placements.views.assign import assign
from rehab_center.placements.views.blueprint import bp
from rehab_center.placements.views.board import beds, capacity, index, without_bed
from rehab_center.placements.views.pairs import apart, lift_pair, new_pair
from rehab_center.placements.views.people import person, place, stay, swap, take_off
from rehab_center.placements.views.places import bed, room, setup, zone
from rehab_center.placements.views.rolls import new_roll, roll, roll_sheet, roll_sheet_file, rolls
from rehab_center.placements.views.setup import (
    add_beds,
    add_rooms,
    add_zone,
    close_room,
    close_zone,
    edit_room,
    edit_zone,
    out_of_use,
    remove_bed,
)
from rehab_center.placements.views.shifts import edit_shift, new_shift, shift, shift_sheet, shift_sheet_file, shifts

__all__ = (
    "add_beds",
    "add_rooms",
    "add_zone",
    "apart",
    "assign",
    "bed",
    "beds",
    "bp",
    "capacity",
    "close_room",
    "close_zone",
    "edit_room",
    "edit_shift",
    "edit_zone",
    "index",
    "lift_pair",
    "new_pair",
    "out_of_use",
    "person",
    "place",
    "remove_bed",
    "room",
    "rolls",
    "roll_sheet_file",
    "roll_sheet",
    "roll",
    "new_roll",
    "new_shift",
    "setup",
    "shift",
    "shift_sheet",
    "shift_sheet_file",
    "shifts",
    "stay",
    "swap",
    "take_off",
    "without_bed",
    "zone",
)
