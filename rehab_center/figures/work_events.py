"""The figures of work and classes that count no people: permissions against a limit, sessions, corrections, sheets."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from rehab_center.activities.kinds import OWN_REASONS
from rehab_center.assignments.queries import override_lines
from rehab_center.assignments.rules.words import RULES
from rehab_center.attendance.kinds import SheetState
from rehab_center.attendance.queries.report import corrections_told, sessions_told, sheets_told
from rehab_center.dates import DateRange
from rehab_center.figures.making import items_figure
from rehab_center.figures.values import Figure, Item, ItemKind
from rehab_center.figures.work_words import CANCELLED
from rehab_center.permissions import Scope
from rehab_center.words import N_, Message, message


def permission_figures(session: Session, days: DateRange, *, scope: Scope) -> list[Figure]:
    """What the director let stand against a limit: signed in the period, and in force on any of its days."""
    told = [
        one
        for one in override_lines(session, scope=scope)
        if one.signed_on <= days.last and one.expires_on >= days.first
    ]
    items = {
        one.id: Item(
            ItemKind.OVERRIDE,
            one.assignment_id,
            f"{one.full_name} ({one.file_code}), {one.activity}",
            one.signed_on,
            message(
                N_("%(rule)s: signed by %(who)s, until %(day)s"),
                rule=Message(RULES[one.rule]), who=one.signed_by, day=one.expires_on,
            ),
        )
        for one in told
    }  # fmt: skip
    return [
        items_figure(
            "overrides_signed",
            message(N_("Permissions against a limit signed in the period")),
            [items[one.id] for one in told if one.signed_on in days],
        ),
        items_figure(
            "overrides_in_force", message(N_("Permissions against a limit in force in the period")), items.values()
        ),
    ]


def session_figures(session: Session, days: DateRange, *, scope: Scope, known_at: datetime) -> list[Figure]:
    """Sessions held, cancelled by somebody, and over without a mark though people were assigned."""
    told = sessions_told(session, days, scope=scope, known_at=known_at)
    held, cancelled, unmarked = [], [], []
    for one in told:
        item = Item(ItemKind.SESSION, one.id, one.label, one.on)
        if one.cancelled:
            cause = Message(CANCELLED[one.cancelled])
            own = cause if one.cancelled in OWN_REASONS else None
            cancelled.append(Item(item.kind, item.id, item.words, item.on, None if own else cause, own))
        elif one.held:
            held.append(item)
        elif one.wanted and not one.closed and one.is_over(known_at):
            unmarked.append(item)
    cancelled.sort(key=lambda one: one.reason is not None)
    return [
        items_figure("sessions_held", message(N_("Sessions held")), held),
        items_figure("sessions_cancelled", message(N_("Sessions cancelled")), cancelled),
        items_figure("sessions_unmarked", message(N_("Sessions that are over and not marked")), unmarked),
    ]


def paper_figures(session: Session, days: DateRange, *, scope: Scope, known_at: datetime) -> list[Figure]:
    """Corrections by two people that were decided in the period, and the sheets for its days."""
    corrected = [
        Item(
            ItemKind.CORRECTION,
            one.id,
            one.session,
            one.decided_on,
            message(N_("%(count)s marks, decided by %(who)s"), count=one.marks, who=one.decided_by),
            None if one.confirmed else message(N_("refused by the second person")),
        )
        for one in corrections_told(session, days, scope=scope, known_at=known_at)
    ]
    corrected.sort(key=lambda one: one.reason is not None)
    sheets = sheets_told(session, days, scope=scope, known_at=known_at)
    missing = [
        Item(
            ItemKind.SHEET,
            one.id,
            one.label,
            one.on,
            reason=None if one.state is SheetState.MISSING else message(N_("not due back yet")),
        )
        for one in sheets
        if one.state in (SheetState.MISSING, SheetState.OUT)
    ]
    missing.sort(key=lambda one: one.reason is not None)
    return [
        items_figure("corrections", message(N_("Corrections after the edit window")), corrected),
        items_figure(
            "sheets_printed",
            message(N_("Sheets printed for signature")),
            [Item(ItemKind.SHEET, one.id, one.label, one.on) for one in sheets],
        ),
        items_figure("sheets_missing", message(N_("Sheets that did not come back")), missing),
    ]
