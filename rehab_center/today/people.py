"""The blocks about people: at large, past the term, owed, ending, away, and what was recorded today."""

from __future__ import annotations

from datetime import timedelta

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center.admissions.labels import MOVEMENT_KINDS, STATES
from rehab_center.admissions.queries import DueLine
from rehab_center.admissions.queries.handover_lists import HandoverRow, handover_list
from rehab_center.admissions.rules.handover import HandoverState
from rehab_center.admissions.rules.movements import MovementKind, State
from rehab_center.db import db
from rehab_center.headcount.away import Away
from rehab_center.permissions import Actor, Permission, Role
from rehab_center.release.first_page import hours_over
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.queries import TaskLine
from rehab_center.tasks.rules import may_enter_paper
from rehab_center.today.morning import Morning, morning
from rehab_center.today.queries import Happened, happened
from rehab_center.today.rules import FEW
from rehab_center.web.first_page import SHOWN, Block, Content, Folded, Harm, Line
from rehab_center.web.formatting import day, moment, number, say
from rehab_center.web.list_state import ListState

_LONG_OUT = timedelta(days=30)
"""After so long a search is the police's: the person stays on the books, and out of the day's cases."""
_PAST = (TaskKind.TERM_OVERRUN, TaskKind.ENDED_AT_HOME)
_BACK = {
    State.ESCAPED: MovementKind.RETURNED,
    State.IN_HOSPITAL: MovementKind.FROM_HOSPITAL,
    State.ON_LEAVE: MovementKind.BACK_FROM_LEAVE,
    State.TAKEN_OUT: MovementKind.BROUGHT_BACK,
}


def _person_url(resident_id: int) -> str:
    return url_for("casefile.person", resident_id=resident_id)


def _move_url(actor: Actor, stay_id: int, kind: MovementKind) -> str | None:
    if not actor.may(Permission.ADMISSIONS_MOVE):
        return None
    return url_for("admissions.move", stay_id=stay_id, kind=kind.value)


def _named(name: str, code: str) -> str:
    return f"{name} ({code})"


# --- at large --------------------------------------------------------------------------------------------------------


def at_large(actor: Actor) -> Content:
    """Who has escaped, for how long, and until when the commune police must be told (L120 Đ46.2i)."""
    now = morning(actor)
    out = [one for one in now.away if one.state is State.ESCAPED]
    fresh = [one for one in out if now.now - one.since_at < _LONG_OUT]
    long_out = len(out) - len(fresh)
    cases, folded = (fresh, long_out) if long_out > FEW else (out, 0)
    cases = cases[::-1]  # the latest escape presses most
    return Content(
        lines=tuple(_escape(now, one) for one in cases[:SHOWN]),
        total=len(cases),
        all_url=url_for("casefile.people", here="escaped"),
        folded=_long_out(folded),
    )


def _long_out(count: int) -> tuple[Folded, ...]:
    text = _("%(count)s people escaped more than 30 days ago and are still on the books", count=number(count))
    return (Folded(text, url_for("casefile.people", here="escaped")),) if count else ()


def _escape(now: Morning, one: Away) -> Line:
    notice = _open_task(now, one, TaskKind.COMMUNE_NOTICE)
    task = notice or _open_task(now, one, TaskKind.SEARCH_DECISION)
    url: str | None
    since = _("out for %(hours)s", hours=_long(now.now - one.since_at))
    what = _("Escaped on %(day)s; %(since)s", day=f"{day(one.since)} {one.time or ''}".strip(), since=since)
    if task is not None and may_enter_paper(now.actor, task.owner_role):
        act, url = _("Settle it: %(what)s", what=_task_name(task)), _task_url(task)
    else:
        act, url = _("Record the return"), _move_url(now.actor, one.stay_id, MovementKind.RETURNED)
    when, tone = _notice_words(now, notice)
    return Line(_named(one.name, one.file_code), what, when, tone, _person_url(one.resident_id), act, url)


def _open_task(now: Morning, one: Away, kind: TaskKind) -> TaskLine | None:
    return next(
        (task for task in now.all_owed if task.kind is kind and task.subject_id == one.movement_id
         and task.subject_kind == "movement"),
        None,
    )  # fmt: skip


def _notice_words(now: Morning, notice: TaskLine | None) -> tuple[str, str]:
    if notice is None or notice.due_at is None:
        return "", ""
    if notice.due_at < now.now:
        return _("notice overdue since %(moment)s", moment=moment(notice.due_at)), "bad"
    return _("notice within %(hours)s", hours=_long(notice.due_at - now.now)), "warn"


