"""The blocks of those who watch: the inspector's log and reports, the administrator's accounts, backups and machine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.accounts.queries import accounts
from rehab_center.accounts.security import limits
from rehab_center.audit.labels import act_label
from rehab_center.audit.queries import ChainState, chain_state
from rehab_center.audit.read_only import read_only_reason
from rehab_center.db import db
from rehab_center.figures.period_names import headed
from rehab_center.permissions import Actor, Role
from rehab_center.reports.queries import reports
from rehab_center.reports.wording import issue_name
from rehab_center.today.queries import LogAct, log_acts, waiting_since
from rehab_center.web.first_page import SHOWN, Block, Content, Harm, Line
from rehab_center.web.formatting import moment, number

_DAY = timedelta(days=1)
_VERIFY_EVERY = timedelta(days=7)
_LONG_WAIT = timedelta(minutes=10)
_GIGABYTE = 1024**3
_LEAST_ROOM = 2 * _GIGABYTE
_REPORTS_SHOWN = 5

WORTH_A_LOOK = (
    "stay.movement-voided",
    "stay.corrected",
    "resident.name-changed",
    "document.corrected",
    "document.scan-withdrawn",
    "task.closed",
    "policy.set",
    "policy.withdrawn",
    "plan.set",
    "facility.completeness_stated",
    "clock.confirmed",
    "backup.restored",
    "audit.exported",
    "people.exported",
    "register.exported",
    "stay.list-exported",
    "stay.movements-exported",
    "headcount.exported",
    "report.people_exported",
)
"""Acts that take something back, change what was written or what counts, or carry people's data out."""


# --- the inspector ---------------------------------------------------------------------------------------------------


def log_state(actor: Actor) -> Content:
    """How many entries the log has, and when it was last verified."""
    chain = chain_state(db.session())
    count = _("%(count)s entries", count=number(chain.entries))
    when, tone = _verified(chain, clock.now())
    line = Line(_("The log"), count, when, tone, url_for("audit.index"), _("Verify it"), url_for("audit.index"))
    return Content(lines=(line,), total=1)


def _verified(chain: ChainState, now: datetime) -> tuple[str, str]:
    if chain.verified is None:
        return _("never verified"), "warn"
    at = chain.verified.at
    if chain.verified.details.get("result") != "sound":
        return _("problems found on %(moment)s", moment=moment(at)), "bad"
    return _("sound on %(moment)s", moment=moment(at)), "good" if now - at < _VERIFY_EVERY else "warn"


def worth_a_look(actor: Actor) -> Content:
    """Of the last day: what was voided or corrected, changes of terms and settings, what left the program as a file."""
    acts, total = log_acts(db.session(), acts=WORTH_A_LOOK, since=clock.now() - _DAY, scope=actor.scope, limit=SHOWN)
    return Content(
        lines=tuple(_log_line(one) for one in acts),
        total=total,
        all_url=url_for("audit.index"),
        empty=_("Nothing was voided, corrected or taken out as a file in the last 24 hours."),
    )


def _log_line(one: LogAct) -> Line:
    said = f"{moment(one.at)}, {one.actor}" + (f": {one.reason}" if one.reason else "")
    about = f"{act_label(one.act)} · {one.about}" if one.about else act_label(one.act)
    url = url_for("audit.show", number=one.number)
    return Line(about, said, act=_("Open the entry"), act_url=url)


def issued(actor: Actor) -> Content:
    """The reports issued last."""
    lines = reports(db.session(), scope=actor.scope)
    return Content(
        lines=tuple(
            Line(
                headed(issue_name(one.period, one.number)),
                _("built on %(moment)s by %(who)s", moment=moment(one.built_at), who=one.built_by),
                act=_("Open the report"),
                act_url=url_for("reports.show", report_id=one.id),
            )
            for one in lines[:_REPORTS_SHOWN]
        ),
        total=len(lines),
        all_url=url_for("reports.index"),
        empty=_("No report has been issued yet."),
    )


# --- the administrator -----------------------------------------------------------------------------------------------


def machine(actor: Actor) -> Content:
    """The clock, the room on the disk and the long work: only what is wrong, else one line that all is well."""
    lines = tuple(_troubles())
    return Content(lines=lines, total=len(lines), empty=_("The clock, the disk and the long work are in order."))


def _troubles() -> Iterator[Line]:
    doubt = read_only_reason()
    if doubt:
        yield Line(
            _("The clock"), doubt, _("doubtful"), "bad", act=_("Confirm the time"), act_url=url_for("audit.clock")
        )
    free = shutil.disk_usage(current_app.config["INSTANCE"]).free
    if free < _LEAST_ROOM:
        words = _("Only %(free)s GB are free: move old backups to another disk.", free=number(free / _GIGABYTE, 1))
        yield Line(_("Room on the disk"), words, _("little room"), "bad")
    since = waiting_since(db.session())
    if since is not None and clock.now() - since > _LONG_WAIT:
        words = _("Waiting since %(moment)s: the worker does not run. Start the program again.", moment=moment(since))
        yield Line(_("Long work"), words, _("stands still"), "bad")


def locked_out(actor: Actor) -> Content:
    """Accounts that are locked out after wrong passwords."""
    found = accounts(db.session(), scope=actor.scope, limits=limits(), now=clock.now())
    locked = [one for one in found if one.locked and one.active]
    return Content(
        lines=tuple(
            Line(one.label, one.post, _("locked"), "warn", url_for("accounts.show", account_id=one.id), _("Unlock"),
                 url_for("accounts.confirm", account_id=one.id, act="unlock"))
            for one in locked[:SHOWN]
        ),
        total=len(locked),
        all_url=url_for("accounts.index", state="locked"),
        empty=_("No account is locked."),
    )  # fmt: skip


_INSPECTOR = frozenset({Role.INSPECTOR})
_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})

BLOCKS = (
    Block("machine", _l("The machine"), "clock", Harm.AT_LARGE, _ADMINISTRATOR, machine),
    Block("locked", _l("Locked accounts"), "lock", Harm.OWED, _ADMINISTRATOR, locked_out),
    Block("log", _l("State of the log"), "journal-check", Harm.OWED, _INSPECTOR, log_state),
    Block("acts", _l("Worth a look in the last 24 hours"), "eye", Harm.OWED, _INSPECTOR, worth_a_look),
    Block("reports", _l("Issued reports"), "file-earmark-text", Harm.HAPPENED, _INSPECTOR, issued),
)
"""What the inspector and the administrator find."""
