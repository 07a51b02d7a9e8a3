"""``report build`` and ``report cell``."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from rehab_center import clock
from rehab_center.audit.recorder import Subject, record
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.figures.values import Item
from rehab_center.organisation.queries import default_facility
from rehab_center.periods import PeriodKind
from rehab_center.permissions import EVERYWHERE, Actor, Permission
from rehab_center.reports import paper, queries, wording
from rehab_center.reports.queries import Cell, Member
from rehab_center.web.command_line import actor_option, domain_errors, let_act, say_json
from rehab_center.web.command_types import ROW_NUMBER, json_option, period
from rehab_center.web.formatting import say
from rehab_center.words import N_, message

report = AppGroup("report", help="Issued reports.")


@report.command("build")
@click.argument("kind", type=click.Choice([kind.value for kind in PeriodKind]))
@click.argument("period_word", metavar="PERIOD")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Where the PDF goes.")
@click.option("--facility", metavar="CODE", help="The centre, where there are several.")
@json_option
@domain_errors
@actor_option
def build(kind: str, period_word: str, out: Path, facility: str | None, actor: Actor) -> None:
    """Freeze a period's report, print it and write the PDF."""
    let_act(actor, Permission.REPORTS_BUILD)
    asked = period(PeriodKind(kind), period_word)
    if not out.parent.is_dir():
        raise DomainError(message(N_("There is no folder %(path)s."), path=out.parent))
    report_id = paper.build(default_facility(db.session(), facility), asked, actor=actor)
    page = queries.report_page(db.session(), report_id, scope=EVERYWHERE)
    try:
        out.write_bytes(paper.kept(page))
    except OSError as error:
        raise DomainError(
            message(N_("%(path)s cannot be written: %(error)s"), path=out, error=error.strerror)
        ) from None
    say_json(
        {
            "report": report_id,
            "from": page.line.first.isoformat(),
            "to": page.line.last.isoformat(),
            "figures": {code: _cell(cell) for code, cell in page.cells.items()},
            "pdf_sha256": page.line.sha256,
            "log_head": page.log_head,
        }
    )


@report.command("cell")
@click.argument("report_id", type=ROW_NUMBER)
@click.argument("code")
@json_option
@domain_errors
@actor_option
def cell(report_id: int, code: str, actor: Actor) -> None:
    """The people behind one figure of an issued report, and those just outside it."""
    found = queries.cell_people(db.session(), report_id, code, scope=actor.scope)
    line = queries.report_page(db.session(), report_id, scope=actor.scope).line
    with transaction():
        record(
            "report.cell_opened",
            actor=actor,
            at=clock.now(),
            about=Subject("report", report_id, wording.issue_name(line.period, line.number)),
            details={"figure": say(found.cell.label)},
        )
    answer: dict[str, Any] = {
        "people": [_member(one) for one in found.people],
        "just_excluded": [_member(one) | {"reason": say(one.reason)} for one in found.just_excluded],
    }
    if found.cell.items_count is not None:
        answer["items"] = [_item(one) for one in found.items if one.reason is None]
        answer["items_just_excluded"] = [_item(one) | {"reason": say(one.reason)} for one in found.items if one.reason]
    say_json(answer)


def _cell(cell: Cell) -> dict[str, Any]:
    counted = {} if cell.items_count is None else {"items_count": cell.items_count}
    return {"value": _number(cell.value), "printed": cell.printed, "people_count": cell.people_count} | counted


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _member(one: Member) -> dict[str, Any]:
    added = {} if one.amount is None else {"amount": one.amount}
    return {"code": one.code, "name": one.name, "admission": one.admission_id} | added


def _item(one: Item) -> dict[str, Any]:
    note = {"note": say(one.note)} if one.note else {}
    return {"kind": one.kind.value, "id": one.id, "name": one.words, "on": one.on.isoformat()} | note
