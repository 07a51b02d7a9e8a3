"""``stay show``, ``due`` and ``term compute`` at the command line, as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from json import JSONDecodeError
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions import queries
from rehab_center.admissions.queries import DueLine, EntryLine, MovementLine, OpeningLine, StayPage
from rehab_center.admissions.rules.term_answer import TermQuestion
from rehab_center.admissions.rules.term_case import TermResult
from rehab_center.admissions.rules.term_input import read_json, read_question
from rehab_center.admissions.services import refresh_terms
from rehab_center.audit.recorder import record
from rehab_center.db import db, transaction
from rehab_center.documents.queries import DocumentLine
from rehab_center.errors import DomainError
from rehab_center.findings import Finding
from rehab_center.organisation.queries import default_facility
from rehab_center.permissions import EVERYWHERE, Actor, Scope
from rehab_center.web.command_line import actor_option, domain_errors, read_stdin, say_json
from rehab_center.web.command_types import DAY, MOMENT
from rehab_center.web.formatting import citation, say
from rehab_center.words import N_, message

stay_commands = AppGroup("stay", help="One person's stay.")
term_commands = AppGroup("term", help="The arithmetic of terms.")

_json = click.option("--json", "_as_json", is_flag=True, help="Machine-readable on stdout (always so).")
_facility = click.option("--facility", metavar="CODE", help="The centre, where there are several.")


def _scope(facility: str | None) -> Scope:
    return Scope(frozenset({default_facility(db.session(), facility)}), medical=EVERYWHERE.medical)


@stay_commands.command("show")
@click.argument("code")
@click.option("--as-of", type=DAY, help="The day (YYYY-MM-DD), at its end; today without it.")
@click.option("--known-at", type=MOMENT, help="As known at this moment, on Vietnam's clock.")
@_facility
@_json
@domain_errors
def show(code: str, as_of: date | None, known_at: datetime | None, facility: str | None, _as_json: bool) -> None:
    """The stay with file code CODE, with its movements and the lines of its term."""
    scope = _scope(facility)
    stay_id = queries.find_stay(db.session(), code, scope=scope)
    day = as_of or clock.today()
    say_json(_stay(queries.stay_page(db.session(), stay_id, scope=scope, as_of=day, known_at=known_at)))


@click.command("due")
@click.option("--as-of", type=DAY, help="The day (YYYY-MM-DD); today without it.")
@click.option("--days", type=click.IntRange(0, 36500), required=True, help="How many days ahead, that day included.")
@_facility
@_json
@with_appcontext
@domain_errors
def due(as_of: date | None, days: int, facility: str | None, _as_json: bool) -> None:
    """Whose term ends from the day on, and whose has ended while they are still on the books."""
    day = as_of or clock.today()
    lines = queries.due(db.session(), as_of=day, days=days, scope=_scope(facility))
    overdue = sum(line.overdue for line in lines)
    say_json(
        {
            "as_of": day.isoformat(),
            "days": days,
            "count": len(lines) - overdue,
            "overdue": overdue,
            "stays": [_due(line) for line in lines],
        }
    )


@term_commands.command("compute")
@click.argument("file", default="-")
@_json
@domain_errors
def compute(file: str, _as_json: bool) -> None:
    """When terms end: FILE (or - for standard input) holds a JSON object, or a list of them; README has its form.

    Nothing is stored, and nothing is read of the register but the conventions in force. Exit code 1 where a finding
    blocks one of them; the others are answered all the same.
    """
    given = _load(file)
    items = given if isinstance(given, list) else [given]
    answers = [_answer(db.session(), item) for item in items]
    say_json([found for found, _blocked in answers] if isinstance(given, list) else answers[0][0])
    if any(blocked for _found, blocked in answers):
        raise SystemExit(1)


@term_commands.command("refresh")
@_json
@domain_errors
@actor_option
def refresh(_as_json: bool, actor: Actor) -> None:
    """After an update of the program: calculate anew every term that no longer comes out as it is kept.

    New lines are added where the content differs, the old ones stay; whoever checks terms finds both ends.
    """
    now = clock.now()
    with transaction() as session:
        count = refresh_terms(session, actor=actor, now=now)
        record("term.refreshed", actor=actor, at=now, details={"rows": count})
    say_json({"refreshed": count})


def _load(file: str) -> object:
    named = message(N_("standard input")) if file == "-" else file
    try:
        return read_json(read_stdin() if file == "-" else Path(file).read_text(encoding="utf-8"))
    except JSONDecodeError as fault:
        words = N_("“%(file)s” is no JSON: look at line %(line)s, character %(column)s")
        raise DomainError(message(words, file=named, line=fault.lineno, column=fault.colno)) from None
    except (OSError, ValueError, RecursionError):
        raise DomainError(message(N_("“%(file)s” cannot be read as JSON"), file=named)) from None


def _answer(session: Session, item: object) -> tuple[dict[str, Any], bool]:
    """What is said about one item, and whether a finding blocks it."""
    question = read_question(item)
    result: TermResult | None = None
    lines: tuple[EntryLine, ...] = ()
    if isinstance(question, TermQuestion):
        found, lines = queries.answered(session, question)
        result, findings = found.result, found.findings
    else:
        findings = question
    said = {
        "ends_on": _iso(result.end_on) if result else None,
        "days_left": result.remaining_days if result else None,
        "lines": [_line(line) for line in lines],
        "findings": [_finding(finding) for finding in findings],
    }
    return said, result is None


def _finding(finding: Finding) -> dict[str, str]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value.upper(),
        "message": say(finding.message),
        "source": citation(finding.source),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _line(line: EntryLine) -> dict[str, Any]:
    return {
        "ground": line.ground.value,
        "from": _iso(line.from_on),
        "to": _iso(line.to_on),
        "months": line.months,
        "days": line.days,
        "ends_on": _iso(line.running_end_on),
        "words": say(line.formula),
        "article": citation(line.article) if line.article else None,
        "policy": None
        if line.policy is None
        else {
            "kind": line.policy.kind.value,
            "value": line.policy.value,
            "version": line.policy.version,
            "valid_from": _iso(line.policy.valid_from),
            "citation": line.policy.citation,
            "to_be_confirmed": line.policy.to_be_confirmed,
        },
        "paper": _paper(line.document),
    }


def _stay(page: StayPage) -> dict[str, Any]:
    return {
        "code": page.file_code,
        "name": page.person.full_name,
        "person": page.person.code,
        "kind": page.kind.value,
        "regime": page.regime.value,
        "decision": _paper(page.decision),
        "months": page.months,
        "credit_days": page.credit_days,
        "times_treated": page.times_treated,
        "admitted_on": _iso(page.admitted_on),
        "term_start_on": _iso(page.term_start_on),
        "as_of": _iso(page.as_of),
        "state": page.state.state.value,
        "exit": page.state.exit_kind.value if page.state.exit_kind else None,
        "on_books": page.state.on_books,
        "under_care": page.state.under_care,
        "present": page.state.present,
        "term_ends": _iso(page.term_end_on),
        "remaining_days": page.days_left,
        "term_checked_by": page.term.check.checker if page.term and page.term.check else None,
        "term_ended_before": _iso(page.term_before.end_on) if page.term_before else None,
        "opening": _opening(page.opening) if page.opening else None,
        "movements": [_movement(line) for line in page.movements],
        "term_lines": [_line(line) for line in (page.term.lines if page.term else ())],
    }


def _opening(line: OpeningLine) -> dict[str, Any]:
    facts = line.opening.facts
    return {
        "until": _iso(facts.until_on),
        "uncounted_days": facts.days,
        "reduced_months": facts.months,
        "book_ends_on": _iso(facts.book_end_on),
        "state": facts.state.value if facts.state else None,
        "missing": [kind.value for kind in line.missing],
        "paper": _paper(line.document),
        "source": facts.source,
        "recorded_by": line.opening.author,
    }


def _movement(line: MovementLine) -> dict[str, Any]:
    return {
        "kind": line.kind.value,
        "on": _iso(line.effective_on),
        "time": line.effective_time,
        "paper": _paper(line.document),
        "note": line.note,
        "details": {
            one.item.value: _iso(one.answer) if isinstance(one.answer, date) else one.answer for one in line.details
        },
        "recorded_at": line.recorded_at.isoformat(),
        "recorded_by": line.actor,
        "voided": None
        if line.voided is None
        else {
            "at": line.voided.recorded_at.isoformat(),
            "by": line.voided.actor,
            "reason": line.voided.reason,
        },
    }


def _paper(paper: DocumentLine | None) -> Mapping[str, str | None] | None:
    if paper is None:
        return None
    return {"number": paper.number, "issued_on": _iso(paper.issued_on), "issuer": paper.issuer}


def _due(line: DueLine) -> dict[str, Any]:
    return {
        "code": line.file_code,
        "name": line.person.full_name,
        "kind": line.kind.value,
        "admitted_on": _iso(line.admitted_on),
        "term_ends": _iso(line.term_end_on),
        "days_left": line.days_left,
        "overdue": line.overdue,
        "unchecked": line.unchecked,
        "term_ended_before": _iso(line.end_before),
        "state": line.state.state.value,
    }
