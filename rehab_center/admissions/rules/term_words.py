"""The sentences of a term's ledger for days away: what happened, what it adds, by what law."""

from __future__ import annotations

from datetime import date

from rehab_center.admissions.rules.term_case import Conventions, Credit, EscapeDays, Ground, Interruption, TermChange
from rehab_center.admissions.rules.term_opening import Opening
from rehab_center.policies.rules import TermEndConvention
from rehab_center.words import N_, Message, message

STORED_EARLIER = (
    N_("reduced by %(months)s months and %(days)s days on %(on)s (%(source)s)"),
    N_("lengthened by %(months)s months and %(days)s days on %(on)s (%(source)s)"),
)
"""Sentences no new line uses; lines stored with them must stay readable."""


def term(start: date, months: int, end: date, conventions: Conventions) -> Message:
    """The term the decision gives."""
    formula = (
        N_("%(start)s + %(months)s months, less one day = %(end)s")
        if conventions.term_end is TermEndConvention.DAY_BEFORE
        else N_("%(start)s + %(months)s months = %(end)s (the corresponding date, or the last day of the month)")
    )
    return message(formula, start=start, months=months, end=end)


def change(one: TermChange, start: date, months: int, end: date, source: str) -> Message:
    """A decision that changes the term; ``months`` are all of them, counted anew from the start."""
    words = {
        (True, False): N_(
            "reduced by %(by)s months, decided on %(on)s: %(start)s + %(months)s months = %(end)s (%(source)s)"
        ),
        (False, False): N_(
            "lengthened by %(by)s months, decided on %(on)s: %(start)s + %(months)s months = %(end)s (%(source)s)"
        ),
        (True, True): N_("reduced by %(by)s months and %(days)s days, decided on %(on)s = %(end)s (%(source)s)"),
        (False, True): N_("lengthened by %(by)s months and %(days)s days, decided on %(on)s = %(end)s (%(source)s)"),
    }
    return message(
        words[one.shortens, bool(one.days)],
        by=abs(one.months),
        days=abs(one.days),
        on=one.on,
        start=start,
        months=months,
        end=end,
        source=source,
    )


def change_from_override(one: TermChange, end: date, source: str) -> Message:
    """A decision that changes the term after its end was overridden: it counts from there."""
    return message(
        N_(
            "reduced by %(by)s months and %(days)s days from the end given by the paper, "
            "decided on %(on)s = %(end)s (%(source)s)"
        )
        if one.shortens
        else N_(
            "lengthened by %(by)s months and %(days)s days from the end given by the paper, "
            "decided on %(on)s = %(end)s (%(source)s)"
        ),
        by=abs(one.months),
        days=abs(one.days),
        on=one.on,
        end=end,
        source=source,
    )


def opening_months(one: Opening, end: date, source: str) -> Message:
    """The months that an old book has reduced."""
    return message(
        N_("by the old book, up to %(until)s: reduced by %(months)s months = %(end)s (%(source)s)"),
        until=one.until_on,
        months=one.months,
        end=end,
        source=source,
    )


def opening_days(one: Opening, end: date, source: str) -> Message:
    """The days that an old book does not count as served."""
    return message(
        N_("by the old book, up to %(until)s: %(days)s days not counted = %(end)s (%(source)s)"),
        until=one.until_on,
        days=one.days,
        end=end,
        source=source,
    )


def reduced_already(change: TermChange, one: Opening) -> Message:
    """A reduction of the register in the time that the old book answers for."""
    return message(
        N_("reduced on %(on)s: in the months of the old book already, which counts up to %(until)s"),
        on=change.on,
        until=one.until_on,
    )


def opened_already(absence: Interruption, one: Opening) -> Message:
    """Days away in the time that the old book answers for."""
    return message(
        N_("away from %(start)s to %(back)s: in the days of the old book already, which counts up to %(until)s"),
        start=absence.from_on,
        back=absence.to_on,
        until=one.until_on,
    )


def credit(held: Credit, end: date, source: str) -> Message:
    """Time held before the term, taken off it."""
    return message(
        N_("less %(days)s days held before the term, %(ground)s = %(end)s (%(source)s)")
        if held.ground
        else N_("less %(days)s days held before the term = %(end)s (%(source)s)"),
        days=held.days,
        ground=held.ground,
        end=end,
        source=source,
    )


def credit_not_taken(held: Credit) -> Message:
    """Time held before the term under the convention that it is not taken off."""
    return message(
        N_("%(days)s days held before the term: by the centre's convention nothing is taken off"), days=held.days
    )


def after_the_end(absence: Interruption) -> Message:
    """Days away when nothing was left to serve."""
    return message(N_("away from %(start)s, after the term had ended: nothing added"), start=absence.from_on)


def before_the_start(absence: Interruption, start: date) -> Message:
    """Days away that were over when the term began."""
    return message(
        N_("away from %(from)s to %(back)s, before the term began on %(start)s: nothing added"),
        **{"from": absence.from_on},
        back=absence.to_on,
        start=start,
    )


def taken_already(absence: Interruption) -> Message:
    """Days away inside others that are not served already: they count once."""
    if absence.to_on is None:
        return message(
            N_("away from %(start)s and not back: the clock stands still already, these days count once"),
            start=absence.from_on,
        )
    return message(
        N_("away from %(start)s to %(back)s: not served already, these days count once"),
        start=absence.from_on,
        back=absence.to_on,
    )


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


def uncounted(
    absence: Interruption, first: date, days: int, end: date, conventions: Conventions, source: str
) -> Message:
    """Days away that are over and do not count, from ``first`` on; the sentence says which day is served."""
    from_next_day = absence.ground is Ground.ESCAPE and conventions.escape is EscapeDays.FROM_NEXT_DAY
    if first > absence.from_on and not (from_next_day and (first - absence.from_on).days == 1):
        msgid = N_(
            "away from %(start)s, back on %(back)s: only the %(days)s days from %(first)s on are not counted, "
            "those before lie before the term or are counted already = %(end)s (%(source)s)"
        )
    elif absence.ground is Ground.IMPRISONMENT:
        msgid = N_(
            "in prison from %(start)s, back on %(back)s: %(days)s days not counted, "
            "the day of return is served = %(end)s (%(source)s)"
        )
    elif from_next_day:
        msgid = N_(
            "escaped on %(start)s, back on %(back)s: %(days)s days not counted, "
            "the days of escape and of return are served = %(end)s (%(source)s)"
        )
    else:
        msgid = N_(
            "escaped on %(start)s, back on %(back)s: %(days)s days not counted, "
            "the day of escape is not served, the day of return is = %(end)s (%(source)s)"
        )
    return message(msgid, start=absence.from_on, first=first, back=absence.to_on, days=days, end=end, source=source)
