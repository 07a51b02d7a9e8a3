"""Reading releases: what the clock sees, who leaves when, which days have no ground, the sheet of a day."""
