"""What was marked, read: a session, a day, a room, hours, refusals, corrections, sheets."""
