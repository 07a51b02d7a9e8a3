"""Pages of work and classes: the day's board, programmes, a week, holidays, sessions."""

from __future__ import annotations

from rehab_center.activities.views.blueprint import bp
from rehab_center.activities.views.board import index
from rehab_center.activities.views.day import day_file, day_sheet, day_workbook
from rehab_center.activities.views.holidays import (
    holidays,
    holidays_file,
    holidays_sheet,
    new_holiday,
    withdraw_holiday,
)
from rehab_center.activities.views.programme import programme, week_file, week_sheet, week_workbook
from rehab_center.activities.views.programmes import close, edit, new, programmes
from rehab_center.activities.views.sessions import cancel, end_slot, extra, new_slot, plan_again
from rehab_center.activities.views.week import centre_file, centre_sheet, centre_workbook, week

__all__ = (
    "bp",
    "cancel",
    "centre_file",
    "centre_sheet",
    "centre_workbook",
    "close",
    "day_file",
    "day_sheet",
    "day_workbook",
    "edit",
    "end_slot",
    "extra",
    "holidays",
    "holidays_file",
    "holidays_sheet",
    "index",
    "new",
    "new_holiday",
    "new_slot",
    "plan_again",
    "programme",
    "programmes",
    "week",
    "week_file",
    "week_sheet",
    "week_workbook",
    "withdraw_holiday",
)
