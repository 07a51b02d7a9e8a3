"""The sentences of a term's ledger for days away: what happened, what it adds, by what law."""

from __future__ import annotations

from datetime import date

from rehab_center.admissions.rules.term_case import Conventions, EscapeDays, Ground, Interruption
from rehab_center.words import N_, Message, message


def credit(days: int, end: date, source: str) -> Message:
    """Time held before the term, taken off it."""
    return message(
        N_("less %(days)s days held before the term = %(end)s (%(source)s)"), days=days, end=end, source=source
    )


def credit_not_taken(days: int) -> Message:
    """Time held before the term under the convention that it is not taken off."""
    return message(N_("%(days)s days held before the term: by the centre's convention nothing is taken off"), days=days)


def after_the_end(absence: Interruption) -> Message:
    """Days away when nothing was left to serve."""
    return message(N_("away from %(start)s, after the term had ended: nothing added"), start=absence.from_on)


def counted(absence: Interruption, source: str) -> Message:
    """Days away that count as served, by law or by the centre's convention."""
    if absence.ground is Ground.SUSPENSION_COUNTED:
        return message(
            N_("suspended and treated at home from %(start)s: counted, nothing added (%(source)s)"),
            start=absence.from_on,
            source=source,
        )
    if absence.ground is Ground.ESCAPE:
        return message(N_("escaped on %(start)s: by the centre's convention nothing is added"), start=absence.from_on)
    if absence.ground is Ground.IMPRISONMENT:
        return message(
            N_("in prison from %(start)s: by the centre's convention nothing is added"), start=absence.from_on
        )
    return message(N_("away from %(start)s: counted, nothing added"), start=absence.from_on)


def stopped(absence: Interruption, left: int | None, source: str) -> Message:
    """An escape or a prison sentence that lasts: ``left`` days remain to be served."""
    return message(
        N_("the clock has stood still since the escape on %(start)s: %(left)s days left to serve (%(source)s)")
        if absence.ground is Ground.ESCAPE
        else N_("the clock has stood still since prison began on %(start)s: %(left)s days left to serve (%(source)s)"),
        start=absence.from_on,
        left=left,
        source=source,
    )


def uncounted(absence: Interruption, days: int, end: date, conventions: Conventions, source: str) -> Message:
    """Days away that are over and do not count; the sentence says which day is served."""
    if absence.ground is Ground.IMPRISONMENT:
        msgid = N_(
            "in prison from %(start)s, back on %(back)s: %(days)s days not counted, "
            "the day of return is served = %(end)s (%(source)s)"
        )
    elif conventions.escape is EscapeDays.FROM_NEXT_DAY:
        msgid = N_(
            "escaped on %(start)s, back on %(back)s: %(days)s days not counted, "
            "the days of escape and of return are served = %(end)s (%(source)s)"
        )
    else:
        msgid = N_(
            "escaped on %(start)s, back on %(back)s: %(days)s days not counted, "
            "the day of escape is not served, the day of return is = %(end)s (%(source)s)"
        )
    return message(msgid, start=absence.from_on, back=absence.to_on, days=days, end=end, source=source)