def _long(span: timedelta) -> str:
    """A wait as people say it: hours for two days, then days."""
    hours = max(0, int(span.total_seconds() // 3600))
    if hours < 48:
        return str(_("%(hours)s hours", hours=hours))
    return str(_("%(days)s days", days=number(hours // 24)))


# --- past the term, and soon -----------------------------------------------------------------------------------------


def past_term(actor: Actor) -> Content:
    """Who is still on the books after the last day of the term; what an old book left behind in one line."""
    past = morning(actor).past
    note = ""
    if past.folded:
        note = _(
            "%(count)s people past their term according to the old book: look them through", count=number(past.folded)
        )
    return Content(
        lines=tuple(_over(actor, one) for one in past.cases[:SHOWN]),
        total=len(past.cases),
        all_url=url_for("release.index"),
        folded=(Folded(note, url_for("today.old_book")),) if note else (),
    )


def _over(actor: Actor, one: DueLine) -> Line:
    words = _("%(days)s days past", days=number(-one.soonest_left))
    kept = _kept(actor, one.stay_id)
    if kept is not None and kept.due_at is not None:
        now = morning(actor).now
        words = _("%(days)s, %(time)s", days=words, time=hours_over(kept.due_at, now))
        act = _("Enter the paper") if may_enter_paper(actor, kept.owner_role) else _("Look at it")
        return _term_line(one, words, "bad", act, _task_url(kept))
    url = _move_url(actor, one.stay_id, MovementKind.COMPLETED)
    return _term_line(one, words, "bad", _("Record the completion") if url else "", url)


def _kept(actor: Actor, stay_id: int) -> TaskLine | None:
    """What the clock holds open about somebody past the term."""
    return next(
        (task for task in morning(actor).all_owed
         if task.kind in _PAST and (task.subject_kind, task.subject_id) == ("admission", stay_id)),
        None,
    )  # fmt: skip


def ending(actor: Actor) -> Content:
    """Whose term ends within the days of notice."""
    now = morning(actor)
    note = _("The notice of %(days)s days is the centre's to set.", days=now.notice.whole)
    return Content(
        lines=tuple(_soon(one) for one in now.ending[:SHOWN]),
        total=len(now.ending),
        all_url=url_for("release.index"),
        empty=_("Besides those to be let go above no term ends within %(days)s days.", days=now.notice.whole)
        if now.leave_above
        else _("No term ends within %(days)s days.", days=now.notice.whole),
        note=f"{note} ({_('to be confirmed')})" if now.notice.to_be_confirmed else "",
    )


def _soon(one: DueLine) -> Line:
    left = one.soonest_left
    words = _("today") if left == 0 else _("%(days)s days left", days=number(left))
    tone = "bad" if left == 0 else "warn" if left <= 7 else ""
    return _term_line(one, words, tone, _("Prepare its papers"), url_for("admissions.show", stay_id=one.stay_id))


def _term_line(one: DueLine, when: str, tone: str, act: str, act_url: str | None) -> Line:
    what = _("Admitted %(first)s, term until %(last)s", first=day(one.admitted_on), last=day(one.term_end_on))
    if one.unchecked and one.end_before is not None:
        what = _("%(what)s, not checked; %(day)s before", what=what, day=day(one.end_before))
    elif one.unchecked:
        what = _("%(what)s, not checked", what=what)
    return Line(_named(one.person.full_name, one.file_code), what, when, tone, _person_url(one.person.id), act, act_url)


# --- owed ------------------------------------------------------------------------------------------------------------


def owed(actor: Actor) -> Content:
    """What the actor's posts owe, in the order of harm."""
    now = morning(actor)
    folded: tuple[Folded, ...] = ()
    if now.owed.folded:
        text = _("%(count)s papers of the old book are still to be found", count=number(now.owed.folded))
        folded = (Folded(text, url_for("tasks.index", kind=TaskKind.PAPER_MISSING.value)),)
    return Content(
        lines=tuple(_task(now, task) for task in now.owed.cases[:SHOWN]),
        total=len(now.owed.cases),
        all_url=url_for("tasks.index"),
        folded=folded,
        empty=_("Nothing is owed: every movement has its paper.")
        if now.actor.may(Permission.DOCUMENTS_EDIT)
        else _("Your post owes nothing."),
    )


def _task(now: Morning, task: TaskLine) -> Line:
    late = task.overdue_at(now.now)
    when = "" if task.due_at is None else moment(task.due_at)
    if late:
        when = _("overdue since %(moment)s", moment=when)
    act = _("Settle it") if may_enter_paper(now.actor, task.owner_role) else _("Look at it")
    url = _person_url(task.resident_id) if task.resident_id and now.actor.may(Permission.PEOPLE_VIEW) else None
    return Line(task.about, say(task.what), when, "bad" if late else "", url, act, _task_url(task))


def _task_name(task: TaskLine) -> str:
    return str(_("the notice") if task.kind is TaskKind.COMMUNE_NOTICE else _("the search decision"))


def _task_url(task: TaskLine) -> str:
    return url_for("tasks.close", task_id=task.id, next=request.path)


def handovers(actor: Actor) -> Content:
    """Handovers whose minutes are still open: somebody waits at the gate, or the minutes for their signatures."""
    asked = ListState(choices={"state": HandoverState.OPEN.value}, sort="delivered_on", per_page=SHOWN)
    rows, total = handover_list(db.session(), asked, scope=actor.scope)
    return Content(
        lines=tuple(_handover(actor, row) for row in rows),
        total=total,
        all_url=url_for("admissions.handovers", state=HandoverState.OPEN.value),
    )


def _handover(actor: Actor, row: HandoverRow) -> Line:
    waiting = row.counts.waiting
    what = _("Only the minutes are still to be closed")
    if waiting:
        what = _(
            "%(waiting)s of %(delivered)s people still wait for an answer",
            waiting=number(waiting),
            delivered=number(row.counts.delivered),
        )
    when = f"{day(row.delivered_on)} {row.delivered_time or ''}".strip()
    url = url_for("admissions.handover", handover_id=row.id)
    act = _("Go on with the handover") if actor.may(Permission.ADMISSIONS_ADMIT) else _("Look at it")
    return Line(row.delivering_unit, what, when, "warn" if waiting else "", url, act, url)


# --- away, and what happened -----------------------------------------------------------------------------------------


def absent(actor: Actor) -> Content:
    """Who is in hospital, on leave or taken out, since when; the longest first."""
    now = morning(actor)
    out = [one for one in now.away if one.state is not State.ESCAPED]
    return Content(
        lines=tuple(_absence(now, one) for one in out[:SHOWN]),
        total=len(out),
        all_url=url_for("headcount.people", reach="care"),
    )


def _absence(now: Morning, one: Away) -> Line:
    what = _("%(state)s since %(day)s", state=STATES[one.state], day=f"{day(one.since)} {one.time or ''}".strip())
    url = _move_url(now.actor, one.stay_id, _BACK[one.state])
    act = _("Record the return") if url else ""
    return Line(_named(one.name, one.file_code), what, _long(now.now - one.since_at), "",
                _person_url(one.resident_id), act, url)  # fmt: skip


def recorded(actor: Actor) -> Content:
    """Who came, went or moved today."""
    today = morning(actor).today
    steps, total = happened(db.session(), day=today, scope=actor.scope, limit=SHOWN)
    return Content(
        lines=tuple(_step(one) for one in steps),
        total=total,
        all_url=url_for("admissions.movements", effective_on_from=day(today)),
        empty=_("No movement has been recorded today."),
    )


def _step(one: Happened) -> Line:
    when, tone = (_("voided"), "bad") if one.voided else ("", "")
    what = _("%(what)s on %(day)s, entered by %(who)s", what=MOVEMENT_KINDS[one.kind],
             day=f"{day(one.effective_on)} {one.effective_time or ''}".strip(), who=one.actor)  # fmt: skip
    return Line(_named(one.name, one.file_code), what, when, tone, _person_url(one.resident_id), _("Open the stay"),
                url_for("admissions.show", stay_id=one.stay_id))  # fmt: skip


_STAFF = frozenset({Role.INTAKE, Role.DUTY, Role.MEDICAL, Role.TRAINING, Role.DIRECTOR})

BLOCKS = (
    Block("at-large", _l("Escaped"), "exclamation-octagon", Harm.AT_LARGE, _STAFF - {Role.TRAINING, Role.MEDICAL},
          at_large),
    Block("over", _l("Past the end of the term and still on the books"), "exclamation-triangle", Harm.HELD_TOO_LONG,
          _STAFF - {Role.MEDICAL}, past_term),
    Block("owed", _l("Still owed, what does most harm first"), "clock-history", Harm.OWED, _STAFF, owed),
    Block("handovers", _l("Handovers still open"), "people", Harm.UNFINISHED,
          frozenset({Role.INTAKE, Role.DUTY, Role.DIRECTOR}), handovers),
    Block("ending", _l("Terms that end soon"), "calendar3", Harm.SOON, _STAFF - {Role.MEDICAL}, ending),
    Block("away", _l("In hospital, on leave, taken out"), "hospital", Harm.AWAY, _STAFF, absent),
    Block("recorded", _l("Arrivals and movements of today"), "arrow-left-right", Harm.HAPPENED, _STAFF, recorded),
)  # fmt: skip
"""What the posts that work with people find, in the order of harm."""
